/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window shows while there are cameras: the sidebar, and the page of one camera beside it.
 * In a narrow window one of the two stands alone. Signal chosen (LkCameraSession *) when the user
 * picks a camera. Main thread. */

#pragma once

#include "camera/lk-camera-list.h"
#include "camera/lk-camera-page.h"

G_BEGIN_DECLS

#define LK_TYPE_CAMERA_VIEW (lk_camera_view_get_type ())
G_DECLARE_FINAL_TYPE (LkCameraView, lk_camera_view, LK, CAMERA_VIEW, AdwBin)

LkCameraView *lk_camera_view_new (LkCameraList *list);

/* The camera that the page shows; (nullable). Does not leave the sidebar when that stands alone. */
void lk_camera_view_set_session (LkCameraView *self, LkCameraSession *session);
LkCameraSession *lk_camera_view_get_session (LkCameraView *self);
LkCameraPage *lk_camera_view_get_page (LkCameraView *self);

/* Brings the page, or the sidebar, to the front where only one of them has room. */
void lk_camera_view_show_page (LkCameraView *self);
void lk_camera_view_show_sidebar (LkCameraView *self);
gboolean lk_camera_view_is_folded (LkCameraView *self);
void lk_camera_view_start_search (LkCameraView *self);

G_END_DECLS
