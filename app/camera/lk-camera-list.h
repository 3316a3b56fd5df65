/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The cameras that the user added: a list model of LkCameraSession, kept in the store. It opens the
 * store, saves and removes on workers, so that no disk ever holds the window up. Main thread. */

#pragma once

#include "camera/lk-camera-session.h"

G_BEGIN_DECLS

/* Properties: ready (boolean) once the store was read. Signal failed (GError *error) when it could
 * not be read or written, not-remembered (GError *error) when a password could not be kept. */
#define LK_TYPE_CAMERA_LIST (lk_camera_list_get_type ())
G_DECLARE_FINAL_TYPE (LkCameraList, lk_camera_list, LK, CAMERA_LIST, GObject)

/* @folder: (nullable) of the store; NULL: the user's. */
LkCameraList *lk_camera_list_new (const char *folder);

/* Reads the store; the cameras come when it is done. */
void lk_camera_list_load (LkCameraList *self);

/* Reads every camera that was not read yet, a few at a time. */
void lk_camera_list_read_all (LkCameraList *self);

GListModel *lk_camera_list_get_model (LkCameraList *self);
LkStore *lk_camera_list_get_store (LkCameraList *self); /* (nullable) before it was read */
gboolean lk_camera_list_is_ready (LkCameraList *self);
LkCameraSession *lk_camera_list_find_by_uri (LkCameraList *self, const char *uri); /* (nullable) */

/* Puts the session into the list and saves its record; from then on every change of the record is
 * saved. */
void lk_camera_list_add (LkCameraList *self, LkCameraSession *session);
/* A session that is not in the list yet, with the list's store and keyring. (transfer full) */
LkCameraSession *lk_camera_list_create_session (LkCameraList *self, LkCameraRecord *record);

/* Keeps the session's password in the keyring, or forgets the one that is kept there. */
void
lk_camera_list_remember_password (LkCameraList *self, LkCameraSession *session, gboolean remember);
/* Asks the keyring whether it keeps the session's password; finish is FALSE where there is none. */
void lk_camera_list_look_for_password_async (LkCameraList *self,
                                             LkCameraSession *session,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
gboolean lk_camera_list_look_for_password_finish (GAsyncResult *result);
void lk_camera_list_remove (LkCameraList *self, LkCameraSession *session);

G_END_DECLS
