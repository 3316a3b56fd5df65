/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-pkcs12-cipher.h"

#include <gnutls/crypto.h>
#include <string.h>

#define OID_PBES2  "1.2.840.113549.1.5.13"
#define OID_PBKDF2 "1.2.840.113549.1.5.12"

#define MAX_KEY   32
#define MAX_IV    16
#define MAX_BLOCK 16
#define SHA1_SIZE 20
#define KDF_BLOCK 64 /* RFC 7292 B.2: v of SHA-1 */

typedef struct
{
  gnutls_cipher_algorithm_t cipher;
  gsize key_size, iv_size;
  guint8 key[MAX_KEY], iv[MAX_IV];
} Keys;

static const struct
{
  const char *oid;
  gnutls_cipher_algorithm_t cipher;
  gsize key_size, iv_size;
} ciphers[] = {
  { "2.16.840.1.101.3.4.1.2", GNUTLS_CIPHER_AES_128_CBC, 16, 16 },
  { "2.16.840.1.101.3.4.1.22", GNUTLS_CIPHER_AES_192_CBC, 24, 16 },
  { "2.16.840.1.101.3.4.1.42", GNUTLS_CIPHER_AES_256_CBC, 32, 16 },
  { "1.2.840.113549.3.7", GNUTLS_CIPHER_3DES_CBC, 24, 8 },
  { "1.3.14.3.2.7", GNUTLS_CIPHER_DES_CBC, 8, 8 },
  { "1.2.840.113549.1.12.1.1", GNUTLS_CIPHER_ARCFOUR_128, 16, 0 },
  { "1.2.840.113549.1.12.1.2", GNUTLS_CIPHER_ARCFOUR_40, 5, 0 },
  { "1.2.840.113549.1.12.1.3", GNUTLS_CIPHER_3DES_CBC, 24, 8 },
  { "1.2.840.113549.1.12.1.4", GNUTLS_CIPHER_3DES_CBC, 16, 8 },
  { "1.2.840.113549.1.12.1.6", GNUTLS_CIPHER_RC2_40_CBC, 5, 8 },
};

static const struct
{
  const char *oid;
  gnutls_mac_algorithm_t mac;
} functions[] = {
  { "1.2.840.113549.2.7", GNUTLS_MAC_SHA1 },
  { "1.2.840.113549.2.8", GNUTLS_MAC_SHA224 },
  { "1.2.840.113549.2.9", GNUTLS_MAC_SHA256 },
  { "1.2.840.113549.2.10", GNUTLS_MAC_SHA384 },
  { "1.2.840.113549.2.11", GNUTLS_MAC_SHA512 },
};

static gboolean
choose_cipher (Keys *keys, const char *oid)
{
  for (gsize i = 0; oid != NULL && i < G_N_ELEMENTS (ciphers); i++)
    if (g_str_equal (ciphers[i].oid, oid))
      {
        keys->cipher = ciphers[i].cipher;
        keys->key_size = ciphers[i].key_size;
        keys->iv_size = ciphers[i].iv_size;
        return TRUE;
      }
  return FALSE;
}

static char *
take_oid (LkDer *der)
{
  LkDerItem item;

  return lk_der_take (der, LK_DER_OID, &item) ? lk_der_dup_oid (&item) : NULL;
}

/* Salt and rounds, as all schemes have them. */
static gboolean
take_salt (LkDer *der, LkDerItem *salt, guint *iterations)
{
  LkDerItem item;
  gint64 count;

  if (!lk_der_take (der, LK_DER_OCTET_STRING, salt) || !lk_der_take (der, LK_DER_INTEGER, &item) ||
      !lk_der_get_int (&item, &count) || count < 1 || count > G_MAXINT32)
    return FALSE;
  *iterations = (guint)count;
  return TRUE;
}

static gnutls_mac_algorithm_t
take_function (LkDer *parameters)
{
  LkDerItem item;
  LkDer inside;
  g_autofree char *oid = NULL;

  lk_der_take (parameters, LK_DER_INTEGER, &item); /* the key's length, which the cipher knows */
  if (!lk_der_take (parameters, LK_DER_SEQUENCE, &item))
    return GNUTLS_MAC_SHA1;
  inside = lk_der_enter (&item);
  oid = take_oid (&inside);
  for (gsize i = 0; oid != NULL && i < G_N_ELEMENTS (functions); i++)
    if (g_str_equal (functions[i].oid, oid))
      return functions[i].mac;
  return GNUTLS_MAC_UNKNOWN;
}

/* RFC 8018 6.2: a key derivation and a cipher, each with its parameters */
static gboolean
derive_pbes2 (Keys *keys, LkDer parameters, const char *password)
{
  LkDerItem sequence, kdf, cipher, pbkdf2, salt, iv;
  LkDer inside, kdf_inside, cipher_inside, pbkdf2_inside;
  g_autofree char *kdf_oid = NULL, *cipher_oid = NULL;
  gnutls_mac_algorithm_t mac;
  guint iterations;
  gnutls_datum_t key_data = { (unsigned char *)(password != NULL ? password : ""), 0 }, salt_data;

  if (!lk_der_take (&parameters, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &kdf) ||
      !lk_der_take (&inside, LK_DER_SEQUENCE, &cipher))
    return FALSE;
  kdf_inside = lk_der_enter (&kdf);
  cipher_inside = lk_der_enter (&cipher);
  kdf_oid = take_oid (&kdf_inside);
  cipher_oid = take_oid (&cipher_inside);
  if (g_strcmp0 (kdf_oid, OID_PBKDF2) != 0 || !choose_cipher (keys, cipher_oid) ||
      !lk_der_take (&kdf_inside, LK_DER_SEQUENCE, &pbkdf2) ||
      !lk_der_take (&cipher_inside, LK_DER_OCTET_STRING, &iv) || iv.size != keys->iv_size)
    return FALSE;
  memcpy (keys->iv, iv.content, iv.size);
  pbkdf2_inside = lk_der_enter (&pbkdf2);
  if (!take_salt (&pbkdf2_inside, &salt, &iterations))
    return FALSE;
  mac = take_function (&pbkdf2_inside);
  key_data.size = (unsigned)strlen ((const char *)key_data.data);
  salt_data = (gnutls_datum_t){ (unsigned char *)salt.content, (unsigned)salt.size };
  return mac != GNUTLS_MAC_UNKNOWN &&
         gnutls_pbkdf2 (mac, &key_data, &salt_data, iterations, keys->key, keys->key_size) >= 0;
}

/* RFC 7292 B.1: UTF-16BE with its terminator; nothing at all for no password. */
static guint8 *
dup_wide_password (const char *password, gsize *size)
{
  gsize written = 0;
  g_autofree char *wide = NULL;
  guint8 *terminated;

  *size = 0;
  if (password == NULL)
    return NULL;
  wide = g_convert (password, -1, "UTF-16BE", "UTF-8", NULL, &written, NULL);
  if (wide == NULL)
    return NULL;
  terminated = g_malloc0 (written + 2);
  memcpy (terminated, wide, written);
  lk_secret_wipe (wide, written);
  *size = written + 2;
  return terminated;
}

/* Appends @data again and again up to a whole number of blocks. */
static void
append_filled (GByteArray *array, const guint8 *data, gsize size)
{
  gsize filled = (size + KDF_BLOCK - 1) / KDF_BLOCK * KDF_BLOCK;

  for (gsize i = 0; i < filled; i += size)
    g_byte_array_append (array, data, (guint)MIN (size, filled - i));
}

/* I_j = (I_j + B + 1) mod 2^v for every block */
static void
add_to_blocks (guint8 *blocks, gsize size, const guint8 *digest)
{
  for (gsize block = 0; block < size; block += KDF_BLOCK)
    {
      guint carry = 1;

      for (gsize i = KDF_BLOCK; i-- > 0;)
        {
          carry += blocks[block + i] + digest[i % SHA1_SIZE];
          blocks[block + i] = (guint8)carry;
          carry >>= 8;
        }
    }
}

/* RFC 7292 B.2 with SHA-1; @id is 1 for a key, 2 for an initialization vector. */
static gboolean
derive_part (guint8 id,
             const guint8 *salt_and_password,
             gsize size,
             guint iterations,
             guint8 *out,
             gsize out_size)
{
  g_autofree guint8 *input = g_malloc (KDF_BLOCK + size);
  guint8 digest[SHA1_SIZE];
  gboolean good = TRUE;

  memset (input, id, KDF_BLOCK);
  if (size > 0)
    memcpy (input + KDF_BLOCK, salt_and_password, size);
  for (gsize done = 0; good && done < out_size; done += SHA1_SIZE)
    {
      good = gnutls_hash_fast (GNUTLS_DIG_SHA1, input, KDF_BLOCK + size, digest) >= 0;
      for (guint i = 1; good && i < iterations; i++)
        good = gnutls_hash_fast (GNUTLS_DIG_SHA1, digest, sizeof digest, digest) >= 0;
      memcpy (out + done, digest, MIN (sizeof digest, out_size - done));
      add_to_blocks (input + KDF_BLOCK, size, digest);
    }
  lk_secret_wipe (input, KDF_BLOCK + size);
  lk_secret_wipe (digest, sizeof digest);
  return good;
}

static gboolean
derive_pbes1 (Keys *keys, LkDer parameters, const char *password)
{
  LkDerItem sequence, salt;
  LkDer inside;
  guint iterations;
  gsize size;
  g_autofree guint8 *wide = NULL;
  g_autoptr (GByteArray) array = g_byte_array_new ();
  gboolean good;

  if (!lk_der_take (&parameters, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  if (!take_salt (&inside, &salt, &iterations))
    return FALSE;
  wide = dup_wide_password (password, &size);
  append_filled (array, salt.content, salt.size);
  append_filled (array, wide, size);
  good = derive_part (1, array->data, array->len, iterations, keys->key, keys->key_size) &&
         derive_part (2, array->data, array->len, iterations, keys->iv, keys->iv_size);
  if (wide != NULL)
    lk_secret_wipe (wide, size);
  if (array->len > 0)
    lk_secret_wipe (array->data, array->len);
  if (keys->cipher == GNUTLS_CIPHER_3DES_CBC && keys->key_size == 16)
    {
      memcpy (keys->key + 16, keys->key, 8);
      keys->key_size = 24;
    }
  return good;
}

/* The count of padding bytes, each of which says that count; 0 when they do not. */
static gsize
count_padding (const guint8 *data, gsize size, gsize block)
{
  guint8 count = size > 0 ? data[size - 1] : 0;

  if (count == 0 || count > block || count > size)
    return 0;
  for (gsize i = size - count; i < size; i++)
    if (data[i] != count)
      return 0;
  return count;
}

static LkSecret *
run_cipher (Keys *keys, GBytes *data)
{
  gsize size = g_bytes_get_size (data), padding = 0;
  g_autofree guint8 *out = g_malloc (size + MAX_BLOCK);
  gnutls_datum_t key = { keys->key, (unsigned)keys->key_size },
                 iv = { keys->iv, (unsigned)keys->iv_size };
  gnutls_cipher_hd_t handle;
  LkSecret *secret = NULL;

  if (size == 0 || (keys->iv_size > 0 && size % keys->iv_size != 0) ||
      gnutls_cipher_init (&handle, keys->cipher, &key, keys->iv_size > 0 ? &iv : NULL) < 0)
    return NULL;
  if (gnutls_cipher_decrypt2 (handle, g_bytes_get_data (data, NULL), size, out, size) >= 0)
    {
      if (keys->iv_size > 0)
        padding = count_padding (out, size, keys->iv_size);
      if (padding > 0 || keys->iv_size == 0)
        secret = lk_secret_new ((const char *)out, (gssize)(size - padding));
    }
  gnutls_cipher_deinit (handle);
  lk_secret_wipe (out, size);
  return secret;
}

LkSecret *
lk_pkcs12_decrypt (const LkDerItem *algorithm, GBytes *data, const char *password)
{
  LkDer inside = lk_der_enter (algorithm);
  g_autofree char *oid = take_oid (&inside);
  Keys keys = { 0 };
  LkSecret *secret = NULL;

  if (g_strcmp0 (oid, OID_PBES2) == 0
        ? derive_pbes2 (&keys, inside, password)
        : choose_cipher (&keys, oid) && derive_pbes1 (&keys, inside, password))
    secret = run_cipher (&keys, data);
  lk_secret_wipe (&keys, sizeof keys);
  return secret;
}
