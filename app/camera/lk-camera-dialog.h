/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Adds a camera, or edits one: address, user and password first, then whatever stands between: a
 * key to compare, a wrong password, an address where nothing answers, each on a page of its own
 * that says what to do. A camera is added only after its tab was read. Signal added
 * (LkCameraSession *). */

#pragma once

#include "camera/lk-camera-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_CAMERA_DIALOG (lk_camera_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LkCameraDialog, lk_camera_dialog, LK, CAMERA_DIALOG, AdwWindow)

/* @session: the camera to edit; NULL: add one. An edited camera whose key is in doubt starts with
 * the key. */
LkCameraDialog *
lk_camera_dialog_new (GtkWindow *parent, LkCameraList *list, LkCameraSession *session);

G_END_DECLS
