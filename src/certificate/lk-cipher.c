/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-cipher-private.h"

#include <gnutls/crypto.h>
#include <nettle/arcfour.h>
#include <nettle/arctwo.h>
#include <nettle/cbc.h>

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

static gboolean
run_rc2 (const LkCipher *self, const guint8 *key, const guint8 *iv, GBytes *data, guint8 *out)
{
  struct CBC_CTX (struct arctwo_ctx, ARCTWO_BLOCK_SIZE) context;

  arctwo_set_key_ekb (&context.ctx, self->key_size, key, self->effective_bits);
  CBC_SET_IV (&context, iv);
  CBC_DECRYPT (&context, arctwo_decrypt, g_bytes_get_size (data), out,
               g_bytes_get_data (data, NULL));
  lk_secret_wipe (&context, sizeof context);
  return TRUE;
}

static gboolean
run_rc4 (const LkCipher *self, const guint8 *key, const guint8 *iv, GBytes *data, guint8 *out)
{
  struct arcfour_ctx context;

  arcfour_set_key (&context, self->key_size, key);
  arcfour_crypt (&context, g_bytes_get_size (data), out, g_bytes_get_data (data, NULL));
  lk_secret_wipe (&context, sizeof context);
  return TRUE;
}

static gboolean
run_cbc (const LkCipher *self, const guint8 *key, const guint8 *iv, GBytes *data, guint8 *out)
{
  gnutls_datum_t key_datum = { (unsigned char *)key, (unsigned)self->key_size },
                 iv_datum = { (unsigned char *)iv, (unsigned)self->iv_size };
  gsize size = g_bytes_get_size (data);
  gnutls_cipher_hd_t handle;
  gboolean good;

  if (gnutls_cipher_init (&handle, self->algorithm, &key_datum, &iv_datum) < 0)
    return FALSE;
  good = gnutls_cipher_decrypt2 (handle, g_bytes_get_data (data, NULL), size, out, size) >= 0;
  gnutls_cipher_deinit (handle);
  return good;
}

LkSecret *
lk_cipher_decrypt (const LkCipher *self, const guint8 *key, const guint8 *iv, GBytes *data)
{
  static gboolean (*const run[]) (
    const LkCipher *, const guint8 *, const guint8 *, GBytes *,
    guint8 *) = { [LK_CIPHER_CBC] = run_cbc, [LK_CIPHER_RC2] = run_rc2, [LK_CIPHER_RC4] = run_rc4 };
  gsize size = g_bytes_get_size (data), padding = 0;
  g_autofree guint8 *out = NULL;
  LkSecret *secret = NULL;

  if (size == 0 || (self->iv_size > 0 && size % self->iv_size != 0))
    return NULL;
  out = g_malloc (size);
  if (run[self->kind](self, key, iv, data, out))
    {
      if (self->iv_size > 0)
        padding = count_padding (out, size, self->iv_size);
      if (padding > 0 || self->iv_size == 0)
        secret = lk_secret_new ((const char *)out, (gssize)(size - padding));
    }
  lk_secret_wipe (out, size);
  return secret;
}
