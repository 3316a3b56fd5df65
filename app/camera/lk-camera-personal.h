/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opens the personal certificate of a camera that asks for one, on a worker that asks the user for
 * its password or PIN, and reads the camera with it. Main thread. */

#pragma once

#include "camera/lk-camera-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @selector as lk_personal_open() knows it; it is remembered with the camera once it was opened.
 * Giving up at the prompt is an answer and not an error. */
void lk_camera_personal_open (GtkWindow *parent, LkCameraSession *session, const char *selector);

G_END_DECLS
