/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The guided setup of one camera: a list of steps, one page for each, and back and forward. It can
 * be left and taken up again; leaving while a change is under way undoes the change. One window a
 * camera. Main thread. */

#pragma once

#include "camera/lk-camera-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_SETUP_WINDOW (lk_setup_window_get_type ())
G_DECLARE_FINAL_TYPE (LkSetupWindow, lk_setup_window, LK, SETUP_WINDOW, AdwWindow)

/* Opens at the first page that is not done, or brings the window of this camera to the front. */
void lk_setup_window_present (GtkWindow *parent, LkCameraSession *session);

/* Opens at the checklist: what "Enable" and OK in the tab lead to. */
void lk_setup_window_present_checklist (GtkWindow *parent, LkCameraSession *session);

G_END_DECLS
