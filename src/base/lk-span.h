/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Spans of time as people say them: how far a clock is off. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "3 minutes", "36 hours", "3 years": in the largest unit of which there are at least two.
 * @seconds is not negative; (transfer full). */
char *lk_span_format (gint64 seconds);

G_END_DECLS
