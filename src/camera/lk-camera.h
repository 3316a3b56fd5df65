/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a camera can be asked, in the words of its [SSL] tab. Blocking; an object belongs to the
 * thread that uses it. Drivers override the vfuncs they can and declare the rest by capability; the
 * public functions around them hold the rules that are the same for every camera: check first,
 * change, then read the tab again and compare, because the camera's answer is the truth. */

#pragma once

#include "base/lk-secret.h"
#include "camera/lk-camera-facts.h"
#include "camera/lk-server-import.h"
#include "camera/lk-ssl-tab.h"
#include "connection/lk-connection.h"
#include "store/lk-store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  LK_CAMERA_CAN_GENERATE_SELF_SIGNED = 1 << 0,
  LK_CAMERA_CAN_SET_KEY_PASSWORD = 1 << 1,
  LK_CAMERA_CAN_DELETE_SERVER = 1 << 2,
  LK_CAMERA_CAN_SET_CLOCK = 1 << 3,
  LK_CAMERA_CAN_CREATE_REQUEST = 1 << 4, /* a CSR for a key made on the camera */
  LK_CAMERA_TAKES_PKCS12 = 1 << 5,
  LK_CAMERA_TAKES_PEM_SERVER = 1 << 6,
  LK_CAMERA_GIVES_WHOLE_CERTIFICATES = 1 << 7,
  LK_CAMERA_HAS_CLIENT_AUTHENTICATION = 1 << 8,
  LK_CAMERA_CAN_SET_TLS_VERSIONS = 1 << 9,
  LK_CAMERA_CAN_SET_CN_IS_USER = 1 << 10,
  LK_CAMERA_TAKES_KEYS_IN_PLAIN = 1 << 11, /* over plain HTTP too, which its standard may forbid */
} LkCameraFeatures;

typedef struct
{
  LkCameraFeatures features;
  guint trusted_capacity;      /* slots for trusted CA certificates */
  guint key_password_max;      /* characters */
  gsize certificate_max_bytes; /* of one trusted CA file as sent, 0: no known limit */
  LkPkcs12Reader pkcs12;       /* what becomes of a server certificate's file */
} LkCapabilities;

/* Whether the common name of a personal certificate has to be a user's. */
typedef enum
{
  LK_CN_KEEP,
  LK_CN_IS_NO_USER,
  LK_CN_IS_USER,
} LkCnChange;

/* What OK applies; a field that is not wanted stays at its "keep". */
typedef struct
{
  LkSslFunction ssl_function;   /* UNKNOWN: keep */
  LkServerOption server_option; /* UNKNOWN: keep */
  int client_enabled;           /* -1: keep, else gboolean */
  LkTlsVersions tls_versions;   /* NOT_TOLD: keep */
  LkCnChange cn_is_user;
} LkTabChange;

#define LK_TAB_CHANGE_KEEP ((LkTabChange){ .client_enabled = -1 })

/* Whether it wants anything at all. */
gboolean lk_tab_change_is_empty (const LkTabChange *self);

#define LK_TYPE_CAMERA (lk_camera_get_type ())
G_DECLARE_DERIVABLE_TYPE (LkCamera, lk_camera, LK, CAMERA, GObject)

/* The drivers' side: plain requests without the rules. Each default answers
 * LK_ERROR_UNSUPPORTED. */
struct _LkCameraClass
{
  GObjectClass parent_class;

  const char *(*get_driver) (LkCamera *self);
  LkCapabilities (*get_capabilities) (LkCamera *self);
  LkCameraFacts *(*read_facts) (LkCamera *self, GCancellable *cancellable, GError **error);
  LkSslTab *(*read_tab) (LkCamera *self, GCancellable *cancellable, GError **error);
  gboolean (*import_ca) (LkCamera *self,
                         guint slot,
                         LkCertificate *certificate,
                         GCancellable *cancellable,
                         GError **error);
  gboolean (*delete_ca) (LkCamera *self, guint slot, GCancellable *cancellable, GError **error);
  gboolean (*import_server) (LkCamera *self,
                             LkServerImport *import,
                             GCancellable *cancellable,
                             GError **error);
  gboolean (*delete_server) (LkCamera *self, GCancellable *cancellable, GError **error);
  /* After an import or a new self-signed one: with @keep what it replaced may go, else that is put
   * back in its place. By default nothing is left of what is replaced. */
  gboolean (*settle_server) (LkCamera *self,
                             gboolean keep,
                             GCancellable *cancellable,
                             GError **error);
  gboolean (*set_key_password) (LkCamera *self,
                                LkSecret *password,
                                GCancellable *cancellable,
                                GError **error);
  gboolean (*generate_self_signed) (
    LkCamera *self, const char *common_name, guint days, GCancellable *cancellable, GError **error);
  GBytes *(*create_request) (LkCamera *self,
                             const char *common_name,
                             gboolean discards_earlier,
                             GCancellable *cancellable,
                             GError **error);
  gboolean (*import_signed) (LkCamera *self,
                             GPtrArray *chain,
                             GCancellable *cancellable,
                             GError **error);
  gboolean (*apply) (LkCamera *self,
                     const LkTabChange *change,
                     GCancellable *cancellable,
                     GError **error);
  GDateTime *(*read_clock) (LkCamera *self, GCancellable *cancellable, GError **error);
  gboolean (*set_clock) (LkCamera *self, GDateTime *utc, GCancellable *cancellable, GError **error);
  LkCamera *(*dup_fresh) (LkCamera *self, LkIdentity *identity);

  gpointer padding[5];
};

LkConnection *lk_camera_get_connection (LkCamera *self);
const char *lk_camera_get_driver (LkCamera *self); /* the id of the driver that speaks to it */
LkCapabilities lk_camera_get_capabilities (LkCamera *self);

/* Where certificates that we send are kept, so that View and the chain have the whole certificate
 * later. (nullable) */
void lk_camera_set_store (LkCamera *self, LkStore *store, const char *camera_id);

/* The user's word that a private key and its password may go over plain HTTP, where anybody on the
 * way can copy them; FALSE at first. */
void lk_camera_allow_plain_key (LkCamera *self, gboolean allow);

/* The same camera over a session of its own, with another identity (NULL: none). (transfer full) */
LkCamera *lk_camera_dup_fresh (LkCamera *self, LkIdentity *identity);

/* Reading: each (transfer full), NULL with an error of lk_connection_send(), or BAD_DATA,
 * UNSUPPORTED. */
LkCameraFacts *lk_camera_read_facts (LkCamera *self, GCancellable *cancellable, GError **error);
LkSslTab *lk_camera_read_tab (LkCamera *self, GCancellable *cancellable, GError **error);
GDateTime *lk_camera_read_clock (LkCamera *self, GCancellable *cancellable, GError **error);

/* Changing: each returns the tab as read again after the change (transfer full), NULL with an
 * error; the error says whether the camera changed. Besides the errors of reading: */

/* @slot from 1, 0: the first free one. BAD_CERTIFICATE (not a CA), EXISTS, FULL, REFUSED_BY_CAMERA
 * (dropped silently). */
LkSslTab *lk_camera_import_ca (LkCamera *self,
                               guint slot,
                               LkCertificate *certificate,
                               GCancellable *cancellable,
                               GError **error);

/* NOT_FOUND when the slot is empty; WOULD_LOCK_OUT for the last one while client authentication is
 * on. */
LkSslTab *
lk_camera_delete_ca (LkCamera *self, guint slot, GCancellable *cancellable, GError **error);

/* PLAIN_TEXT over plain HTTP without the user's word, BAD_CERTIFICATE when the judgement blocks,
 * REFUSED_BY_CAMERA when the camera reports Invalid afterwards. A new connection has to come about
 * with it: else it is undone over the one that is open, with ROLLED_BACK or ROLLBACK_FAILED. */
LkSslTab *lk_camera_import_server (LkCamera *self,
                                   LkServerImport *import,
                                   GCancellable *cancellable,
                                   GError **error);

/* WOULD_LOCK_OUT while client authentication is on. */
LkSslTab *lk_camera_delete_server (LkCamera *self, GCancellable *cancellable, GError **error);

/* NULL or empty: reset. BAD_DATA above key_password_max characters. */
LkSslTab *lk_camera_set_key_password (LkCamera *self,
                                      LkSecret *password,
                                      GCancellable *cancellable,
                                      GError **error);
LkSslTab *lk_camera_generate_self_signed (
  LkCamera *self, const char *common_name, guint days, GCancellable *cancellable, GError **error);

/* The way on which no private key travels: the camera makes a key and a request for it, a CA signs
 * the request, the certificate comes back. The keys of earlier requests stay, so that each can
 * still be answered; where they leave no room for another one, EXISTS, unless they may go
 * (@discards_earlier). (transfer full) PKCS#10 DER, signed by its own key; the tab stays as it is.
 * UNSUPPORTED, BAD_DATA for what is no request. */
GBytes *lk_camera_create_request (LkCamera *self,
                                  const char *common_name,
                                  gboolean discards_earlier,
                                  GCancellable *cancellable,
                                  GError **error);
char *lk_camera_request_to_pem (GBytes *der); /* RFC 7468 */

/* @certificates: what the CA gave back, in any order: (element-type LkCertificate).
 * BAD_CERTIFICATE where it holds no certificate of a server or several, NO_PRIVATE_KEY when the
 * camera does not hold its key. */
LkSslTab *lk_camera_import_signed (LkCamera *self,
                                   GPtrArray *certificates,
                                   GCancellable *cancellable,
                                   GError **error);

/* The server's certificate among them and its issuers behind it, without the CA at the end that
 * signed itself: (transfer full) (element-type LkCertificate). BAD_CERTIFICATE. */
GPtrArray *lk_camera_sort_signed (GPtrArray *certificates, GError **error);

/* Common and server options, and disabling. WOULD_LOCK_OUT when asked to enable client
 * authentication without a server certificate or a trusted CA; the guard in setup/ is what enables
 * safely. REFUSED_BY_CAMERA when the camera said yes and did nothing. After a change of the
 * versions of TLS or of whose certificates count, a fresh handshake has to succeed: else the change
 * is taken back over the connection that is open, with ROLLED_BACK or ROLLBACK_FAILED.
 * WOULD_LOCK_OUT where that is certain beforehand. */
LkSslTab *lk_camera_apply (LkCamera *self,
                           const LkTabChange *change,
                           GCancellable *cancellable,
                           GError **error);
gboolean
lk_camera_set_clock (LkCamera *self, GDateTime *utc, GCancellable *cancellable, GError **error);

G_END_DECLS
