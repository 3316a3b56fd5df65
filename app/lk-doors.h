/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The doors from the main window to the rooms beside it, one function each: the inspector, the
 * guided setup, the connection log. Only this file knows both sides. */

#pragma once

#include "camera/lk-camera-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @session: (nullable) the camera that it is on. */
void
lk_door_open_certificate (GtkWindow *parent, LkCameraSession *session, LkCertificate *certificate);

/* @parent: (nullable) */
void
lk_door_open_files (GtkApplication *application, GtkWindow *parent, GFile **files, int n_files);

void lk_door_open_personal (GtkWindow *parent);

/* PEM text that was copied somewhere. */
void lk_door_open_clipboard (GtkWindow *parent);
void lk_door_open_setup (GtkWindow *parent, LkCameraSession *session);

/* The setup at its checklist: what Enable and OK lead to. */
void lk_door_open_checklist (GtkWindow *parent, LkCameraSession *session);

/* The server pane of the [SSL] tab; @window: the main window. */
void lk_door_open_server_pane (GtkWindow *window, LkCameraSession *session);

/* Whether @window (nullable) is a main window whose page shows @session, and so tells what becomes
 * of its actions. */
gboolean lk_door_is_shown (GtkWindow *window, LkCameraSession *session);
void lk_door_open_log (GtkWindow *parent, LkCameraSession *session);

G_END_DECLS
