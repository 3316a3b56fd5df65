/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-job.h"

#include "base/lk-error.h"

struct _LkJob
{
  gatomicrefcount refs;
  LkJobSpec spec;
  gpointer user_data; /* main loop only */
  GMainContext *context;
  gboolean finished; /* main loop only: no progress after the callback */

  GMutex lock; /* guards what follows */
  gboolean report_pending;
  double fraction;
  char *text;
};

static void
job_unref (LkJob *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  if (self->spec.free_input != NULL)
    self->spec.free_input (self->spec.input);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_free (self->text);
  g_free (self);
}

static LkJob *
job_ref (LkJob *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

static gboolean
report_cb (gpointer data)
{
  LkJob *self = data;
  g_autofree char *text = NULL;
  double fraction;

  g_mutex_lock (&self->lock);
  self->report_pending = FALSE;
  fraction = self->fraction;
  text = g_strdup (self->text);
  g_mutex_unlock (&self->lock);

  if (!self->finished)
    self->spec.progress (fraction, text, self->user_data);
  return G_SOURCE_REMOVE;
}

void
lk_job_report (LkJob *self, double fraction, const char *text)
{
  gboolean schedule;

  g_return_if_fail (self != NULL);

  if (self->spec.progress == NULL)
    return;

  g_mutex_lock (&self->lock);
  self->fraction = fraction;
  g_free (self->text);
  self->text = g_strdup (text);
  schedule = !self->report_pending;
  self->report_pending = TRUE;
  g_mutex_unlock (&self->lock);

  if (schedule)
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, report_cb, job_ref (self), (GDestroyNotify)job_unref);
      g_source_attach (source, self->context);
    }
}

static gpointer
job_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  LkJob *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;
  gpointer value = NULL;

  if (!g_cancellable_set_error_if_cancelled (cancellable, &error))
    value = self->spec.run (self, self->spec.input, cancellable, &error);

  if (value != NULL)
    g_task_return_pointer (task, value, self->spec.free_value);
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, LK_ERROR, LK_ERROR_INTERNAL, "“%s” ended without a value and without an error", self->spec.name);
  return NULL;
}

typedef struct
{
  GAsyncReadyCallback callback;
  gpointer user_data;
} Finish;

static void
finish_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Finish *finish = data;
  LkJob *self = g_task_get_task_data (G_TASK (result));

  self->finished = TRUE;
  if (finish->callback != NULL)
    finish->callback (source, result, finish->user_data);
}

void
lk_job_start (const LkJobSpec *spec,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  g_autoptr (GCancellable) own = NULL;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  GThread *thread;
  LkJob *self;
  Finish *finish;

  g_return_if_fail (spec != NULL && spec->name != NULL && spec->run != NULL);

  self = g_new0 (LkJob, 1);
  g_atomic_ref_count_init (&self->refs);
  self->spec = *spec;
  self->user_data = user_data;
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->lock);

  finish = g_new0 (Finish, 1);
  finish->callback = callback;
  finish->user_data = user_data;

  own = cancellable != NULL ? g_object_ref (cancellable) : g_cancellable_new ();
  task = g_task_new (NULL, own, finish_cb, finish);
  g_task_set_source_tag (task, lk_job_start);
  g_task_set_name (task, spec->name);
  g_task_set_task_data (task, self, (GDestroyNotify)job_unref);
  /* An error of the function that says more than "cancelled" is to reach the caller. */
  g_task_set_check_cancellable (task, FALSE);

  thread = g_thread_try_new (spec->name, job_thread, g_object_ref (task), &error);
  if (thread != NULL)
    g_thread_unref (thread);
  else
    {
      g_object_unref (task); /* the reference that the thread would have had */
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

gpointer
lk_job_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
