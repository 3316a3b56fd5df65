/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes certificates with P-256 keys on the spot, good ones and bad ones, for samples to try the
 * product on. A value; belongs to whoever made it. */

#pragma once

#include "base/lk-secret.h"

#include <gnutls/x509.h>

G_BEGIN_DECLS

typedef struct
{
  gnutls_x509_crt_t certificate;
  gnutls_x509_privkey_t key;
} LkSimPkiItem;

typedef struct
{
  const char *subject;        /* RFC 4514 */
  const LkSimPkiItem *issuer; /* NULL: signed by itself */
  gboolean is_ca;
  int from_days; /* from today; usually negative */
  int to_days;
  const char *key_purpose;  /* (nullable) OID for extended key usage */
  gboolean is_for_loopback; /* names localhost and 127.0.0.1 */
} LkSimPkiSpec;

/* INTERNAL when GnuTLS cannot. */
gboolean lk_sim_pki_make (LkSimPkiItem *item, const LkSimPkiSpec *spec, GError **error);
void lk_sim_pki_item_clear (LkSimPkiItem *item);

GBytes *lk_sim_pki_item_to_der (const LkSimPkiItem *item);
GBytes *lk_sim_pki_item_to_pem (const LkSimPkiItem *item);

/* Certificate, key and (nullable) issuer under a password; errors of lk_identity_to_pkcs12(). */
GBytes *lk_sim_pki_item_to_pkcs12 (const LkSimPkiItem *item,
                                   const LkSimPkiItem *issuer,
                                   LkSecret *password,
                                   GError **error);

G_END_DECLS
