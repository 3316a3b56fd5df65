/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The small questions of the tab: what a deletion hits, a password, the name of a self-signed
 * certificate, what becomes of an interrupted change. Each asks and then starts the session's
 * action itself. */

#pragma once

#include "baseline/lk-alert.h"
#include "camera/lk-camera-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The certificate for the body of a question; (transfer floating). */
GtkWidget *lk_confirm_show_certificate (LkTabCertificate *certificate);

/* Sends @request once @alert was answered with yes. */
void lk_confirm_run (GtkWindow *parent,
                     LkCameraSession *session,
                     const LkAlert *alert,
                     const LkCameraRequest *request);

void lk_confirm_ask_key_password (GtkWindow *parent, LkCameraSession *session);
/* @slot: of a trusted CA certificate, from 1; nothing is asked where it is empty. */
void lk_confirm_delete_ca (GtkWindow *parent, LkCameraSession *session, guint slot);
void lk_confirm_generate (GtkWindow *parent, LkCameraSession *session);

/* The name that goes into a certificate request, then the file that it is saved in. */
void lk_confirm_create_request (GtkWindow *parent, LkCameraSession *session);
/* Once name and file are known; asks before earlier requests become useless. */
void lk_confirm_create_request_into (GtkWindow *parent,
                                     LkCameraSession *session,
                                     const char *common_name,
                                     GFile *file);

/* Finish or undo what was interrupted. */
void lk_confirm_recover (GtkWindow *parent, LkCameraSession *session);

/* What remains to whom a camera refuses. */
void lk_confirm_show_ways_back (GtkWindow *parent);

G_END_DECLS
