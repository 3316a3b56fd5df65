/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The personal certificate of a camera that asks for one: opens what is remembered, or lets the
 * person choose among those of every store and the files, and reads the camera with it. It is
 * remembered with the camera once it was opened. Main thread. */

#pragma once

#include "camera/lk-camera-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @selector as lk_personal_open() knows it. Giving up at the prompt is an answer and not an
 * error. */
void lk_camera_personal_open (GtkWindow *parent, LkCameraSession *session, const char *selector);

/* A window to choose in, which goes when something was chosen. */
void lk_camera_personal_choose (GtkWindow *parent, LkCameraSession *session);

G_END_DECLS
