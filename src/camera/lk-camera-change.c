/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera.h"

#include "base/lk-error.h"
#include "camera/lk-camera-private.h"
#include "camera/lk-distinguished-name.h"

#include <string.h>

#define FOLLOW_TRIES    5
#define FOLLOW_PAUSE_US (G_USEC_PER_SEC / 2)

/* Every change has one shape: what is looked at first, what is sent, and how the tab that is read afterwards tells
 * that it was done. */
typedef struct _Change Change;

struct _Change
{
  gboolean (*send) (LkCamera *self, const Change *change, GCancellable *cancellable, GError **error);
  gboolean (*is_done) (const Change *change, LkSslTab *before, LkSslTab *after);
  const char *refusal; /* what to say when the camera agreed and the tab does not show it */

  guint slot;
  LkCertificate *certificate;
  LkServerImport *import;
  LkSecret *password;
  const char *common_name;
  guint days;
  const LkTabChange *wanted;
};

/* Errors after which the camera certainly did nothing, or will answer nothing more: reading again tells nothing. */
static gboolean
is_final (const GError *error)
{
  static const int codes[] = { LK_ERROR_UNSUPPORTED, LK_ERROR_PEER_UNTRUSTED, LK_ERROR_CLIENT_REFUSED,
                               LK_ERROR_AUTH_REFUSED, LK_ERROR_PLAIN_TEXT, LK_ERROR_BAD_CERTIFICATE };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, LK_ERROR, codes[i]))
      return TRUE;
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The one sentence of @failure without its full stop, so that what the camera holds can follow. */
static void
propagate_with (GError **error, GError *failure, const char *and_the_camera)
{
  gsize length = strlen (failure->message);

  if (length > 0 && failure->message[length - 1] == '.')
    length--;
  g_set_error (error, failure->domain, failure->code, "%.*s; %s", (int)length, failure->message, and_the_camera);
}

static LkSslTab *
carry_out (LkCamera *self, const Change *change, LkSslTab *before, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) unread = NULL;
  g_autoptr (LkSslTab) after = NULL;
  gboolean sent = change->send (self, change, cancellable, &failure);

  if (!sent && is_final (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  after = lk_camera_read_tab (self, cancellable, &unread);
  if (after == NULL && !sent)
    propagate_with (error, failure, "whether the camera changed is not known: it could not be read again");
  else if (after == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&unread));
      g_prefix_error_literal (error, "The camera accepted the change, but its tab could not be read again: ");
    }
  else if (change->is_done (change, before, after))
    return g_steal_pointer (&after); /* even if the answer was lost: the tab is what counts */
  else if (!sent)
    propagate_with (error, failure, lk_ssl_tab_equal (before, after) ? "the camera is as before" : "the camera changed, but not to what was wanted");
  else
    g_set_error (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA, "%s%s", change->refusal,
                 lk_ssl_tab_equal (before, after) ? "; it is as before" : "");
  return NULL;
}

/* What the camera holds and may lose is kept, so that it can be put back. */
static gboolean
keep_copy (LkCamera *self, const char *purpose, LkTabCertificate *shown, GError **error)
{
  LkCertificate *whole = shown != NULL ? lk_tab_certificate_get_certificate (shown) : NULL;

  return whole == NULL || lk_camera_record (self, purpose, whole, error);
}

/* Trusted CA certificates */

/* Whether the personal certificate of this connection would still be accepted by what stays trusted. By names: the
 * tab knows not every certificate whole. */
static gboolean
stays_accepted (LkCamera *self, const LkSslTabFields *fields, guint without_slot)
{
  LkIdentity *identity = lk_connection_get_identity (lk_camera_get_connection (self));
  GPtrArray *chain = identity != NULL ? lk_identity_get_chain (identity) : NULL;

  if (chain == NULL)
    return TRUE;
  for (guint i = 0; i < LK_MAX_TRUSTED; i++)
    for (guint j = 0; fields->trusted[i] != NULL && i + 1 != without_slot && j < chain->len; j++)
      {
        const char *issuer = lk_certificate_get_issuer (g_ptr_array_index (chain, j));

        if (lk_distinguished_name_equal (lk_tab_certificate_get_subject (fields->trusted[i]), issuer))
          return TRUE;
      }
  return FALSE;
}

/* While client authentication is on, the certificate in @slot may go only if others let this computer in. */
static gboolean
check_slot_may_go (LkCamera *self, LkSslTab *before, guint slot, GError **error)
{
  const LkSslTabFields *fields = lk_ssl_tab_get_fields (before);

  if (!fields->client_enabled)
    return TRUE;
  if (lk_ssl_tab_count_trusted (before) <= 1)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT,
                   "Trusted CA certificate %u is the last one and client authentication is on: nobody could connect any more. Disable client authentication first", slot);
      return FALSE;
    }
  if (!stays_accepted (self, fields, slot))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT,
                   "Only trusted CA certificate %u accepts the personal certificate in use: without it this computer could not connect any more. Disable client authentication first", slot);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_ca (LkCamera *self, LkCertificate *certificate, GError **error)
{
  LkCapabilities capabilities = lk_camera_get_capabilities (self);
  g_autofree char *pem = NULL;

  if (!lk_certificate_is_ca (certificate))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_CERTIFICATE, "“%s” is not a CA certificate: %s. The camera would drop it without a word",
                   lk_certificate_get_title (certificate),
                   lk_certificate_has_basic_constraints_ca (certificate) ? "its key usage does not allow it to sign certificates"
                                                                         : "its basic constraints do not say CA");
      return FALSE;
    }
  pem = lk_certificate_to_pem (certificate);
  if (capabilities.certificate_max_bytes > 0 && strlen (pem) > capabilities.certificate_max_bytes)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_CERTIFICATE, "The certificate has %zu bytes as PEM and this camera takes at most %zu",
                   strlen (pem), capabilities.certificate_max_bytes);
      return FALSE;
    }
  return TRUE;
}

/* The slot to import into, 0 with an error. */
static guint
choose_slot (LkCamera *self, LkSslTab *before, guint slot, LkCertificate *certificate, GError **error)
{
  guint capacity = lk_ssl_tab_get_fields (before)->trusted_capacity;
  guint there = lk_ssl_tab_find_trusted (before, certificate);
  LkTabCertificate *replaced;

  if (there != 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_EXISTS, "“%s” is on the camera already, as trusted CA certificate %u",
                   lk_certificate_get_title (certificate), there);
      return 0;
    }
  if (slot == 0)
    {
      slot = lk_ssl_tab_find_free_slot (before);
      if (slot == 0)
        g_set_error (error, LK_ERROR, LK_ERROR_FULL, "The camera holds %u trusted CA certificates, and takes no more: delete one first", capacity);
      return slot;
    }
  if (slot > capacity)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND, "This camera has no trusted CA certificate %u: it takes %u", slot, capacity);
      return 0;
    }
  replaced = lk_ssl_tab_get_trusted (before, slot);
  if (replaced != NULL && lk_tab_certificate_get_certificate (replaced) == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_EXISTS, "Trusted CA certificate %u is “%s”, of which there is no copy to put back: delete it first",
                   slot, lk_tab_certificate_get_title (replaced));
      return 0;
    }
  return replaced == NULL || check_slot_may_go (self, before, slot, error) ? slot : 0;
}

static gboolean
send_ca (LkCamera *self, const Change *change, GCancellable *cancellable, GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->import_ca (self, change->slot, change->certificate, cancellable, error);
}

static gboolean
is_ca_there (const Change *change, LkSslTab *before, LkSslTab *after)
{
  LkTabCertificate *shown = lk_ssl_tab_get_trusted (after, change->slot);

  if (lk_ssl_tab_find_trusted (after, change->certificate) != 0)
    return TRUE;
  /* A camera that prints its period in a way nobody can read still tells the name. */
  return shown != NULL && lk_tab_certificate_get_not_after (shown) == NULL &&
         lk_ssl_tab_get_trusted (before, change->slot) == NULL &&
         lk_distinguished_name_equal (lk_tab_certificate_get_subject (shown), lk_certificate_get_subject (change->certificate));
}

LkSslTab *
lk_camera_import_ca (LkCamera *self, guint slot, LkCertificate *certificate, GCancellable *cancellable, GError **error)
{
  Change change = {
    .send = send_ca,
    .is_done = is_ca_there,
    .refusal = "The camera took the file and dropped it without a word: the trusted CA certificate is not in its tab",
    .certificate = certificate,
  };
  g_autoptr (LkSslTab) before = NULL;

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);
  g_return_val_if_fail (LK_IS_CERTIFICATE (certificate), NULL);

  if (!check_ca (self, certificate, error))
    return NULL;
  before = lk_camera_read_tab (self, cancellable, error);
  if (before == NULL)
    return NULL;
  change.slot = choose_slot (self, before, slot, certificate, error);
  if (change.slot == 0 ||
      !keep_copy (self, "ca", lk_ssl_tab_get_trusted (before, change.slot), error) ||
      !lk_camera_record (self, "ca", certificate, error))
    return NULL;
  return carry_out (self, &change, before, cancellable, error);
}

static gboolean
send_delete_ca (LkCamera *self, const Change *change, GCancellable *cancellable, GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->delete_ca (self, change->slot, cancellable, error);
}

/* By number: some cameras close the gap, so that the slot is taken again. */
static gboolean
is_one_less (const Change *change, LkSslTab *before, LkSslTab *after)
{
  return lk_ssl_tab_count_trusted (after) < lk_ssl_tab_count_trusted (before);
}

LkSslTab *
lk_camera_delete_ca (LkCamera *self, guint slot, GCancellable *cancellable, GError **error)
{
  Change change = {
    .send = send_delete_ca,
    .is_done = is_one_less,
    .refusal = "The camera agreed to delete the trusted CA certificate and still has it",
    .slot = slot,
  };
  g_autoptr (LkSslTab) before = NULL;

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);

  before = lk_camera_read_tab (self, cancellable, error);
  if (before == NULL)
    return NULL;
  if (lk_ssl_tab_get_trusted (before, slot) == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND, "Trusted CA certificate %u is not set", slot);
      return NULL;
    }
  if (!check_slot_may_go (self, before, slot, error) || !keep_copy (self, "ca", lk_ssl_tab_get_trusted (before, slot), error))
    return NULL;
  return carry_out (self, &change, before, cancellable, error);
}

/* Server certificate */

static gboolean
check_import (LkCamera *self, LkServerImport *import, GError **error)
{
  LkCapabilities capabilities = lk_camera_get_capabilities (self);
  LkSecret *password = lk_server_import_get_password (import);
  gboolean is_pem = lk_server_import_get_kind (import) == LK_SERVER_FILE_PEM;

  if ((capabilities.features & (is_pem ? LK_CAMERA_TAKES_PEM_SERVER : LK_CAMERA_TAKES_PKCS12)) == 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "This camera takes no server certificate as %s: convert the file to %s",
                   is_pem ? "PEM" : "PKCS#12", is_pem ? "PKCS#12" : "PEM");
      return FALSE;
    }
  if (password != NULL && g_utf8_strlen (lk_secret_get_text (password), -1) > (glong)capabilities.key_password_max)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The private key password may have at most %u characters on this camera: protect the file with a shorter one",
                   capabilities.key_password_max);
      return FALSE;
    }
  return TRUE;
}

static gboolean
send_server (LkCamera *self, const Change *change, GCancellable *cancellable, GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->import_server (self, change->import, cancellable, error);
}

static gboolean
is_server_there (const Change *change, LkSslTab *before, LkSslTab *after)
{
  const LkSslTabFields *fields = lk_ssl_tab_get_fields (after);
  LkCertificate *certificate = lk_server_import_get_certificate (change->import);
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
shows_key (LkConnection *connection, LkCertificate *certificate)
{
  g_autoptr (LkCertificate) peer = lk_connection_dup_peer_certificate (connection);

  return peer != NULL && g_str_equal (lk_certificate_get_spki_sha256 (peer), lk_certificate_get_spki_sha256 (certificate));
}

/* The connection at hand still has the old key. A new one proves that the camera serves the new certificate, and moves the
 * pin; some cameras take a moment. Without the personal certificate that the camera asks for there can be no new one. */
static LkSslTab *
follow_key (LkCamera *self, LkSslTab *imported, LkCertificate *certificate, GCancellable *cancellable, GError **error)
{
  LkConnection *connection = lk_camera_get_connection (self);
  g_autoptr (LkCertificate) peer = lk_connection_dup_peer_certificate (connection);
  g_autoptr (LkSslTab) tab = g_object_ref (imported);

  if (peer == NULL || (lk_ssl_tab_get_fields (imported)->client_enabled && lk_connection_get_identity (connection) == NULL))
    return g_steal_pointer (&tab);
  for (guint try = 0; try < FOLLOW_TRIES && !shows_key (connection, certificate); try++)
    {
      if (try > 0)
        g_usleep (FOLLOW_PAUSE_US);
      lk_connection_close (connection);
      g_clear_object (&tab);
      tab = lk_camera_read_tab (self, cancellable, error);
      if (tab == NULL)
        {
          g_prefix_error_literal (error, "The camera reports the new server certificate as Valid, but a new connection to it failed: ");
          return NULL;
        }
    }
  return g_steal_pointer (&tab);
}

LkSslTab *
lk_camera_import_server (LkCamera *self, LkServerImport *import, GCancellable *cancellable, GError **error)
{
  Change change = {
    .send = send_server,
    .is_done = is_server_there,
    .refusal = "The camera does not report the new server certificate as Valid: the password may be wrong for it, the key of a kind it cannot use, or the file dropped without a word",
    .import = import,
  };
  g_autoptr (LkSslTab) before = NULL;
  g_autoptr (LkSslTab) imported = NULL;

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);
  g_return_val_if_fail (LK_IS_SERVER_IMPORT (import), NULL);

  if (!check_import (self, import, error))
    return NULL;
  before = lk_camera_read_tab (self, cancellable, error);
  if (before == NULL || !keep_copy (self, "server", lk_ssl_tab_get_fields (before)->server_certificate, error) ||
      !lk_camera_record (self, "server", lk_server_import_get_certificate (import), error))
    return NULL;
  lk_connection_expect_key (lk_camera_get_connection (self), lk_server_import_get_certificate (import));
  imported = carry_out (self, &change, before, cancellable, error);
  return imported != NULL ? follow_key (self, imported, lk_server_import_get_certificate (import), cancellable, error) : NULL;
}

static gboolean
send_delete_server (LkCamera *self, const Change *change, GCancellable *cancellable, GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->delete_server (self, cancellable, error);
}

/* Gone, or the camera's own self-signed one took its place. */
static gboolean
is_server_gone (const Change *change, LkSslTab *before, LkSslTab *after)
{
  const LkSslTabFields *old = lk_ssl_tab_get_fields (before);
  const LkSslTabFields *now = lk_ssl_tab_get_fields (after);

  return now->server_status == LK_SERVER_STATUS_NONE ||
         (now->server_certificate != NULL && !lk_tab_certificate_equal (old->server_certificate, now->server_certificate));
}

LkSslTab *
lk_camera_delete_server (LkCamera *self, GCancellable *cancellable, GError **error)
{
  Change change = {
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
  if (!keep_copy (self, "server", fields->server_certificate, error))
    return NULL;
  return carry_out (self, &change, before, cancellable, error);
}

static gboolean
send_password (LkCamera *self, const Change *change, GCancellable *cancellable, GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->set_key_password (self, change->password, cancellable, error);
}

static gboolean
is_password_as_wanted (const Change *change, LkSslTab *before, LkSslTab *after)
{
  return lk_ssl_tab_get_fields (after)->key_password_set == (change->password != NULL);
}

LkSslTab *
lk_camera_set_key_password (LkCamera *self, LkSecret *password, GCancellable *cancellable, GError **error)
{
  Change change = {
    .send = send_password,
    .is_done = is_password_as_wanted,
    .refusal = "The camera agreed, but its private key password did not change",
    .password = password != NULL && !lk_secret_is_empty (password) ? password : NULL,
  };
  guint max = 0;
  g_autoptr (LkSslTab) before = NULL;

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);

  max = lk_camera_get_capabilities (self).key_password_max;
  if (change.password != NULL && max > 0 && g_utf8_strlen (lk_secret_get_text (password), -1) > (glong)max)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The private key password may have at most %u characters", max);
      return NULL;
    }
  before = lk_camera_read_tab (self, cancellable, error);
  return before != NULL ? carry_out (self, &change, before, cancellable, error) : NULL;
}

static gboolean
send_generate (LkCamera *self, const Change *change, GCancellable *cancellable, GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->generate_self_signed (self, change->common_name, change->days, cancellable, error);
}

static gboolean
is_generated (const Change *change, LkSslTab *before, LkSslTab *after)
{
  const LkSslTabFields *fields = lk_ssl_tab_get_fields (after);

  return fields->server_status == LK_SERVER_STATUS_VALID && fields->server_certificate != NULL &&
         g_strcmp0 (lk_tab_certificate_get_title (fields->server_certificate), change->common_name) == 0;
}

LkSslTab *
lk_camera_generate_self_signed (LkCamera *self, const char *common_name, guint days, GCancellable *cancellable, GError **error)
{
  Change change = {
    .send = send_generate,
    .is_done = is_generated,
    .refusal = "The camera agreed, but its tab shows no self-signed certificate of this name",
    .common_name = common_name,
    .days = days,
  };
  g_autoptr (LkSslTab) before = NULL;

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);
  g_return_val_if_fail (common_name != NULL && days > 0, NULL);

  before = lk_camera_read_tab (self, cancellable, error);
  if (before == NULL || !keep_copy (self, "server", lk_ssl_tab_get_fields (before)->server_certificate, error))
    return NULL;
  return carry_out (self, &change, before, cancellable, error);
}

/* OK */

static gboolean
check_wanted (const LkTabChange *wanted, LkSslTab *before, GError **error)
{
  const LkSslTabFields *fields = lk_ssl_tab_get_fields (before);

  if (wanted->ssl_function != LK_SSL_FUNCTION_UNKNOWN && (fields->offered_ssl_functions & 1u << wanted->ssl_function) == 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "This camera does not offer “%s” as SSL function", lk_ssl_function_get_label (wanted->ssl_function));
      return FALSE;
    }
  if (wanted->server_option != LK_SERVER_OPTION_UNKNOWN && (fields->offered_server_options & 1u << wanted->server_option) == 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "This camera does not offer “%s” as certificate option", lk_server_option_get_label (wanted->server_option));
      return FALSE;
    }
  if (wanted->client_enabled != TRUE)
    return TRUE;
  if (!lk_ssl_tab_is_client_available (before))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT,
                           "Client authentication needs a valid server certificate on the camera: import one first");
      return FALSE;
    }
  if (lk_ssl_tab_count_trusted (before) == 0)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT,
                           "The camera has no trusted CA certificate, so that nobody could connect any more: import one first");
      return FALSE;
    }
  return TRUE;
}

static gboolean
send_settings (LkCamera *self, const Change *change, GCancellable *cancellable, GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->apply (self, change->wanted, cancellable, error);
}

static gboolean
are_settings_as_wanted (const Change *change, LkSslTab *before, LkSslTab *after)
{
  const LkSslTabFields *fields = lk_ssl_tab_get_fields (after);
  const LkTabChange *wanted = change->wanted;

  return (wanted->ssl_function == LK_SSL_FUNCTION_UNKNOWN || fields->ssl_function == wanted->ssl_function) &&
         (wanted->server_option == LK_SERVER_OPTION_UNKNOWN || fields->server_option == wanted->server_option) &&
         (wanted->client_enabled < 0 || fields->client_enabled == wanted->client_enabled);
}

LkSslTab *
lk_camera_apply (LkCamera *self, const LkTabChange *change, GCancellable *cancellable, GError **error)
{
  Change plan = {
    .send = send_settings,
    .is_done = are_settings_as_wanted,
    .refusal = "The camera agreed to the change and did nothing",
    .wanted = change,
  };
  g_autoptr (LkSslTab) before = NULL;

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);
  g_return_val_if_fail (change != NULL, NULL);

  before = lk_camera_read_tab (self, cancellable, error);
  if (before == NULL || !check_wanted (change, before, error))
    return NULL;
  if (are_settings_as_wanted (&plan, before, before))
    return g_steal_pointer (&before);
  return carry_out (self, &plan, before, cancellable, error);
}
