/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The things that the tab does to a camera, a row for each in one table: what to say meanwhile and
 * afterwards, and the blocking function. A request is what goes to the worker, an outcome is what
 * comes back: always one, also when it failed, because the tab as read after a failure is the news
 * that matters. */

#pragma once

#include "camera/lk-camera-access.h"
#include "camera/lk-guarded-change.h"

G_BEGIN_DECLS

typedef enum
{
  LK_ACTION_RELOAD,
  LK_ACTION_IMPORT_CA,
  LK_ACTION_DELETE_CA,
  LK_ACTION_IMPORT_SERVER,
  LK_ACTION_DELETE_SERVER,
  LK_ACTION_SET_PASSWORD,
  LK_ACTION_GENERATE,
  LK_ACTION_CREATE_REQUEST,
  LK_ACTION_IMPORT_SIGNED,
  LK_ACTION_SET_CLOCK, /* to this computer's */
  LK_ACTION_APPLY,
  LK_ACTION_ENABLE,
  LK_ACTION_RECOVER,
} LkCameraAction;

typedef struct
{
  LkCameraAction action;
  guint slot;                 /* IMPORT_CA (0: the first free one), DELETE_CA */
  LkCertificate *certificate; /* IMPORT_CA */
  gboolean replace;           /* IMPORT_CA: what is in @slot goes */
  LkServerImport *import;     /* IMPORT_SERVER */
  gboolean plain_key;         /* IMPORT_SERVER: the user's word for plain HTTP */
  LkSecret *password;         /* SET_PASSWORD; NULL: reset */
  const char *common_name;    /* GENERATE, CREATE_REQUEST */
  guint days;                 /* GENERATE */
  GFile *file;                /* CREATE_REQUEST: where it goes */
  gboolean discards_earlier;  /* CREATE_REQUEST: the keys of earlier ones may go */
  GPtrArray *certificates;    /* IMPORT_SIGNED: (element-type LkCertificate) */
  LkTabChange change;         /* APPLY */
  LkGuardedChange *guarded;   /* ENABLE: what was given for it, and who follows it */
  gint64 interruption;        /* RECOVER: row of the journal */
  gboolean undo;              /* RECOVER: back to the state before, instead of finishing */
} LkCameraRequest;

typedef struct
{
  LkSslTab *tab;        /* (nullable) as read last */
  LkCameraFacts *facts; /* (nullable) only after RELOAD and SET_CLOCK */
  LkCapabilities capabilities;
  const char *driver;  /* (nullable) that speaks to the camera; static */
  gboolean opened;     /* a driver was found: the capabilities are known */
  LkCertificate *peer; /* (nullable) the server certificate as seen */
  LkOutcome *guard;    /* (nullable) how a guarded change ended */
  LkSecret *password;  /* (nullable) that was used, perhaps from the keyring */
  gint64 interruption; /* row of the journal that is still open after a change, or 0 */
  char *pin;           /* (nullable) the key that the connection held the camera to at the end */
  GError *error;       /* (nullable) why the action failed */
} LkCameraOutcome;

/* Blocking, any thread. Never NULL. */
LkCameraOutcome *lk_camera_action_perform (LkCameraAccess *access,
                                           const LkCameraRequest *request,
                                           GCancellable *cancellable);
void lk_camera_outcome_free (LkCameraOutcome *self);

LkCameraRequest *lk_camera_request_copy (const LkCameraRequest *request);
void lk_camera_request_free (LkCameraRequest *self);

/* Translated: "Importing the trusted CA certificate…", "Trusted CA certificate imported". */
const char *lk_camera_action_get_progress_text (LkCameraAction action);
const char *lk_camera_action_get_done_text (LkCameraAction action);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkCameraOutcome, lk_camera_outcome_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkCameraRequest, lk_camera_request_free)

G_END_DECLS
