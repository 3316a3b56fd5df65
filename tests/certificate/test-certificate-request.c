/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "certificate/lk-certificate-request.h"

#include <gnutls/x509.h>

#define CHECK(call) g_assert_cmpint ((call), >=, 0)

typedef struct
{
  const char *path;
  const char *dn;        /* (nullable) */
  const char *challenge; /* (nullable) */
  const char *purpose;   /* (nullable) */
  const char *title;
  guint attributes, extensions;
} Row;

static const Row rows[] = {
  { "/request/plain-is-read", "CN=admin,O=Example", NULL, NULL, "admin", 0, 0 },
  { "/request/extensions-are-read", "CN=admin", NULL, GNUTLS_KP_TLS_WWW_CLIENT, "admin", 0, 1 },
  { "/request/challenge-is-an-attribute", "CN=admin", "abc", NULL, "admin", 1, 0 },
  { "/request/both-are-told-apart", "CN=admin", "abc", GNUTLS_KP_TLS_WWW_CLIENT, "admin", 1, 1 },
  { "/request/title-falls-back-to-the-name", "O=Example", NULL, NULL, "O=Example", 0, 0 },
  { "/request/title-is-never-empty", NULL, NULL, NULL, "Request without a name", 0, 0 },
};

static GBytes *
make_request (const Row *row)
{
  gnutls_x509_crq_t request;
  gnutls_x509_privkey_t key;
  gnutls_datum_t der;
  const char *where;
  GBytes *bytes;

  CHECK (gnutls_x509_privkey_init (&key));
  CHECK (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                       GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));
  CHECK (gnutls_x509_crq_init (&request));
  CHECK (gnutls_x509_crq_set_version (request, 1));
  if (row->dn != NULL)
    CHECK (gnutls_x509_crq_set_dn (request, row->dn, &where));
  CHECK (gnutls_x509_crq_set_key (request, key));
  if (row->challenge != NULL)
    CHECK (gnutls_x509_crq_set_challenge_password (request, row->challenge));
  if (row->purpose != NULL)
    CHECK (gnutls_x509_crq_set_key_purpose_oid (request, row->purpose, 0));
  CHECK (gnutls_x509_crq_sign2 (request, key, GNUTLS_DIG_SHA256, 0));
  CHECK (gnutls_x509_crq_export2 (request, GNUTLS_X509_FMT_DER, &der));
  bytes = g_bytes_new (der.data, der.size);
  gnutls_free (der.data);
  gnutls_x509_crq_deinit (request);
  gnutls_x509_privkey_deinit (key);
  return bytes;
}

static void
test_request (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GBytes) der = make_request (row);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkCertificateRequest) request = lk_certificate_request_new_from_der (der, &error);
  LkPublicKey *key;

  g_assert_no_error (error);
  g_assert_cmpstr (lk_certificate_request_get_title (request), ==, row->title);
  g_assert_cmpstr (lk_certificate_request_get_subject (request), ==,
                   row->dn != NULL ? row->dn : "");
  g_assert_cmpuint (lk_certificate_request_get_version (request), ==, 1);
  g_assert_cmpstr (lk_certificate_request_get_signature_algorithm (request), ==, "1.2.840.10045.4.3.2");
  g_assert_true (lk_certificate_request_is_signature_valid (request));
  g_assert_cmpuint (lk_certificate_request_get_attributes (request)->len, ==, row->attributes);
  g_assert_cmpuint (lk_certificate_request_get_extensions (request)->len, ==, row->extensions);
  g_assert_true (g_bytes_equal (lk_certificate_request_get_der (request), der));
  key = lk_certificate_request_get_public_key (request);
  g_assert_cmpstr (lk_public_key_get_algorithm (key), ==, "EC");
  g_assert_cmpstr (lk_public_key_get_curve (key), ==, "P-256");
}

static GBytes *
change (GBytes *bytes, gsize from_end)
{
  gsize size;
  guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes));

  size = g_bytes_get_size (bytes);
  copy[size - from_end] ^= 1;
  return g_bytes_new_take (copy, size);
}

static void
test_changed_one_is_noticed (void)
{
  g_autoptr (GBytes) der = make_request (&rows[1]), changed = change (der, 1);
  g_autoptr (LkCertificateRequest) request = lk_certificate_request_new_from_der (changed, NULL);

  g_assert_nonnull (request);
  g_assert_false (lk_certificate_request_is_signature_valid (request));
}

static void
test_cuts_are_refused (void)
{
  g_autoptr (GBytes) der = make_request (&rows[3]);

  for (gsize size = 0; size < g_bytes_get_size (der); size++)
    {
      g_autoptr (GBytes) cut = g_bytes_new (g_bytes_get_data (der, NULL), size);
      g_autoptr (GError) error = NULL;

      g_assert_null (lk_certificate_request_new_from_der (cut, &error));
      g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_test_add_data_func (rows[i].path, &rows[i], test_request);
  g_test_add_func ("/request/changed-one-is-noticed", test_changed_one_is_noticed);
  g_test_add_func ("/request/cuts-are-refused", test_cuts_are_refused);
  return g_test_run ();
}
