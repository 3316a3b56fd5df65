/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A certificate together with its private key and the issuers that came with it: what proves who
 * somebody is in TLS. The key may live in memory (from a file, wiped when the last reference goes)
 * or stay on a token; whoever holds the identity can sign with it, and nothing else. Immutable,
 * any thread. */

#pragma once

#include "base/lk-secret.h"
#include "certificate/lk-certificate.h"

#include <gio/gio.h>
#include <gnutls/abstract.h>

G_BEGIN_DECLS

#define LK_TYPE_IDENTITY (lk_identity_get_type ())
G_DECLARE_FINAL_TYPE (LkIdentity, lk_identity, LK, IDENTITY, GObject)

/* From a PKCS#12 file. NULL, then the empty password are tried when @password is NULL.
 * Errors: LK_ERROR_BAD_DATA, PASSWORD_NEEDED, PASSWORD_WRONG, NO_PRIVATE_KEY, KEY_MISMATCH. */
LkIdentity *lk_identity_new_from_pkcs12 (GBytes *pkcs12, LkSecret *password, GError **error);

/* From PEM text that holds certificate and key, or PKCS#12: decides by content. Same errors. */
LkIdentity *lk_identity_new_from_file (GFile *file,
                                       LkSecret *password,
                                       GCancellable *cancellable,
                                       GError **error);

/* The same from bytes that the caller wipes; @source names the place for people. Same errors. */
LkIdentity *
lk_identity_new_from_bytes (GBytes *bytes, LkSecret *password, const char *source, GError **error);

/* From a key that the caller opened, for instance on a token: takes @key over. @chain holds the
 * leaf first, then its issuers. @source names the place for people. KEY_MISMATCH when they do not
 * fit. */
LkIdentity *
lk_identity_new (GPtrArray *chain, gnutls_privkey_t key, const char *source, GError **error);

LkCertificate *lk_identity_get_certificate (LkIdentity *self);
GPtrArray *lk_identity_get_chain (LkIdentity *self); /* (element-type LkCertificate), leaf first */
const char *lk_identity_get_source (LkIdentity *self);
/* borrowed; safe to sign with from one thread at a time */
gnutls_privkey_t lk_identity_get_key (LkIdentity *self);

/* Signs a fresh challenge with the key and checks it with the certificate: the proof that they
 * belong together. LK_ERROR_KEY_MISMATCH otherwise. */
gboolean lk_identity_prove (LkIdentity *self, GError **error);

/* Whether a key here, and not the other end, ended a TLS session: @code is GnuTLS's. Then says so
 * in @error, in place of what it held: STORE_LOCKED. */
gboolean lk_identity_blame_key (LkIdentity *self, int code, GError **error);

/* GnuTLS's code of the last signature for TLS, 0 when it went well; forgets it. */
int lk_identity_take_signing_code (LkIdentity *self);

/* New credentials for one TLS session: (transfer full), free with
 * gnutls_certificate_free_credentials(). */
gnutls_certificate_credentials_t lk_identity_to_credentials (LkIdentity *self, GError **error);

/* As GIO's TLS wants it; (transfer full). It signs through this identity, wherever the key lives,
 * and never holds a copy of it. LK_ERROR_BAD_CERTIFICATE. */
GTlsCertificate *lk_identity_to_tls_certificate (LkIdentity *self, GError **error);

/* A PKCS#12 of certificate, chain and key, protected with AES-128 (PBES2) or, for old readers,
 * 3DES; UNSUPPORTED where the key may not leave its store. */
GBytes *
lk_identity_to_pkcs12 (LkIdentity *self, LkSecret *password, gboolean legacy, GError **error);

G_END_DECLS
