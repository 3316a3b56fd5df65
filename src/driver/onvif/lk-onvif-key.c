/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys and certificates that come to be on the camera: uploaded with their private key, or made
 * there. */

#include "config.h"

#include "driver/onvif/lk-onvif-private.h"

#include "base/lk-error.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <string.h>

#define PASSPHRASE_LENGTH 32 /* cameras take at least 40 ASCII characters (Security 5.5.7.7) */
#define FIRST_WAIT_MAX_MS 30000
#define WAIT_MS           1000
#define WAIT_TOTAL_MS     (10 * 60 * 1000)

#define OID_SHA256_RSA   "1.2.840.113549.1.1.11"
#define OID_SHA256_ECDSA "1.2.840.10045.4.3.2"
#define OID_SAN          "2.5.29.17"

#define ALIAS_SERVER LK_ONVIF_ALIAS " server"

static LkSecret *
make_passphrase (void)
{
  static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
  guint8 noise[PASSPHRASE_LENGTH];
  char text[PASSPHRASE_LENGTH + 1] = { 0 };
  LkSecret *secret;

  gnutls_rnd (GNUTLS_RND_KEY, noise, sizeof noise);
  for (gsize i = 0; i < PASSPHRASE_LENGTH; i++)
    text[i] = letters[noise[i] % (sizeof letters - 1)];
  secret = lk_secret_new (text, -1);
  lk_secret_wipe (text, sizeof text);
  lk_secret_wipe (noise, sizeof noise);
  return secret;
}

/* PKCS#12 */

static char *
upload_pkcs12 (LkOnvifCamera *self,
               LkIdentity *identity,
               gboolean legacy,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (LkSecret) passphrase = make_passphrase ();
  g_autoptr (GBytes) file = lk_identity_to_pkcs12 (identity, passphrase, legacy, error);
  g_autoptr (LkSoapReply) message = NULL;
  LkSoapWriter *arguments;

  if (file == NULL)
    return NULL;
  arguments = lk_soap_writer_new ();
  lk_soap_write_der (arguments, "tas:CertWithPrivateKey", file);
  lk_soap_write_text (arguments, "tas:CertificationPathAlias", ALIAS_SERVER);
  lk_soap_write_text (arguments, "tas:KeyAlias", ALIAS_SERVER);
  lk_soap_write_secret (arguments, "tas:Passphrase", passphrase);
  message = lk_onvif_camera_call (self, LK_ONVIF_UPLOAD_CERTIFICATE_WITH_PRIVATE_KEY_IN_PKCS12,
                                  arguments, cancellable, error);
  if (message == NULL)
    return NULL;
  self->packing = legacy ? "packed anew as PKCS#12 with 3DES, the server certificate first"
                         : "packed anew as PKCS#12 with AES-128, the server certificate first";
  return lk_soap_dup_text (lk_soap_reply_get_content (message), "CertificationPathID");
}

/* Whether the camera may only have stumbled over the encryption. */
static gboolean
is_unreadable (const GError *error)
{
  return g_error_matches (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG) ||
         g_error_matches (error, LK_ERROR, LK_ERROR_BAD_DATA);
}

static char *
upload_pkcs12_in_any_way (LkOnvifCamera *self,
                          LkIdentity *identity,
                          GCancellable *cancellable,
                          GError **error)
{
  gboolean legacy = !self->capabilities.reads_pbes2;
  g_autoptr (GError) failure = NULL;
  char *path_id = upload_pkcs12 (self, identity, legacy, cancellable, &failure);

  if (path_id == NULL && failure != NULL)
    path_id = lk_onvif_keystore_find_lost_path (
      self, failure, lk_identity_get_certificate (identity), cancellable);
  if (path_id == NULL && failure != NULL && is_unreadable (failure))
    {
      g_clear_error (&failure);
      path_id = upload_pkcs12 (self, identity, !legacy, cancellable, &failure);
    }
  if (path_id == NULL && failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (path_id == NULL)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, "The camera took the server certificate and gave it no ID");
  return path_id;
}

/* PKCS#8, the way before release 25.12 */

GBytes *
lk_onvif_key_export (LkIdentity *identity, GError **error)
{
  gnutls_x509_privkey_t key = NULL;
  gnutls_datum_t der = { NULL, 0 };
  GBytes *bytes = NULL;

  if (gnutls_privkey_export_x509 (lk_identity_get_key (identity), &key) >= 0 &&
      gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN, &der) >=
        0)
    bytes = g_bytes_new (der.data, der.size);
  else
    g_set_error_literal (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The private key cannot leave the place where it is");
  lk_secret_wipe (der.data, der.size);
  gnutls_free (der.data);
  if (key != NULL)
    gnutls_x509_privkey_deinit (key);
  return bytes;
}

static void
wipe_bytes (GBytes *bytes)
{
  gsize size = 0;
  gpointer data = (gpointer)g_bytes_get_data (bytes, &size);

  lk_secret_wipe (data, size);
  g_bytes_unref (bytes);
}

static gboolean
upload_key (LkOnvifCamera *self, LkIdentity *identity, GCancellable *cancellable, GError **error)
{
  GBytes *key = lk_onvif_key_export (identity, error);
  LkSoapWriter *arguments;

  if (key == NULL)
    return FALSE;
  arguments = lk_soap_writer_new ();
  lk_soap_write_der (arguments, "tas:KeyPair", key);
  lk_soap_write_text (arguments, "tas:Alias", ALIAS_SERVER);
  wipe_bytes (key);
  return lk_onvif_camera_do (self, LK_ONVIF_UPLOAD_KEY_PAIR_IN_PKCS8, arguments, cancellable,
                             error);
}

static char *
upload_pkcs8 (LkOnvifCamera *self, LkIdentity *identity, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  char *path_id;

  if (!upload_key (self, identity, cancellable, error))
    return NULL;
  self->packing = "sent as PKCS#8 and single certificates";
  path_id =
    lk_onvif_keystore_put_path (self, lk_identity_get_chain (identity), cancellable, &failure);
  if (path_id == NULL)
    {
      lk_onvif_explain_loss (failure);
      g_propagate_error (error, g_steal_pointer (&failure));
    }
  return path_id;
}

/* Neither key nor passphrase goes over a connection that others can read (Security 6). */
gboolean
lk_onvif_key_may_travel (LkOnvifCamera *self, GError **error)
{
  if (g_str_has_prefix (lk_connection_get_uri (lk_camera_get_connection (LK_CAMERA (self))), "https:"))
    return TRUE;
  g_set_error_literal (error, LK_ERROR, LK_ERROR_PLAIN_TEXT,
                       "The private key would travel unprotected over plain HTTP: make a self-signed certificate on the camera, enable its SSL function, and import over https");
  return FALSE;
}

char *
lk_onvif_keystore_upload_identity (LkOnvifCamera *self,
                                   LkIdentity *identity,
                                   GCancellable *cancellable,
                                   GError **error)
{
  if (!lk_onvif_key_may_travel (self, error))
    return NULL;
  if (self->capabilities.pkcs12)
    return upload_pkcs12_in_any_way (self, identity, cancellable, error);
  if (self->capabilities.pkcs8)
    return upload_pkcs8 (self, identity, cancellable, error);
  g_set_error_literal (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The camera takes no private keys: make the key on the camera, and have its request signed");
  return NULL;
}

/* Keys made on the camera */

static char *
start_key (LkOnvifCamera *self, gint64 *estimate_ms, GCancellable *cancellable, GError **error)
{
  gboolean ecc = self->capabilities.makes_ecc;
  LkSoapWriter *arguments = lk_soap_writer_new ();
  g_autoptr (LkSoapReply) message = NULL;
  g_autofree char *estimate = NULL;
  char *key_id;

  if (ecc)
    lk_soap_write_text (arguments, "tas:EllipticCurve", "secp256r1");
  else
    lk_soap_write_number (arguments, "tas:KeyLength", self->capabilities.rsa_bits);
  lk_soap_write_text (arguments, "tas:Alias", ALIAS_SERVER);
  message =
    lk_onvif_camera_call (self, ecc ? LK_ONVIF_CREATE_ECC_KEY_PAIR : LK_ONVIF_CREATE_RSA_KEY_PAIR,
                          arguments, cancellable, error);
  if (message == NULL)
    return NULL;
  estimate = lk_soap_dup_text (lk_soap_reply_get_content (message), "EstimatedCreationTime");
  *estimate_ms = CLAMP (lk_soap_parse_duration_ms (estimate), 0, FIRST_WAIT_MAX_MS);
  key_id = lk_soap_dup_text (lk_soap_reply_get_content (message), "KeyID");
  if (key_id == NULL)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, "The camera started a key and gave it no ID");
  return key_id;
}

/* TRUE with @ready set or not; FALSE when there will be no key. */
static gboolean
read_key_status (LkOnvifCamera *self,
                 const char *key_id,
                 gboolean *ready,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (LkSoapReply) message =
    lk_onvif_camera_ask (self, LK_ONVIF_GET_KEY_STATUS, "tas:KeyID", key_id, cancellable, error);
  g_autofree char *status = NULL;

  if (message == NULL)
    return FALSE;
  status = lk_soap_dup_text (lk_soap_reply_get_content (message), "KeyStatus");
  *ready = g_strcmp0 (status, "ok") == 0;
  if (*ready || g_strcmp0 (status, "generating") == 0)
    return TRUE;
  g_set_error_literal (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA, "The camera could not make the key");
  return FALSE;
}

static gboolean
wait_for_key (LkOnvifCamera *self,
              const char *key_id,
              gint64 first_ms,
              GCancellable *cancellable,
              GError **error)
{
  gboolean ready = FALSE;
  gint64 wait_ms = first_ms;

  for (gint64 waited_ms = 0; waited_ms <= WAIT_TOTAL_MS; waited_ms += wait_ms, wait_ms = WAIT_MS)
    {
      if (!lk_onvif_wait_ms (wait_ms, cancellable, error) ||
          !read_key_status (self, key_id, &ready, cancellable, error))
        return FALSE;
      if (ready)
        return TRUE;
    }
  g_set_error_literal (error, LK_ERROR, LK_ERROR_TIMEOUT, "The camera is still making the key after ten minutes");
  return FALSE;
}

char *
lk_onvif_keystore_make_key (LkOnvifCamera *self, GCancellable *cancellable, GError **error)
{
  const LkOnvifCapabilities *known = &self->capabilities;
  gint64 estimate_ms = 0;
  g_autofree char *key_id = NULL;

  if (!known->makes_ecc && (!known->makes_rsa || known->rsa_bits == 0))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The camera makes no keys: import a server certificate with its private key");
      return NULL;
    }
  key_id = start_key (self, &estimate_ms, cancellable, error);
  if (key_id == NULL)
    return NULL;
  if (wait_for_key (self, key_id, estimate_ms, cancellable, error))
    return g_steal_pointer (&key_id);
  /* of no use to anybody */
  (void)lk_onvif_camera_tell (self, LK_ONVIF_DELETE_KEY, "tas:KeyID", key_id, NULL, NULL);
  return NULL;
}

static void
write_subject (LkSoapWriter *arguments, const char *common_name)
{
  lk_soap_write_open (arguments, "tas:Subject");
  lk_soap_write_text (arguments, "tas:CommonName", common_name);
  lk_soap_write_close (arguments, "tas:Subject");
}

static void
write_algorithm (LkOnvifCamera *self, LkSoapWriter *arguments)
{
  lk_soap_write_open (arguments, "tas:SignatureAlgorithm");
  lk_soap_write_text (arguments, "tas:algorithm",
                      self->capabilities.makes_ecc ? OID_SHA256_ECDSA : OID_SHA256_RSA);
  lk_soap_write_close (arguments, "tas:SignatureAlgorithm");
}

/* The extension's value (RFC 5280 4.2.1.6): one name, a DNS name or an address; NULL for what is
 * neither. */
static GBytes *
make_alternative_name (const char *name)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (name);
  gsize size = address != NULL ? g_inet_address_get_native_size (address) : strlen (name);
  gconstpointer data = address != NULL ? (gconstpointer)g_inet_address_to_bytes (address) : name;
  guint8 start[] = { 0x30, (guint8)(size + 2), address != NULL ? 0x87 : 0x82, (guint8)size };
  GByteArray *der;

  if (size == 0 || size > 120 ||
      (address == NULL && (!g_str_is_ascii (name) || strpbrk (name, " /=,") != NULL)))
    return NULL;
  der = g_byte_array_new ();
  g_byte_array_append (der, start, sizeof start);
  g_byte_array_append (der, data, (guint)size);
  return g_byte_array_free_to_bytes (der);
}

static void
write_extension (LkSoapWriter *arguments,
                 const char *wrapper,
                 const char *element,
                 const char *common_name)
{
  g_autoptr (GBytes) value = make_alternative_name (common_name);

  if (value == NULL)
    return;
  if (wrapper != NULL)
    lk_soap_write_open (arguments, wrapper);
  lk_soap_write_open (arguments, element);
  lk_soap_write_text (arguments, "tas:extnOID", OID_SAN);
  lk_soap_write_boolean (arguments, "tas:critical", FALSE);
  lk_soap_write_der (arguments, "tas:extnValue", value);
  lk_soap_write_close (arguments, element);
  if (wrapper != NULL)
    lk_soap_write_close (arguments, wrapper);
}

char *
lk_onvif_keystore_make_self_signed (LkOnvifCamera *self,
                                    const char *key_id,
                                    const char *common_name,
                                    guint days,
                                    GCancellable *cancellable,
                                    GError **error)
{
  g_autoptr (GDateTime) from = NULL;
  g_autoptr (GDateTime) to = NULL;
  g_autoptr (LkSoapReply) message = NULL;
  LkSoapWriter *arguments;

  if (!lk_onvif_device_choose_period (self, days, &from, &to, cancellable, error))
    return NULL;
  arguments = lk_soap_writer_new ();
  write_subject (arguments, common_name);
  lk_soap_write_text (arguments, "tas:KeyID", key_id);
  lk_soap_write_text (arguments, "tas:Alias", ALIAS_SERVER);
  lk_soap_write_time (arguments, "tas:notValidBefore", from);
  lk_soap_write_time (arguments, "tas:notValidAfter", to);
  write_algorithm (self, arguments);
  write_extension (arguments, NULL, "tas:Extension", common_name);
  message = lk_onvif_camera_call (self, LK_ONVIF_CREATE_SELF_SIGNED_CERTIFICATE, arguments,
                                  cancellable, error);
  return message != NULL ? lk_soap_dup_text (lk_soap_reply_get_content (message), "CertificateID") : NULL;
}

GBytes *
lk_onvif_keystore_make_request (LkOnvifCamera *self,
                                const char *key_id,
                                const char *common_name,
                                GCancellable *cancellable,
                                GError **error)
{
  LkSoapWriter *arguments = lk_soap_writer_new ();
  g_autoptr (LkSoapReply) message = NULL;
  GBytes *request;

  write_subject (arguments, common_name);
  lk_soap_write_text (arguments, "tas:KeyID", key_id);
  write_extension (arguments, "tas:CSRAttribute", "tas:X509v3Extension", common_name);
  write_algorithm (self, arguments);
  message = lk_onvif_camera_call (self, LK_ONVIF_CREATE_PKCS10_CSR, arguments, cancellable, error);
  if (message == NULL)
    return NULL;
  request = lk_soap_dup_bytes (lk_soap_reply_get_content (message), "PKCS10CSR");
  if (request == NULL)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, "The camera's certificate signing request is empty");
  return request;
}
