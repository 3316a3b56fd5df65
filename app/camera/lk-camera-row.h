/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One camera in the sidebar: icon, name and one line on its state, bound to the session. */

#pragma once

#include "camera/lk-camera-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_CAMERA_ROW (lk_camera_row_get_type ())
G_DECLARE_FINAL_TYPE (LkCameraRow, lk_camera_row, LK, CAMERA_ROW, GtkListBoxRow)

LkCameraRow *lk_camera_row_new (LkCameraSession *session);
LkCameraSession *lk_camera_row_get_session (LkCameraRow *self);

G_END_DECLS
