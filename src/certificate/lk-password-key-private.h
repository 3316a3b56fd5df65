/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys made from passwords, in the ways of PKCS#5 (RFC 8018) and PKCS#12 (RFC 7292 appendix B).
 * Private to this folder. Any thread. */

#pragma once

#include "certificate/lk-der.h"

#include <gnutls/gnutls.h>

G_BEGIN_DECLS

/* What RFC 7292 B.3 makes a key for. */
typedef enum
{
  LK_PASSWORD_KEY_CIPHER = 1,
  LK_PASSWORD_KEY_IV = 2,
  LK_PASSWORD_KEY_MAC = 3
} LkPasswordKeyUse;

/* Salt and rounds; @iterations is left alone where there are none. FALSE when they make no sense.
 */
gboolean lk_password_key_take_salt (LkDer *der, LkDerItem *salt, guint *iterations);

/* @password NULL is no password at all, which is not the empty one. */
gboolean lk_password_key_pkcs12 (LkPasswordKeyUse use,
                                 gnutls_digest_algorithm_t digest,
                                 const char *password,
                                 const LkDerItem *salt,
                                 guint iterations,
                                 guint8 *out,
                                 gsize out_size);

/* RFC 8018 5.1; FALSE when more is wanted than a digest gives. */
gboolean lk_password_key_pbkdf1 (gnutls_digest_algorithm_t digest,
                                 const char *password,
                                 const LkDerItem *salt,
                                 guint iterations,
                                 guint8 *out,
                                 gsize out_size);

/* RFC 8018 A.2: what an AlgorithmIdentifier says of PBKDF2. */
typedef struct
{
  LkDerItem salt;
  guint iterations;
  gsize key_size; /* 0: not stated */
  gnutls_mac_algorithm_t function;
} LkPbkdf2;

/* FALSE when it is another scheme, or with a function that is not known. */
gboolean lk_pbkdf2_read (LkPbkdf2 *self, const LkDerItem *algorithm);
gboolean lk_pbkdf2_run (const LkPbkdf2 *self, const char *password, guint8 *out, gsize out_size);

/* By its OID; GNUTLS_MAC_UNKNOWN where it is no HMAC that is known. */
gnutls_mac_algorithm_t lk_hmac_find (const char *oid);

G_END_DECLS
