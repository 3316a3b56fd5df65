/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-access.h"

#include "driver/lk-driver.h"
#include "store/lk-password-store.h"

static void
access_clear (gpointer data)
{
  LkCameraAccess *self = data;

  g_clear_object (&self->record);
  g_clear_pointer (&self->password, lk_secret_unref);
  g_clear_object (&self->identity);
  g_clear_object (&self->expected);
  g_clear_object (&self->store);
  g_clear_object (&self->log);
}

LkCameraAccess *
lk_camera_access_new (const LkCameraAccess *fields)
{
  LkCameraAccess *self;

  g_return_val_if_fail (fields != NULL && LK_IS_CAMERA_RECORD (fields->record), NULL);

  self = g_atomic_rc_box_new0 (LkCameraAccess);
  self->record = g_object_ref (fields->record);
  self->password = fields->password != NULL ? lk_secret_ref (fields->password) : NULL;
  g_set_object (&self->identity, fields->identity);
  g_set_object (&self->expected, fields->expected);
  g_set_object (&self->store, fields->store);
  g_set_object (&self->log, fields->log);
  self->keyring = fields->keyring;
  return self;
}

LkCameraAccess *
lk_camera_access_ref (LkCameraAccess *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
lk_camera_access_unref (LkCameraAccess *self)
{
  g_atomic_rc_box_release_full (self, access_clear);
}

LkSecret *
lk_camera_access_find_password (LkCameraAccess *self, GCancellable *cancellable)
{
  if (self->password != NULL)
    return lk_secret_ref (self->password);
  if (!self->keyring)
    return NULL;
  /* Without a keyring the camera will ask, and then so does the window. */
  return lk_password_store_load (lk_camera_record_get_id (self->record), cancellable, NULL);
}

LkConnection *
lk_camera_access_connect (LkCameraAccess *self, LkSecret *password, GError **error)
{
  const LkCameraRecordFields *fields = lk_camera_record_get_fields (self->record);
  LkConnectionOptions options = {
    .uri = fields->uri,
    .user = fields->user,
    .password = password,
    .pin = fields->pin,
    .identity = self->identity,
    .log = self->log,
  };
  LkConnection *connection;

  if (fields->allow_plain_http)
    options.flags |= LK_CONNECTION_ALLOW_PLAIN_HTTP;
  if (fields->allow_basic)
    options.flags |= LK_CONNECTION_ALLOW_BASIC;

  connection = lk_connection_new (&options, error);
  if (connection != NULL && self->expected != NULL)
    lk_connection_expect_key (connection, self->expected);
  return connection;
}

LkCamera *
lk_camera_access_open (LkCameraAccess *self,
                       LkConnection *connection,
                       GCancellable *cancellable,
                       GError **error)
{
  const LkCameraRecordFields *fields = lk_camera_record_get_fields (self->record);
  const char *driver = fields->driver != NULL ? fields->driver : "auto";
  LkCamera *camera = lk_driver_open (connection, driver, fields->profile, cancellable, error);

  if (camera != NULL && self->store != NULL)
    lk_camera_set_store (camera, self->store, fields->id);
  return camera;
}
