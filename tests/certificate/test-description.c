/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sample.h"

#include "certificate/lk-description.h"
#include "certificate/lk-judge.h"

#include <string.h>

static LkCertificate *certificate;

/* (nullable): the value of the field with that id. */
static char *
find_value (GListModel *sections, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (LkSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = lk_section_get_fields (section);

      for (guint j = 0; j < g_list_model_get_n_items (fields); j++)
        {
          g_autoptr (LkField) field = g_list_model_get_item (fields, j);

          if (g_str_equal (lk_field_get_id (field), id))
            return g_strdup (lk_field_get_value (field));
        }
    }
  return NULL;
}

static const struct
{
  const char *path;
  const char *id;
  const char *value; /* what it must hold; NULL: any text */
} fields[] = {
  { "/description/certificate/tells-the-subject", "subject", "CN=admin,O=A & B" },
  { "/description/certificate/splits-the-subject", "subject.O", "A & B" },
  { "/description/certificate/tells-the-issuer", "issuer", "CN=admin,O=A & B" },
  { "/description/certificate/tells-the-serial", "serial", NULL },
  { "/description/certificate/tells-the-version", "version", "3" },
  { "/description/certificate/tells-the-start", "not-before", "2020-01-01 00:00:00 UTC (6 years ago)" },
  { "/description/certificate/tells-the-end", "not-after", "2040-01-01 00:00:00 UTC (in 13 years)" },
  { "/description/certificate/tells-the-signature", "signature-algorithm", "ECDSA with SHA-256" },
  { "/description/certificate/tells-the-key", "key", "EC" },
  { "/description/certificate/tells-the-purpose", "2.5.29.37", "TLS client authentication" },
  { "/description/certificate/tells-the-names", "2.5.29.17", "DNS:admin.example" },
  { "/description/certificate/tells-the-constraints", "2.5.29.19", "Not a CA" },
  { "/description/certificate/tells-the-fingerprint", "sha256", ":" },
};

static void
test_field (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 6, 1, 0, 0, 0);
  g_autoptr (GListModel) sections = lk_describe_certificate (certificate, now);
  g_autofree char *value = find_value (sections, fields[i].id);

  g_assert_nonnull (value);
  g_assert_cmpstr (value, !=, "");
  if (fields[i].value != NULL && strstr (value, fields[i].value) == NULL)
    g_error ("%s: %s", fields[i].id, value);
}

static const struct
{
  const char *path;
  int year, month, day;
  const char *end; /* of the certificate's notAfter, 2040-01-01 */
} times[] = {
  { "/description/time/years-off", 2030, 1, 1, "(in 10 years)" },
  { "/description/time/two-years-in-days", 2038, 1, 1, "(in 730 days)" },
  { "/description/time/one-day", 2039, 12, 31, "(in 1 day)" },
  { "/description/time/past", 2040, 1, 3, "(2 days ago)" },
  { "/description/time/long-past", 2050, 1, 2, "(10 years ago)" },
};

static void
test_time (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GDateTime) now =
    g_date_time_new_utc (times[i].year, times[i].month, times[i].day, 0, 0, 0);
  g_autoptr (GListModel) sections = lk_describe_certificate (certificate, now);
  g_autofree char *value = find_value (sections, "not-after");

  if (strstr (value, times[i].end) == NULL)
    g_error ("%s", value);
}

static void
test_no_time_is_left_out (void)
{
  g_autoptr (GListModel) sections = lk_describe_certificate (certificate, NULL);
  g_autofree char *value = find_value (sections, "not-after");

  g_assert_null (strchr (value, '('));
}

static LkBundle *
open_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  LkBundle *bundle = lk_bundle_new_from_bytes (bytes, "some.pem", NULL, NULL, &error);

  g_assert_no_error (error);
  return bundle;
}

static void
test_unreadable_is_told_with_its_place (void)
{
  g_autofree char *pem = lk_certificate_to_pem (certificate);
  g_autofree char *text = g_strconcat (pem, "-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n", NULL);
  g_autofree char *position = g_strdup_printf ("Byte %zu", strlen (pem));
  g_autoptr (LkBundle) bundle = open_text (text);
  g_autoptr (LkItem) item = g_list_model_get_item (lk_bundle_get_items (bundle), 1);
  g_autoptr (GListModel) sections = lk_describe_item (item, NULL);
  g_autofree char *offset = find_value (sections, "offset"), *label = find_value (sections, "label"),
                  *number = find_value (sections, "number"), *problem = find_value (sections, "problem");

  g_assert_cmpstr (offset, ==, position);
  g_assert_cmpstr (label, ==, "X509 CRL");
  g_assert_cmpstr (number, ==, "2");
  g_assert_nonnull (problem);
}

static void
test_file_is_told (void)
{
  g_autofree char *pem = lk_certificate_to_pem (certificate);
  g_autofree char *text = g_strconcat ("hello\r\n", pem, NULL);
  g_autoptr (LkBundle) bundle = open_text (text);
  g_autoptr (GListModel) sections = lk_describe_file (bundle, NULL);
  g_autofree char *name = find_value (sections, "file-name"), *format = find_value (sections, "file-format"),
                  *objects = find_value (sections, "file-objects"), *oddities = find_value (sections, "file-oddities");

  g_assert_cmpstr (name, ==, "some.pem");
  g_assert_cmpstr (format, ==, "PEM");
  g_assert_cmpstr (objects, ==, "1");
  g_assert_nonnull (strstr (oddities, "text around"));
}

/* The text has every section and every label of the description. */
static void
test_text_has_it_all (void)
{
  g_autoptr (GListModel) sections = lk_describe_certificate (certificate, NULL);
  g_autofree char *text = lk_description_to_text (sections);

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (LkSection) section = g_list_model_get_item (sections, i);

      g_assert_nonnull (strstr (text, lk_section_get_title (section)));
      g_assert_cmpuint (g_list_model_get_n_items (lk_section_get_fields (section)), >, 0);
    }
  g_assert_nonnull (strstr (text, "A & B"));
}

int
main (int argc, char **argv)
{
  static const LkSampleSpec spec = {
    .dn = "CN=admin,O=A & B", .purpose = GNUTLS_KP_TLS_WWW_CLIENT, .dns_name = "admin.example"
  };
  LkSample *sample;
  int result;

  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  sample = lk_sample_new (&spec);
  lk_sample_sign (sample, NULL);
  certificate = lk_sample_to_certificate (sample);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    g_test_add_data_func (fields[i].path, GSIZE_TO_POINTER (i), test_field);
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    g_test_add_data_func (times[i].path, GSIZE_TO_POINTER (i), test_time);
  g_test_add_func ("/description/time/none-is-left-out", test_no_time_is_left_out);
  g_test_add_func ("/description/unreadable/has-its-place", test_unreadable_is_told_with_its_place);
  g_test_add_func ("/description/file/is-told", test_file_is_told);
  g_test_add_func ("/description/text/has-it-all", test_text_has_it_all);
  result = g_test_run ();
  g_object_unref (certificate);
  lk_sample_free (sample);
  return result;
}
