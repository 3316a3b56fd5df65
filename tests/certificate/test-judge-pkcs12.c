/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-judge.h"
#include "lk-test-pki.h"

#include <glib/gstdio.h>

static LkBundle *
open_bytes (GBytes *bytes, const char *password)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSecret) secret = lk_secret_new (password, -1);
  LkBundle *bundle = lk_bundle_new_from_bytes (bytes, "server.p12", secret, NULL, &error);

  g_assert_no_error (error);
  return bundle;
}

/* A PKCS#12 with the server in it, as openssl makes it: @options is what is said besides. */
static LkBundle *
make_pkcs12 (const LkTestCert *server, const char *options)
{
  g_autofree char *folder = g_dir_make_tmp ("latchkey-judge-XXXXXX", NULL);
  g_autofree char *pem = lk_test_cert_to_pem_with_key (server, NULL, NULL),
                  *in = g_build_filename (folder, "server.pem", NULL),
                  *out = g_build_filename (folder, "server.p12", NULL),
                  *line = g_strjoin (" ", "openssl pkcs12 -export -passout pass:x -in", in, "-out", out, options, NULL);
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GSubprocess) openssl = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;

  g_assert_true (g_file_set_contents (in, pem, -1, NULL));
  g_assert_true (g_shell_parse_argv (line, NULL, &arguments, NULL));
  openssl = g_subprocess_newv ((const char *const *)arguments, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (openssl, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (out, &contents, &size, NULL));
  bytes = g_bytes_new (contents, size);
  g_assert_cmpint (g_remove (in), ==, 0);
  g_assert_cmpint (g_remove (out), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  return open_bytes (bytes, "x");
}

static LkBundle *
open_pbmac1 (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "pbmac1.p12", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  bytes = g_bytes_new (contents, size);
  return open_bytes (bytes, "");
}

/* What is said of a server's file before it goes to a camera that opens these files. */
static void
test_server_pkcs12 (void)
{
  enum
  {
    OLD, /* RC2-40 and 3DES */
    NEW, /* AES-256 */
    FEW,
    MANY,
    PBMAC1
  };
  static const struct
  {
    int file;
    LkPkcs12Reader reader;
    const char *id;
    int severity; /* -1: nothing is said */
  } rows[] = {
    { OLD, LK_PKCS12_READER_UNKNOWN, "p12-legacy", LK_SEVERITY_WARNING },
    { OLD, LK_PKCS12_READER_OLD, "p12-legacy", LK_SEVERITY_WARNING },
    { OLD, LK_PKCS12_READER_NEW, "p12-legacy", LK_SEVERITY_ERROR },
    { OLD, LK_PKCS12_READER_NONE, "p12-legacy", LK_SEVERITY_INFO },
    { OLD, LK_PKCS12_READER_OLD, "p12-too-new", -1 },
    { NEW, LK_PKCS12_READER_UNKNOWN, "p12-too-new", LK_SEVERITY_INFO },
    { NEW, LK_PKCS12_READER_OLD, "p12-too-new", LK_SEVERITY_ERROR },
    { NEW, LK_PKCS12_READER_NEW, "p12-too-new", -1 },
    { NEW, LK_PKCS12_READER_BOTH, "p12-too-new", -1 },
    { NEW, LK_PKCS12_READER_NONE, "p12-too-new", -1 },
    { NEW, LK_PKCS12_READER_NEW, "p12-legacy", -1 },
    { NEW, LK_PKCS12_READER_UNKNOWN, "p12-rounds", -1 },
    { FEW, LK_PKCS12_READER_BOTH, "p12-legacy", LK_SEVERITY_WARNING },
    { MANY, LK_PKCS12_READER_UNKNOWN, "p12-rounds", LK_SEVERITY_WARNING },
    { MANY, LK_PKCS12_READER_NONE, "p12-rounds", -1 },
    { PBMAC1, LK_PKCS12_READER_UNKNOWN, "p12-too-new", LK_SEVERITY_WARNING },
    { PBMAC1, LK_PKCS12_READER_OLD, "p12-too-new", LK_SEVERITY_ERROR },
    { PBMAC1, LK_PKCS12_READER_NONE, "p12-too-new", -1 },
  };
  LkTestCert *cert = lk_test_server_new ("CN=cam.example", NULL, NULL);
  LkBundle *files[] = {
    [OLD] = make_pkcs12 (cert, "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-RC2-40 -macalg sha1 -legacy"),
    [NEW] = make_pkcs12 (cert, ""),
    [FEW] = make_pkcs12 (cert, "-iter 100"),
    [MANY] = make_pkcs12 (cert, "-iter 800000"),
    [PBMAC1] = open_pbmac1 (),
  };
  g_autoptr (LkCertificate) server = lk_certificate_new_from_der (cert->der, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const LkJudgeContext context = { .purpose = LK_JUDGE_AS_SERVER,
                                       .certificate = server,
                                       .file = files[rows[i].file],
                                       .limits = { .pkcs12 = rows[i].reader } };

      g_autoptr (GPtrArray) findings = lk_judge (&context);
      LkFinding *finding = lk_findings_find (findings, rows[i].id);

      g_test_message ("row %" G_GSIZE_FORMAT ": %s", i,
                      finding != NULL ? lk_finding_get_message (finding) : "silence");
      g_assert_cmpint (finding != NULL ? (int)lk_finding_get_severity (finding) : -1, ==,
                       rows[i].severity);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    g_object_unref (files[i]);
  lk_test_cert_free (cert);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate/judge/looks-at-a-servers-pkcs12", test_server_pkcs12);
  return g_test_run ();
}
