/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The actions of the tab that could lock an administrator out, sent through the guard: switching
 * client authentication off, exchanging trusted CA certificates while it is on, and finishing or
 * undoing a change that was interrupted. The user said yes before; what every probe has passed is
 * kept without asking again. Blocking. */

#pragma once

#include "camera/lk-camera-action.h"

G_BEGIN_DECLS

/* Whether @request is such an action while the camera is as @tab says. */
gboolean lk_camera_guarded_applies (const LkCameraRequest *request, LkSslTab *tab);

/* The tab as read afterwards. Needs the store of @access. WOULD_LOCK_OUT: nothing was changed;
 * ROLLED_BACK; ROLLBACK_FAILED: the message tells what is known. */
LkSslTab *lk_camera_guarded_perform (LkCameraAccess *access,
                                     LkCamera *camera,
                                     const LkCameraRequest *request,
                                     GCancellable *cancellable,
                                     GError **error);

/* LK_ACTION_RECOVER: the change named by request->interruption, a row of the journal. */
LkSslTab *lk_camera_guarded_recover (LkCameraAccess *access,
                                     LkCamera *camera,
                                     const LkCameraRequest *request,
                                     GCancellable *cancellable,
                                     GError **error);

G_END_DECLS
