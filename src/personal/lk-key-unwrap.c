/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-key-unwrap.h"

#include <gnutls/crypto.h>
#include <string.h>

#define BLOCK_BYTES 16
#define HALF_BYTES  8
#define MAX_BYTES   65536 /* a private key of RSA-16384 has 9,300 */

static gnutls_cipher_hd_t
start (const guint8 *key, const guint8 *iv)
{
  const gnutls_datum_t key_item = { (guint8 *)key, LK_KEY_UNWRAP_KEY_BYTES };
  const gnutls_datum_t iv_item = { (guint8 *)iv, BLOCK_BYTES };
  gnutls_cipher_hd_t cipher = NULL;

  return gnutls_cipher_init (&cipher, GNUTLS_CIPHER_AES_256_CBC, &key_item, &iv_item) >= 0 ? cipher
                                                                                           : NULL;
}

/* One block by itself: CBC with an initialisation vector of zeros. */
static gboolean
decrypt_block (gnutls_cipher_hd_t cipher, guint8 block[BLOCK_BYTES])
{
  guint8 zeros[BLOCK_BYTES] = { 0 };

  gnutls_cipher_set_iv (cipher, zeros, sizeof zeros);
  return gnutls_cipher_decrypt (cipher, block, BLOCK_BYTES) >= 0;
}

/* RFC 3394, 2.2.2: the first half block becomes the check value, the others the text. */
static gboolean
unwrap_in_place (gnutls_cipher_hd_t cipher, guint8 *bytes, gsize n_halves)
{
  const gsize n = n_halves - 1;
  guint8 block[BLOCK_BYTES];
  gboolean good = TRUE;

  memcpy (block, bytes, HALF_BYTES);
  for (gsize step = 6 * n; good && step > 0; step--)
    {
      guint8 *half = bytes + HALF_BYTES * ((step - 1) % n + 1);

      for (guint i = 0; i < HALF_BYTES; i++)
        block[HALF_BYTES - 1 - i] ^= (guint8)((guint64)step >> (8 * i));
      memcpy (block + HALF_BYTES, half, HALF_BYTES);
      good = decrypt_block (cipher, block);
      memcpy (half, block + HALF_BYTES, HALF_BYTES);
    }
  memcpy (bytes, block, HALF_BYTES);
  lk_secret_wipe (block, sizeof block);
  return good;
}

/* RFC 5649, 3: a constant, the length, and zeros behind the text; 0 when it is not so. */
static gsize
read_length (const guint8 *bytes, gsize size)
{
  static const guint8 constant[] = { 0xa6, 0x59, 0x59, 0xa6 };
  const gsize room = size - HALF_BYTES;
  const gsize length = (gsize)bytes[4] << 24 | (gsize)bytes[5] << 16 | (gsize)bytes[6] << 8 |
                       (gsize)bytes[7];

  if (memcmp (bytes, constant, sizeof constant) != 0 || length > room ||
      length + HALF_BYTES <= room)
    return 0;
  for (gsize i = length; i < room; i++)
    {
      if (bytes[HALF_BYTES + i] != 0)
        return 0;
    }
  return length;
}

LkSecret *
lk_key_unwrap_padded (const guint8 *key, GBytes *wrapped)
{
  static const guint8 zeros[BLOCK_BYTES];
  gsize size;
  const guint8 *data = g_bytes_get_data (wrapped, &size);
  gnutls_cipher_hd_t cipher;
  guint8 *bytes;
  LkSecret *text = NULL;
  gsize length = 0;

  if (size < 2 * BLOCK_BYTES - HALF_BYTES || size % HALF_BYTES != 0 || size > MAX_BYTES)
    return NULL; /* one block alone holds no private key */
  cipher = start (key, zeros);
  if (cipher == NULL)
    return NULL;
  bytes = g_memdup2 (data, size);
  if (unwrap_in_place (cipher, bytes, size / HALF_BYTES))
    length = read_length (bytes, size);
  if (length > 0)
    text = lk_secret_new ((const char *)bytes + HALF_BYTES, (gssize)length);
  gnutls_cipher_deinit (cipher);
  lk_secret_wipe (bytes, size);
  g_free (bytes);
  return text;
}

LkSecret *
lk_key_unwrap_cbc (const guint8 *key, const guint8 *iv, GBytes *wrapped)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (wrapped, &size);
  gnutls_cipher_hd_t cipher;
  guint8 *bytes;
  LkSecret *text = NULL;

  if (size == 0 || size % BLOCK_BYTES != 0 || size > MAX_BYTES)
    return NULL;
  cipher = start (key, iv);
  if (cipher == NULL)
    return NULL;
  bytes = g_memdup2 (data, size);
  if (gnutls_cipher_decrypt (cipher, bytes, size) >= 0 && bytes[size - 1] > 0 &&
      bytes[size - 1] <= BLOCK_BYTES)
    text = lk_secret_new ((const char *)bytes, (gssize)(size - bytes[size - 1]));
  gnutls_cipher_deinit (cipher);
  lk_secret_wipe (bytes, size);
  g_free (bytes);
  return text;
}
