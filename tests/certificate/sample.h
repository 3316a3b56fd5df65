/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Certificates made on the spot by GnuTLS, for tests: a key pair each, signed by another sample or
 * by itself. Aborts when GnuTLS fails, since a test cannot go on then. */

#pragma once

#include "certificate/lk-certificate.h"

#include <gnutls/abstract.h>
#include <gnutls/x509.h>

G_BEGIN_DECLS

typedef struct
{
  gnutls_x509_crt_t certificate;
  gnutls_x509_privkey_t key;
} LkSample;

typedef struct
{
  const char *dn; /* RFC 4514 */
  gboolean is_ca;
  guint key_usage; /* GNUTLS_KEY_… */
  const char *purpose;
  const char *dns_name;
} LkSampleSpec;

/* Starts an unsigned P-256 certificate, valid 2020 to 2040, for the caller to add to. */
LkSample *lk_sample_new (const LkSampleSpec *spec);

/* Signs it; by itself where @issuer is NULL. */
void lk_sample_sign (LkSample *self, LkSample *issuer);

GBytes *lk_sample_to_der (LkSample *self);
LkCertificate *lk_sample_to_certificate (LkSample *self);
void lk_sample_free (LkSample *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSample, lk_sample_free)

G_END_DECLS
