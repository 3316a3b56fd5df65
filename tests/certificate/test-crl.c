/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sample.h"

#include "base/lk-error.h"
#include "certificate/lk-crl.h"

#include <string.h>

#define NEW_YEAR_2026 1767225600

static LkSample *ca;

/* A list of that many certificates, serials from 1 on, each revoked a day after the one before. */
static GBytes *
make_crl (guint revoked)
{
  gnutls_x509_crl_t crl;
  gnutls_datum_t der;
  GBytes *bytes;
  guint8 number = 7;

  g_assert_cmpint (gnutls_x509_crl_init (&crl), >=, 0);
  g_assert_cmpint (gnutls_x509_crl_set_version (crl, 2), >=, 0);
  g_assert_cmpint (gnutls_x509_crl_set_this_update (crl, NEW_YEAR_2026), >=, 0);
  g_assert_cmpint (gnutls_x509_crl_set_next_update (crl, NEW_YEAR_2026 + 86400), >=, 0);
  g_assert_cmpint (gnutls_x509_crl_set_number (crl, &number, 1), >=, 0);
  for (guint i = 1; i <= revoked; i++)
    {
      guint8 serial[] = { 0x20, (guint8)(i >> 8), (guint8)i };

      g_assert_cmpint (
        gnutls_x509_crl_set_crt_serial (crl, serial, sizeof serial, NEW_YEAR_2026 - 86400 * i), >=,
        0);
    }
  g_assert_cmpint (gnutls_x509_crl_sign2 (crl, ca->certificate, ca->key, GNUTLS_DIG_SHA256, 0), >=,
                   0);
  g_assert_cmpint (gnutls_x509_crl_export2 (crl, GNUTLS_X509_FMT_DER, &der), >=, 0);
  bytes = g_bytes_new (der.data, der.size);
  gnutls_free (der.data);
  gnutls_x509_crl_deinit (crl);
  return bytes;
}

static void
assert_time (GDateTime *time, const char *expected)
{
  g_autofree char *text = g_date_time_format_iso8601 (time);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_facts_are_read (void)
{
  g_autoptr (GBytes) der = make_crl (2);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkCrl) crl = lk_crl_new_from_der (der, &error);
  g_autoptr (GPtrArray) revoked = NULL;
  const LkCrlEntry *entry;

  g_assert_no_error (error);
  g_assert_cmpstr (lk_crl_get_title (crl), ==, "Site CA");
  g_assert_cmpstr (lk_crl_get_issuer (crl), ==, "CN=Site CA,O=Example");
  g_assert_cmpuint (lk_crl_get_version (crl), ==, 2);
  g_assert_cmpstr (lk_crl_get_signature_algorithm (crl), ==, "1.2.840.10045.4.3.2");
  assert_time (lk_crl_get_this_update (crl), "2026-01-01T00:00:00Z");
  assert_time (lk_crl_get_next_update (crl), "2026-01-02T00:00:00Z");
  g_assert_cmpuint (lk_crl_get_revoked_count (crl), ==, 2);
  g_assert_cmpuint (lk_crl_get_extensions (crl)->len, ==, 1);
  g_assert_true (g_bytes_equal (lk_crl_get_der (crl), der));
  revoked = lk_crl_list_revoked (crl, 10);
  g_assert_cmpuint (revoked->len, ==, 2);
  entry = g_ptr_array_index (revoked, 1);
  g_assert_cmpstr (entry->serial, ==, "200002");
  assert_time (entry->time, "2025-12-30T00:00:00Z");
  g_assert_null (entry->reason);
}

static void
test_limit_is_kept (void)
{
  g_autoptr (GBytes) der = make_crl (500);
  g_autoptr (LkCrl) crl = lk_crl_new_from_der (der, NULL);
  g_autoptr (GPtrArray) some = lk_crl_list_revoked (crl, 3);
  g_autoptr (GPtrArray) all = lk_crl_list_revoked (crl, 1000);

  g_assert_cmpuint (lk_crl_get_revoked_count (crl), ==, 500);
  g_assert_cmpuint (some->len, ==, 3);
  g_assert_cmpuint (all->len, ==, 500);
}

static void
test_empty_list_is_one (void)
{
  g_autoptr (GBytes) der = make_crl (0);
  g_autoptr (LkCrl) crl = lk_crl_new_from_der (der, NULL);
  g_autoptr (GPtrArray) none = lk_crl_list_revoked (crl, 10);

  g_assert_cmpuint (lk_crl_get_revoked_count (crl), ==, 0);
  g_assert_cmpuint (none->len, ==, 0);
}

/* Every cut of a list is refused or read as far as it goes, and never more. */
static void
test_cuts_do_no_harm (void)
{
  g_autoptr (GBytes) der = make_crl (3);

  for (gsize size = 0; size < g_bytes_get_size (der); size++)
    {
      g_autoptr (GBytes) cut = g_bytes_new (g_bytes_get_data (der, NULL), size);
      g_autoptr (GError) error = NULL;
      g_autoptr (LkCrl) crl = lk_crl_new_from_der (cut, &error);

      g_assert_null (crl);
      g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
    }
}

/* With the entry extension of RFC 5280 5.3.1, which GnuTLS does not write; the signature is none.
 */
static GBytes *
make_with_reason (guint8 reason)
{
  /* clang-format off */
  guint8 crl[] = {
    0x30, 0x55, 0x30, 0x44,                          /* CertificateList, TBSCertList */
    0x02, 1, 1,                                                         /* version 2 */
    0x30, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2,              /* ECDSA with SHA-256 */
    0x30, 0,                                         /* issuer */
    0x17, 13, '2', '6', '0', '1', '0', '1', '0', '0', '0', '0', '0', '0', 'Z',
    0x30, 0x22, 0x30, 0x20, 0x02, 1, 5,              /* revokedCertificates, the first */
    0x17, 13, '2', '5', '1', '2', '3', '1', '0', '0', '0', '0', '0', '0', 'Z',
    0x30, 0x0c, 0x30, 0x0a, 6, 3, 0x55, 0x1d, 21, 0x04, 3, 0x0a, 1, reason,
    0x30, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2,
    0x03, 1, 0
  };
  /* clang-format on */

  return g_bytes_new (crl, sizeof crl);
}

static const struct
{
  const char *path;
  guint8 reason;
  const char *text; /* what it must hold */
} reasons[] = {
  { "/crl/reason/key-compromise", 1, "Key compromise" },
  { "/crl/reason/ca-compromise", 2, "CA compromise" },
  { "/crl/reason/superseded", 4, "Superseded" },
  { "/crl/reason/ceased", 5, "Cessation of operation" },
  { "/crl/reason/hold", 6, "hold" },
};

static void
test_reason_is_told (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GBytes) der = make_with_reason (reasons[i].reason);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkCrl) crl = lk_crl_new_from_der (der, &error);
  g_autoptr (GPtrArray) revoked = NULL;
  const LkCrlEntry *entry;

  g_assert_no_error (error);
  g_assert_cmpstr (lk_crl_get_title (crl), ==, "Revocation list without a name");
  g_assert_null (lk_crl_get_next_update (crl));
  revoked = lk_crl_list_revoked (crl, 1);
  entry = g_ptr_array_index (revoked, 0);
  g_assert_cmpstr (entry->serial, ==, "05");
  g_assert_nonnull (entry->reason);
  g_assert_nonnull (strstr (entry->reason, reasons[i].text));
}

int
main (int argc, char **argv)
{
  static const LkSampleSpec spec = { .dn = "CN=Site CA,O=Example",
                                     .is_ca = TRUE,
                                     .key_usage = GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN };
  int result;

  g_test_init (&argc, &argv, NULL);
  ca = lk_sample_new (&spec);
  lk_sample_sign (ca, NULL);
  g_test_add_func ("/crl/facts-are-read", test_facts_are_read);
  g_test_add_func ("/crl/limit-is-kept", test_limit_is_kept);
  g_test_add_func ("/crl/empty-list-is-one", test_empty_list_is_one);
  g_test_add_func ("/crl/cuts-do-no-harm", test_cuts_do_no_harm);
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    g_test_add_data_func (reasons[i].path, GSIZE_TO_POINTER (i), test_reason_is_told);
  result = g_test_run ();
  lk_sample_free (ca);
  return result;
}
