/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the two halves of LkCameraPage share: the view (lk-camera-page.c) and its actions
 * (lk-camera-page-actions.c). */

#pragma once

#include "camera/lk-camera-page.h"

G_BEGIN_DECLS

void lk_camera_page_install_actions (GtkWidgetClass *widget_class);
void lk_camera_page_update_actions (LkCameraPage *self);
void lk_camera_page_show_server_pane (LkCameraPage *self);
GtkWindow *lk_camera_page_get_window (LkCameraPage *self);

G_END_DECLS
