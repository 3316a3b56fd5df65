/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-setup-job.h"

LkSetupInput *
lk_setup_input_new (LkCameraAccess *access, LkSituation *given)
{
  LkSetupInput *self = g_new0 (LkSetupInput, 1);

  self->access = lk_camera_access_ref (access);
  self->given = g_object_ref (given);
  return self;
}

void
lk_setup_input_free (LkSetupInput *self)
{
  if (self == NULL)
    return;
  lk_camera_access_unref (self->access);
  g_object_unref (self->given);
  g_free (self);
}

static LkCamera *
open_camera (LkCameraAccess *access, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkSecret) password = lk_camera_access_find_password (access, cancellable);
  g_autoptr (LkConnection) connection = lk_camera_access_connect (access, password, error);

  return connection != NULL ? lk_camera_access_open (access, connection, cancellable, error) : NULL;
}

/* For the next time. What cannot be recorded now counts all the same: the change records it again,
 * and is not begun without. */
static void
record_words (LkCameraAccess *access, const LkSituationFields *given)
{
  g_autoptr (GError) error = NULL;

  if (access->store != NULL &&
      !lk_situation_record_words (given, access->store, lk_camera_record_get_id (access->record),
                                  &error))
    g_debug ("words: %s", error->message);
}

gpointer
lk_setup_survey_thread (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  const LkSetupInput *self = input;
  LkSituationFields given = *lk_situation_get_fields (self->given);
  g_autoptr (LkCamera) camera = NULL;
  g_autoptr (LkSituation) situation = NULL;

  record_words (self->access, &given);
  camera = open_camera (self->access, cancellable, error);
  given.now = NULL; /* judged at the moment of the survey, not when it was asked for */
  if (camera != NULL)
    situation = lk_situation_survey (camera, self->access->store,
                                     lk_camera_record_get_id (self->access->record), &given,
                                     cancellable, error);
  return situation != NULL ? lk_checklist_evaluate (situation) : NULL;
}
