/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A camera as the user added it: where it is, how to log in, which key it was pinned to. Immutable,
 * any thread; holds no password. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct
{
  const char *id;            /* NULL: a new random one */
  const char *name;          /* shown to the user */
  const char *uri;           /* "https://192.0.2.10" */
  const char *driver;        /* "auto" or the id of a driver */
  const char *profile;       /* (nullable) path of a device profile chosen by hand */
  const char *user;          /* (nullable) */
  const char *pin;           /* (nullable) "sha256:HEX" */
  gboolean allow_plain_http; /* the user's word */
  gboolean allow_basic;      /* the user's word */
  const char *personal;      /* (nullable) selector of the personal certificate in use */
} LkCameraRecordFields;

#define LK_TYPE_CAMERA_RECORD (lk_camera_record_get_type ())
G_DECLARE_FINAL_TYPE (LkCameraRecord, lk_camera_record, LK, CAMERA_RECORD, GObject)

LkCameraRecord *lk_camera_record_new (const LkCameraRecordFields *fields); /* copies */
const LkCameraRecordFields *lk_camera_record_get_fields (LkCameraRecord *self);
const char *lk_camera_record_get_id (LkCameraRecord *self);

G_END_DECLS
