/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-session-private.h"

#include "base/lk-error.h"
#include "base/lk-job.h"

void
lk_camera_session_take_tab (LkCameraSession *self, LkSslTab *tab)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self) && LK_IS_SSL_TAB (tab));

  g_set_object (&self->tab, tab);
  g_clear_error (&self->error);
  /* What is still wished for stays pending; what the camera meanwhile says itself does not. */
  lk_camera_session_settle_change (self);
  lk_camera_session_notify (self, LK_SESSION_PROP_TAB);
  lk_camera_session_notify (self, LK_SESSION_PROP_ERROR);
  lk_camera_session_notify_status (self);
}

void
lk_camera_session_take_facts (LkCameraSession *self, LkCameraFacts *facts)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self) && LK_IS_CAMERA_FACTS (facts));

  g_set_object (&self->facts, facts);
  lk_camera_session_notify (self, LK_SESSION_PROP_FACTS);
  lk_camera_session_notify (self, LK_SESSION_PROP_SUBTITLE);
}

static void
take_outcome (LkCameraSession *self, LkCameraOutcome *outcome, gboolean stopped)
{
  if (self->guarded != NULL && outcome->guard != NULL)
    lk_guarded_change_take_outcome (self->guarded, outcome->guard);
  if (outcome->opened)
    {
      self->capabilities = outcome->capabilities;
      self->driver = outcome->driver;
    }
  if (outcome->peer != NULL)
    g_set_object (&self->peer, outcome->peer);
  if (outcome->facts != NULL)
    lk_camera_session_take_facts (self, outcome->facts);

  if (self->action != LK_ACTION_RELOAD)
    lk_camera_session_set_interruption (self, outcome->interruption);

  if (outcome->error == NULL && outcome->password != NULL)
    lk_camera_session_set_password (self, outcome->password);

  /* The pin follows a server certificate that we imported, never an error. */
  if (outcome->error == NULL && outcome->pin != NULL)
    lk_camera_session_set_pin (self, outcome->pin);
  if (outcome->error == NULL && self->action == LK_ACTION_APPLY)
    self->change = LK_TAB_CHANGE_KEEP;

  if (outcome->tab != NULL)
    lk_camera_session_take_tab (self, outcome->tab);
  else if (!stopped || self->tab == NULL)
    {
      g_clear_error (&self->error);
      self->error = outcome->error != NULL ? g_error_copy (outcome->error) : NULL;
      lk_camera_session_notify (self, LK_SESSION_PROP_ERROR);
    }
}

typedef struct
{
  LkCameraAccess *access;
  LkCameraRequest *request;
} JobInput;

static void
job_input_free (gpointer data)
{
  JobInput *input = data;

  lk_camera_access_unref (input->access);
  lk_camera_request_free (input->request);
  g_free (input);
}

static gpointer
session_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  JobInput *input = data;

  return lk_camera_action_perform (input->access, input->request, cancellable);
}

static void
job_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  LkCameraSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkCameraOutcome) outcome = lk_job_finish (result, &error);
  const LkCameraAction action = self->action;
  const gboolean stopped = g_cancellable_is_cancelled (self->job);

  if (outcome == NULL)
    {
      outcome = g_new0 (LkCameraOutcome, 1);
      outcome->error = g_steal_pointer (&error);
    }

  g_clear_object (&self->job);
  take_outcome (self, outcome, stopped);
  g_clear_object (&self->guarded);
  lk_camera_session_notify (self, LK_SESSION_PROP_BUSY);
  lk_camera_session_notify (self, LK_SESSION_PROP_PROGRESS_TEXT);
  lk_camera_session_notify_status (self);

  lk_camera_session_emit_finished (self, action, outcome->error);
  if (outcome->error != NULL)
    g_task_return_error (task, g_error_copy (outcome->error));
  else
    g_task_return_boolean (task, TRUE);

  /* A change that was stopped halfway may have happened: only the camera knows. */
  if (action != LK_ACTION_RELOAD && outcome->tab == NULL && stopped)
    lk_camera_session_reload (self);
}

void
lk_camera_session_run_async (LkCameraSession *self,
                             const LkCameraRequest *request,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  JobInput *input;
  LkJobSpec spec;

  g_return_if_fail (LK_IS_CAMERA_SESSION (self) && request != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lk_camera_session_run_async);
  if (self->job != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY, "Another action on this camera is still running");
      return;
    }

  self->job = g_cancellable_new ();
  self->action = request->action;
  g_set_object (&self->guarded, request->guarded);
  if (request->import != NULL)
    g_set_object (&self->expected, lk_server_import_get_certificate (request->import));
  lk_camera_session_notify (self, LK_SESSION_PROP_BUSY);
  lk_camera_session_notify (self, LK_SESSION_PROP_PROGRESS_TEXT);
  lk_camera_session_notify_status (self);

  input = g_new0 (JobInput, 1);
  input->access = lk_camera_session_dup_access (self);
  input->request = lk_camera_request_copy (request);
  spec = (LkJobSpec){
    .name = "camera-action",
    .run = session_thread,
    .input = input,
    .free_input = job_input_free,
    .free_value = (GDestroyNotify)lk_camera_outcome_free,
  };
  lk_job_start (&spec, self->job, job_done_cb, g_steal_pointer (&task));
}

gboolean
lk_camera_session_run_finish (LkCameraSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
lk_camera_session_reload (LkCameraSession *self)
{
  lk_camera_session_run_async (self, &(LkCameraRequest){ .action = LK_ACTION_RELOAD }, NULL, NULL);
}

void
lk_camera_session_cancel (LkCameraSession *self)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  if (self->job != NULL)
    g_cancellable_cancel (self->job);
}
