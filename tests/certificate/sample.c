/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sample.h"

#include <string.h>

#define CHECK(call) g_assert_cmpint ((call), >=, 0)

#define YEAR_2020 1577836800
#define YEAR_2040 2208988800

LkSample *
lk_sample_new (const LkSampleSpec *spec)
{
  static guint8 serial[] = { 0x10, 0 };
  LkSample *self = g_new0 (LkSample, 1);
  const char *where;

  CHECK (gnutls_x509_privkey_init (&self->key));
  CHECK (gnutls_x509_privkey_generate (self->key, GNUTLS_PK_ECDSA,
                                       GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));
  CHECK (gnutls_x509_crt_init (&self->certificate));
  serial[1]++;
  CHECK (gnutls_x509_crt_set_version (self->certificate, 3));
  CHECK (gnutls_x509_crt_set_serial (self->certificate, serial, sizeof serial));
  CHECK (gnutls_x509_crt_set_dn (self->certificate, spec->dn, &where));
  CHECK (gnutls_x509_crt_set_activation_time (self->certificate, YEAR_2020));
  CHECK (gnutls_x509_crt_set_expiration_time (self->certificate, YEAR_2040));
  CHECK (gnutls_x509_crt_set_key (self->certificate, self->key));
  CHECK (gnutls_x509_crt_set_basic_constraints (self->certificate, spec->is_ca, -1));
  if (spec->key_usage != 0)
    CHECK (gnutls_x509_crt_set_key_usage (self->certificate, spec->key_usage));
  if (spec->purpose != NULL)
    CHECK (gnutls_x509_crt_set_key_purpose_oid (self->certificate, spec->purpose, 0));
  if (spec->dns_name != NULL)
    CHECK (gnutls_x509_crt_set_subject_alt_name (self->certificate, GNUTLS_SAN_DNSNAME,
                                                 spec->dns_name, (unsigned)strlen (spec->dns_name),
                                                 GNUTLS_FSAN_SET));
  return self;
}

void
lk_sample_sign (LkSample *self, LkSample *issuer)
{
  LkSample *by = issuer != NULL ? issuer : self;

  CHECK (gnutls_x509_crt_sign2 (self->certificate, by->certificate, by->key, GNUTLS_DIG_SHA256, 0));
}

GBytes *
lk_sample_to_der (LkSample *self)
{
  gnutls_datum_t der;
  GBytes *bytes;

  CHECK (gnutls_x509_crt_export2 (self->certificate, GNUTLS_X509_FMT_DER, &der));
  bytes = g_bytes_new (der.data, der.size);
  gnutls_free (der.data);
  return bytes;
}

LkCertificate *
lk_sample_to_certificate (LkSample *self)
{
  g_autoptr (GBytes) der = lk_sample_to_der (self);
  g_autoptr (GError) error = NULL;
  LkCertificate *certificate = lk_certificate_new_from_der (der, &error);

  g_assert_no_error (error);
  return certificate;
}

void
lk_sample_free (LkSample *self)
{
  gnutls_x509_crt_deinit (self->certificate);
  gnutls_x509_privkey_deinit (self->key);
  g_free (self);
}
