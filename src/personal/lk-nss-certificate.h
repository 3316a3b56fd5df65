/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A certificate in an NSS database under the name that finds it again: "nss:FOLDER#NICKNAME", or
 * "nss:FOLDER#sha256:FINGERPRINT" where it has no nickname or shares it with another one. Belongs
 * to the thread that opened the database. */

#pragma once

#include "personal/lk-nss.h"
#include "personal/lk-personal-store.h"

#include <cert.h>

G_BEGIN_DECLS

LkCertificate *lk_nss_certificate_read (CERTCertificate *cert); /* (nullable) */

/* Without the name of the token; (nullable). */
const char *lk_nss_certificate_get_nickname (CERTCertificate *cert);

/* The selector by nickname, where there is one. */
char *lk_nss_certificate_name (LkPersonalStore *store,
                               CERTCertificate *cert,
                               LkCertificate *certificate);

/* The selector by fingerprint. */
char *lk_nss_certificate_name_exactly (LkPersonalStore *store, LkCertificate *certificate);

/* NOT_FOUND; free with CERT_DestroyCertificate(). */
CERTCertificate *lk_nss_certificate_find (LkPersonalStore *store,
                                          LkNssDatabase *database,
                                          const char *selector,
                                          GError **error);

G_END_DECLS
