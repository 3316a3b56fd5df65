/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-session-private.h"

#include "base/lk-error.h"

void
lk_camera_session_set_record (LkCameraSession *self, LkCameraRecord *record)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self) && LK_IS_CAMERA_RECORD (record));

  if (!g_set_object (&self->record, record))
    return;
  lk_camera_session_notify (self, LK_SESSION_PROP_RECORD);
  lk_camera_session_notify (self, LK_SESSION_PROP_NAME);
  lk_camera_session_notify (self, LK_SESSION_PROP_SUBTITLE);
}

LkSecret *
lk_camera_session_get_password (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);
  return self->password;
}

void
lk_camera_session_set_password (LkCameraSession *self, LkSecret *password)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  if (password != NULL)
    lk_secret_ref (password);
  g_clear_pointer (&self->password, lk_secret_unref);
  self->password = password;
}

void
lk_camera_session_use_keyring (LkCameraSession *self)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self));
  self->keyring = TRUE;
}

void
lk_camera_session_set_identity (LkCameraSession *self, LkIdentity *identity)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  if (g_set_object (&self->identity, identity))
    lk_camera_session_notify (self, LK_SESSION_PROP_IDENTITY);
}

LkIdentity *
lk_camera_session_get_identity (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);
  return self->identity;
}

const char *
lk_camera_session_claim_personal (LkCameraSession *self)
{
  const char *selector;

  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);

  selector = lk_camera_record_get_fields (self->record)->personal;
  if (self->claimed || self->identity != NULL || selector == NULL || *selector == '\0' ||
      !g_error_matches (self->error, LK_ERROR, LK_ERROR_CLIENT_REFUSED))
    return NULL;
  self->claimed = TRUE;
  return selector;
}

void
lk_camera_session_forget_claim (LkCameraSession *self)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self));
  self->claimed = FALSE;
}

void
lk_camera_session_remember_personal (LkCameraSession *self, const char *selector)
{
  LkCameraRecordFields fields;
  g_autoptr (LkCameraRecord) record = NULL;

  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  fields = *lk_camera_record_get_fields (self->record);
  if (g_strcmp0 (fields.personal, selector) == 0)
    return;
  fields.personal = selector;
  record = lk_camera_record_new (&fields);
  lk_camera_session_set_record (self, record);
}

void
lk_camera_session_set_pin (LkCameraSession *self, const char *pin)
{
  LkCameraRecordFields fields = *lk_camera_record_get_fields (self->record);
  g_autoptr (LkCameraRecord) record = NULL;

  if (g_strcmp0 (fields.pin, pin) == 0)
    return;
  fields.pin = pin;
  record = lk_camera_record_new (&fields);
  lk_camera_session_set_record (self, record);
}

void
lk_camera_session_accept_key (LkCameraSession *self)
{
  g_autofree char *pin = NULL;

  g_return_if_fail (LK_IS_CAMERA_SESSION (self) && self->peer != NULL);

  pin = g_strconcat ("sha256:", lk_certificate_get_spki_sha256 (self->peer), NULL);
  lk_camera_session_set_pin (self, pin);
}

LkCameraAccess *
lk_camera_session_dup_access (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), NULL);

  return lk_camera_access_new (&(LkCameraAccess){
    .record = self->record,
    .password = self->password,
    .identity = self->identity,
    .expected = self->expected,
    .store = self->store,
    .log = self->log,
    .keyring = self->keyring,
  });
}
