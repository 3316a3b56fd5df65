/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The simulated camera's view of single certificates: what it takes as a trusted CA certificate,
 * and what its tab shows of one. Asks GnuTLS; shares no code with the programs that are tried on
 * the camera. */

#pragma once

#include <glib.h>
#include <gnutls/x509.h>

G_BEGIN_DECLS

/* The first certificate of a PEM file when it is a CA certificate, as PEM; NULL for anything else.
 * (transfer full) */
GBytes *lk_sim_ca_take (GBytes *file);
gnutls_x509_crt_t lk_sim_ca_parse (GBytes *pem);

/* What the tab shows of a certificate; dates in the given strftime form; (transfer full). */
typedef struct
{
  char *issuer;
  char *subject;
  char *period;
  char *extended_key_usage;
} LkSimDescription;

void lk_sim_description_init (LkSimDescription *self,
                              gnutls_x509_crt_t certificate,
                              const char *date_format);
void lk_sim_description_clear (LkSimDescription *self);

char *lk_sim_certificate_dup_sha256 (gnutls_x509_crt_t certificate);

/* The dotted OIDs of the extension, NULL-terminated; NULL when there is no such extension. */
char **lk_sim_certificate_dup_key_purposes (gnutls_x509_crt_t certificate);

G_END_DECLS
