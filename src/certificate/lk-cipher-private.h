/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The ciphers that protect keys and PKCS#12 files, old ones too: GnuTLS has most, Nettle (which
 * GnuTLS is built on) RC2 and RC4 of any key size. Private to this folder. Any thread. */

#pragma once

#include "base/lk-secret.h"

#include <gnutls/gnutls.h>

G_BEGIN_DECLS

#define LK_CIPHER_MAX_KEY 32
#define LK_CIPHER_MAX_IV  16

typedef enum
{
  LK_CIPHER_CBC, /* whichever block cipher GnuTLS knows by its number */
  LK_CIPHER_RC2, /* RFC 2268, CBC */
  LK_CIPHER_RC4
} LkCipherKind;

typedef struct
{
  LkCipherKind kind;
  gnutls_cipher_algorithm_t algorithm; /* of LK_CIPHER_CBC */
  gsize key_size, iv_size;             /* the block's size is that of the IV; 0: a stream */
  guint effective_bits;                /* of LK_CIPHER_RC2 */
} LkCipher;

/* (nullable) (transfer full): without its padding; NULL where the padding is wrong, as it is with
 * nearly every wrong key. */
LkSecret *lk_cipher_decrypt (const LkCipher *self,
                             const guint8 *key,
                             const guint8 *iv,
                             GBytes *data);

G_END_DECLS
