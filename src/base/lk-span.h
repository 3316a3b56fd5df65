/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Spans of time: how far a clock is off, as people say it and as it is reckoned with. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "3 minutes", "36 hours", "3 years": in the largest unit of which there are at least two.
 * @seconds is not negative; (transfer full). */
char *lk_span_format (gint64 seconds);

/* @time, UTC, and so many seconds later, or earlier: the calendar's first or last second where it
 * has no such day; (transfer full), never NULL. */
GDateTime *lk_span_add (GDateTime *time, gint64 seconds);

G_END_DECLS
