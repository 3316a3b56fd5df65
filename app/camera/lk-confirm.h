/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The small questions of the tab: what a deletion hits, a password, the name of a self-signed certificate, and the
 * password of a personal certificate. Each asks and then starts the session's action itself. */

#pragma once

#include "camera/lk-camera-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The certificate for the body of a question; (transfer floating). */
GtkWidget *lk_confirm_show_certificate (LkTabCertificate *certificate);

void lk_confirm_ask_key_password (GtkWindow *parent, LkCameraSession *session);
void lk_confirm_generate (GtkWindow *parent, LkCameraSession *session);

/* Opens @file, asking for its password as often as needed, and reads the camera with that certificate. */
void lk_confirm_open_personal (GtkWindow *parent, LkCameraSession *session, GFile *file);

G_END_DECLS
