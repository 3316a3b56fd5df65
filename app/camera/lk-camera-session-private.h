/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the parts of LkCameraSession share. The object with its properties is lk-camera-session.c;
 * what opens the camera (its record with the pinned key, password, personal certificate) is
 * lk-camera-session-access.c; what is pending until OK is lk-camera-session-change.c; the action
 * that is running and what becomes of its outcome is lk-camera-session-job.c. */

#pragma once

#include "camera/lk-camera-session.h"

G_BEGIN_DECLS

struct _LkCameraSession
{
  GObject parent_instance;

  LkCameraRecord *record;
  LkStore *store;
  LkLog *log;
  LkSecret *password;
  LkIdentity *identity;
  /* a server certificate that we gave the camera, until its key was seen */
  LkCertificate *expected;
  gboolean keyring;
  gboolean claimed; /* somebody opens the personal certificate */
  gint64 interruption;

  LkSslTab *tab;
  LkCameraFacts *facts;
  LkCapabilities capabilities;
  const char *driver; /* (nullable) */
  LkCertificate *peer;
  GError *error;
  LkTabChange change;

  GCancellable *job; /* of the action that runs; NULL: none */
  LkCameraAction action;
  LkGuardedChange *guarded; /* (nullable) that the action carries out */
};

enum
{
  LK_SESSION_PROP_0,
  LK_SESSION_PROP_RECORD,
  LK_SESSION_PROP_NAME,
  LK_SESSION_PROP_TAB,
  LK_SESSION_PROP_FACTS,
  LK_SESSION_PROP_ERROR,
  LK_SESSION_PROP_PENDING,
  LK_SESSION_PROP_BUSY,
  LK_SESSION_PROP_PROGRESS_TEXT,
  LK_SESSION_PROP_STATUS_TEXT,
  LK_SESSION_PROP_STATUS_ICON,
  LK_SESSION_PROP_STATUS_STYLE,
  LK_SESSION_PROP_SUBTITLE,
  LK_SESSION_PROP_INTERRUPTION,
  LK_SESSION_PROP_IDENTITY,
  LK_SESSION_N_PROPS
};

void lk_camera_session_notify (LkCameraSession *self, guint property);
void lk_camera_session_notify_status (LkCameraSession *self);
void lk_camera_session_emit_finished (LkCameraSession *self,
                                      LkCameraAction action,
                                      const GError *error);

/* Holds the camera to this key from now on; @pin is "sha256:…". */
void lk_camera_session_set_pin (LkCameraSession *self, const char *pin);

/* Forgets the wishes that the camera fulfils already. */
void lk_camera_session_settle_change (LkCameraSession *self);

G_END_DECLS
