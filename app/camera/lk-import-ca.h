/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The pop-up before a trusted CA certificate is sent: reads the file, lets choose where it holds
 * several, shows the certificate and what was found, and refuses with the reason what the camera
 * would drop. Import starts the session's action and closes the window. */

#pragma once

#include "camera/lk-camera-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_IMPORT_CA (lk_import_ca_get_type ())
G_DECLARE_FINAL_TYPE (LkImportCa, lk_import_ca, LK, IMPORT_CA, AdwWindow)

/* @slot: from 1; 0: the first free one. */
void lk_import_ca_present (GtkWindow *parent, LkCameraSession *session, guint slot, GFile *file);

/* Why this certificate cannot become a trusted CA certificate of a camera with this tab;
 * (nullable): it can. Translated. */
char *lk_import_ca_find_obstacle (LkSslTab *tab, LkCertificate *certificate);

G_END_DECLS
