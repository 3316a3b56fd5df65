/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* All that a worker needs to talk to one camera, taken at one moment: record, password, personal
 * certificate, store. Immutable and reference counted, any thread. A session makes one for each of
 * its jobs, and lends one to others. */

#pragma once

#include "camera/lk-camera.h"
#include "store/lk-camera-record.h"
#include "store/lk-store.h"

G_BEGIN_DECLS

typedef struct
{
  LkCameraRecord *record;
  LkSecret *password;   /* (nullable) */
  LkIdentity *identity; /* (nullable) */
  /* (nullable) a server certificate that we gave the camera: its key may be next */
  LkCertificate *expected;
  LkStore *store;   /* (nullable) where sent certificates are kept */
  LkLog *log;       /* (nullable) */
  gboolean keyring; /* a missing password is looked for in the computer's keyring */
} LkCameraAccess;

/* Takes new references on what @fields points to. */
LkCameraAccess *lk_camera_access_new (const LkCameraAccess *fields);
LkCameraAccess *lk_camera_access_ref (LkCameraAccess *self);
void lk_camera_access_unref (LkCameraAccess *self);

/* Blocking: the password, from the keyring where that is allowed and none was typed. (transfer
 * full) (nullable) */
LkSecret *lk_camera_access_find_password (LkCameraAccess *self, GCancellable *cancellable);

/* A connection of its own for the calling thread; opens nothing yet. Errors of
 * lk_connection_new(). */
LkConnection *lk_camera_access_connect (LkCameraAccess *self, LkSecret *password, GError **error);

/* Blocking: finds the driver for @connection. Errors of lk_driver_open(). */
LkCamera *lk_camera_access_open (LkCameraAccess *self,
                                 LkConnection *connection,
                                 GCancellable *cancellable,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkCameraAccess, lk_camera_access_unref)

G_END_DECLS
