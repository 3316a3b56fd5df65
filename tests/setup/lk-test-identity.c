/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-test-identity.h"

LkCertificate *
lk_test_certificate (const LkTestCert *cert)
{
  g_autoptr (GError) error = NULL;
  LkCertificate *certificate = lk_certificate_new_from_der (cert->der, &error);

  g_assert_no_error (error);
  return certificate;
}

GPtrArray *
lk_test_certificates (const LkTestCert *cert)
{
  GPtrArray *certificates = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (certificates, lk_test_certificate (cert));
  return certificates;
}

LkIdentity *
lk_test_identity (const LkTestCert *cert, const LkTestCert *issuer)
{
  g_autoptr (GPtrArray) chain = lk_test_certificates (cert);
  g_autoptr (GError) error = NULL;
  gnutls_x509_privkey_t copy;
  gnutls_privkey_t key;
  LkIdentity *identity;

  if (issuer != NULL)
    g_ptr_array_add (chain, lk_test_certificate (issuer));
  g_assert_cmpint (gnutls_x509_privkey_init (&copy), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_cpy (copy, cert->key), ==, 0);
  g_assert_cmpint (gnutls_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_privkey_import_x509 (key, copy, GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE), ==,
                   0);
  identity = lk_identity_new (chain, key, "test", &error);
  g_assert_no_error (error);
  return identity;
}
