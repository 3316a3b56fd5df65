/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A private key in an NSS database as GnuTLS can use it: signing happens inside NSS, so that a key
 * which may not leave its database can log in all the same; an exportable one can also be taken out
 * into memory. */

#pragma once

#include "personal/lk-nss.h"

#include <gnutls/abstract.h>
#include <keyhi.h>

G_BEGIN_DECLS

/* Takes @database and @key over. UNSUPPORTED for keys that are neither RSA nor EC. */
gnutls_privkey_t lk_nss_key_new (LkNssDatabase *database, SECKEYPrivateKey *key, GError **error);

/* The key itself, through an encryption under a one-time password; UNSUPPORTED when the database
 * refuses. */
gnutls_privkey_t lk_nss_key_export (LkNssDatabase *database, SECKEYPrivateKey *key, GError **error);

/* "true", "false" or "not said". */
const char *lk_nss_key_read_flag (SECKEYPrivateKey *key, CK_ATTRIBUTE_TYPE type);

G_END_DECLS
