/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-private.h"

#include "base/lk-error.h"
#include "camera/lk-distinguished-name.h"

static gboolean
check_import (LkCamera *self, LkServerImport *import, GError **error)
{
  LkCapabilities capabilities = lk_camera_get_capabilities (self);
  LkSecret *password = lk_server_import_get_password (import);
  gboolean is_pem = lk_server_import_get_kind (import) == LK_SERVER_FILE_PEM;

  if ((capabilities.features & (LK_CAMERA_TAKES_PEM_SERVER | LK_CAMERA_TAKES_PKCS12)) == 0)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_UNSUPPORTED,
                           "This camera takes no private keys: have it make a key and a certificate request, and import what a CA signed");
      return FALSE;
    }
  if ((capabilities.features & (is_pem ? LK_CAMERA_TAKES_PEM_SERVER : LK_CAMERA_TAKES_PKCS12)) == 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "This camera takes no server certificate as %s: convert the file to %s",
                   is_pem ? "PEM" : "PKCS#12", is_pem ? "PKCS#12" : "PEM");
      return FALSE;
    }
  if (password != NULL &&
      g_utf8_strlen (lk_secret_get_text (password), -1) > (glong)capabilities.key_password_max)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The private key password may have at most %u characters on this camera: protect the file with a shorter one",
                   capabilities.key_password_max);
      return FALSE;
    }
  return TRUE;
}

/* Whoever listens on the way has key and password for good: no change of the certificate's name
 * mends that. */
static gboolean
check_key_may_travel (LkCamera *self, GError **error)
{
  LkCapabilities capabilities = lk_camera_get_capabilities (self);

  if (!g_str_has_prefix (lk_connection_get_uri (lk_camera_get_connection (self)), "http:") ||
      ((capabilities.features & LK_CAMERA_TAKES_KEYS_IN_PLAIN) != 0 &&
       lk_camera_allows_plain_key (self)))
    return TRUE;
  g_set_error_literal (error, LK_ERROR, LK_ERROR_PLAIN_TEXT,
                       (capabilities.features & LK_CAMERA_CAN_GENERATE_SELF_SIGNED) != 0
                         ? "The private key and its password would travel unprotected over plain HTTP: make a self-signed certificate on the camera, enable its SSL function, and import over https"
                         : "The private key and its password would travel unprotected over plain HTTP: enable the camera's SSL function and import over https");
  return FALSE;
}

static gboolean
judge_import (LkCamera *self, LkServerImport *import, GError **error)
{
  LkIdentity *identity = lk_server_import_get_identity (import);

  return lk_camera_judge (self,
                          &(LkJudgeContext){
                            .purpose = LK_JUDGE_AS_SERVER,
                            .certificate = lk_server_import_get_certificate (import),
                            .pool = lk_identity_get_chain (identity),
                            .file = lk_server_import_get_file (import),
                            .identity = identity,
                          },
                          error);
}

static gboolean
send_server (LkCamera *self, const LkChange *change, GCancellable *cancellable, GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->import_server (self, change->import, cancellable, error);
}

gboolean
lk_camera_shows_server (LkSslTab *tab, LkCertificate *certificate)
{
  const LkSslTabFields *fields = lk_ssl_tab_get_fields (tab);
  g_autoptr (LkTabCertificate) matched = NULL;

  if (fields->server_status != LK_SERVER_STATUS_VALID || fields->server_certificate == NULL)
    return FALSE;
  matched = lk_tab_certificate_match (fields->server_certificate, certificate);
  return matched != NULL ||
         (lk_tab_certificate_get_not_after (fields->server_certificate) == NULL &&
          lk_distinguished_name_equal (lk_tab_certificate_get_subject (fields->server_certificate),
                                       lk_certificate_get_subject (certificate)));
}

static gboolean
is_server_there (const LkChange *change, LkSslTab *before, LkSslTab *after)
{
  return lk_camera_shows_server (after, lk_server_import_get_certificate (change->import));
}

LkSslTab *
lk_camera_replace_server (LkCamera *self,
                          const LkChange *change,
                          LkCertificate *certificate,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (LkSslTab) before = lk_camera_read_tab (self, cancellable, error);
  g_autoptr (LkSslTab) imported = NULL;

  if (before == NULL ||
      !lk_camera_keep_copy (self, "server", lk_ssl_tab_get_fields (before)->server_certificate,
                            error) ||
      !lk_camera_record (self, "server", certificate, error))
    return NULL;
  lk_connection_expect_key (lk_camera_get_connection (self), certificate);
  imported = lk_camera_carry_out (self, change, before, cancellable, error);
  if (imported == NULL)
    return NULL;
  return lk_camera_prove_server (self, certificate, before, imported, cancellable, error);
}

LkSslTab *
lk_camera_import_server (LkCamera *self,
                         LkServerImport *import,
                         GCancellable *cancellable,
                         GError **error)
{
  LkChange change = {
    .send = send_server,
    .is_done = is_server_there,
    .refusal = "The camera does not report the new server certificate as Valid: the password may be wrong for it, the key of a kind it cannot use, or the file dropped without a word",
    .import = import,
  };

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);
  g_return_val_if_fail (LK_IS_SERVER_IMPORT (import), NULL);

  if (!check_import (self, import, error) || !check_key_may_travel (self, error) ||
      !judge_import (self, import, error))
    return NULL;
  return lk_camera_replace_server (self, &change, lk_server_import_get_certificate (import),
                                   cancellable, error);
}

static gboolean
send_delete_server (LkCamera *self,
                    const LkChange *change,
                    GCancellable *cancellable,
                    GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->delete_server (self, cancellable, error);
}

/* Gone, or the camera's own self-signed one took its place. */
static gboolean
is_server_gone (const LkChange *change, LkSslTab *before, LkSslTab *after)
{
  const LkSslTabFields *old = lk_ssl_tab_get_fields (before);
  const LkSslTabFields *now = lk_ssl_tab_get_fields (after);

  return now->server_status == LK_SERVER_STATUS_NONE ||
         (now->server_certificate != NULL &&
          !lk_tab_certificate_equal (old->server_certificate, now->server_certificate));
}

LkSslTab *
lk_camera_delete_server (LkCamera *self, GCancellable *cancellable, GError **error)
{
  LkChange change = {
    .send = send_delete_server,
    .is_done = is_server_gone,
    .refusal = "The camera agreed to delete the server certificate and still has it",
  };
  g_autoptr (LkSslTab) before = NULL;
  const LkSslTabFields *fields;

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);

  before = lk_camera_read_tab (self, cancellable, error);
  if (before == NULL)
    return NULL;
  fields = lk_ssl_tab_get_fields (before);
  if (fields->server_status == LK_SERVER_STATUS_NONE)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_NOT_FOUND, "The camera has no server certificate");
      return NULL;
    }
  if (fields->client_enabled)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT,
                           "Client authentication is on and needs the server certificate: disable client authentication first");
      return NULL;
    }
  if (!lk_camera_keep_copy (self, "server", fields->server_certificate, error))
    return NULL;
  return lk_camera_carry_out (self, &change, before, cancellable, error);
}

static gboolean
send_password (LkCamera *self, const LkChange *change, GCancellable *cancellable, GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->set_key_password (self, change->password, cancellable, error);
}

static gboolean
is_password_as_wanted (const LkChange *change, LkSslTab *before, LkSslTab *after)
{
  return lk_ssl_tab_get_fields (after)->key_password_set == (change->password != NULL);
}

LkSslTab *
lk_camera_set_key_password (LkCamera *self,
                            LkSecret *password,
                            GCancellable *cancellable,
                            GError **error)
{
  LkChange change = {
    .send = send_password,
    .is_done = is_password_as_wanted,
    .refusal = "The camera agreed, but its private key password did not change",
    .password = password != NULL && !lk_secret_is_empty (password) ? password : NULL,
  };
  guint max = 0;
  g_autoptr (LkSslTab) before = NULL;

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);

  max = lk_camera_get_capabilities (self).key_password_max;
  if (change.password != NULL && max > 0 &&
      g_utf8_strlen (lk_secret_get_text (password), -1) > (glong)max)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The private key password may have at most %u characters", max);
      return NULL;
    }
  before = lk_camera_read_tab (self, cancellable, error);
  return before != NULL ? lk_camera_carry_out (self, &change, before, cancellable, error) : NULL;
}

static gboolean
send_generate (LkCamera *self, const LkChange *change, GCancellable *cancellable, GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->generate_self_signed (self, change->common_name, change->days,
                                                           cancellable, error);
}

static gboolean
is_generated (const LkChange *change, LkSslTab *before, LkSslTab *after)
{
  const LkSslTabFields *fields = lk_ssl_tab_get_fields (after);

  return fields->server_status == LK_SERVER_STATUS_VALID && fields->server_certificate != NULL &&
         g_strcmp0 (lk_tab_certificate_get_title (fields->server_certificate),
                    change->common_name) == 0;
}

LkSslTab *
lk_camera_generate_self_signed (
  LkCamera *self, const char *common_name, guint days, GCancellable *cancellable, GError **error)
{
  LkChange change = {
    .send = send_generate,
    .is_done = is_generated,
    .refusal = "The camera agreed, but its tab shows no self-signed certificate of this name",
    .common_name = common_name,
    .days = days,
  };
  g_autoptr (LkSslTab) before = NULL;
  g_autoptr (LkSslTab) after = NULL;

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);
  g_return_val_if_fail (common_name != NULL && days > 0, NULL);

  before = lk_camera_read_tab (self, cancellable, error);
  if (before == NULL ||
      !lk_camera_keep_copy (self, "server", lk_ssl_tab_get_fields (before)->server_certificate,
                            error))
    return NULL;
  after = lk_camera_carry_out (self, &change, before, cancellable, error);
  /* what stays of the one before takes room and does no harm */
  if (after != NULL)
    (void)LK_CAMERA_GET_CLASS (self)->settle_server (self, TRUE, cancellable, NULL);
  return g_steal_pointer (&after);
}
