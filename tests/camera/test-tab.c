/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "camera/lk-server-import.h"
#include "camera/lk-ssl-tab.h"
#include "lk-test-pki.h"

static LkCertificate *
to_certificate (const LkTestCert *cert)
{
  g_autoptr (GError) error = NULL;
  LkCertificate *certificate = lk_certificate_new_from_der (cert->der, &error);

  g_assert_no_error (error);
  return certificate;
}

static LkCertificate *
make_ca (const char *subject)
{
  g_autoptr (LkTestCert) cert = lk_test_cert_new (&(LkTestSpec){
    .subject = subject, .ca = TRUE, .not_before = "2026-01-05T09:30:07Z", .not_after = "2036-01-05T09:30:08Z" });

  return to_certificate (cert);
}

static const struct
{
  const char *issuer;
  const char *subject;
  const char *period;
  const char *usage;
  gboolean matches;
} match_rows[] = {
  { "CN=Site CA,O=Example", "CN=Site CA,O=Example", "2026-01-05 - 2036-01-05", "", TRUE },
  { "/O=Example/CN=Site CA", "O=Example, CN=Site CA", "Jan  5 09:30:07 2026 GMT - Jan  5 09:30:08 2036 GMT", "-", TRUE },
  { "CN=Site CA,O=Example", "CN=Site CA,O=Example", "2026-01-05 09:30:07 - 2036-01-05 09:30:09", "", FALSE },
  { "CN=Site CA,O=Example", "CN=Site CA,O=Example", "2026-01-06 - 2036-01-05", "", FALSE },
  { "CN=Site CA,O=Example", "CN=Site CB,O=Example", "2026-01-05 - 2036-01-05", "", FALSE },
  { "CN=Root,O=Example", "CN=Site CA,O=Example", "2026-01-05 - 2036-01-05", "", FALSE },
  { "CN=Site CA,O=Example", "CN=Site CA,O=Example", "2026-01-05 - 2036-01-05", "Server authentication", FALSE },
  { "CN=Site CA,O=Example", "CN=Site CA,O=Example", "until 2036", "", FALSE },
};

static void
test_match (void)
{
  g_autoptr (LkCertificate) certificate = make_ca ("CN=Site CA,O=Example");

  for (gsize i = 0; i < G_N_ELEMENTS (match_rows); i++)
    {
      g_autoptr (LkTabCertificate) shown = lk_tab_certificate_new (
        match_rows[i].issuer, match_rows[i].subject, match_rows[i].period, match_rows[i].usage);
      g_autoptr (LkTabCertificate) matched = lk_tab_certificate_match (shown, certificate);

      g_test_message ("row %zu", i);
      g_assert_null (lk_tab_certificate_get_certificate (shown));
      g_assert_cmpint (matched != NULL, ==, match_rows[i].matches);
      if (matched != NULL)
        {
          g_assert_true (lk_tab_certificate_get_certificate (matched) == certificate);
          g_assert_cmpstr (lk_tab_certificate_get_period (matched), ==, match_rows[i].period);
          g_assert_cmpstr (lk_tab_certificate_get_title (matched), ==, "Site CA");
        }
    }
}

static void
test_whole (void)
{
  g_autoptr (LkCertificate) certificate = make_ca ("CN=Site CA,O=Example");
  g_autoptr (LkCertificate) other = make_ca ("CN=Site CA,O=Example");
  LkTabCertificate *whole = lk_tab_certificate_new_whole (certificate);
  g_autoptr (LkTabCertificate) same = lk_tab_certificate_match (whole, certificate);

  g_assert_cmpstr (lk_tab_certificate_get_period (whole), ==, "2026-01-05 – 2036-01-05");
  g_assert_cmpint (g_date_time_get_second (lk_tab_certificate_get_not_after (whole)), ==, 8);
  g_assert_nonnull (same);
  g_assert_null (lk_tab_certificate_match (whole, other));
  g_clear_object (&same);
  g_assert_finalize_object (whole);
}

static void
test_hostile_texts (void)
{
  g_autoptr (LkTabCertificate) shown = lk_tab_certificate_new ("\xff\xfe", "<b>CN=&", NULL, "\x01");

  g_assert_true (g_utf8_validate (lk_tab_certificate_get_issuer (shown), -1, NULL));
  g_assert_cmpstr (lk_tab_certificate_get_title (shown), ==, "<b>CN=&");
  g_assert_cmpstr (lk_tab_certificate_get_period (shown), ==, "");
  g_assert_null (lk_tab_certificate_get_not_before (shown));
}

static void
test_tls_versions (void)
{
  g_autofree char *names = lk_tls_versions_dup_names (LK_TLS_HAS_1_2 | LK_TLS_HAS_1_3);

  g_assert_cmpstr (names, ==, "1.2 1.3");
  g_assert_null (lk_tls_versions_dup_names (LK_TLS_NOT_TOLD));
  g_assert_cmpint (lk_tls_versions_from_names (" 1.3\n1.1 9.9 1.22"), ==, LK_TLS_HAS_1_1 | LK_TLS_HAS_1_3);
  g_assert_cmpint (lk_tls_versions_from_names (""), ==, LK_TLS_NOT_TOLD);
  g_assert_cmpint (lk_tls_versions_from_names (NULL), ==, LK_TLS_NOT_TOLD);
}

static void
test_tab (void)
{
  g_autoptr (LkCertificate) certificate = make_ca ("CN=Site CA");
  g_autoptr (LkCertificate) absent = make_ca ("CN=Site CB");
  g_autoptr (LkTabCertificate) ca = lk_tab_certificate_new_whole (certificate);
  LkSslTabFields fields = { .trusted_capacity = 4, .trusted = { NULL, ca, NULL, NULL } };
  g_autoptr (LkSslTab) tab = lk_ssl_tab_new (&fields);
  g_autoptr (LkSslTab) same = lk_ssl_tab_new (&fields);
  g_autoptr (LkSslTab) other = NULL;
  g_autoptr (LkSslTab) full = NULL;

  g_assert_cmpuint (lk_ssl_tab_count_trusted (tab), ==, 1);
  g_assert_cmpuint (lk_ssl_tab_find_free_slot (tab), ==, 1);
  g_assert_cmpuint (lk_ssl_tab_find_trusted (tab, certificate), ==, 2);
  g_assert_cmpuint (lk_ssl_tab_find_trusted (tab, absent), ==, 0);
  g_assert_true (lk_ssl_tab_get_trusted (tab, 2) == ca);
  g_assert_null (lk_ssl_tab_get_trusted (tab, 0));
  g_assert_null (lk_ssl_tab_get_trusted (tab, 5));
  g_assert_false (lk_ssl_tab_is_client_available (tab));
  g_assert_true (lk_ssl_tab_equal (tab, same));
  fields.client_enabled = TRUE;
  other = lk_ssl_tab_new (&fields);
  g_assert_false (lk_ssl_tab_equal (tab, other));
  for (guint i = 0; i < LK_MAX_TRUSTED; i++)
    fields.trusted[i] = ca;
  full = lk_ssl_tab_new (&fields);
  g_assert_cmpuint (lk_ssl_tab_find_free_slot (full), ==, 0);
}

static void
test_names (void)
{
  for (LkSslFunction value = LK_SSL_FUNCTION_UNKNOWN; value <= LK_SSL_FUNCTION_ENABLE_WITH_HTTP;
       value++)
    g_assert_cmpint (lk_ssl_function_from_name (lk_ssl_function_get_name (value)), ==, value);
  for (LkServerOption value = LK_SERVER_OPTION_UNKNOWN; value <= LK_SERVER_OPTION_SELF_SIGNED;
       value++)
    g_assert_cmpint (lk_server_option_from_name (lk_server_option_get_name (value)), ==, value);
  g_assert_cmpint (lk_ssl_function_from_name (NULL), ==, LK_SSL_FUNCTION_UNKNOWN);
  g_assert_cmpint (lk_server_option_from_name ("nonsense"), ==, LK_SERVER_OPTION_UNKNOWN);
  g_assert_cmpstr (lk_server_status_get_name (LK_SERVER_STATUS_INVALID), ==, "invalid");
}

enum
{
  GOOD_P12,
  GOOD_PEM,
  PLAIN_PEM,
  NO_KEY,
  OTHER_KEY,
  NOISE,
  N_FILES
};

static const struct
{
  int file;
  const char *password;
  int error; /* -1: none */
} import_rows[] = {
  { GOOD_P12, "secret", -1 },
  { GOOD_P12, "wrong", LK_ERROR_PASSWORD_WRONG },
  { GOOD_P12, NULL, LK_ERROR_PASSWORD_NEEDED },
  { GOOD_PEM, "secret", -1 },
  { GOOD_PEM, "wrong", LK_ERROR_PASSWORD_WRONG },
  { GOOD_PEM, NULL, LK_ERROR_PASSWORD_NEEDED },
  { PLAIN_PEM, NULL, -1 },
  { PLAIN_PEM, "", -1 },
  { PLAIN_PEM, "secret", LK_ERROR_PASSWORD_WRONG },
  { NO_KEY, NULL, LK_ERROR_NO_PRIVATE_KEY },
  { OTHER_KEY, NULL, LK_ERROR_KEY_MISMATCH },
  { NOISE, NULL, LK_ERROR_BAD_DATA },
  { GOOD_P12, "123456789012345678901234567890123456789012345678901", LK_ERROR_BAD_DATA },
};

static void
test_server_import (void)
{
  g_autoptr (LkTestCert) ca = lk_test_ca_new ("CN=CA", NULL);
  g_autoptr (LkTestCert) server = lk_test_server_new ("CN=cam", "DNS:cam.example,DNS:*.lan.example,IP:192.0.2.10,IP:2001:db8::1", ca);
  g_autoptr (LkTestCert) other = lk_test_server_new ("CN=other", "DNS:other.example", ca);
  g_autofree char *pem = lk_test_cert_to_pem_with_key (server, ca, "secret");
  g_autofree char *plain = lk_test_cert_to_pem_with_key (server, NULL, NULL);
  g_autofree char *alone = lk_test_cert_to_pem (server);
  g_autofree char *other_key = lk_test_cert_key_to_pem (other, NULL);
  g_autofree char *mixed = g_strconcat (alone, other_key, NULL);
  GBytes *files[N_FILES] = {
    [GOOD_P12] = lk_test_cert_to_pkcs12 (server, ca, "secret"),
    [GOOD_PEM] = g_bytes_new (pem, strlen (pem)),
    [PLAIN_PEM] = g_bytes_new (plain, strlen (plain)),
    [NO_KEY] = g_bytes_new (alone, strlen (alone)),
    [OTHER_KEY] = g_bytes_new (mixed, strlen (mixed)),
    [NOISE] = g_bytes_new_static ("0\x82noise", 7),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (import_rows); i++)
    {
      g_autoptr (LkSecret) password =
        import_rows[i].password != NULL ? lk_secret_new (import_rows[i].password, -1) : NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (LkServerImport) import =
        lk_server_import_new (files[import_rows[i].file], password, &error);

      g_test_message ("row %zu", i);
      if (import_rows[i].error >= 0)
        {
          g_assert_error (error, LK_ERROR, import_rows[i].error);
          g_assert_null (import);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (lk_certificate_get_title (lk_server_import_get_certificate (import)), ==,
                       "cam");
      g_assert_true (
        g_bytes_equal (lk_server_import_get_bytes (import), files[import_rows[i].file]));
      g_assert_true (lk_server_import_covers_host (import, "cam.example"));
      g_assert_true (lk_server_import_covers_host (import, "CAM.example."));
      g_assert_true (lk_server_import_covers_host (import, "gate.lan.example"));
      g_assert_true (lk_server_import_covers_host (import, "192.0.2.10"));
      g_assert_true (lk_server_import_covers_host (import, "2001:db8:0:0::1"));
      g_assert_false (lk_server_import_covers_host (import, "192.0.2.11"));
      g_assert_false (lk_server_import_covers_host (import, "lan.example"));
      g_assert_false (lk_server_import_covers_host (import, "a.gate.lan.example"));
      g_assert_false (lk_server_import_covers_host (import, "cam"));
    }
  for (int i = 0; i < N_FILES; i++)
    g_bytes_unref (files[i]);
}

static void
test_server_import_file (void)
{
  g_autoptr (LkTestCert) server = lk_test_server_new ("CN=cam", "DNS:cam.example", NULL);
  g_autofree char *folder = lk_test_folder_new ();
  g_autoptr (GBytes) bytes = lk_test_cert_to_pkcs12 (server, NULL, "secret");
  g_autofree char *path = lk_test_folder_write (folder, "cam.p12", bytes);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) absent = g_file_new_for_path ("/nonexistent/cam.p12");
  g_autoptr (LkSecret) password = lk_secret_new ("secret", -1);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  LkServerImport *import = lk_server_import_new_from_file (file, password, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (lk_server_import_get_kind (import), ==, LK_SERVER_FILE_PKCS12);
  g_assert_finalize_object (import);
  g_assert_null (lk_server_import_new_from_file (absent, password, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
  g_clear_error (&error);
  g_cancellable_cancel (cancelled);
  g_assert_null (lk_server_import_new_from_file (file, password, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  lk_test_folder_remove (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera/tab-certificate/match", test_match);
  g_test_add_func ("/camera/tab-certificate/whole", test_whole);
  g_test_add_func ("/camera/tab-certificate/hostile-texts", test_hostile_texts);
  g_test_add_func ("/camera/ssl-tab/slots", test_tab);
  g_test_add_func ("/camera/ssl-tab/names", test_names);
  g_test_add_func ("/camera/ssl-tab/tls-versions", test_tls_versions);
  g_test_add_func ("/camera/server-import/checks", test_server_import);
  g_test_add_func ("/camera/server-import/file", test_server_import_file);
  return g_test_run ();
}
