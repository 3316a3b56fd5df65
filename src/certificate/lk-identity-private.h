/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of an identity share: the pile of certificates and keys that one file held,
 * reading a PKCS#12 into it, and the key of one TLS session. A pile belongs to the function that
 * reads; its keys wipe themselves. */

#pragma once

#include "certificate/lk-identity.h"
#include "certificate/lk-text.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *certificates; /* (element-type LkCertificate), in the file's order */
  GPtrArray *keys;         /* (element-type gnutls_x509_privkey_t) */
} LkIdentityPile;

void lk_identity_pile_init (LkIdentityPile *self);
void lk_identity_pile_clear (LkIdentityPile *self);

/* Finds the key that belongs to a certificate and puts its issuers behind it. */
LkIdentity *lk_identity_new_from_pile (LkIdentityPile *self, const char *source, GError **error);

/* A PKCS#12 into the pile; see lk_identity_new_from_pkcs12() for the errors. */
gboolean lk_identity_pile_read_pkcs12 (LkIdentityPile *self,
                                       GBytes *pkcs12,
                                       LkSecret *password,
                                       GError **error);

/* The same for a text with PEM in it. */
gboolean
lk_identity_pile_read_text (LkIdentityPile *self, LkText *text, LkSecret *password, GError **error);

/* Makes @key sign with the identity's own; keeps a reference until @key goes. A GnuTLS code. */
int lk_identity_import_session_key (LkIdentity *self, gnutls_privkey_t key);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LkIdentityPile, lk_identity_pile_clear)

G_END_DECLS
