/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules against certificates that others made, and against what OpenSSL says of them. Skipped
 * where the corpus is not at hand. Every difference is listed here with its reason. */

#include "config.h"

#include "certificate/lk-judge.h"

#include "base/lk-error.h"

#include <string.h>

#define CORPUS "../shared/corpus"
#define ROOTS  "/etc/ssl/certs/ca-certificates.crt"

typedef struct
{
  const char *name; /* file, or the start of it */
  const char *why;
} Difference;

static char *corpus;

static const char *
find_difference (const Difference *list, const char *name)
{
  for (; list->name != NULL; list++)
    if (g_str_has_prefix (name, list->name))
      return list->why;
  return NULL;
}

/* Says whether a difference is known; an unknown one fails the test and the rest is still shown. */
static void
differ (const Difference *list, const char *name, const char *expected, const char *found)
{
  const char *why = find_difference (list, name);

  g_test_message ("%s: expected %s, found %s (%s)", name, expected, found, why != NULL ? why : "UNKNOWN");
  if (why == NULL)
    g_test_fail ();
}

static LkBundle *
open_file (const char *name, const char *password, GError **error)
{
  g_autofree char *path = g_build_filename (corpus, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (LkSecret) secret = password != NULL ? lk_secret_new (password, -1) : NULL;

  return lk_bundle_new_from_file (file, secret, NULL, error);
}

/* The lines of a table without its head, each split; NULL where the corpus is not there. */
static GPtrArray *
read_table (const char *name)
{
  g_autofree char *path = g_build_filename (corpus, name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *table;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("The corpus is not there");
      return NULL;
    }
  table = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines + 1; *line != NULL; line++)
    if (**line != '\0')
      g_ptr_array_add (table, g_strsplit (*line, "\t", -1));
  return table;
}

/* The findings on the object of that number in the file, or NULL where it is no certificate. */
static GPtrArray *
judge_file (const char *name, guint index, LkJudgePurpose purpose)
{
  g_autoptr (LkBundle) bundle = open_file (name, NULL, NULL);
  g_autoptr (LkItem) item =
    bundle != NULL ? g_list_model_get_item (lk_bundle_get_items (bundle), index) : NULL;
  LkCertificate *certificate = item != NULL ? lk_item_get_certificate (item) : NULL;

  return certificate != NULL ? lk_judge (&(LkJudgeContext){
                                 .purpose = purpose, .certificate = certificate, .file = bundle })
                             : NULL;
}

static char *
list_ids (GPtrArray *findings)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            lk_finding_get_id (g_ptr_array_index (findings, i)));
  return g_string_free (text, FALSE);
}

static void
test_expect_ca (void)
{
  static const Difference known[] = {
    { "gnutls/pkcs1-pad-broken2.pem", "a version 1 root with a broken signature: self-signature says so" },
    { "gnutls/template-krb5name-full.pem", "an empty key usage: ca-no-certsign says so" },
    { "zlint/keyUsageNoBits.pem", "an empty key usage: ca-no-certsign says so" },
    { "mbedtls/cert_v1_with_ext.crt", "version 1 with extensions: malformed says so" },
    { NULL, NULL }
  };
  static const struct
  {
    const char *verdict;
    const char *id;
  } expectations[] = {
    { "end-entity", "not-ca" },
    { "ca-flag-without-keyCertSign", "ca-no-certsign" },
    { "keyCertSign-without-ca-flag", "certsign-no-ca" },
    { "v1-not-self-signed", "not-ca" },
    { "v1-self-signed", "v1-root" },
    { "invalid-extension", "malformed" },
  };
  static const char *const ca_ids[] = { "not-ca", "ca-no-certsign", "certsign-no-ca", "v1-root" };
  g_autoptr (GPtrArray) table = read_table ("expect-ca.tsv");
  guint compared = 0;

  for (guint i = 0; table != NULL && i < table->len; i++)
    {
      char **row = g_ptr_array_index (table, i);
      g_autoptr (GPtrArray) findings =
        judge_file (row[0], (guint)g_ascii_strtoull (row[1], NULL, 10), LK_JUDGE_AS_CA);
      g_autofree char *ids = list_ids (findings);

      if (findings == NULL)
        {
          differ (known, row[0], "a certificate", "none");
          continue;
        }
      compared++;
      if (g_str_equal (row[2], "yes"))
        for (gsize j = 0; j < G_N_ELEMENTS (ca_ids); j++)
          if (lk_findings_find (findings, ca_ids[j]) != NULL)
            differ (known, row[0], "a CA", ids);
      for (gsize j = 0; j < G_N_ELEMENTS (expectations); j++)
        if (g_str_equal (row[3], expectations[j].verdict) &&
            lk_findings_find (findings, expectations[j].id) == NULL)
          differ (known, row[0], expectations[j].id, ids);
    }
  g_test_message ("%u certificates compared", compared);
}

static void
test_client_use (void)
{
  static const Difference known[] = {
    { "gnutls/cert-eddsa.pem", "an X25519 key for key agreement cannot sign" },
    { "pyca/ed25519__ed25519-rfc8410.pem", "an X25519 key for key agreement cannot sign" },
    { "mbedtls/server5.ku-ka.crt", "key agreement alone: TLS signs today" },
    { "zlint/caWithRSADisallowedKeyUsage.pem", "key agreement alone: TLS signs today" },
    { NULL, NULL }
  };
  g_autoptr (GPtrArray) table = read_table ("expect-ca.tsv");
  guint compared = 0;

  for (guint i = 0; table != NULL && i < table->len; i++)
    {
      char **row = g_ptr_array_index (table, i);
      g_autoptr (GPtrArray) findings = NULL;
      g_autofree char *ids = NULL;
      gboolean may;

      if (!g_str_equal (row[14], "Yes") && !g_str_equal (row[14], "No"))
        continue;
      findings =
        judge_file (row[0], (guint)g_ascii_strtoull (row[1], NULL, 10), LK_JUDGE_AS_PERSONAL);
      if (findings == NULL)
        continue;
      compared++;
      ids = list_ids (findings);
      may = lk_findings_find (findings, "eku-no-client") == NULL && lk_findings_find (findings, "ku-no-sign") == NULL;
      /* OpenSSL refuses “any purpose”; the standard leaves it open, so this warns. */
      if (strstr (row[12], "2.5.29.37.0") != NULL && lk_findings_find (findings, "eku-absent") != NULL)
        may = FALSE;
      if (may != g_str_equal (row[14], "Yes"))
        differ (known, row[0], row[14], ids);
    }
  g_test_message ("%u certificates compared", compared);
}

/* Mozilla's roots, as the system has them: nothing may be wrong with them but their age. */
static void
test_public_roots (void)
{
  static const char *const allowed[] = { "expired", "expires-soon", NULL };
  static const Difference known[] = {
    { "CN=Certum Trusted Network CA 2,", "2046 written as GeneralizedTime, against RFC 5280 4.1.2.5" },
    { NULL, NULL }
  };
  g_autoptr (GFile) file = g_file_new_for_path (ROOTS);
  g_autoptr (LkBundle) bundle = lk_bundle_new_from_file (file, NULL, NULL, NULL);
  g_autoptr (GPtrArray) roots = bundle != NULL ? lk_bundle_list_certificates (bundle) : NULL;
  guint infos = 0;

  if (roots == NULL)
    {
      g_test_skip ("The system has no list of public roots");
      return;
    }
  for (guint i = 0; i < roots->len; i++)
    {
      LkCertificate *root = g_ptr_array_index (roots, i);
      g_autoptr (GPtrArray) findings =
        lk_judge (&(LkJudgeContext){ .purpose = LK_JUDGE_IN_GENERAL, .certificate = root });

      for (guint j = 0; j < findings->len; j++)
        {
          LkFinding *finding = g_ptr_array_index (findings, j);

          if (lk_finding_get_severity (finding) == LK_SEVERITY_INFO)
            infos++;
          else if (!g_strv_contains (allowed, lk_finding_get_id (finding)))
            differ (known, lk_certificate_get_subject (root), "silence", lk_finding_get_message (finding));
        }
    }
  g_test_message ("%u roots, %u remarks", roots->len, infos);
}

/* Sound certificates of which something was once said wrongly. */
static void
test_sound (void)
{
  static const struct
  {
    const char *file;
    const char *id;
  } rows[] = {
    /* signed with a salt of 20 bytes, which GnuTLS does not verify and OpenSSL does */
    { "pyca/custom__ca__rsae_ca.pem", "self-signature" },
    { "pyca/custom__rsa_pss.pem", "self-signature" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) findings = judge_file (rows[i].file, 0, LK_JUDGE_IN_GENERAL);

      if (findings == NULL)
        {
          g_test_skip ("The corpus is not there");
          return;
        }
      g_assert_null (lk_findings_find (findings, rows[i].id));
    }
}

static void
test_key_pairs (void)
{
  static const Difference known[] = {
    { "pyca/custom__rsa_pss_cert_invalid_mgf.der", "GnuTLS refuses the parameters, and so would TLS" },
    { "pyca/custom__rsa_pss_cert_unsupported_mgf_hash.der", "GnuTLS refuses the parameters, and so would TLS" },
    { "mbedtls/ec_521_prv.comp.pem", "GnuTLS reads no compressed points" },
    { "gnutls-key/key-illegal", "GnuTLS refuses RSA keys with impossible numbers" },
    { NULL, NULL }
  };
  g_autoptr (GPtrArray) table = read_table ("key-pairs.tsv");
  guint compared = 0;

  for (guint i = 0; table != NULL && i < table->len; i++)
    {
      char **row = g_ptr_array_index (table, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (LkBundle) certificates = open_file (row[0], NULL, NULL);
      g_autoptr (LkBundle) keys = open_file (row[2], *row[4] != '\0' ? row[4] : NULL, NULL);
      g_autoptr (LkItem) one =
        certificates != NULL
          ? g_list_model_get_item (lk_bundle_get_items (certificates), (guint)atoi (row[1]))
          : NULL;
      g_autoptr (LkItem) other =
        keys != NULL ? g_list_model_get_item (lk_bundle_get_items (keys), (guint)atoi (row[3]))
                     : NULL;
      LkCertificate *certificate = one != NULL ? lk_item_get_certificate (one) : NULL;
      LkPrivateKey *key = other != NULL ? lk_item_get_private_key (other) : NULL;
      gnutls_x509_privkey_t x509 = key != NULL ? lk_private_key_to_gnutls (key, &error) : NULL;
      g_autoptr (GPtrArray) chain = g_ptr_array_new ();
      g_autoptr (LkIdentity) identity = NULL;
      gnutls_privkey_t privkey;
      gboolean match;

      if (certificate == NULL || x509 == NULL)
        {
          differ (known, row[2], "to open", error != NULL ? error->message : "nothing");
          continue;
        }
      compared++;
      g_ptr_array_add (chain, certificate);
      gnutls_privkey_init (&privkey);
      gnutls_privkey_import_x509 (privkey, x509, GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE);
      identity = lk_identity_new (chain, privkey, row[2], &error);
      match = identity != NULL && lk_identity_prove (identity, &error);
      if (match != g_str_equal (row[5], "match"))
        differ (known, row[0], row[5], error != NULL ? error->message : "match");
    }
  g_test_message ("%u pairs compared", compared);
}

static gboolean
has_number (const char *text, const char *name, guint *number)
{
  const char *at = strstr (text, name);

  if (at != NULL)
    *number = (guint)g_ascii_strtoull (at + strlen (name), NULL, 10);
  return at != NULL;
}

/* What OpenSSL tells of a PKCS#12 against what is opened and said here. */
static void
compare_pkcs12 (char **row, const Difference *known)
{
  g_autofree char *path = g_build_filename (corpus, row[0], NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (LkSecret) password = g_str_equal (row[7], "(empty)") ? NULL : lk_secret_new (row[7], -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) bundle_error = NULL;
  g_autoptr (LkIdentity) identity = lk_identity_new_from_file (file, password, NULL, &error);
  g_autoptr (LkBundle) bundle = lk_bundle_new_from_file (file, password, NULL, &bundle_error);
  g_autoptr (GPtrArray) findings = NULL;
  guint keys = 0, certificates = 0;
  gboolean old;

  has_number (row[8], "keys=", &keys);
  has_number (row[8], "certs=", &certificates);
  if ((identity != NULL) != (keys > 0 && certificates > 0))
    differ (known, row[0], keys > 0 && certificates > 0 ? "an identity" : "none",
            error != NULL ? error->message : "an identity");
  if (keys == 0 && certificates > 0 && !g_error_matches (error, LK_ERROR, LK_ERROR_NO_PRIVATE_KEY))
    differ (known, row[0], "no private key", error != NULL ? error->message : "an identity");
  if (identity == NULL)
    return;
  g_clear_error (&error);
  if (!lk_identity_prove (identity, &error))
    differ (known, row[0], "a proof", error->message);
  if (bundle == NULL)
    {
      differ (known, row[0], "a bundle", bundle_error->message);
      return;
    }
  findings = lk_judge (&(LkJudgeContext){ .purpose = LK_JUDGE_AS_PERSONAL,
                                          .certificate = lk_identity_get_certificate (identity),
                                          .file = bundle,
                                          .identity = identity });
  old = strstr (row[8], "pbeWithSHA1") != NULL || strstr (row[8], "MAC: sha1") != NULL || strstr (row[8], "RC2") != NULL;
  if (old != (lk_findings_find (findings, "p12-legacy") != NULL))
    differ (known, row[0], old ? "p12-legacy" : "silence", old ? "silence" : "p12-legacy");
  if (lk_findings_find (findings, "p12-no-key") != NULL)
    differ (known, row[0], "silence", "p12-no-key");
}

static void
test_pkcs12 (void)
{
  static const Difference known[] = {
    { NULL, NULL }
  };
  g_autoptr (GPtrArray) table = read_table ("MANIFEST.tsv");
  guint compared = 0;

  for (guint i = 0; table != NULL && i < table->len; i++)
    {
      char **row = g_ptr_array_index (table, i);

      if (!g_str_equal (row[3], "pkcs12") || !g_str_equal (row[6], "ok") || !g_str_has_suffix (row[0], ".p12"))
        continue;
      compare_pkcs12 (row, known);
      compared++;
    }
  g_test_message ("%u files compared", compared);
}

/* Files derived from one CA certificate: what is to be said when they are chosen for a camera. */
static void
test_derived (void)
{
  static const struct
  {
    const char *file;
    const char *id; /* NULL: nothing about the file */
  } rows[] = {
    { "bag-attributes.pem", "extra-text" },
    { "leading-text.pem", "extra-text" },
    { "quoted-email.pem", "extra-text" },
    { "trusted-label.pem", "extra-text" },
    { "x509-label.pem", "extra-text" },
    { "utf8-bom.pem", "text-encoding" },
    { "utf16le-bom.pem", "text-encoding" },
    { "utf16be-bom.pem", "text-encoding" },
    { "utf16le-nobom.pem", "text-encoding" },
    { "cr-only.pem", "text-encoding" },
    { "indented.pem", "text-encoding" },
    { "nul-padded.pem", "text-encoding" },
    { "one-long-line.pem", "text-encoding" },
    { "bundle-3.pem", "several-certs" },
    { "chain-leaf-first.pem", "several-certs" },
    { "ca-with-private-key.pem", "private-key-in-file" },
    { "ca-with-encrypted-key.pem", "private-key-in-file" },
    { "private-key-then-ca.pem", "private-key-in-file" },
    { "leaf-and-key.pem", "private-key-in-file" },
    { "der.crt", "der-for-pem" },
    { "der-with-pem-name.pem", "der-for-pem" },
    { "pkcs7-3-certs.p7b", NULL },
    { "pkcs7-2-certs.der.p7b", "der-for-pem" },
    { "der-trailing-garbage.cer", "malformed" },
    { "bit-flip-signature.der", "self-signature" },
    { "crlf.pem", NULL },
    { "columns-76.pem", NULL },
    { "no-final-newline.pem", NULL },
    { "pem-in-cer.cer", NULL },
  };
  static const char *const file_ids[] = { "private-key-in-file", "several-certs", "text-encoding", "extra-text", "der-for-pem" };
  g_autofree char *folder = g_build_filename (corpus, "derived", NULL);

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("The corpus is not there");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_build_filename ("derived", rows[i].file, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (LkBundle) bundle = open_file (name, NULL, &error);
      g_autoptr (GPtrArray) certificates = NULL;
      g_autoptr (GPtrArray) findings = NULL;
      g_autofree char *ids = NULL;

      g_assert_no_error (error);
      certificates = lk_bundle_list_certificates (bundle);
      g_assert_cmpuint (certificates->len, >, 0);
      findings = lk_judge (&(LkJudgeContext){ .purpose = LK_JUDGE_AS_CA,
                                              .certificate = g_ptr_array_index (certificates, 0),
                                              .file = bundle,
                                              .limits = { .takes_pem_only = TRUE } });
      ids = list_ids (findings);
      if (rows[i].id != NULL && lk_findings_find (findings, rows[i].id) == NULL)
        differ (&(Difference){ NULL, NULL }, rows[i].file, rows[i].id, ids);
      for (gsize j = 0; rows[i].id == NULL && j < G_N_ELEMENTS (file_ids); j++)
        if (lk_findings_find (findings, file_ids[j]) != NULL &&
            !g_str_has_suffix (rows[i].file, ".p7b"))
          differ (&(Difference){ NULL, NULL }, rows[i].file, "silence", ids);
    }
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  corpus = g_test_build_filename (G_TEST_DIST, "..", CORPUS, NULL);
  g_test_add_func ("/certificate/judge/corpus/agrees-on-cas", test_expect_ca);
  g_test_add_func ("/certificate/judge/corpus/agrees-on-client-use", test_client_use);
  g_test_add_func ("/certificate/judge/corpus/agrees-on-key-pairs", test_key_pairs);
  g_test_add_func ("/certificate/judge/corpus/opens-pkcs12", test_pkcs12);
  g_test_add_func ("/certificate/judge/corpus/looks-at-files", test_derived);
  g_test_add_func ("/certificate/judge/corpus/is-silent-on-sound-ones", test_sound);
  g_test_add_func ("/certificate/judge/is-silent-on-public-roots", test_public_roots);
  status = g_test_run ();
  g_free (corpus);
  return status;
}
