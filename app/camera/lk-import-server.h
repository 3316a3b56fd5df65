/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The pop-up before a server certificate is sent: file, password, then what was checked (it opens,
 * the key fits, it covers the address in use) and the certificate. Import starts the session's
 * action and closes the window. */

#pragma once

#include "camera/lk-camera-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_IMPORT_SERVER (lk_import_server_get_type ())
G_DECLARE_FINAL_TYPE (LkImportServer, lk_import_server, LK, IMPORT_SERVER, AdwWindow)

void lk_import_server_present (GtkWindow *parent, LkCameraSession *session, GFile *file);

G_END_DECLS
