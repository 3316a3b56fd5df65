/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-pkcs11-take-out.h"

#include "base/lk-error.h"
#include "certificate/lk-der.h"
#include "personal/lk-key-unwrap.h"

#include <gnutls/crypto.h>

#define MECHANISM_KWP 0x0000210bUL /* CKM_AES_KEY_WRAP_KWP, newer than our header */
#define IV_BYTES      16

typedef struct
{
  CK_MECHANISM_TYPE mechanism;
  gboolean takes_iv;
} Wrapping;

/* In the order in which they are tried; the first two are the same under two names. */
static const Wrapping wrappings[] = {
  { CKM_AES_KEY_WRAP_PAD, FALSE },
  { MECHANISM_KWP, FALSE },
  { CKM_AES_CBC_PAD, TRUE },
};

static gboolean
is_true (LkPkcs11Token *token, gulong key, gulong type)
{
  g_autoptr (GBytes) value = lk_pkcs11_token_read (token, key, type);

  return value != NULL && g_bytes_get_size (value) == 1 &&
         *(const guint8 *)g_bytes_get_data (value, NULL) == CK_TRUE;
}

static gnutls_datum_t
view (LkSecret *secret)
{
  return (gnutls_datum_t){ (guint8 *)lk_secret_get_text (secret),
                           (unsigned)lk_secret_get_length (secret) };
}

static int
read_rsa (LkPkcs11Token *token, gulong object, gnutls_privkey_t key)
{
  static const gulong types[] = { CKA_MODULUS, CKA_PUBLIC_EXPONENT, CKA_PRIVATE_EXPONENT,
                                  CKA_PRIME_1, CKA_PRIME_2, CKA_COEFFICIENT,
                                  CKA_EXPONENT_1, CKA_EXPONENT_2 };
  LkSecret *parts[G_N_ELEMENTS (types)] = { NULL };
  gnutls_datum_t items[G_N_ELEMENTS (types)];
  gboolean whole = TRUE;
  int code = GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      parts[i] = lk_pkcs11_token_read_secret (token, object, types[i]);
      whole &= parts[i] != NULL;
      if (parts[i] != NULL)
        items[i] = view (parts[i]);
    }
  if (whole)
    code = gnutls_privkey_import_rsa_raw (key, &items[0], &items[1], &items[2], &items[3],
                                          &items[4], &items[5], &items[6], &items[7]);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    g_clear_pointer (&parts[i], lk_secret_unref);
  return code;
}

/* The public half comes from the certificate; that the two fit is checked afterwards. */
static int
import_ec (LkCertificate *certificate, LkSecret *scalar, gnutls_privkey_t key)
{
  gnutls_x509_crt_t crt = lk_certificate_to_gnutls (certificate);
  gnutls_datum_t x = { NULL, 0 };
  gnutls_datum_t y = { NULL, 0 };
  const gnutls_datum_t k = view (scalar);
  gnutls_ecc_curve_t curve;
  int code = GNUTLS_E_ASN1_DER_ERROR;

  if (crt != NULL)
    code = gnutls_x509_crt_get_pk_ecc_raw (crt, &curve, &x, &y);
  if (code >= 0)
    code = gnutls_privkey_import_ecc_raw (key, curve, &x, &y, &k);
  g_clear_pointer (&crt, gnutls_x509_crt_deinit);
  gnutls_free (x.data);
  gnutls_free (y.data);
  return code;
}

static int
read_plain (LkPkcs11Token *token, gulong object, LkCertificate *certificate, gnutls_privkey_t key)
{
  g_autoptr (LkSecret) scalar = lk_pkcs11_token_read_secret (token, object, CKA_VALUE);

  return scalar != NULL ? import_ec (certificate, scalar, key) : read_rsa (token, object, key);
}

/* An AES key that the token holds as long as our session: it wraps, and we know it. 0 on failure.
 */
static gulong
put_wrapping_key (LkPkcs11Token *token, const guint8 *bytes, GError **error)
{
  CK_OBJECT_CLASS class = CKO_SECRET_KEY;
  CK_KEY_TYPE type = CKK_AES;
  CK_BBOOL yes = CK_TRUE;
  CK_BBOOL no = CK_FALSE;
  const CK_ATTRIBUTE attributes[] = {
    { CKA_CLASS, &class, sizeof class },
    { CKA_KEY_TYPE, &type, sizeof type },
    { CKA_TOKEN, &no, sizeof no },
    { CKA_WRAP, &yes, sizeof yes },
    { CKA_VALUE, (gpointer)bytes, LK_KEY_UNWRAP_KEY_BYTES },
  };
  gulong object = 0;

  return lk_pkcs11_token_create (token, attributes, G_N_ELEMENTS (attributes), &object, error)
           ? object
           : 0;
}

static LkSecret *
wrap_and_unwrap (LkPkcs11Token *token, gulong key, const guint8 *bytes, gulong wrapping_key)
{
  guint8 iv[IV_BYTES];

  if (gnutls_rnd (GNUTLS_RND_NONCE, iv, sizeof iv) < 0)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (wrappings); i++)
    {
      const gboolean takes_iv = wrappings[i].takes_iv;
      CK_MECHANISM mechanism = { wrappings[i].mechanism, takes_iv ? iv : NULL,
                                 takes_iv ? sizeof iv : 0 };
      g_autoptr (GBytes) wrapped = lk_pkcs11_token_wrap (token, &mechanism, wrapping_key, key);
      LkSecret *text = NULL;

      if (wrapped != NULL)
        text = takes_iv ? lk_key_unwrap_cbc (bytes, iv, wrapped)
                        : lk_key_unwrap_padded (bytes, wrapped);
      if (text != NULL)
        return text;
    }
  return NULL;
}

/* A PKCS#8, as the token wrapped it. */
static LkSecret *
read_wrapped (LkPkcs11Token *token, gulong key, GError **error)
{
  guint8 bytes[LK_KEY_UNWRAP_KEY_BYTES];
  LkSecret *pkcs8 = NULL;
  gulong wrapping_key = 0;

  if (gnutls_rnd (GNUTLS_RND_KEY, bytes, sizeof bytes) >= 0)
    wrapping_key = put_wrapping_key (token, bytes, NULL);
  if (wrapping_key != 0)
    {
      pkcs8 = wrap_and_unwrap (token, key, bytes, wrapping_key);
      (void)lk_pkcs11_token_destroy (token, wrapping_key, NULL); /* goes with the session anyway */
    }
  lk_secret_wipe (bytes, sizeof bytes);
  if (pkcs8 == NULL)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_UNSUPPORTED,
                         "The token marks the private key as extractable, but has no way to give it "
                         "out that we know: it is sensitive, and the token does not wrap it with AES");
  return pkcs8;
}

static int
import_whole (const LkDerItem *pkcs8, gnutls_privkey_t key)
{
  const gnutls_datum_t der = { (guint8 *)pkcs8->whole, (unsigned)pkcs8->whole_size };
  gnutls_x509_privkey_t x509 = NULL;
  int code = gnutls_x509_privkey_init (&x509);

  if (code >= 0)
    code = gnutls_x509_privkey_import_pkcs8 (x509, &der, GNUTLS_X509_FMT_DER, NULL,
                                             GNUTLS_PKCS_PLAIN);
  if (code >= 0)
    code = gnutls_privkey_import_x509 (key, x509, GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE);
  if (code < 0)
    g_clear_pointer (&x509, gnutls_x509_privkey_deinit);
  return code;
}

/* The scalar of an ECPrivateKey (RFC 5915) in a PKCS#8 (RFC 5208); (nullable) for another key. */
static LkSecret *
read_scalar (const LkDerItem *pkcs8)
{
  LkDer der = lk_der_enter (pkcs8);
  LkDerItem item;

  if (!lk_der_take (&der, LK_DER_INTEGER, &item) || !lk_der_take (&der, LK_DER_SEQUENCE, &item) ||
      !lk_der_take (&der, LK_DER_OCTET_STRING, &item))
    return NULL;
  der = lk_der_enter (&item);
  if (!lk_der_take (&der, LK_DER_SEQUENCE, &item))
    return NULL;
  der = lk_der_enter (&item);
  if (!lk_der_take (&der, LK_DER_INTEGER, &item) ||
      !lk_der_take (&der, LK_DER_OCTET_STRING, &item))
    return NULL;
  return lk_secret_new ((const char *)item.content, (gssize)item.size);
}

/* SoftHSM fills up with zeros what it wraps, and leaves the public half of an EC key out, which
 * GnuTLS wants. */
static int
import_pkcs8 (LkSecret *text, LkCertificate *certificate, gnutls_privkey_t key)
{
  LkDer der =
    lk_der_new ((const guint8 *)lk_secret_get_text (text), lk_secret_get_length (text));
  g_autoptr (LkSecret) scalar = NULL;
  LkDerItem pkcs8;

  if (!lk_der_take (&der, LK_DER_SEQUENCE, &pkcs8))
    return GNUTLS_E_ASN1_DER_ERROR;
  scalar = read_scalar (&pkcs8);
  return scalar != NULL ? import_ec (certificate, scalar, key) : import_whole (&pkcs8, key);
}

static gnutls_privkey_t
import_key (LkPkcs11Token *token, gulong object, LkCertificate *certificate, GError **error)
{
  g_autoptr (LkSecret) pkcs8 = NULL;
  gnutls_privkey_t key = NULL;
  int code;

  if (is_true (token, object, CKA_SENSITIVE))
    {
      pkcs8 = read_wrapped (token, object, error);
      if (pkcs8 == NULL)
        return NULL;
    }
  code = gnutls_privkey_init (&key);
  if (code >= 0)
    code = pkcs8 != NULL ? import_pkcs8 (pkcs8, certificate, key)
                         : read_plain (token, object, certificate, key);
  if (code >= 0)
    return key;
  g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED,
               "The private key that the token gave out cannot be read: %s",
               gnutls_strerror (code));
  g_clear_pointer (&key, gnutls_privkey_deinit);
  return NULL;
}

LkIdentity *
lk_pkcs11_take_out (LkPersonalStore *store,
                    LkPkcs11Token *token,
                    gulong key,
                    LkCertificate *certificate,
                    GError **error)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  gnutls_privkey_t taken;

  if (!is_true (token, key, CKA_EXTRACTABLE))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED,
                   "“%s” never gives this private key out: CKA_EXTRACTABLE is not true; import the "
                   "original file again with the mark",
                   lk_personal_store_get_title (store));
      return NULL;
    }
  taken = import_key (token, key, certificate, error);
  if (taken == NULL)
    return NULL;
  g_ptr_array_add (chain, g_object_ref (certificate));
  return lk_identity_new (chain, taken, lk_personal_store_get_title (store), error);
}
