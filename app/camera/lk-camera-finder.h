/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The page of the dialog “Add Camera” that looks for cameras on the network and lists them
 * while their answers come in. It only asks who is there: nothing is sent to a camera of the list.
 * Signal picked (LkFoundCamera *). Main thread; the search runs on a worker. */

#pragma once

#include "camera/lk-camera-list.h"
#include "camera/lk-found-camera.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_CAMERA_FINDER (lk_camera_finder_get_type ())
G_DECLARE_FINAL_TYPE (LkCameraFinder, lk_camera_finder, LK, CAMERA_FINDER, AdwBin)

/* Cameras of @cameras are shown as added already. */
void lk_camera_finder_set_cameras (LkCameraFinder *self, LkCameraList *cameras);

/* Asks everybody, or only the address or range that is typed. What was found before stays. */
void lk_camera_finder_start (LkCameraFinder *self);
void lk_camera_finder_stop (LkCameraFinder *self);

GListModel *lk_camera_finder_get_model (LkCameraFinder *self); /* of LkFoundCamera */

G_END_DECLS
