/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-decryption-private.h"

#include "certificate/lk-cipher-private.h"
#include "certificate/lk-password-key-private.h"
#include "certificate/lk-scrypt-private.h"

#include <gnutls/crypto.h>
#include <string.h>

#define OID_PBES2   "1.2.840.113549.1.5.13"
#define OID_RC2_CBC "1.2.840.113549.3.2"

#define CBC(algorithm, key_size, iv_size)          \
  {                                                \
    LK_CIPHER_CBC, algorithm, key_size, iv_size, 0 \
  }
#define RC2(key_size)                           \
  {                                             \
    LK_CIPHER_RC2, 0, key_size, 8, (key_size)*8 \
  }
#define RC4(key_size)                \
  {                                  \
    LK_CIPHER_RC4, 0, key_size, 0, 0 \
  }

/* RFC 8018 B.2, RFC 3657; RC2 says its own sizes. */
static const struct
{
  const char *oid;
  LkCipher cipher;
} ciphers[] = {
  { "2.16.840.1.101.3.4.1.2", CBC (GNUTLS_CIPHER_AES_128_CBC, 16, 16) },
  { "2.16.840.1.101.3.4.1.22", CBC (GNUTLS_CIPHER_AES_192_CBC, 24, 16) },
  { "2.16.840.1.101.3.4.1.42", CBC (GNUTLS_CIPHER_AES_256_CBC, 32, 16) },
  { "1.2.840.113549.3.7", CBC (GNUTLS_CIPHER_3DES_CBC, 24, 8) },
  { "1.3.14.3.2.7", CBC (GNUTLS_CIPHER_DES_CBC, 8, 8) },
  { OID_RC2_CBC, RC2 (4) },
  { "1.2.392.200011.61.1.1.1.2", CBC (GNUTLS_CIPHER_CAMELLIA_128_CBC, 16, 16) },
  { "1.2.392.200011.61.1.1.1.3", CBC (GNUTLS_CIPHER_CAMELLIA_192_CBC, 24, 16) },
  { "1.2.392.200011.61.1.1.1.4", CBC (GNUTLS_CIPHER_CAMELLIA_256_CBC, 32, 16) },
};

/* How key and IV of a scheme that names both are made. */
typedef enum
{
  BY_PBKDF1,
  BY_PKCS12
} Derivation;

/* RFC 8018 A.3, RFC 7292 C */
static const struct
{
  const char *oid;
  Derivation derivation;
  gnutls_digest_algorithm_t digest;
  LkCipher cipher;
} schemes[] = {
  { "1.2.840.113549.1.5.3", BY_PBKDF1, GNUTLS_DIG_MD5, CBC (GNUTLS_CIPHER_DES_CBC, 8, 8) },
  { "1.2.840.113549.1.5.6", BY_PBKDF1, GNUTLS_DIG_MD5, RC2 (8) },
  { "1.2.840.113549.1.5.10", BY_PBKDF1, GNUTLS_DIG_SHA1, CBC (GNUTLS_CIPHER_DES_CBC, 8, 8) },
  { "1.2.840.113549.1.5.11", BY_PBKDF1, GNUTLS_DIG_SHA1, RC2 (8) },
  { "1.2.840.113549.1.12.1.1", BY_PKCS12, GNUTLS_DIG_SHA1, RC4 (16) },
  { "1.2.840.113549.1.12.1.2", BY_PKCS12, GNUTLS_DIG_SHA1, RC4 (5) },
  { "1.2.840.113549.1.12.1.3", BY_PKCS12, GNUTLS_DIG_SHA1, CBC (GNUTLS_CIPHER_3DES_CBC, 24, 8) },
  { "1.2.840.113549.1.12.1.4", BY_PKCS12, GNUTLS_DIG_SHA1, CBC (GNUTLS_CIPHER_3DES_CBC, 16, 8) },
  { "1.2.840.113549.1.12.1.5", BY_PKCS12, GNUTLS_DIG_SHA1, RC2 (16) },
  { "1.2.840.113549.1.12.1.6", BY_PKCS12, GNUTLS_DIG_SHA1, RC2 (5) },
};

/* What an AlgorithmIdentifier asks for. */
typedef struct
{
  LkCipher cipher;
  LkDerItem salt;
  guint iterations;
  gssize scheme;   /* index in schemes; -1: PBES2 */
  LkPbkdf2 pbkdf2; /* of PBES2, unless it is by scrypt */
  LkScrypt scrypt;
  gboolean by_scrypt;
  LkDerItem iv; /* of PBES2 */
} Request;

static char *
take_oid (LkDer *der)
{
  LkDerItem item;

  return lk_der_take (der, LK_DER_OID, &item) ? lk_der_dup_oid (&item) : NULL;
}

/* RFC 8018 B.2.3: a version that stands for the effective bits, 32 of them where there is none;
 * then the IV. */
static gboolean
read_rc2 (Request *self, LkDer *parameters)
{
  static const struct
  {
    gint64 version;
    guint bits;
  } versions[] = { { 160, 40 }, { 120, 64 }, { 58, 128 } };
  LkDerItem sequence, item;
  LkDer inside;
  gint64 version;
  guint bits = 32;

  if (!lk_der_take (parameters, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  if (lk_der_take (&inside, LK_DER_INTEGER, &item))
    {
      if (!lk_der_get_int (&item, &version) || version < 0 || version > 1024)
        return FALSE;
      bits = version >= 256 ? (guint)version : 0;
      for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
        if (versions[i].version == version)
          bits = versions[i].bits;
    }
  self->cipher.effective_bits = bits;
  self->cipher.key_size = self->scrypt.key_size > 0   ? self->scrypt.key_size
                          : self->pbkdf2.key_size > 0 ? self->pbkdf2.key_size
                                                      : (bits + 7) / 8;
  return bits > 0 && self->cipher.key_size <= LK_CIPHER_MAX_KEY &&
         lk_der_take (&inside, LK_DER_OCTET_STRING, &self->iv);
}

static gboolean
read_derivation (Request *self, const LkDerItem *algorithm)
{
  self->by_scrypt = lk_scrypt_read (&self->scrypt, algorithm);
  return self->by_scrypt || lk_pbkdf2_read (&self->pbkdf2, algorithm);
}

/* RFC 8018 6.2: a key derivation and a cipher, each with its parameters */
static gboolean
read_pbes2 (Request *self, LkDer parameters)
{
  LkDerItem sequence, derivation, algorithm;
  LkDer inside;
  g_autofree char *oid = NULL;
  gboolean found = FALSE;

  if (!lk_der_take (&parameters, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &derivation) ||
      !lk_der_take (&inside, LK_DER_SEQUENCE, &algorithm) ||
      !read_derivation (self, &derivation))
    return FALSE;
  inside = lk_der_enter (&algorithm);
  oid = take_oid (&inside);
  for (gsize i = 0; oid != NULL && !found && i < G_N_ELEMENTS (ciphers); i++)
    if (g_str_equal (ciphers[i].oid, oid))
      {
        self->cipher = ciphers[i].cipher;
        found = TRUE;
      }
  if (!found || !(self->cipher.kind == LK_CIPHER_RC2
                    ? read_rc2 (self, &inside)
                    : lk_der_take (&inside, LK_DER_OCTET_STRING, &self->iv)))
    return FALSE;
  self->scheme = -1;
  return self->iv.size == self->cipher.iv_size;
}

static gboolean
read_request (Request *self, const LkDerItem *algorithm)
{
  LkDer inside = lk_der_enter (algorithm);
  g_autofree char *oid = take_oid (&inside);
  LkDerItem sequence;

  if (g_strcmp0 (oid, OID_PBES2) == 0)
    return read_pbes2 (self, inside);
  for (gsize i = 0; oid != NULL && i < G_N_ELEMENTS (schemes); i++)
    if (g_str_equal (schemes[i].oid, oid))
      {
        if (!lk_der_take (&inside, LK_DER_SEQUENCE, &sequence))
          return FALSE;
        inside = lk_der_enter (&sequence);
        self->scheme = (gssize)i;
        self->cipher = schemes[i].cipher;
        return lk_password_key_take_salt (&inside, &self->salt, &self->iterations) &&
               self->iterations > 0;
      }
  return FALSE;
}

/* 3DES with two keys uses the first one again as its third. */
static void
complete_2_key_3des (Request *self, guint8 *key)
{
  if (self->cipher.algorithm != GNUTLS_CIPHER_3DES_CBC || self->cipher.key_size != 16)
    return;
  memcpy (key + 16, key, 8);
  self->cipher.key_size = 24;
}

static gboolean
derive (Request *self, const char *password, guint8 *key, guint8 *iv)
{
  gsize key_size = self->cipher.key_size, iv_size = self->cipher.iv_size;
  gnutls_digest_algorithm_t digest;
  guint8 both[LK_CIPHER_MAX_KEY + LK_CIPHER_MAX_IV];
  gboolean good;

  if (self->scheme < 0)
    {
      memcpy (iv, self->iv.content, iv_size);
      return self->by_scrypt ? lk_scrypt_run (&self->scrypt, password, key, key_size)
                             : lk_pbkdf2_run (&self->pbkdf2, password, key, key_size);
    }
  digest = schemes[self->scheme].digest;
  if (schemes[self->scheme].derivation == BY_PKCS12)
    return lk_password_key_pkcs12 (LK_PASSWORD_KEY_CIPHER, digest, password, &self->salt,
                                   self->iterations, key, key_size) &&
           lk_password_key_pkcs12 (LK_PASSWORD_KEY_IV, digest, password, &self->salt,
                                   self->iterations, iv, iv_size);
  good = lk_password_key_pbkdf1 (digest, password, &self->salt, self->iterations, both,
                                 key_size + iv_size);
  if (good)
    {
      memcpy (key, both, key_size);
      memcpy (iv, both + key_size, iv_size);
    }
  lk_secret_wipe (both, sizeof both);
  return good;
}

gboolean
lk_decryption_is_supported (const LkDerItem *algorithm)
{
  Request request = { 0 };

  return algorithm->whole != NULL && read_request (&request, algorithm);
}

LkSecret *
lk_decrypt (const LkDerItem *algorithm, GBytes *data, const char *password)
{
  Request request = { 0 };
  guint8 key[LK_CIPHER_MAX_KEY], iv[LK_CIPHER_MAX_IV];
  LkSecret *secret = NULL;

  if (algorithm->whole == NULL || !read_request (&request, algorithm))
    return NULL;
  if (derive (&request, password, key, iv))
    {
      complete_2_key_3des (&request, key);
      secret = lk_cipher_decrypt (&request.cipher, key, iv, data);
    }
  lk_secret_wipe (key, sizeof key);
  lk_secret_wipe (iv, sizeof iv);
  return secret;
}
