/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A camera session on a simulated camera, and what a window shows of it. */

#pragma once

#include "camera/lk-camera-session.h"

#include "lk-test-camera.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LK_TEST_PATIENCE_S 60

/* Logged in, with the camera's key pinned. */
LkCameraSession *lk_test_session_new (LkTestCamera *door);

/* Runs the main loop until the session is idle and who waited for it has heard of it. */
void lk_test_session_settle (LkCameraSession *session);

/* Fails the test when it is not removed in time. */
guint lk_test_session_lose_patience (void);

/* The label below @widget with that text, (nullable). */
GtkWidget *lk_test_find_label (GtkWidget *widget, const char *text);

G_END_DECLS
