/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How long the main loop was held up between two of its turns: computing or waiting, but not what
 * a busy machine kept from it, which is nobody's fault here. Main thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LkTestPulse LkTestPulse;

LkTestPulse *lk_test_pulse_start (void);

/* Ends it. Returns: the longest time in microseconds that the main loop was held up. */
gint64 lk_test_pulse_stop (LkTestPulse *self);

G_END_DECLS
