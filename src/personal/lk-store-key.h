/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A private key that stays in its store and signs there, as GnuTLS can use it. The store says by
 * which schemes its key can sign and signs a digest; what is left to do for TLS is done here. One
 * thread at a time. */

#pragma once

#include <glib.h>
#include <gnutls/abstract.h>

G_BEGIN_DECLS

typedef enum
{
  LK_STORE_KEY_PKCS1 = 1 << 0,       /* RSA; the store builds the DigestInfo (RFC 8017, 9.2) */
  LK_STORE_KEY_DIGEST_INFO = 1 << 1, /* RSA over a DigestInfo that is built already */
  LK_STORE_KEY_PSS = 1 << 2,         /* RSA with a salt as long as the hash (RFC 8446, 4.2.3) */
  LK_STORE_KEY_ECDSA = 1 << 3,       /* r and s one after the other, as PKCS#11 and CNG give them */
} LkStoreKeyScheme;

typedef struct
{
  guint schemes; /* those of LkStoreKeyScheme that the key can sign by */
  guint bits;
  gboolean (*sign) (gpointer data,
                    LkStoreKeyScheme scheme,
                    gnutls_digest_algorithm_t hash,
                    const gnutls_datum_t *digest,
                    GByteArray *signature);
  GDestroyNotify free;
} LkStoreKeySpec;

/* Takes @data over, also when it fails. UNSUPPORTED for a key without any scheme. */
gnutls_privkey_t lk_store_key_new (const LkStoreKeySpec *spec, gpointer data, GError **error);

G_END_DECLS
