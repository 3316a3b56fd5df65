/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-setup-private.h"

/* The next start opens the camera with what lets us in now; where that is not known, too. A change
 * that was never begun proved nothing. */
static void
remember_personal (LkSetup *self, LkOutcome *outcome)
{
  if (outcome == NULL || lk_outcome_get_result (outcome) == LK_OUTCOME_REFUSED)
    {
      lk_camera_session_remember_personal (self->session, self->known_personal);
      return;
    }
  if (lk_outcome_get_enabled (outcome) == FALSE)
    return;
  if (self->personal != NULL)
    lk_camera_session_remember_personal (self->session,
                                         lk_personal_get_fields (self->personal)->selector);
  lk_camera_session_set_identity (self->session, self->identity);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkSetup) self = data;
  g_autoptr (GError) error = NULL;
  LkOutcome *outcome = lk_setup_get_outcome (self);

  self->running = FALSE;
  g_clear_error (&self->error);
  /* How a change ended is told by its outcome; an error is that it did not begin. */
  if (!lk_camera_session_run_finish (LK_CAMERA_SESSION (source), result, &error) && outcome == NULL)
    self->error = g_steal_pointer (&error);
  if (self->session != NULL)
    remember_personal (self, outcome);
  lk_setup_notify (self);
}

static void
set_run (LkSetup *self, LkGuardedChange *run)
{
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_set_object (&self->run, run);
  if (run == NULL)
    return;
  g_signal_connect_object (run, "changed", G_CALLBACK (lk_setup_notify), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "confirm", G_CALLBACK (lk_setup_ask), self, G_CONNECT_SWAPPED);
}

void
lk_setup_reset_run (LkSetup *self)
{
  g_return_if_fail (LK_IS_SETUP (self));

  if (self->running || self->run == NULL)
    return;
  set_run (self, NULL);
  lk_setup_notify (self);
}

void
lk_setup_run (LkSetup *self, const char *override)
{
  g_autoptr (LkSituation) given = NULL;
  g_autoptr (LkGuardedChange) run = NULL;

  g_return_if_fail (LK_IS_SETUP (self));

  if (self->running || self->session == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  given = lk_setup_describe (self);
  run = lk_guarded_change_new (&(LkGuardedChangeFields){
    .given = given,
    .override = override,
    .times = self->times,
  });
  set_run (self, run);
  g_free (self->known_personal);
  self->known_personal = g_strdup (
    lk_camera_record_get_fields (lk_camera_session_get_record (self->session))->personal);
  /* Should Latchkey be cut off meanwhile, it lets the next start in to finish or undo. */
  if (self->personal != NULL)
    lk_camera_session_remember_personal (self->session,
                                         lk_personal_get_fields (self->personal)->selector);
  self->surveying = FALSE;
  self->running = TRUE;
  lk_camera_session_run_async (self->session,
                               &(LkCameraRequest){ .action = LK_ACTION_ENABLE, .guarded = run },
                               ran_cb, g_object_ref (self));
  lk_setup_notify (self);
}

void
lk_setup_set_times (LkSetup *self, const LkGuardTimes *times)
{
  g_return_if_fail (LK_IS_SETUP (self) && times != NULL);

  self->times = *times;
}

void
lk_setup_answer (LkSetup *self, gboolean keep)
{
  g_return_if_fail (LK_IS_SETUP (self));

  if (self->run != NULL)
    lk_guarded_change_answer (self->run, keep);
}

void
lk_setup_cancel (LkSetup *self)
{
  g_return_if_fail (LK_IS_SETUP (self));

  if (self->running && self->session != NULL)
    lk_camera_session_cancel (self->session);
  g_cancellable_cancel (self->cancellable);
  self->surveying = FALSE;
  lk_setup_notify (self);
}

gboolean
lk_setup_is_running (LkSetup *self)
{
  return self->running;
}

const LkGuardedStep *
lk_setup_get_step (LkSetup *self, LkGuardStep step)
{
  static const LkGuardedStep unbegun = { 0 };

  return self->run != NULL ? lk_guarded_change_get_step (self->run, step) : &unbegun;
}

LkOutcome *
lk_setup_get_outcome (LkSetup *self)
{
  return self->run != NULL ? lk_guarded_change_get_outcome (self->run) : NULL;
}
