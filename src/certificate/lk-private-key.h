/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A private key as found in a file: PKCS#1, PKCS#8 plain or encrypted, SEC 1, DSA or OpenSSH. What
 * may be shown of it is plain; the key itself leaves only as an LkSecret or a GnuTLS key. While it
 * is locked (encrypted, password not known) there is no more to tell than how it is protected.
 * Immutable, any thread. */

#pragma once

#include "base/lk-secret.h"
#include "certificate/lk-public-key.h"

#include <gnutls/abstract.h>

G_BEGIN_DECLS

#define LK_TYPE_PRIVATE_KEY (lk_private_key_get_type ())
G_DECLARE_FINAL_TYPE (LkPrivateKey, lk_private_key, LK, PRIVATE_KEY, GObject)

/* More rounds of a password scheme than this are an attack on whoever opens a file, not a
 * protection. */
#define LK_MAX_ITERATIONS 10000000

/* @secret holds DER, or PEM text for keys that PEM itself encrypts (RFC 1421) and for OpenSSH's.
 * Without a fitting password an encrypted key stays locked: PASSWORD_WRONG only when @password was
 * given, UNSUPPORTED when it could not be tried. LK_ERROR_BAD_DATA when it is no key. */
LkPrivateKey *lk_private_key_new (LkSecret *secret, LkSecret *password, GError **error);

/* The same with less patience: @max_iterations is what is left of LK_MAX_ITERATIONS for a file of
 * several keys. */
LkPrivateKey *lk_private_key_new_within (LkSecret *secret,
                                         LkSecret *password,
                                         guint64 max_iterations,
                                         GError **error);

const char *lk_private_key_get_format (LkPrivateKey *self); /* "PKCS#1", "PKCS#8", "SEC 1", "DSA", "OpenSSH", "PEM" */
gboolean lk_private_key_is_encrypted (LkPrivateKey *self);  /* in its file */
gboolean lk_private_key_is_locked (LkPrivateKey *self);
const char *lk_private_key_get_protection (LkPrivateKey *self); /* (nullable): "AES-256-CBC, PBKDF2 with HMAC with SHA-256" */
/* of its password scheme; 0: none, or not known */
guint64 lk_private_key_get_iterations (LkPrivateKey *self);

const char *lk_private_key_get_algorithm (LkPrivateKey *self); /* "" while locked */
guint lk_private_key_get_bits (LkPrivateKey *self);            /* 0 while locked */
const char *lk_private_key_get_curve (LkPrivateKey *self);     /* (nullable) */
/* (nullable): to be compared with a certificate's */
const char *lk_private_key_get_spki_sha256 (LkPrivateKey *self);
LkPublicKey *lk_private_key_get_public_key (LkPrivateKey *self); /* (nullable) */

/* As it stands in the file, still encrypted if it was. */
LkSecret *lk_private_key_get_secret (LkPrivateKey *self);

/* (transfer full): free with gnutls_x509_privkey_deinit(). PASSWORD_NEEDED while locked;
 * UNSUPPORTED where GnuTLS cannot use it. */
gnutls_x509_privkey_t lk_private_key_to_gnutls (LkPrivateKey *self, GError **error);

G_END_DECLS
