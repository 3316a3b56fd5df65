/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-setup-job.h"

#include <string.h>

LkSetupInput *
lk_setup_input_new (LkCameraAccess *access)
{
  LkSetupInput *self = g_new0 (LkSetupInput, 1);

  self->access = lk_camera_access_ref (access);
  return self;
}

void
lk_setup_input_free (LkSetupInput *self)
{
  if (self == NULL)
    return;
  lk_camera_access_unref (self->access);
  g_clear_object (&self->identity);
  g_clear_object (&self->personal);
  g_clear_pointer (&self->word_others, g_date_time_unref);
  g_clear_pointer (&self->word_exportable, g_date_time_unref);
  g_clear_pointer (&self->word_rehearsal, g_date_time_unref);
  g_free (self->override);
  g_free (self);
}

static LkSituationFields
describe (const LkSetupInput *self)
{
  LkSituationFields given = {
    .way = self->way,
    .identity = self->identity,
    .word_others = self->word_others,
    .word_exportable = self->word_exportable,
    .word_rehearsal = self->word_rehearsal,
  };

  if (self->personal != NULL)
    {
      const LkPersonalFields *fields = lk_personal_get_fields (self->personal);

      given.installed =
        g_str_has_prefix (fields->selector, "file:") ? LK_INSTALLED_FILE : LK_INSTALLED_STORE;
      given.place = fields->store_title;
      given.exportable = fields->exportable;
      given.exportable_evidence = fields->evidence;
    }
  return given;
}

LkCamera *
lk_setup_open_camera (LkCameraAccess *access, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkSecret) password = lk_camera_access_find_password (access, cancellable);
  g_autoptr (LkConnection) connection = lk_camera_access_connect (access, password, error);

  return connection != NULL ? lk_camera_access_open (access, connection, cancellable, error) : NULL;
}

gpointer
lk_setup_survey_thread (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  const LkSetupInput *self = input;
  const LkSituationFields given = describe (self);
  g_autoptr (LkCamera) camera = lk_setup_open_camera (self->access, cancellable, error);
  g_autoptr (LkSituation) situation = NULL;

  if (camera != NULL)
    situation = lk_situation_survey (camera, self->access->store,
                                     lk_camera_record_get_id (self->access->record), &given,
                                     cancellable, error);
  return situation != NULL ? lk_checklist_evaluate (situation) : NULL;
}

gpointer
lk_setup_run_thread (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  const LkSetupInput *self = input;
  g_autoptr (LkCamera) camera = lk_setup_open_camera (self->access, cancellable, error);
  LkGuardRequest request = {
    .kind = self->kind,
    .camera = camera,
    .store = self->access->store,
    .camera_id = lk_camera_record_get_id (self->access->record),
    .camera_name = lk_camera_record_get_fields (self->access->record)->name,
    .given = describe (self),
    .override = self->override,
    .progress = self->progress,
    .confirm = self->confirm,
    .user_data = self->user_data,
  };

  return camera != NULL ? lk_guard_run (&request, cancellable) : NULL;
}
