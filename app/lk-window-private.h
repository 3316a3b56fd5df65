/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the two halves of LkWindow share: the view (lk-window.c) and its actions
 * (lk-window-actions.c). */

#pragma once

#include "lk-window.h"

G_BEGIN_DECLS

void lk_window_install_actions (GtkWidgetClass *widget_class);
void lk_window_update_actions (LkWindow *self);
LkCameraList *lk_window_get_cameras (LkWindow *self);
LkCameraSession *lk_window_get_session (LkWindow *self); /* (nullable) that is shown */
void lk_window_start_search (LkWindow *self);
void lk_window_go_back (LkWindow *self);

G_END_DECLS
