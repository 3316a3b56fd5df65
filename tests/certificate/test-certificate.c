/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sample.h"

#include "base/lk-error.h"

#include <string.h>

static const LkSampleSpec root_spec = { .dn = "CN=Site CA,O=Example",
                                        .is_ca = TRUE,
                                        .key_usage = GNUTLS_KEY_KEY_CERT_SIGN };
static const LkSampleSpec leaf_spec = {
  .dn = "CN=admin,OU=a\\, b,O=Example",
  .key_usage = GNUTLS_KEY_DIGITAL_SIGNATURE,
  .purpose = GNUTLS_KP_TLS_WWW_CLIENT,
  .dns_name = "admin.example"
};

static void
test_getters_tell_a_root (void)
{
  g_autoptr (LkSample) sample = lk_sample_new (&root_spec);
  g_autoptr (LkCertificate) root = NULL;
  g_autofree char *not_after = NULL;

  lk_sample_sign (sample, NULL);
  root = lk_sample_to_certificate (sample);
  g_assert_cmpstr (lk_certificate_get_title (root), ==, "Site CA");
  g_assert_cmpstr (lk_certificate_get_subject (root), ==, "CN=Site CA,O=Example");
  g_assert_cmpstr (lk_certificate_get_issuer (root), ==, "CN=Site CA,O=Example");
  g_assert_cmpuint (lk_certificate_get_version (root), ==, 3);
  g_assert_true (lk_certificate_is_ca (root));
  g_assert_cmpint (lk_certificate_get_path_length (root), ==, -1);
  g_assert_cmpuint (lk_certificate_get_key_usage (root), ==, LK_KEY_USAGE_KEY_CERT_SIGN);
  g_assert_null (lk_certificate_get_extended_key_usage (root));
  g_assert_cmpstr (lk_certificate_get_key_algorithm (root), ==, "EC");
  g_assert_cmpuint (lk_certificate_get_key_bits (root), ==, 256);
  g_assert_cmpstr (lk_certificate_get_key_curve (root), ==, "P-256");
  g_assert_cmpstr (lk_certificate_get_signature_algorithm (root), ==, "1.2.840.10045.4.3.2");
  g_assert_cmpstr (lk_certificate_get_signature_hash (root), ==, "SHA-256");
  g_assert_true (lk_certificate_is_self_issued (root));
  g_assert_true (lk_certificate_is_issued_by (root, root));
  g_assert_cmpuint (lk_certificate_get_defects (root)->len, ==, 0);
  not_after = g_date_time_format_iso8601 (lk_certificate_get_not_after (root));
  g_assert_cmpstr (not_after, ==, "2040-01-01T00:00:00Z");
}

static void
test_getters_tell_a_leaf (void)
{
  g_autoptr (LkSample) root_sample = lk_sample_new (&root_spec),
                       sample = lk_sample_new (&leaf_spec);
  g_autoptr (LkCertificate) root = NULL, leaf = NULL;
  g_autoptr (GDateTime) early = g_date_time_new_utc (2019, 12, 31, 23, 59, 59),
                        good = g_date_time_new_utc (2030, 1, 1, 0, 0, 0);

  lk_sample_sign (root_sample, NULL);
  lk_sample_sign (sample, root_sample);
  root = lk_sample_to_certificate (root_sample);
  leaf = lk_sample_to_certificate (sample);
  g_assert_cmpstr (lk_certificate_get_subject (leaf), ==, "CN=admin,OU=a\\, b,O=Example");
  g_assert_false (lk_certificate_is_ca (leaf));
  g_assert_cmpstr (lk_certificate_get_extended_key_usage (leaf)[0], ==, "1.3.6.1.5.5.7.3.2");
  g_assert_null (lk_certificate_get_extended_key_usage (leaf)[1]);
  g_assert_cmpstr (lk_certificate_get_subject_alt_names (leaf)[0], ==, "DNS:admin.example");
  g_assert_true (lk_certificate_is_issued_by (leaf, root));
  g_assert_false (lk_certificate_is_issued_by (root, leaf));
  g_assert_false (lk_certificate_is_issued_by (leaf, leaf));
  g_assert_true (lk_certificate_is_valid_at (leaf, good));
  g_assert_false (lk_certificate_is_valid_at (leaf, early));
}

static void
test_pem_goes_there_and_back (void)
{
  g_autoptr (LkSample) sample = lk_sample_new (&root_spec);
  g_autoptr (LkCertificate) root = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = NULL;

  lk_sample_sign (sample, NULL);
  root = lk_sample_to_certificate (sample);
  pem = lk_certificate_to_pem (root);
  g_assert_true (g_str_has_suffix (pem, "\n-----END CERTIFICATE-----\n"));
  again = lk_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  g_assert_true (lk_certificate_equal (root, again));
}

static void
test_der_of_every_length_is_survived (void)
{
  g_autoptr (LkSample) sample = lk_sample_new (&root_spec);
  g_autoptr (GBytes) der = NULL;

  lk_sample_sign (sample, NULL);
  der = lk_sample_to_der (sample);
  for (gsize length = 0; length < g_bytes_get_size (der); length++)
    {
      g_autoptr (GBytes) part = g_bytes_new (g_bytes_get_data (der, NULL), length);
      g_autoptr (GError) error = NULL;

      g_assert_null (lk_certificate_new_from_der (part, &error));
      g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
    }
}

static void
test_der_of_every_flipped_byte_is_survived (void)
{
  g_autoptr (LkSample) sample = lk_sample_new (&leaf_spec);
  g_autoptr (GBytes) der = NULL;

  lk_sample_sign (sample, NULL);
  der = lk_sample_to_der (sample);
  for (gsize i = 0; i < g_bytes_get_size (der) * 8; i++)
    {
      g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (der, NULL), g_bytes_get_size (der));
      g_autoptr (GBytes) broken = NULL;
      g_autoptr (LkCertificate) certificate = NULL;
      GPtrArray *extensions;

      bytes[i / 8] ^= (guint8)(1 << i % 8);
      broken = g_bytes_new (bytes, g_bytes_get_size (der));
      certificate = lk_certificate_new_from_der (broken, NULL);
      if (certificate == NULL)
        continue;
      extensions = lk_certificate_get_extensions (certificate);
      for (guint j = 0; j < extensions->len; j++)
        g_assert_true (
          g_utf8_validate (lk_extension_get_text (g_ptr_array_index (extensions, j)), -1, NULL));
      g_assert_cmpstr (lk_certificate_get_title (certificate), !=, "");
      g_assert_true (g_utf8_validate (lk_certificate_get_subject (certificate), -1, NULL));
    }
}

static void
test_trailing_bytes_are_a_defect (void)
{
  g_autoptr (LkSample) sample = lk_sample_new (&root_spec);
  g_autoptr (GBytes) der = NULL, longer = NULL;
  g_autoptr (LkCertificate) certificate = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  LkDefect *defect;

  lk_sample_sign (sample, NULL);
  der = lk_sample_to_der (sample);
  g_byte_array_append (bytes, g_bytes_get_data (der, NULL), (guint)g_bytes_get_size (der));
  g_byte_array_append (bytes, (const guint8 *)"\n\n", 2);
  longer = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  certificate = lk_certificate_new_from_der (longer, NULL);
  g_assert_nonnull (certificate);
  g_assert_true (g_bytes_equal (lk_certificate_get_der (certificate), der));
  g_assert_cmpuint (lk_certificate_get_defects (certificate)->len, ==, 1);
  defect = g_ptr_array_index (lk_certificate_get_defects (certificate), 0);
  g_assert_cmpstr (defect->id, ==, "trailing-bytes");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate/root/getters-tell-all", test_getters_tell_a_root);
  g_test_add_func ("/certificate/leaf/getters-tell-all", test_getters_tell_a_leaf);
  g_test_add_func ("/certificate/pem/goes-there-and-back", test_pem_goes_there_and_back);
  g_test_add_func ("/certificate/der/truncated-is-refused", test_der_of_every_length_is_survived);
  g_test_add_func ("/certificate/der/flipped-bit-is-survived", test_der_of_every_flipped_byte_is_survived);
  g_test_add_func ("/certificate/der/trailing-bytes-are-a-defect", test_trailing_bytes_are_a_defect);
  return g_test_run ();
}
