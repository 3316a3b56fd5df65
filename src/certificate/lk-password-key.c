/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-password-key-private.h"

#include "base/lk-secret.h"

#include <gnutls/crypto.h>
#include <string.h>

#define OID_PBKDF2 "1.2.840.113549.1.5.12"

#define MAX_DIGEST    64
#define MAX_SALT_SIZE 4096

static const struct
{
  const char *oid;
  gnutls_mac_algorithm_t function;
} functions[] = {
  { "1.2.840.113549.2.6", GNUTLS_MAC_MD5 },
  { "1.2.840.113549.2.7", GNUTLS_MAC_SHA1 },
  { "1.2.840.113549.2.8", GNUTLS_MAC_SHA224 },
  { "1.2.840.113549.2.9", GNUTLS_MAC_SHA256 },
  { "1.2.840.113549.2.10", GNUTLS_MAC_SHA384 },
  { "1.2.840.113549.2.11", GNUTLS_MAC_SHA512 },
};

gnutls_mac_algorithm_t
lk_hmac_find (const char *oid)
{
  for (gsize i = 0; oid != NULL && i < G_N_ELEMENTS (functions); i++)
    if (g_str_equal (functions[i].oid, oid))
      return functions[i].function;
  return GNUTLS_MAC_UNKNOWN;
}

gboolean
lk_password_key_take_salt (LkDer *der, LkDerItem *salt, guint *iterations)
{
  LkDerItem item;
  gint64 count;

  if (!lk_der_take (der, LK_DER_OCTET_STRING, salt) || salt->size > MAX_SALT_SIZE)
    return FALSE;
  if (!lk_der_take (der, LK_DER_INTEGER, &item))
    return TRUE;
  if (!lk_der_get_int (&item, &count) || count < 1 || count > G_MAXINT32)
    return FALSE;
  *iterations = (guint)count;
  return TRUE;
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

/* Copies @data again and again up to a whole number of blocks; gives the end. */
static guint8 *
fill_blocks (guint8 *to, const guint8 *data, gsize size, gsize block)
{
  gsize filled = (size + block - 1) / block * block;

  for (gsize i = 0; i < filled; i++)
    to[i] = data[i % size];
  return to + filled;
}

/* I_j = (I_j + B + 1) mod 2^v for every block */
static void
add_to_blocks (guint8 *blocks, gsize size, gsize block, const guint8 *digest, gsize digest_size)
{
  for (gsize start = 0; start < size; start += block)
    {
      guint carry = 1;

      for (gsize i = block; i-- > 0;)
        {
          carry += blocks[start + i] + digest[i % digest_size];
          blocks[start + i] = (guint8)carry;
          carry >>= 8;
        }
    }
}

/* digest = H (H (… H (input))), as often as @iterations says */
static gboolean
hash_often (gnutls_digest_algorithm_t algorithm,
            const guint8 *input,
            gsize size,
            guint iterations,
            guint8 *digest)
{
  gsize digest_size = gnutls_hash_get_len (algorithm);
  gnutls_hash_hd_t handle;
  gboolean good;

  if (gnutls_hash_init (&handle, algorithm) < 0)
    return FALSE;
  good = gnutls_hash (handle, input, size) >= 0;
  gnutls_hash_output (handle, digest);
  for (guint i = 1; good && i < iterations; i++)
    {
      good = gnutls_hash (handle, digest, digest_size) >= 0;
      gnutls_hash_output (handle, digest);
    }
  gnutls_hash_deinit (handle, NULL);
  return good;
}

gboolean
lk_password_key_pkcs12 (LkPasswordKeyUse use,
                        gnutls_digest_algorithm_t digest,
                        const char *password,
                        const LkDerItem *salt,
                        guint iterations,
                        guint8 *out,
                        gsize out_size)
{
  gsize digest_size = gnutls_hash_get_len (digest), block = digest_size > 32 ? 128 : 64, wide_size;
  g_autofree guint8 *wide = dup_wide_password (password, &wide_size);
  gsize room = 3 * block + salt->size + wide_size, size;
  g_autofree guint8 *input = g_malloc (room);
  guint8 hash[MAX_DIGEST] = { 0 }, *end;
  gboolean good = digest_size > 0 && (password == NULL || wide != NULL);

  memset (input, (int)use, block);
  end = fill_blocks (input + block, salt->content, salt->size, block);
  end = fill_blocks (end, wide, wide_size, block);
  size = (gsize)(end - input);
  for (gsize done = 0; good && done < out_size; done += digest_size)
    {
      good = hash_often (digest, input, size, iterations, hash);
      memcpy (out + done, hash, MIN (digest_size, out_size - done));
      add_to_blocks (input + block, size - block, block, hash, digest_size);
    }
  lk_secret_wipe (input, room);
  lk_secret_wipe (hash, sizeof hash);
  if (wide != NULL)
    lk_secret_wipe (wide, wide_size);
  return good;
}

gboolean
lk_password_key_pbkdf1 (gnutls_digest_algorithm_t digest,
                        const char *password,
                        const LkDerItem *salt,
                        guint iterations,
                        guint8 *out,
                        gsize out_size)
{
  gsize length = password != NULL ? strlen (password) : 0, size = length + salt->size;
  /* as large as it gets, so that no copy is left behind */
  g_autoptr (GByteArray) input = g_byte_array_sized_new ((guint)size + 1);
  guint8 hash[MAX_DIGEST] = { 0 };
  gboolean good;

  if (length > 0)
    g_byte_array_append (input, (const guint8 *)password, (guint)length);
  if (salt->size > 0)
    g_byte_array_append (input, salt->content, (guint)salt->size);
  good = out_size <= gnutls_hash_get_len (digest) &&
         hash_often (digest, input->data, size, iterations, hash);
  if (good)
    memcpy (out, hash, out_size);
  lk_secret_wipe (input->data, size);
  lk_secret_wipe (hash, sizeof hash);
  return good;
}

gboolean
lk_pbkdf2_read (LkPbkdf2 *self, const LkDerItem *algorithm)
{
  LkDer inside = lk_der_enter (algorithm), parameters;
  LkDerItem item;
  g_autofree char *oid = NULL, *function = NULL;
  gint64 key_size = 0;

  if (!lk_der_take (&inside, LK_DER_OID, &item))
    return FALSE;
  oid = lk_der_dup_oid (&item);
  if (g_strcmp0 (oid, OID_PBKDF2) != 0 || !lk_der_take (&inside, LK_DER_SEQUENCE, &item))
    return FALSE;
  *self = (LkPbkdf2){ .function = GNUTLS_MAC_SHA1 };
  parameters = lk_der_enter (&item);
  if (!lk_password_key_take_salt (&parameters, &self->salt, &self->iterations) ||
      self->iterations == 0)
    return FALSE;
  if (lk_der_take (&parameters, LK_DER_INTEGER, &item))
    {
      if (!lk_der_get_int (&item, &key_size) || key_size < 1 || key_size > G_MAXUINT16)
        return FALSE;
      self->key_size = (gsize)key_size;
    }
  if (!lk_der_take (&parameters, LK_DER_SEQUENCE, &item))
    return TRUE;
  inside = lk_der_enter (&item);
  if (lk_der_take (&inside, LK_DER_OID, &item))
    function = lk_der_dup_oid (&item);
  self->function = lk_hmac_find (function);
  return self->function != GNUTLS_MAC_UNKNOWN;
}

gboolean
lk_pbkdf2_run (const LkPbkdf2 *self, const char *password, guint8 *out, gsize out_size)
{
  const char *text = password != NULL ? password : "";
  gnutls_datum_t key = { (unsigned char *)text, (unsigned)strlen (text) },
                 salt = { (unsigned char *)self->salt.content, (unsigned)self->salt.size };

  return gnutls_pbkdf2 (self->function, &key, &salt, self->iterations, out, out_size) >= 0;
}
