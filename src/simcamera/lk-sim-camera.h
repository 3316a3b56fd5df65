/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A camera to try everything on without hardware: real HTTPS on loopback, the rules of the notice,
 * a record of what happened, and faults on demand. Runs in threads of its own; used by the program
 * latchkey-simcamera, by the demonstration and by tests. Functions may be called from any
 * thread. */

#pragma once

#include "base/lk-secret.h"
#include "driver/snc/lk-snc-profile.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define LK_SIM_DEFAULT_USER     "admin"
#define LK_SIM_DEFAULT_PASSWORD "latchkey"

typedef enum
{
  LK_SIM_LOGIN_MD5,
  LK_SIM_LOGIN_SHA256,
  LK_SIM_LOGIN_BOTH,
} LkSimLogin;

/* A zeroed structure is a fresh camera on any free port. */
typedef struct
{
  guint16 port;             /* 0: any free one */
  gboolean has_http;        /* plain HTTP where "SSL function" allows it */
  guint16 http_port;        /* 0: any free one */
  const char *state_folder; /* NULL: everything is forgotten at the end */
  LkSncProfile *profile;    /* NULL: by the model, else the first one there is */
  const char *user;         /* NULL: LK_SIM_DEFAULT_USER */
  LkSecret *password;       /* NULL: LK_SIM_DEFAULT_PASSWORD */
  const char *model;        /* NULL: as the profile says */
  const char *firmware;     /* NULL: as the profile says */
  gint64 clock_offset_s;    /* with has_clock_offset; else as remembered */
  gboolean has_clock_offset;
  const char *const *faults; /* (nullable) specifications, see --help */
  const char *record_path;   /* (nullable) one JSON line an event */
  LkSimLogin login;
  guint nonce_lifetime_s;          /* 0: 300 */
  guint down_ms;                   /* how long a reboot takes; 0: 3000 */
  gboolean onvif;                  /* speaks ONVIF too */
  gboolean discoverable;           /* answers WS-Discovery, with onvif */
  const char *const *onvif_quirks; /* (nullable) see --help */
  const char *onvif_messages;      /* (nullable) a folder for every message, secrets and all */
} LkSimCameraOptions;

#define LK_TYPE_SIM_CAMERA (lk_sim_camera_get_type ())
G_DECLARE_FINAL_TYPE (LkSimCamera, lk_sim_camera, LK, SIM_CAMERA, GObject)

/* USAGE for a bad fault, BAD_DATA for a bad state folder or record, UNREACHABLE for a port that is
 * taken. */
LkSimCamera *lk_sim_camera_new (const LkSimCameraOptions *options, GError **error);
void lk_sim_camera_start (LkSimCamera *self);
void lk_sim_camera_stop (LkSimCamera *self); /* also at the last unref */

const char *lk_sim_camera_get_uri (LkSimCamera *self);      /* https://127.0.0.1:PORT */
const char *lk_sim_camera_get_http_uri (LkSimCamera *self); /* (nullable) */
/* "sha256:HEX" of the public key that is served now */
char *lk_sim_camera_dup_pin (LkSimCamera *self);

/* The record so far: (transfer full) (element-type utf8), one JSON object each. */
GPtrArray *lk_sim_camera_list_record (LkSimCamera *self);

/* USAGE for a specification that is none. Counting starts here. */
gboolean lk_sim_camera_add_fault (LkSimCamera *self, const char *specification, GError **error);
void lk_sim_camera_clear_faults (LkSimCamera *self);
void lk_sim_camera_set_clock_offset (LkSimCamera *self, gint64 offset_s);
void lk_sim_camera_reboot (LkSimCamera *self, guint down_ms);
void lk_sim_camera_close_connections (LkSimCamera *self);
void lk_sim_camera_change_key (LkSimCamera *self);

G_END_DECLS
