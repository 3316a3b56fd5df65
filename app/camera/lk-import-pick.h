/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Lets the person pick a file to import into a camera, then shows the pop-up that says what is
 * about to happen. The picker is modal, so that the camera cannot be left meanwhile. Main
 * thread. */

#pragma once

#include "camera/lk-camera-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @slot: 0 for the first free one. */
void lk_import_pick_ca (GtkWindow *parent, LkCameraSession *session, guint slot);
void lk_import_pick_server (GtkWindow *parent, LkCameraSession *session);

/* What a CA made of a certificate request of the camera. */
void lk_import_pick_signed (GtkWindow *parent, LkCameraSession *session);

G_END_DECLS
