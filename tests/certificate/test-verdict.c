/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-verdict.h"

#include "base/lk-error.h"
#include "lk-test-pki.h"

#include <string.h>

static void
test_certificates (void)
{
  static const struct
  {
    LkJudgePurpose purpose;
    gboolean issued;
    LkVerdictState state;
    const char *text;
    LkTestSpec spec;
  } rows[] = {
    { LK_JUDGE_IN_GENERAL,
      FALSE,
      LK_VERDICT_GOOD,
      "CA certificate, good until 1 February 2035",
      { .ca = TRUE } },
    { LK_JUDGE_AS_CA,
      FALSE,
      LK_VERDICT_GOOD,
      "CA certificate, good until 1 February 2035",
      { .ca = TRUE } },
    { LK_JUDGE_IN_GENERAL,
      TRUE,
      LK_VERDICT_GOOD,
      "Personal certificate for logging in, good until 1 February 2035",
      { .eku = "client" } },
    { LK_JUDGE_IN_GENERAL,
      TRUE,
      LK_VERDICT_GOOD,
      "Server certificate, good until 1 February 2035",
      { .eku = "server" } },
    { LK_JUDGE_IN_GENERAL,
      TRUE,
      LK_VERDICT_GOOD,
      "Certificate for servers and for logging in, good until 1 February 2035",
      { .eku = "server,client" } },
    { LK_JUDGE_IN_GENERAL,
      TRUE,
      LK_VERDICT_NEUTRAL,
      "Certificate without a stated purpose, not a CA, good until 1 February 2035",
      { .eku = NULL } },
    { LK_JUDGE_IN_GENERAL,
      TRUE,
      LK_VERDICT_NEUTRAL,
      "Not a CA and not for TLS: a camera has no use for it (good until 1 February 2035)",
      { .eku = "email" } },
    { LK_JUDGE_AS_CA,
      TRUE,
      LK_VERDICT_BAD,
      "Not a CA certificate: the camera will not take it",
      { .eku = "server" } },
    { LK_JUDGE_IN_GENERAL,
      FALSE,
      LK_VERDICT_BAD,
      "Not a CA certificate: the camera will not take it",
      { .key_usage = GNUTLS_KEY_KEY_CERT_SIGN } },
    { LK_JUDGE_IN_GENERAL,
      FALSE,
      LK_VERDICT_BAD,
      "Not a usable CA certificate: its key may not sign certificates",
      { .ca = TRUE, .key_usage = GNUTLS_KEY_CRL_SIGN } },
    { LK_JUDGE_IN_GENERAL,
      FALSE,
      LK_VERDICT_BAD,
      "Expired CA certificate: it ended on 1 January 2021",
      { .ca = TRUE, .not_after = "2021-01-01" } },
    { LK_JUDGE_IN_GENERAL,
      TRUE,
      LK_VERDICT_BAD,
      "Personal certificate that is not valid before 1 January 2034",
      { .eku = "client", .not_before = "2034-01-01" } },
    { LK_JUDGE_AS_PERSONAL, TRUE, LK_VERDICT_BAD, "Not made for logging in", { .eku = "server" } },
    { LK_JUDGE_IN_GENERAL,
      FALSE,
      LK_VERDICT_BAD,
      "CA certificate that will not work",
      { .ca = TRUE, .key = "dsa" } },
    { LK_JUDGE_IN_GENERAL,
      TRUE,
      LK_VERDICT_BAD,
      "Personal certificate that will not work",
      { .eku = "client", .key = "dsa" } },
    { LK_JUDGE_AS_PERSONAL,
      TRUE,
      LK_VERDICT_WARNING,
      "Certificate without a stated purpose, not a CA, good until 1 February 2035",
      { .eku = NULL } },
  };
  g_autoptr (LkTestCert) root = lk_test_ca_new ("CN=Root", NULL);
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 6, 1, 0, 0, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      LkTestSpec spec = rows[i].spec;
      g_autoptr (LkTestCert) cert = NULL;
      g_autoptr (LkCertificate) certificate = NULL;
      g_autoptr (GPtrArray) findings = NULL;
      g_autoptr (LkVerdict) verdict = NULL;
      LkJudgeContext context = { .purpose = rows[i].purpose, .now = now };

      spec.subject = "CN=Somebody";
      spec.not_before = spec.not_before != NULL ? spec.not_before : "2020-01-01";
      spec.not_after = spec.not_after != NULL ? spec.not_after : "2035-02-01";
      spec.issuer = rows[i].issued ? root : NULL;
      cert = lk_test_cert_new (&spec);
      context.certificate = certificate = lk_certificate_new_from_der (cert->der, NULL);
      findings = lk_judge (&context);
      verdict = lk_verdict_new_for_certificate (&context, findings);
      g_assert_cmpstr (lk_verdict_get_text (verdict), ==, rows[i].text);
      g_assert_cmpint (lk_verdict_get_state (verdict), ==, rows[i].state);
      g_assert_finalize_object (g_steal_pointer (&verdict));
    }
}

static LkVerdict *
judge_text (char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (LkBundle) file = lk_bundle_new_from_bytes (bytes, "file", NULL, NULL, &error);

  return file != NULL ? lk_verdict_new_for_file (file, NULL) : lk_verdict_new_for_error (error);
}

static void
test_files (void)
{
  g_autoptr (LkTestCert) root = lk_test_ca_new ("CN=Root", NULL);
  g_autoptr (LkTestCert) person = lk_test_client_new ("CN=alice", root);
  g_autofree char *certificate = lk_test_cert_to_pem (root);
  const struct
  {
    char *text;
    const char *start;
  } rows[] = {
    { lk_test_cert_to_pem (root), "CA certificate, good until " },
    { g_strconcat (certificate, certificate, NULL), "File with 2 certificates" },
    { lk_test_cert_key_to_pem (root, NULL), "Private key without a password" },
    { lk_test_cert_key_to_pem (root, "secret"), "Private key, protected with a password" },
    { lk_test_cert_to_pem_with_key (person, root, NULL), "Personal certificate for logging in, good until " },
    { g_strdup ("hello"), "Not a certificate file" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LkVerdict) verdict = judge_text (rows[i].text);

      g_test_message ("%s", lk_verdict_get_text (verdict));
      g_assert_true (g_str_has_prefix (lk_verdict_get_text (verdict), rows[i].start));
    }
}

static void
test_locked (void)
{
  g_autoptr (LkTestCert) root = lk_test_ca_new ("CN=Root", NULL);
  g_autoptr (LkTestCert) person = lk_test_client_new ("CN=alice", root);
  g_autoptr (GBytes) pkcs12 = lk_test_cert_to_pkcs12 (person, root, "x");
  g_autoptr (LkSecret) password = lk_secret_new ("x", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkBundle) locked = lk_bundle_new_from_bytes (pkcs12, "alice.p12", NULL, NULL, &error);
  g_autoptr (LkBundle) open = lk_bundle_new_from_bytes (pkcs12, "alice.p12", password, NULL, NULL);
  g_autoptr (LkVerdict) before = NULL;
  g_autoptr (LkVerdict) after = NULL;

  g_assert_error (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED);
  before = lk_verdict_new_for_error (error);
  g_assert_true (g_str_has_prefix (lk_verdict_get_text (before), "Protected with a password"));
  g_assert_nonnull (open);
  after = lk_verdict_new_for_file (open, NULL);
  g_assert_true (g_str_has_prefix (lk_verdict_get_text (after), "Personal certificate for logging in"));
  g_assert_cmpstr (lk_verdict_get_state_name (after), ==, "good");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate/verdict/says-what-it-is-good-for", test_certificates);
  g_test_add_func ("/certificate/verdict/sums-up-files", test_files);
  g_test_add_func ("/certificate/verdict/pkcs12-before-and-after-password", test_locked);
  return g_test_run ();
}
