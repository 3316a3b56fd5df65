/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A certificate of an NSS database together with its key, ready to log in with. Taken out into
 * memory, and wiped after use, only where the database marks the key as exportable; any other key
 * signs inside NSS. */

#pragma once

#include "personal/lk-nss.h"
#include "personal/lk-personal-store.h"

#include <cert.h>
#include <keyhi.h>

G_BEGIN_DECLS

/* With @key left where it is; takes @database and @key over. */
LkIdentity *lk_nss_identity_new (LkPersonalStore *store,
                                 LkNssDatabase *database,
                                 SECKEYPrivateKey *key,
                                 LkCertificate *certificate,
                                 GError **error);

/* Takes @database over. NO_PRIVATE_KEY. */
LkIdentity *lk_nss_identity_open (LkPersonalStore *store,
                                  LkNssDatabase *database,
                                  CERTCertificate *cert,
                                  GError **error);

G_END_DECLS
