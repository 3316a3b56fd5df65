/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-test-pulse.h"

#include <stdio.h>

#define TICK_MS 5

struct _LkTestPulse
{
  guint timer;
  gint64 last;
  gint64 longest;
};

/* Microseconds that this thread could run and was not let, since it began; 0 where the kernel does
 * not tell. */
static gint64
get_held_back (void)
{
  g_autofree char *text = NULL;
  guint64 run = 0;
  guint64 waited = 0;

  if (!g_file_get_contents ("/proc/thread-self/schedstat", &text, NULL, NULL) ||
      sscanf (text, "%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, &run, &waited) != 2)
    return 0;
  return (gint64)(waited / 1000);
}

static gint64
get_own_time (void)
{
  return g_get_monotonic_time () - get_held_back ();
}

static gboolean
tick_cb (gpointer data)
{
  LkTestPulse *self = data;
  gint64 now = get_own_time ();

  self->longest = MAX (self->longest, now - self->last);
  self->last = now;
  return G_SOURCE_CONTINUE;
}

LkTestPulse *
lk_test_pulse_start (void)
{
  LkTestPulse *self = g_new0 (LkTestPulse, 1);

  self->last = get_own_time ();
  self->timer = g_timeout_add (TICK_MS, tick_cb, self);
  return self;
}

gint64
lk_test_pulse_stop (LkTestPulse *self)
{
  gint64 longest = self->longest;

  g_source_remove (self->timer);
  g_free (self);
  return longest;
}
