/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures over the signed part of certificates, requests and CRLs (RFC 5280 4.1.1.2), verified
 * by GnuTLS whatever hash they use: whether that is still acceptable is for others to say. Any
 * thread. */

#pragma once

#include "certificate/lk-public-key.h"

G_BEGIN_DECLS

/* The OID of an AlgorithmIdentifier; "" where it cannot be read. */
char *lk_signature_dup_oid (const LkDerItem *algorithm);

/* (nullable): "SHA-256"; read from the parameters for RSA-PSS. */
const char *lk_signature_get_hash (const LkDerItem *algorithm);

/* FALSE where a signature that fails proves nothing: of an algorithm that is not known here, or of
 * RSA-PSS with parameters that are not those of TLS (RFC 8446 4.2.3). */
gboolean lk_signature_is_checkable (const LkDerItem *algorithm);

/* @part is what was signed, whole; @signature the BIT STRING. */
gboolean lk_signature_verify (const LkDerItem *algorithm,
                              LkPublicKey *key,
                              const LkDerItem *part,
                              const LkDerItem *signature);

G_END_DECLS
