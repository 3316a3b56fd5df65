/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-identity.h"

#include "base/lk-error.h"
#include "certificate/lk-identity-private.h"

#include <gnutls/pkcs12.h>
#include <string.h>

#define MAX_BAGS           10000
#define FRIENDLY_NAME_SIZE 200

#define OID_PBMAC1 "1.2.840.113549.1.5.14" /* RFC 9579 */

/* How an attempt with one password ended. */
typedef enum
{
  OPENED,
  WRONG_PASSWORD,
  BROKEN
} Attempt;

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_pkcs12_t, gnutls_pkcs12_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_pkcs12_bag_t, gnutls_pkcs12_bag_deinit, NULL)

int
lk_identity_import_pkcs8 (gnutls_x509_privkey_t key,
                          const gnutls_datum_t *data,
                          gnutls_x509_crt_fmt_t format,
                          const char *password)
{
  unsigned iterations = 0;
  char *oid = NULL;

  if (format == GNUTLS_X509_FMT_DER)
    /* may fail with the OID set */
    (void)gnutls_pkcs8_info (data, format, NULL, NULL, NULL, NULL, &iterations, &oid);
  gnutls_free (oid);
  if (iterations > LK_IDENTITY_MAX_ITERATIONS)
    return GNUTLS_E_UNKNOWN_CIPHER_TYPE;
  return gnutls_x509_privkey_import_pkcs8 (key, data, format, password,
                                           password == NULL ? GNUTLS_PKCS_NULL_PASSWORD : 0);
}

/* Codes that say "this is not the password", as far as padding and ASN.1 can tell. */
static gboolean
is_wrong_password (int code)
{
  return code == GNUTLS_E_DECRYPTION_FAILED || code == GNUTLS_E_MAC_VERIFY_FAILED ||
         code == GNUTLS_E_ASN1_DER_ERROR || code == GNUTLS_E_ASN1_TAG_ERROR ||
         code == GNUTLS_E_ASN1_DER_OVERFLOW || code == GNUTLS_E_ASN1_GENERIC_ERROR ||
         code == GNUTLS_E_ASN1_ELEMENT_NOT_FOUND || code == GNUTLS_E_ILLEGAL_PARAMETER ||
         code == GNUTLS_E_INVALID_PASSWORD_STRING;
}

static int
decrypt_bag (gnutls_pkcs12_bag_t bag, const char *password)
{
  unsigned iterations = 0;
  char *oid = NULL;

  if (gnutls_pkcs12_bag_get_type (bag, 0) != GNUTLS_BAG_ENCRYPTED)
    return GNUTLS_E_SUCCESS;
  /* may fail with the OID set */
  (void)gnutls_pkcs12_bag_enc_info (bag, NULL, NULL, NULL, NULL, &iterations, &oid);
  gnutls_free (oid);
  if (iterations > LK_IDENTITY_MAX_ITERATIONS)
    return GNUTLS_E_UNKNOWN_CIPHER_TYPE;
  return gnutls_pkcs12_bag_decrypt (bag, password);
}

static int
read_key (LkIdentityPile *pile,
          const gnutls_datum_t *data,
          gboolean encrypted,
          const char *password)
{
  gnutls_x509_privkey_t key;
  int code = gnutls_x509_privkey_init (&key);

  if (code < 0)
    return code;
  if (encrypted)
    code = lk_identity_import_pkcs8 (key, data, GNUTLS_X509_FMT_DER, password);
  else
    code =
      gnutls_x509_privkey_import_pkcs8 (key, data, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN);
  if (code >= 0)
    g_ptr_array_add (pile->keys, key);
  else
    gnutls_x509_privkey_deinit (key);
  return code;
}

static int
read_bag (LkIdentityPile *pile, gnutls_pkcs12_bag_t bag, const char *password)
{
  int code = decrypt_bag (bag, password);
  int count = code < 0 ? code : gnutls_pkcs12_bag_get_count (bag);

  for (int i = 0; i < count; i++)
    {
      gnutls_datum_t data = { NULL, 0 };
      gnutls_pkcs12_bag_type_t type = gnutls_pkcs12_bag_get_type (bag, (unsigned)i);

      if (gnutls_pkcs12_bag_get_data (bag, (unsigned)i, &data) < 0)
        continue;
      if (type == GNUTLS_BAG_CERTIFICATE)
        lk_identity_pile_add_der (pile, &data);
      else if (type == GNUTLS_BAG_PKCS8_ENCRYPTED_KEY || type == GNUTLS_BAG_PKCS8_KEY)
        code = read_key (pile, &data, type == GNUTLS_BAG_PKCS8_ENCRYPTED_KEY, password);
      if (code < 0)
        return code;
    }
  return count < 0 ? count : GNUTLS_E_SUCCESS;
}

static int
read_bags (LkIdentityPile *pile, gnutls_pkcs12_t p12, const char *password)
{
  for (int i = 0; i < MAX_BAGS; i++)
    {
      g_auto (gnutls_pkcs12_bag_t) bag = NULL;
      int code = gnutls_pkcs12_bag_init (&bag);

      if (code >= 0)
        code = gnutls_pkcs12_get_bag (p12, i, bag);
      if (code == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
        return GNUTLS_E_SUCCESS;
      if (code >= 0)
        code = read_bag (pile, bag, password);
      if (code < 0)
        return code;
    }
  return GNUTLS_E_SUCCESS;
}

/* A file without MAC, or with one that GnuTLS does not know, is judged by its bags alone. */
static Attempt
try_password (LkIdentityPile *pile, gnutls_pkcs12_t p12, const char *password, int *code)
{
  unsigned iterations = 0;
  char *oid = NULL;
  gboolean is_pbmac1;
  gboolean verified;

  /* no MAC, or an unknown one: 0 iterations */
  (void)gnutls_pkcs12_mac_info (p12, NULL, NULL, NULL, &iterations, &oid);
  is_pbmac1 = g_strcmp0 (oid, OID_PBMAC1) == 0;
  gnutls_free (oid);
  /* GnuTLS 3.8 would crash, and no password is here the same as an empty one, which is tried
   * too. */
  if (is_pbmac1 && password == NULL)
    return WRONG_PASSWORD;
  if (iterations > LK_IDENTITY_MAX_ITERATIONS)
    {
      *code = GNUTLS_E_UNKNOWN_CIPHER_TYPE;
      return BROKEN;
    }
  *code = gnutls_pkcs12_verify_mac (p12, password);
  verified = *code >= 0;
  if (*code == GNUTLS_E_MAC_VERIFY_FAILED)
    return WRONG_PASSWORD;
  g_ptr_array_set_size (pile->certificates, 0);
  g_ptr_array_set_size (pile->keys, 0);
  *code = read_bags (pile, p12, password);
  if (*code >= 0)
    return OPENED;
  return !verified && is_wrong_password (*code) ? WRONG_PASSWORD : BROKEN;
}

static void
set_broken_error (GError **error, int code)
{
  g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA,
               "The PKCS#12 file is damaged or protected in a way that is not supported (%s); save it again with AES",
               gnutls_strerror (code));
}

gboolean
lk_identity_pile_read_pkcs12 (LkIdentityPile *self,
                              GBytes *pkcs12,
                              LkSecret *password,
                              GError **error)
{
  g_auto (gnutls_pkcs12_t) p12 = NULL;
  gnutls_datum_t data = { (guint8 *)g_bytes_get_data (pkcs12, NULL),
                          (unsigned)g_bytes_get_size (pkcs12) };
  const char *candidates[2] = { NULL, "" };
  int code = gnutls_pkcs12_init (&p12);
  guint count = lk_secret_is_empty (password) ? 2 : 1;

  if (password != NULL)
    {
      candidates[0] = lk_secret_get_text (password);
      candidates[1] = NULL; /* an empty password that was typed may be no password at all */
    }
  if (code >= 0)
    code = gnutls_pkcs12_import (p12, &data, GNUTLS_X509_FMT_DER, 0);
  if (code < 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "This is not a PKCS#12 file, or it is damaged (%s)", gnutls_strerror (code));
      return FALSE;
    }
  for (guint i = 0; i < count; i++)
    {
      Attempt attempt = try_password (self, p12, candidates[i], &code);

      if (attempt == OPENED)
        return TRUE;
      if (attempt == WRONG_PASSWORD)
        continue;
      set_broken_error (error, code);
      return FALSE;
    }
  if (password == NULL)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED, "The PKCS#12 file is protected with a password; enter it");
  else
    g_set_error_literal (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG, "The password does not open the PKCS#12 file; enter it again");
  return FALSE;
}

static void
wipe_datum (gnutls_datum_t *datum)
{
  if (datum->data == NULL)
    return;
  lk_secret_wipe (datum->data, datum->size);
  gnutls_free (datum->data);
}

static int
add_certificates (gnutls_pkcs12_t p12,
                  GPtrArray *chain,
                  const gnutls_datum_t *id,
                  const char *password,
                  unsigned flags)
{
  g_auto (gnutls_pkcs12_bag_t) bag = NULL;
  int code = gnutls_pkcs12_bag_init (&bag);

  for (guint i = 0; code >= 0 && i < chain->len; i++)
    {
      GBytes *der = lk_certificate_get_der (g_ptr_array_index (chain, i));
      gnutls_datum_t data = { (guint8 *)g_bytes_get_data (der, NULL),
                              (unsigned)g_bytes_get_size (der) };
      int index = code = gnutls_pkcs12_bag_set_data (bag, GNUTLS_BAG_CERTIFICATE, &data);

      if (code >= 0 && i == 0)
        {
          g_autofree char *name = g_utf8_substring (
            lk_certificate_get_title (g_ptr_array_index (chain, 0)), 0,
            MIN (FRIENDLY_NAME_SIZE,
                 g_utf8_strlen (lk_certificate_get_title (g_ptr_array_index (chain, 0)), -1)));

          code = gnutls_pkcs12_bag_set_key_id (bag, index, id);
          if (code >= 0)
            code = gnutls_pkcs12_bag_set_friendly_name (bag, index, name);
        }
    }
  if (code >= 0)
    code = gnutls_pkcs12_bag_encrypt (bag, password, flags);
  return code < 0 ? code : gnutls_pkcs12_set_bag (p12, bag);
}

static int
add_key (gnutls_pkcs12_t p12,
         gnutls_x509_privkey_t key,
         const gnutls_datum_t *id,
         const char *password,
         unsigned flags)
{
  g_auto (gnutls_pkcs12_bag_t) bag = NULL;
  gnutls_datum_t data = { NULL, 0 };
  int code = gnutls_pkcs12_bag_init (&bag);

  if (code >= 0)
    code = gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_DER, password, flags, &data);
  if (code >= 0)
    code = gnutls_pkcs12_bag_set_data (bag, GNUTLS_BAG_PKCS8_ENCRYPTED_KEY, &data);
  wipe_datum (&data);
  if (code >= 0)
    code = gnutls_pkcs12_bag_set_key_id (bag, code, id);
  return code < 0 ? code : gnutls_pkcs12_set_bag (p12, bag);
}

static int
write_pkcs12 (GPtrArray *chain,
              gnutls_x509_privkey_t key,
              const char *password,
              gboolean legacy,
              gnutls_datum_t *out)
{
  g_auto (gnutls_pkcs12_t) p12 = NULL;
  unsigned flags = legacy ? GNUTLS_PKCS_PKCS12_3DES : GNUTLS_PKCS_PBES2_AES_128;
  guint8 bytes[32];
  gsize size = sizeof bytes;
  gnutls_datum_t id = { bytes, 0 };
  int code = gnutls_x509_privkey_get_key_id (key, 0, bytes, &size);

  id.size = (unsigned)size;
  if (code >= 0)
    code = gnutls_pkcs12_init (&p12);
  if (code >= 0)
    code = add_certificates (p12, chain, &id, password, flags);
  if (code >= 0)
    code = add_key (p12, key, &id, password, flags);
  if (code >= 0)
    code =
      gnutls_pkcs12_generate_mac2 (p12, legacy ? GNUTLS_MAC_SHA1 : GNUTLS_MAC_SHA256, password);
  return code < 0 ? code : gnutls_pkcs12_export2 (p12, GNUTLS_X509_FMT_DER, out);
}

GBytes *
lk_identity_to_pkcs12 (LkIdentity *self, LkSecret *password, gboolean legacy, GError **error)
{
  gnutls_x509_privkey_t key = NULL;
  gnutls_datum_t out = { NULL, 0 };
  GBytes *bytes;
  int code;

  g_return_val_if_fail (LK_IS_IDENTITY (self), NULL);

  if (gnutls_privkey_get_type (lk_identity_get_key (self)) != GNUTLS_PRIVKEY_X509)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The private key cannot leave “%s”", lk_identity_get_source (self));
      return NULL;
    }
  code = gnutls_privkey_export_x509 (lk_identity_get_key (self), &key);
  if (code >= 0)
    code = write_pkcs12 (lk_identity_get_chain (self), key,
                         password != NULL ? lk_secret_get_text (password) : "", legacy, &out);
  g_clear_pointer (&key, gnutls_x509_privkey_deinit);
  if (code < 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The PKCS#12 file cannot be written: %s", gnutls_strerror (code));
      return NULL;
    }
  bytes = g_bytes_new (out.data, out.size);
  gnutls_free (out.data);
  return bytes;
}
