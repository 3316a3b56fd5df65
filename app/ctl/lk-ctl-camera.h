/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The camera that a command works on: opened with the options that were given and with what is
 * remembered of it. A plain value owned by the command. */

#pragma once

#include "camera/lk-camera.h"
#include "ctl/lk-ctl.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean without_facts; /* in: the camera is not asked what it is */
  const char *driver;     /* in: (nullable) the driver where none is named */
  LkCamera *camera;
  LkCameraFacts *facts; /* NULL with without_facts */
  LkStore *store;
  LkIdentity *identity; /* (nullable) the personal certificate in use */
  char *id;             /* in the store */
  char *name;
} LkCtlCamera;

gboolean lk_ctl_camera_open (LkCtlCamera *self, LkCtl *ctl, const char *uri, GError **error);

/* Remembers the key that the camera has now, and drops everything. */
void lk_ctl_camera_close (LkCtlCamera *self);

/* The personal certificate of --personal; NULL without an error when none was named. */
LkIdentity *lk_ctl_open_personal (LkCtl *ctl, GError **error);

/* While client authentication is on: the trusted CA certificates are changed through the guard.
 * @add: (nullable);
 * @remove: bit (1 << slot). The tab, read again; WOULD_LOCK_OUT when nothing was changed,
 * ROLLED_BACK. */
LkSslTab *lk_ctl_change_trusted (
  LkCtl *ctl, LkCtlCamera *opened, LkCertificate *add, guint remove, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LkCtlCamera, lk_ctl_camera_close)

G_END_DECLS
