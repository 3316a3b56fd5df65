/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What must survive: cameras with their pinned keys, every certificate that was sent, words that
 * the user gave, and the journal of guarded changes, in one SQLite database (WAL, synchronous FULL,
 * foreign keys). Never a password or a private key. Any thread may call; each call is one
 * transaction. */

#pragma once

#include "certificate/lk-certificate.h"
#include "store/lk-camera-record.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_TYPE_STORE (lk_store_get_type ())
G_DECLARE_FINAL_TYPE (LkStore, lk_store, LK, STORE, GObject)

/* Opens or makes the database in @folder (NULL: the user's data directory, made with mode 0700) and
 * brings its schema up to date. LK_ERROR_STORE_FAILED; also when a newer Latchkey wrote it: then
 * nothing is touched. */
LkStore *lk_store_open (const char *folder, GError **error);

/* Cameras */
/* (element-type LkCameraRecord), by name */
GPtrArray *lk_store_list_cameras (LkStore *self, GError **error);
/* NOT_FOUND */
LkCameraRecord *lk_store_get_camera (LkStore *self, const char *id, GError **error);
/* NOT_FOUND */
LkCameraRecord *lk_store_find_camera_by_uri (LkStore *self, const char *uri, GError **error);
/* by its id */
gboolean lk_store_save_camera (LkStore *self, LkCameraRecord *record, GError **error);
gboolean lk_store_remove_camera (LkStore *self, const char *id, GError **error);

/* Certificates that were sent to a camera; @purpose: "ca", "server", "personal" */
gboolean lk_store_add_certificate (LkStore *self,
                                   const char *camera_id,
                                   const char *purpose,
                                   LkCertificate *certificate,
                                   GError **error);
GPtrArray *lk_store_list_certificates (LkStore *self,
                                       const char *camera_id,
                                       /* (element-type LkCertificate), newest first */
                                       GError **error);

/* Words that the user gave for a checklist item ("others", "exportable"), with the time. */
gboolean lk_store_add_word (
  LkStore *self, const char *camera_id, const char *check_id, const char *subject, GError **error);
/* (nullable) newest */
GDateTime *lk_store_find_word (LkStore *self,
                               const char *camera_id,
                               const char *check_id,
                               const char *subject);

G_END_DECLS
