/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The main window: cameras in the sidebar, one camera's [SSL] tab beside it. Main thread. */

#pragma once

#include "camera/lk-camera-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_WINDOW (lk_window_get_type ())
G_DECLARE_FINAL_TYPE (LkWindow, lk_window, LK, WINDOW, AdwApplicationWindow)

LkWindow *lk_window_new (GtkApplication *application);

/* Once: the cameras to show. */
void lk_window_set_cameras (LkWindow *self, LkCameraList *cameras);
void lk_window_show_camera (LkWindow *self, LkCameraSession *session);
gboolean lk_window_shows (LkWindow *self, LkCameraSession *session);
void lk_window_show_server_pane (LkWindow *self, LkCameraSession *session);

/* Whether changes wait for OK, so that the user is asked; who says yes forgets them, and the action
 * follows ("window.close"). */
gboolean lk_window_asks_before (LkWindow *self, const char *action);

/* What takes a while before the first camera is there; plain text. */
void lk_window_set_loading (LkWindow *self, const char *text);

/* Says across the bottom that this is a demonstration; plain text. @detail: (nullable) a path. */
void lk_window_set_notice (LkWindow *self,
                           const char *text,
                           const char *detail,
                           const char *button_label,
                           const char *action);

G_END_DECLS
