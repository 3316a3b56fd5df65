/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The objects on a token that make a personal certificate: certificate and private key share one
 * CKA_ID. What a selector names is found by its id, or by its label where that is the only one
 * (RFC 7512). */

#pragma once

#include "certificate/lk-certificate.h"
#include "personal/lk-pkcs11-token.h"

G_BEGIN_DECLS

/* (element-type gulong): all of @class, or those with this @id (nullable). */
GArray *lk_pkcs11_find_by_class (LkPkcs11Token *token,
                                 CK_OBJECT_CLASS class,
                                 GBytes *id,
                                 GError **error);

/* 0 when there is none, or when the token does not show it yet. */
gulong lk_pkcs11_find_private_key (LkPkcs11Token *token, GBytes *id);
gulong lk_pkcs11_find_certificate (LkPkcs11Token *token, GBytes *id, GError **error);

/* The CKA_ID of what @selector names. USAGE, NOT_FOUND. */
GBytes *lk_pkcs11_find_id (LkPkcs11Token *token, const char *selector, GError **error);

LkCertificate *lk_pkcs11_read_certificate (LkPkcs11Token *token, gulong object); /* (nullable) */

/* The URI of the object of this class and id on the token. */
char *lk_pkcs11_make_uri (const char *token_uri, GBytes *id, CK_OBJECT_CLASS class);

G_END_DECLS
