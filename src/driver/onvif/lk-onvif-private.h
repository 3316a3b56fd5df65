/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of LkOnvifCamera share. */

#pragma once

#include "driver/onvif/lk-onvif-camera.h"
#include "driver/onvif/lk-onvif-capabilities.h"
#include "driver/onvif/lk-onvif-operation.h"
#include "driver/onvif/lk-soap.h"

G_BEGIN_DECLS

/* Aliases of what we make begin with it; nothing else on a camera is ever cleaned up. */
#define LK_ONVIF_ALIAS "Latchkey"

struct _LkOnvifCamera
{
  LkCamera parent_instance;

  char *device_path;   /* of the device management service */
  char *security_path; /* (nullable) of the security service */
  LkOnvifCapabilities capabilities;
  gboolean uses_token;     /* WS-UsernameToken instead of HTTP digest */
  gboolean always_logs_in; /* asks for a login even where none may be asked for */
  gboolean knows_clock;
  gint64 clock_offset_s; /* for the token */
  const char *packing;
  gboolean makes_room; /* while it does */
  /* (nullable) of the server certificate, or its path, that was in use before */
  char *replaced_id;
};

/* Sends one operation; @arguments (nullable) (transfer full): what stands in its element. The
 * answer is the operation's own: faults and other answers are errors. */
LkSoapReply *lk_onvif_camera_call (LkOnvifCamera *self,
                                   LkOnvifOperation operation,
                                   LkSoapWriter *arguments,
                                   GCancellable *cancellable,
                                   GError **error);

/* The same where only success counts, and with one text argument (an ID). */
gboolean lk_onvif_camera_do (LkOnvifCamera *self,
                             LkOnvifOperation operation,
                             LkSoapWriter *arguments,
                             GCancellable *cancellable,
                             GError **error);
LkSoapReply *lk_onvif_camera_ask (LkOnvifCamera *self,
                                  LkOnvifOperation operation,
                                  const char *element,
                                  const char *text,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean lk_onvif_camera_tell (LkOnvifCamera *self,
                               LkOnvifOperation operation,
                               const char *element,
                               const char *text,
                               GCancellable *cancellable,
                               GError **error);

/* What the camera agreed to store and does not know a moment later was never stored: rewrites such
 * an error. */
void lk_onvif_explain_loss (GError *error);

/* Waits until a change of the TLS server is in effect, where the camera says how long that
 * takes. */
gboolean
lk_onvif_camera_wait_setup (LkOnvifCamera *self, GCancellable *cancellable, GError **error);
gboolean lk_onvif_wait_ms (gint64 ms, GCancellable *cancellable, GError **error);

/* Device: facts, clock, network protocols. */
LkCameraFacts *
lk_onvif_device_read_facts (LkOnvifCamera *self, GCancellable *cancellable, GError **error);
GDateTime *
lk_onvif_device_read_clock (LkOnvifCamera *self, GCancellable *cancellable, GError **error);
gboolean lk_onvif_device_set_clock (LkOnvifCamera *self,
                                    GDateTime *utc,
                                    GCancellable *cancellable,
                                    GError **error);
gboolean lk_onvif_device_read_function (LkOnvifCamera *self,
                                        LkSslFunction *function,
                                        GCancellable *cancellable,
                                        GError **error);
gboolean lk_onvif_device_set_function (LkOnvifCamera *self,
                                       LkSslFunction function,
                                       GCancellable *cancellable,
                                       GError **error);

/* Keystore */
typedef struct
{
  char *id;
  char *key_id; /* (nullable) */
  char *alias;  /* (nullable) */
  gboolean has_private_key;
  LkCertificate *certificate; /* (nullable) where it cannot be read */
} LkOnvifStored;

void lk_onvif_stored_free (LkOnvifStored *self);
LkOnvifStored *lk_onvif_keystore_get (LkOnvifCamera *self,
                                      const char *certificate_id,
                                      GCancellable *cancellable,
                                      GError **error);

/* The ID of a certificate on the camera, uploaded if need be; (transfer full). */
char *lk_onvif_keystore_put (LkOnvifCamera *self,
                             LkCertificate *certificate,
                             const char *alias,
                             gboolean needs_key,
                             GCancellable *cancellable,
                             GError **error);

/* The IDs of a certification path, leaf first; @alias: (out) (nullable). */
GPtrArray *lk_onvif_keystore_get_path (LkOnvifCamera *self,
                                       const char *path_id,
                                       char **alias,
                                       GCancellable *cancellable,
                                       GError **error);
char *lk_onvif_keystore_create_path (LkOnvifCamera *self,
                                     GPtrArray *certificate_ids,
                                     GCancellable *cancellable,
                                     GError **error);

/* Puts certificates, leaf first, and makes a path of them; the camera has to hold the leaf's key.
 */
char *lk_onvif_keystore_put_path (LkOnvifCamera *self,
                                  GPtrArray *chain,
                                  GCancellable *cancellable,
                                  GError **error);

/* The path of @leaf where the camera made it and its answer was lost, by what @failure tells; NULL
 * where there is none. */
char *lk_onvif_keystore_find_lost_path (LkOnvifCamera *self,
                                        const GError *failure,
                                        LkCertificate *leaf,
                                        GCancellable *cancellable);
char *lk_onvif_keystore_upload_identity (LkOnvifCamera *self,
                                         LkIdentity *identity,
                                         GCancellable *cancellable,
                                         GError **error);
char *lk_onvif_keystore_make_key (LkOnvifCamera *self, GCancellable *cancellable, GError **error);
char *lk_onvif_keystore_make_self_signed (LkOnvifCamera *self,
                                          const char *key_id,
                                          const char *common_name,
                                          guint days,
                                          GCancellable *cancellable,
                                          GError **error);
GBytes *lk_onvif_keystore_make_request (LkOnvifCamera *self,
                                        const char *key_id,
                                        const char *common_name,
                                        GCancellable *cancellable,
                                        GError **error);

/* The private key as PKCS#8 DER, for the caller to wipe. UNSUPPORTED where it cannot leave its
 * place. */
GBytes *lk_onvif_key_export (LkIdentity *identity, GError **error);

/* PLAIN_TEXT where it would be read by others. */
gboolean lk_onvif_key_may_travel (LkOnvifCamera *self, GError **error);

/* How the tab shows a certificate on the camera. */
LkTabCertificate *lk_onvif_stored_show (LkOnvifStored *self);

/* FALSE with @failure (nullable) (transfer full), or with NOT_FOUND. */
gboolean lk_onvif_fail_no_server (GError *failure, GError **error);

/* Removes what we made and nothing uses any more; that something stays behind is no failure of what
 * was done. */
void lk_onvif_keystore_drop_certificate (LkOnvifCamera *self,
                                         const char *certificate_id,
                                         GCancellable *cancellable);
void
lk_onvif_keystore_drop_path (LkOnvifCamera *self, const char *path_id, GCancellable *cancellable);

/* Deletes what we made and nothing uses: what lost answers left behind. */
void lk_onvif_make_room (LkOnvifCamera *self, GCancellable *cancellable);

/* The IDs of the keys that we had made and that no certificate has: of requests that still wait for
 * theirs. NULL where that is not known. */
GPtrArray *lk_onvif_list_open_keys (LkOnvifCamera *self, GCancellable *cancellable);
void lk_onvif_drop_keys (LkOnvifCamera *self, GPtrArray *ids, GCancellable *cancellable);

/* Adds to an error FULL that such keys are part of what takes the room. */
void lk_onvif_explain_full (LkOnvifCamera *self, GError *error, GCancellable *cancellable);

/* What both ways of reading the tab do: each reader fills its part. */
typedef gboolean (*LkOnvifReader) (LkOnvifCamera *self,
                                   LkSslTabFields *fields,
                                   GCancellable *cancellable,
                                   GError **error);
LkSslTab *lk_onvif_camera_read_with (LkOnvifCamera *self,
                                     const LkOnvifReader *readers, /* ended by NULL */
                                     GCancellable *cancellable,
                                     GError **error);

/* From a day ago by the camera's clock, for @days. */
gboolean lk_onvif_device_choose_period (LkOnvifCamera *self,
                                        guint days,
                                        GDateTime **from,
                                        GDateTime **to,
                                        GCancellable *cancellable,
                                        GError **error);

/* TLS server: the tab over the security service. */
LkSslTab *lk_onvif_tls_read_tab (LkOnvifCamera *self, GCancellable *cancellable, GError **error);
gboolean lk_onvif_tls_import_ca (LkOnvifCamera *self,
                                 guint slot,
                                 LkCertificate *certificate,
                                 GCancellable *cancellable,
                                 GError **error);
gboolean
lk_onvif_tls_delete_ca (LkOnvifCamera *self, guint slot, GCancellable *cancellable, GError **error);
gboolean lk_onvif_tls_import_server (LkOnvifCamera *self,
                                     LkServerImport *import,
                                     GCancellable *cancellable,
                                     GError **error);
gboolean
lk_onvif_tls_delete_server (LkOnvifCamera *self, GCancellable *cancellable, GError **error);
gboolean lk_onvif_tls_generate (LkOnvifCamera *self,
                                const char *common_name,
                                guint days,
                                GCancellable *cancellable,
                                GError **error);
GBytes *lk_onvif_tls_create_request (LkOnvifCamera *self,
                                     const char *common_name,
                                     gboolean discards_earlier,
                                     GCancellable *cancellable,
                                     GError **error);
gboolean lk_onvif_tls_import_signed (LkOnvifCamera *self,
                                     GPtrArray *chain,
                                     GCancellable *cancellable,
                                     GError **error);
gboolean lk_onvif_tls_assign_path (LkOnvifCamera *self,
                                   const char *path_id,
                                   GCancellable *cancellable,
                                   GError **error);
gboolean lk_onvif_tls_settle_server (LkOnvifCamera *self,
                                     gboolean keep,
                                     GCancellable *cancellable,
                                     GError **error);
gboolean lk_onvif_fail_nothing_replaced (GError **error);
gboolean lk_onvif_tls_set_client (LkOnvifCamera *self,
                                  gboolean required,
                                  GCancellable *cancellable,
                                  GError **error);

gboolean lk_onvif_tls_set_versions (LkOnvifCamera *self,
                                    LkTlsVersions versions,
                                    GCancellable *cancellable,
                                    GError **error);
gboolean lk_onvif_tls_set_cn_is_user (LkOnvifCamera *self,
                                      gboolean is_user,
                                      GCancellable *cancellable,
                                      GError **error);

/* The same over device management. */
LkSslTab *lk_onvif_legacy_read_tab (LkOnvifCamera *self, GCancellable *cancellable, GError **error);
gboolean lk_onvif_legacy_import_ca (LkOnvifCamera *self,
                                    guint slot,
                                    LkCertificate *certificate,
                                    GCancellable *cancellable,
                                    GError **error);
gboolean lk_onvif_legacy_delete_ca (LkOnvifCamera *self,
                                    guint slot,
                                    GCancellable *cancellable,
                                    GError **error);
gboolean lk_onvif_legacy_settle_server (LkOnvifCamera *self,
                                        gboolean keep,
                                        GCancellable *cancellable,
                                        GError **error);
gboolean lk_onvif_legacy_import_server (LkOnvifCamera *self,
                                        LkServerImport *import,
                                        GCancellable *cancellable,
                                        GError **error);
gboolean
lk_onvif_legacy_delete_server (LkOnvifCamera *self, GCancellable *cancellable, GError **error);
gboolean lk_onvif_legacy_generate (LkOnvifCamera *self,
                                   const char *common_name,
                                   guint days,
                                   GCancellable *cancellable,
                                   GError **error);
GBytes *lk_onvif_legacy_create_request (LkOnvifCamera *self,
                                        const char *common_name,
                                        GCancellable *cancellable,
                                        GError **error);
gboolean lk_onvif_legacy_import_signed (LkOnvifCamera *self,
                                        GPtrArray *chain,
                                        GCancellable *cancellable,
                                        GError **error);
gboolean lk_onvif_legacy_set_client (LkOnvifCamera *self,
                                     gboolean required,
                                     GCancellable *cancellable,
                                     GError **error);

/* Of device management: server certificates (element-type LkOnvifStored), the one in use (NULL
 * without an error when there is none), an ID of ours, and putting another one to use. */
GPtrArray *
lk_onvif_legacy_list_servers (LkOnvifCamera *self, GCancellable *cancellable, GError **error);
LkOnvifStored *
lk_onvif_legacy_read_active (LkOnvifCamera *self, GCancellable *cancellable, GError **error);
char *lk_onvif_legacy_make_id (const char *kind, LkCertificate *certificate);
void lk_onvif_legacy_write_certificate (LkSoapWriter *arguments,
                                        const char *element,
                                        const char *id,
                                        LkCertificate *certificate);
gboolean lk_onvif_legacy_activate (LkOnvifCamera *self,
                                   const char *new_id,
                                   GCancellable *cancellable,
                                   GError **error);

/* Has the camera make a key and a certificate of its own for it, which it does not use yet;
 * (transfer full) (nullable) where it cannot be read. */
gboolean lk_onvif_legacy_make (LkOnvifCamera *self,
                               const char *id,
                               const char *common_name,
                               guint days,
                               LkCertificate **certificate,
                               GCancellable *cancellable,
                               GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkOnvifStored, lk_onvif_stored_free)

G_END_DECLS
