/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The right side of the window: one camera's [SSL] tab with its three panes, or why it cannot be
 * shown. It carries the actions of the tab ("camera.reload", "camera.import-ca", …) and enables
 * them as the session allows. */

#pragma once

#include "camera/lk-camera-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_CAMERA_PAGE (lk_camera_page_get_type ())
G_DECLARE_FINAL_TYPE (LkCameraPage, lk_camera_page, LK, CAMERA_PAGE, AdwBin)

/* Property folded: the page stands alone, so it shows a way back and shorter words. */
void lk_camera_page_set_session (LkCameraPage *self, LkCameraSession *session); /* (nullable) */
LkCameraSession *lk_camera_page_get_session (LkCameraPage *self);

/* Imports a file into the first free slot, as when it is dropped on the tab. */
void lk_camera_page_import_ca_file (LkCameraPage *self, guint slot, GFile *file);

G_END_DECLS
