/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads "Available period" as two dates. Cameras print dates in many ways: "2026-01-05 - 2028-01-05",
 * "Jan  5 00:00:00 2026 GMT", "5 January 2026 00:00", "2026-01-05T00:00:00Z/…". A date whose day and month cannot
 * be told apart ("01/05/2026") is not guessed. A plain value, owned by whoever read it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  GDateTime *not_before; /* UTC */
  GDateTime *not_after;
  guint resolution_s; /* how exactly the camera shows them: 1, 60 or 86400 */
} LkPeriod;

/* FALSE, and nothing set, unless @text holds exactly two dates, the second not before the first. */
gboolean lk_period_parse (LkPeriod *period, const char *text);
void lk_period_clear (LkPeriod *period);

/* Whether these dates, shown as exactly as @period, would read the same. */
gboolean lk_period_covers (const LkPeriod *period, GDateTime *not_before, GDateTime *not_after);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LkPeriod, lk_period_clear)

G_END_DECLS
