/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A camera that is asked by CGI, with the names of its device profile. Knows how such cameras talk
 * and nothing of what their parameters are called. Blocking; belongs to the thread that uses it. */

#pragma once

#include "camera/lk-camera.h"
#include "driver/lk-dry-run.h"
#include "driver/snc/lk-snc-answer.h"
#include "driver/snc/lk-snc-profile.h"

G_BEGIN_DECLS

#define LK_TYPE_SNC_CAMERA (lk_snc_camera_get_type ())
G_DECLARE_FINAL_TYPE (LkSncCamera, lk_snc_camera, LK, SNC_CAMERA, LkCamera)

LkSncCamera *lk_snc_camera_new (LkConnection *connection, LkSncProfile *profile);

/* As a row of lk-driver.c: asks the camera for its model and takes the profile that fits it, or the
 * one in the file
 * @profile. UNSUPPORTED when this camera does not talk so, or no profile fits. */
LkCamera *lk_snc_camera_open (LkConnection *connection,
                              const char *profile,
                              GCancellable *cancellable,
                              GError **error);

/* As a row of lk-driver.c: holds the profile against the camera. Blocking. */
LkDryRun *lk_snc_camera_dry_run (LkCamera *camera, GCancellable *cancellable, GError **error);

LkSncProfile *lk_snc_camera_get_profile (LkSncCamera *self);

/* Asks for @groups (NULL-terminated) in one request. @reply: (out) (optional) (transfer full), for
 * its date. */
LkSncAnswer *lk_snc_camera_inquire (LkSncCamera *self,
                                    const char *const *groups,
                                    LkReply **reply,
                                    GCancellable *cancellable,
                                    GError **error);

/* The answer to the first question of lk_snc_camera_open(), so that the facts need not be asked for
 * again. */
void lk_snc_camera_take_first_reply (LkSncCamera *self, LkReply *reply);

G_END_DECLS
