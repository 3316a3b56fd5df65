/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "connection/lk-deadline.h"

/* Shared by the holder and the clock thread: whichever comes last frees it. */
typedef struct
{
  GCancellable *cancellable;
  int passed; /* atomic */
} Bell;

struct _LkDeadline
{
  Bell *bell;
  GSource *source;
  GCancellable *parent;
  gulong parent_id;
};

static gpointer
clock_thread (gpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (data, FALSE);

  g_main_loop_run (loop); /* as long as the program */
  return NULL;
}

static gpointer
start_clock (gpointer data)
{
  GMainContext *context = g_main_context_new ();

  g_thread_unref (g_thread_new ("lk-deadline", clock_thread, context));
  return context;
}

static GMainContext *
get_clock (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, start_clock, NULL);
}

static void
bell_clear (Bell *bell)
{
  g_object_unref (bell->cancellable);
}

static void
bell_unref (gpointer bell)
{
  g_atomic_rc_box_release_full (bell, (GDestroyNotify)bell_clear);
}

static gboolean
ring_cb (gpointer data)
{
  Bell *bell = data;

  g_atomic_int_set (&bell->passed, 1);
  g_cancellable_cancel (bell->cancellable);
  return G_SOURCE_REMOVE;
}

static void
parent_cancelled_cb (GCancellable *parent, gpointer data)
{
  g_cancellable_cancel (data);
}

LkDeadline *
lk_deadline_new (guint timeout_ms, GCancellable *parent)
{
  LkDeadline *self = g_new0 (LkDeadline, 1);

  self->bell = g_atomic_rc_box_new0 (Bell);
  self->bell->cancellable = g_cancellable_new ();

  self->source = g_timeout_source_new (timeout_ms);
  g_source_set_callback (self->source, ring_cb, g_atomic_rc_box_acquire (self->bell), bell_unref);
  g_source_attach (self->source, get_clock ());

  if (parent != NULL)
    {
      self->parent = g_object_ref (parent);
      self->parent_id =
        g_cancellable_connect (parent, G_CALLBACK (parent_cancelled_cb),
                               g_object_ref (self->bell->cancellable), g_object_unref);
    }
  return self;
}

void
lk_deadline_free (LkDeadline *self)
{
  if (self == NULL)
    return;
  g_source_destroy (self->source);
  g_source_unref (self->source);
  if (self->parent != NULL)
    g_cancellable_disconnect (self->parent, self->parent_id);
  g_clear_object (&self->parent);
  bell_unref (self->bell);
  g_free (self);
}

GCancellable *
lk_deadline_get_cancellable (LkDeadline *self)
{
  return self->bell->cancellable;
}

gboolean
lk_deadline_has_passed (LkDeadline *self)
{
  return g_atomic_int_get (&self->bell->passed) != 0;
}
