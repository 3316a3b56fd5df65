/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The one door from the window to guarded changes: switching client authentication on and off,
 * exchanging trusted CA certificates while it is on, and finishing or undoing a change that was
 * interrupted. Who follows the change (request->guarded) is asked whether to keep it; without, the
 * user said yes before, and what every probe has passed is kept. Blocking. */

#pragma once

#include "camera/lk-camera-action.h"

G_BEGIN_DECLS

/* @applies: (out) whether @request can lock an administrator out while @camera is as it is. Reads
 * the camera where that depends on it; FALSE with an error when it cannot be read. */
gboolean lk_camera_guarded_applies (const LkCameraRequest *request,
                                    LkCamera *camera,
                                    gboolean *applies,
                                    GCancellable *cancellable,
                                    GError **error);

/* The tab as read afterwards. @outcome: (out) (nullable) how it ended, also with an error. Needs
 * the store of @access, else STORE_FAILED. WOULD_LOCK_OUT: nothing was changed; ROLLED_BACK;
 * ROLLBACK_FAILED: the message tells what is known. NOT_FOUND: that row is not open. */
LkSslTab *lk_camera_guarded_perform (LkCameraAccess *access,
                                     LkCamera *camera,
                                     const LkCameraRequest *request,
                                     LkOutcome **outcome,
                                     GCancellable *cancellable,
                                     GError **error);

/* Reads the tab with the personal certificate of the change, which is let in before and after. */
LkSslTab *lk_camera_guarded_read (LkCamera *camera,
                                  const LkCameraRequest *request,
                                  GCancellable *cancellable,
                                  GError **error);

/* The row of the journal of a change that was interrupted, or 0. */
gint64 lk_camera_guarded_find_open (LkCameraAccess *access);

G_END_DECLS
