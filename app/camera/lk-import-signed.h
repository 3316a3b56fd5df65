/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A certificate that a CA made of the camera's own request: reads the file, shows the server
 * certificate in it with what is found about it, and imports it after a yes. There is no private
 * key in this, so no password is asked for. Main thread. */

#pragma once

#include "camera/lk-camera-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void lk_import_signed_present (GtkWindow *parent, LkCameraSession *session, GFile *file);

G_END_DECLS
