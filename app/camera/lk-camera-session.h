/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One camera as the window shows it: its record, the [SSL] tab as last read, what is pending until
 * OK, and the one job that is running. Lives on the main thread and notifies; every action opens
 * its own connection on a worker, does one thing and gives back the tab as the camera told it
 * afterwards. */

#pragma once

#include "camera/lk-camera-action.h"
#include "camera/lk-session-status.h"

G_BEGIN_DECLS

/* Properties, all readable and notified: record, name, tab, facts, error, pending, busy,
 * progress-text, status-text, status-icon, status-style, subtitle, interruption, identity. Signal
 * finished (LkCameraAction action, GError *error). */
#define LK_TYPE_CAMERA_SESSION (lk_camera_session_get_type ())
G_DECLARE_FINAL_TYPE (LkCameraSession, lk_camera_session, LK, CAMERA_SESSION, GObject)

/* @store: (nullable) where certificates that are sent are kept. */
LkCameraSession *lk_camera_session_new (LkCameraRecord *record, LkStore *store);

LkCameraRecord *lk_camera_session_get_record (LkCameraSession *self);
void lk_camera_session_set_record (LkCameraSession *self, LkCameraRecord *record);
/* Its address where it has none; (transfer full): the record may be replaced at any time. */
char *lk_camera_session_dup_name (LkCameraSession *self);
LkSecret *lk_camera_session_get_password (LkCameraSession *self); /* (nullable); in memory only */
void lk_camera_session_set_password (LkCameraSession *self, LkSecret *password);
/* for a password that was not typed */
void lk_camera_session_use_keyring (LkCameraSession *self);
/* (nullable) the personal certificate */
void lk_camera_session_set_identity (LkCameraSession *self, LkIdentity *identity);
LkIdentity *lk_camera_session_get_identity (LkCameraSession *self);

/* The selector of the record's personal certificate when the camera asks for one and it was not
 * opened yet: told once, and again after lk_camera_session_forget_claim(). (nullable) */
const char *lk_camera_session_claim_personal (LkCameraSession *self);
void lk_camera_session_forget_claim (LkCameraSession *self);

/* Writes into the record with which personal certificate the camera is opened. */
void lk_camera_session_remember_personal (LkCameraSession *self, const char *selector);

/* The row of the journal of a change that was cut off, or whose end is not known; 0: none. */
void lk_camera_session_set_interruption (LkCameraSession *self, gint64 row);
gint64 lk_camera_session_get_interruption (LkCameraSession *self);

LkStore *lk_camera_session_get_store (LkCameraSession *self); /* (nullable) */
LkLog *lk_camera_session_get_log (LkCameraSession *self);

/* For jobs of others; (transfer full). */
LkCameraAccess *lk_camera_session_dup_access (LkCameraSession *self);

LkSslTab *lk_camera_session_get_tab (LkCameraSession *self);        /* (nullable): not read yet */
LkCameraFacts *lk_camera_session_get_facts (LkCameraSession *self); /* (nullable) */
LkCapabilities lk_camera_session_get_capabilities (LkCameraSession *self);
/* (nullable) why the tab could not be read */
const GError *lk_camera_session_get_error (LkCameraSession *self);
/* (nullable) the server certificate as last seen */
LkCertificate *lk_camera_session_get_peer (LkCameraSession *self);
gboolean lk_camera_session_is_busy (LkCameraSession *self);

/* What OK will apply. The setters forget a wish that equals what the camera says. */
LkTabChange lk_camera_session_get_change (LkCameraSession *self);
void lk_camera_session_wish_ssl_function (LkCameraSession *self, LkSslFunction value);
void lk_camera_session_wish_server_option (LkCameraSession *self, LkServerOption value);
void lk_camera_session_wish_client_enabled (LkCameraSession *self, gboolean value);
void lk_camera_session_wish_tls_versions (LkCameraSession *self, LkTlsVersions value);
void lk_camera_session_wish_cn_is_user (LkCameraSession *self, gboolean value);
gboolean lk_camera_session_is_pending (LkCameraSession *self);
void lk_camera_session_reset_change (LkCameraSession *self);

/* Pins the key of the certificate last seen: only after the user compared it. */
void lk_camera_session_accept_key (LkCameraSession *self);

/* Starts the action; ignored with G_IO_ERROR_BUSY while another one runs. @callback may be NULL. */
void lk_camera_session_run_async (LkCameraSession *self,
                                  const LkCameraRequest *request,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean lk_camera_session_run_finish (LkCameraSession *self, GAsyncResult *result, GError **error);
void lk_camera_session_reload (LkCameraSession *self);
void lk_camera_session_cancel (LkCameraSession *self);

/* For who changed the camera in a job of their own: shows what they read. */
void lk_camera_session_take_tab (LkCameraSession *self, LkSslTab *tab);
void lk_camera_session_take_facts (LkCameraSession *self, LkCameraFacts *facts);

G_END_DECLS
