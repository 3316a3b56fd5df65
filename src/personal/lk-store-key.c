/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-store-key.h"

#include "base/lk-error.h"

#include <gnutls/crypto.h>
#include <string.h>

#define MAX_DIGEST_BYTES 64

typedef struct
{
  LkStoreKeySpec spec;
  gpointer data;
} StoreKey;

static gboolean
is_hash_known (gnutls_digest_algorithm_t hash)
{
  return hash == GNUTLS_DIG_SHA1 || hash == GNUTLS_DIG_SHA256 || hash == GNUTLS_DIG_SHA384 ||
         hash == GNUTLS_DIG_SHA512;
}

static LkStoreKeyScheme
find_scheme (StoreKey *self, gnutls_sign_algorithm_t algorithm, unsigned flags)
{
  if (self->spec.schemes & LK_STORE_KEY_ECDSA)
    return LK_STORE_KEY_ECDSA;
  if (algorithm == GNUTLS_SIGN_RSA_RAW)
    return LK_STORE_KEY_DIGEST_INFO;
  if (gnutls_sign_get_pk_algorithm (algorithm) == GNUTLS_PK_RSA_PSS ||
      (flags & GNUTLS_PRIVKEY_SIGN_FLAG_RSA_PSS))
    return LK_STORE_KEY_PSS;
  return LK_STORE_KEY_PKCS1;
}

/* TLS wants r and s in DER (RFC 3279, 2.2.3). */
static int
encode_ecdsa (const GByteArray *raw, gnutls_datum_t *signature)
{
  const guint half = raw->len / 2;
  const gnutls_datum_t r = { raw->data, half };
  const gnutls_datum_t s = { raw->data + half, half };

  return half > 0 ? gnutls_encode_rs_value (signature, &r, &s) : GNUTLS_E_PK_SIGN_FAILED;
}

static int
copy_signature (const GByteArray *raw, gnutls_datum_t *signature)
{
  signature->data = gnutls_malloc (raw->len);
  if (signature->data == NULL)
    return GNUTLS_E_MEMORY_ERROR;
  memcpy (signature->data, raw->data, raw->len);
  signature->size = raw->len;
  return 0;
}

static int
sign_by (StoreKey *self,
         LkStoreKeyScheme scheme,
         gnutls_digest_algorithm_t hash,
         const gnutls_datum_t *digest,
         gnutls_datum_t *signature)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();

  if (!(self->spec.schemes & scheme) ||
      (!is_hash_known (hash) && scheme != LK_STORE_KEY_DIGEST_INFO))
    return GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM;
  if (!self->spec.sign (self->data, scheme, hash, digest, raw))
    return GNUTLS_E_PK_SIGN_FAILED;
  return scheme == LK_STORE_KEY_ECDSA ? encode_ecdsa (raw, signature)
                                      : copy_signature (raw, signature);
}

static int
sign_hash_cb (gnutls_privkey_t key,
              gnutls_sign_algorithm_t algorithm,
              void *data,
              unsigned int flags,
              const gnutls_datum_t *digest,
              gnutls_datum_t *signature)
{
  StoreKey *self = data;
  const LkStoreKeyScheme scheme = find_scheme (self, algorithm, flags);
  gnutls_digest_algorithm_t hash = gnutls_sign_get_hash_algorithm (algorithm);
  guint8 bytes[MAX_DIGEST_BYTES];
  gnutls_datum_t inner = { bytes, sizeof bytes };

  /* GnuTLS has built the DigestInfo already; few stores take one. TLS before 1.2 signs something
   * else, and only they can then. */
  if (scheme == LK_STORE_KEY_DIGEST_INFO && (self->spec.schemes & LK_STORE_KEY_PKCS1) &&
      gnutls_decode_ber_digest_info (digest, &hash, bytes, &inner.size) >= 0 &&
      is_hash_known (hash))
    return sign_by (self, LK_STORE_KEY_PKCS1, hash, &inner, signature);
  return sign_by (self, scheme, hash, digest, signature);
}

static int
sign_data_cb (gnutls_privkey_t key,
              gnutls_sign_algorithm_t algorithm,
              void *data,
              unsigned int flags,
              const gnutls_datum_t *text,
              gnutls_datum_t *signature)
{
  const gnutls_digest_algorithm_t hash = gnutls_sign_get_hash_algorithm (algorithm);
  guint8 digest[MAX_DIGEST_BYTES];
  const gnutls_datum_t item = { digest, gnutls_hash_get_len (hash) };
  int code;

  if (item.size == 0 || item.size > sizeof digest)
    return GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM;
  code = gnutls_hash_fast (hash, text->data, text->size, digest);
  return code < 0 ? code : sign_hash_cb (key, algorithm, data, flags, &item, signature);
}

static gnutls_pk_algorithm_t
get_algorithm (StoreKey *self)
{
  return self->spec.schemes & LK_STORE_KEY_ECDSA ? GNUTLS_PK_ECDSA : GNUTLS_PK_RSA;
}

static int
info_cb (gnutls_privkey_t key, unsigned int flags, void *data)
{
  StoreKey *self = data;
  const gnutls_sign_algorithm_t algorithm = GNUTLS_FLAGS_TO_SIGN_ALGO (flags);

  if (flags & GNUTLS_PRIVKEY_INFO_PK_ALGO)
    return (int)get_algorithm (self);
  if (flags & GNUTLS_PRIVKEY_INFO_PK_ALGO_BITS)
    return (int)self->spec.bits;
  if (!(flags & GNUTLS_PRIVKEY_INFO_HAVE_SIGN_ALGO))
    return -1;
  if (algorithm == GNUTLS_SIGN_RSA_RAW)
    return (self->spec.schemes & (LK_STORE_KEY_PKCS1 | LK_STORE_KEY_DIGEST_INFO)) != 0;
  return (self->spec.schemes & find_scheme (self, algorithm, 0)) &&
         (gnutls_sign_supports_pk_algorithm (algorithm, get_algorithm (self)) &&
          is_hash_known (gnutls_sign_get_hash_algorithm (algorithm)));
}

static void
deinit_cb (gnutls_privkey_t key, void *data)
{
  StoreKey *self = data;

  self->spec.free (self->data);
  g_free (self);
}

gnutls_privkey_t
lk_store_key_new (const LkStoreKeySpec *spec, gpointer data, GError **error)
{
  StoreKey *self = g_new0 (StoreKey, 1);
  gnutls_privkey_t privkey = NULL;
  int code = GNUTLS_E_UNKNOWN_PK_ALGORITHM;

  self->spec = *spec;
  self->data = data;
  if (spec->schemes != 0)
    code = gnutls_privkey_init (&privkey);
  if (code >= 0)
    code = gnutls_privkey_import_ext4 (privkey, self, sign_data_cb, sign_hash_cb, NULL, deinit_cb,
                                       info_cb, 0);
  if (code >= 0)
    return privkey;

  g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED,
               "This kind of private key cannot be used for TLS: %s", gnutls_strerror (code));
  if (privkey != NULL)
    gnutls_privkey_deinit (privkey);
  deinit_cb (NULL, self);
  return NULL;
}
