/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A key from a password by scrypt (RFC 7914), as PBES2 names it. GnuTLS and Nettle have none;
 * libgcrypt has, with the block size that everybody uses. Private to this folder. Any thread. */

#pragma once

#include "certificate/lk-der.h"

G_BEGIN_DECLS

typedef struct
{
  LkDerItem salt;
  guint cost;     /* a power of two, at most 2^18: 256 MiB of memory */
  guint parallel; /* at most 16 */
  gsize key_size; /* 0: not stated */
} LkScrypt;

/* FALSE when it is another scheme, or asks for more than is sensible. */
gboolean lk_scrypt_read (LkScrypt *self, const LkDerItem *algorithm);
gboolean lk_scrypt_run (const LkScrypt *self, const char *password, guint8 *out, gsize out_size);

G_END_DECLS
