/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every file of the corpus is read and described, and what is read agrees with what OpenSSL says of
 * it. Differences that are meant to be are in a table below, each with its reason. */

#include "config.h"

#include "certificate/lk-asn1-node.h"
#include "certificate/lk-description.h"

#include <string.h>

static char *corpus;

typedef struct
{
  const char *file;
  const char *column; /* NULL: all */
  const char *reason;
} Difference;

static const Difference differences[] = {
  { "gnutls-fuzz-x509_parser/7003549a5635566f8edbb811218188906a50a83b", "eku_oids", "OpenSSL gives an undecodable extension up, here its readable part is shown" },
  { "gnutls/cert4.der", "eku_oids", "OpenSSL gives an undecodable extension up, here its readable part is shown" },
  { "gnutls/ca-crl-invalid.pem", "spki_sha256", "OpenSSL writes RSA-PSS parameters anew, here the certificate's own bytes count" },
  { "gnutls/ca-crl-valid.pem", "spki_sha256", "OpenSSL writes RSA-PSS parameters anew, here the certificate's own bytes count" },
  { "gnutls/chain-512-ca.pem", "spki_sha256", "OpenSSL writes RSA-PSS parameters anew, here the certificate's own bytes count" },
  { "gnutls/invalid-sig5.pem", "spki_sha256", "OpenSSL writes RSA-PSS parameters anew, here the certificate's own bytes count" },
};

static GPtrArray *
read_table (const char *name)
{
  g_autofree char *path = g_build_filename (corpus, name, NULL), *text = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return rows;
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0')
      g_ptr_array_add (rows, g_strsplit (*line, "\t", -1));
  return rows;
}

static const char *
get_cell (GPtrArray *table, guint row, const char *column)
{
  GStrv head = g_ptr_array_index (table, 0), cells = g_ptr_array_index (table, row);

  for (guint i = 0; head[i] != NULL && cells[i] != NULL; i++)
    if (g_str_equal (head[i], column))
      return cells[i];
  return "";
}

static LkBundle *
open_file (const char *file, const char *password)
{
  g_autofree char *path = g_build_filename (corpus, file, NULL);
  g_autoptr (GFile) place = g_file_new_for_path (path);
  g_autoptr (LkSecret) secret =
    *password != '\0' && !g_str_equal (password, "(empty)") ? lk_secret_new (password, -1) : NULL;

  return lk_bundle_new_from_file (place, secret, NULL, NULL);
}

static guint
walk_tree (LkAsn1Node *node)
{
  GListModel *children = lk_asn1_node_get_children (node);
  guint count = 1;

  g_assert_true (g_utf8_validate (lk_asn1_node_get_text (node), -1, NULL));
  for (guint i = 0; children != NULL && i < g_list_model_get_n_items (children); i++)
    {
      g_autoptr (LkAsn1Node) child = g_list_model_get_item (children, i);

      count += walk_tree (child);
    }
  return count;
}

static void
test_every_file_is_described (void)
{
  g_autoptr (GPtrArray) manifest = read_table ("MANIFEST.tsv");
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 1, 1, 0, 0, 0);
  guint items = 0;

  for (guint row = 1; row < manifest->len; row++)
    {
      g_autoptr (LkBundle) bundle =
        open_file (get_cell (manifest, row, "file"), get_cell (manifest, row, "password"));

      for (guint i = 0;
           bundle != NULL && i < g_list_model_get_n_items (lk_bundle_get_items (bundle)); i++)
        {
          g_autoptr (LkItem) item = g_list_model_get_item (lk_bundle_get_items (bundle), i);
          g_autoptr (GListModel) sections = lk_describe_item (item, now);
          g_autofree char *text = lk_description_to_text (sections),
                          *title = lk_item_dup_title (item);
          g_autoptr (LkAsn1Node) root =
            lk_item_get_der (item) != NULL ? lk_asn1_node_new (lk_item_get_der (item)) : NULL;

          g_assert_true (g_utf8_validate (text, -1, NULL));
          g_assert_cmpstr (title, !=, "");
          g_assert_true (g_utf8_validate (title, -1, NULL));
          if (root != NULL)
            walk_tree (root);
          items++;
        }
    }
  g_test_message ("%u objects", items);
}

/* What OpenSSL reads, is read here too. */
static void
test_what_openssl_opens_is_opened (void)
{
  static const char *const refused[] = {
    "gnutls/p8key-illegal.pem", /* its padding is wrong, and it is said to be refused */
    NULL
  };
  g_autoptr (GPtrArray) manifest = read_table ("MANIFEST.tsv");

  for (guint row = 1; row < manifest->len; row++)
    {
      const char *file = get_cell (manifest, row, "file");
      g_autoptr (LkBundle) bundle = NULL;

      if (!g_str_equal (get_cell (manifest, row, "openssl_parse"), "ok") || g_strv_contains (refused, file))
        continue;
      bundle = open_file (file, get_cell (manifest, row, "password"));
      if (bundle == NULL)
        {
          g_test_message ("not opened: %s", file);
          g_test_fail ();
        }
    }
}

/* The names of attributes that RFC 4514 writes in capitals, and what OpenSSL could not read. */
static gboolean
is_same (const char *column, const char *expected, const char *got)
{
  g_autofree char *name = NULL;
  GString *adapted;
  gboolean same;

  if (g_str_equal (expected, got) || g_str_has_prefix (expected, "invalid:"))
    return TRUE;
  if (g_str_equal (column, "version"))
    return g_str_equal (expected, "Unknown");
  if (g_str_equal (column, "spki_sha256"))
    return *expected == '\0';
  adapted = g_string_new (expected);
  g_string_replace (adapted, "street=", "STREET=", 0);
  same = g_str_equal (adapted->str, got);
  g_string_free (adapted, TRUE);
  return same;
}

static const char *
find_reason (const char *file, const char *column)
{
  for (gsize i = 0; i < G_N_ELEMENTS (differences); i++)
    if (g_str_equal (differences[i].file, file) &&
        (differences[i].column == NULL || g_str_equal (differences[i].column, column)))
      return differences[i].reason;
  return NULL;
}

static void
compare (const char *file, const char *column, const char *expected, const char *got)
{
  const char *reason;

  if (is_same (column, expected, got))
    return;
  reason = find_reason (file, column);
  g_test_message ("%s %s: %s, OpenSSL has %s (%s)", file, column, got, expected, reason != NULL ? reason : "unexplained");
  if (reason == NULL)
    g_test_fail ();
}

static char *
format_time (GDateTime *time)
{
  return time != NULL ? g_date_time_format_iso8601 (time) : g_strdup ("invalid");
}

static void
compare_certificate (GPtrArray *facts, guint row, LkCertificate *certificate)
{
  const char *file = get_cell (facts, row, "file");
  const char *const *purposes = lk_certificate_get_extended_key_usage (certificate);
  g_autofree char *eku = purposes != NULL ? g_strjoinv (",", (char **)purposes) : g_strdup ("absent");
  g_autofree char *version = g_strdup_printf ("%u", lk_certificate_get_version (certificate));
  g_autofree char *not_before = format_time (lk_certificate_get_not_before (certificate));
  g_autofree char *not_after = format_time (lk_certificate_get_not_after (certificate));
  const struct
  {
    const char *column;
    const char *got;
  } pairs[] = {
    { "subject_utf8", lk_certificate_get_subject (certificate) },
    { "issuer_utf8", lk_certificate_get_issuer (certificate) },
    { "notBefore", not_before },
    { "notAfter", not_after },
    { "eku_oids", eku },
    { "serial_hex", lk_certificate_get_serial (certificate) },
    { "version", version },
    { "spki_sha256", lk_certificate_get_spki_sha256 (certificate) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    compare (file, pairs[i].column, get_cell (facts, row, pairs[i].column), pairs[i].got);
}

/* (transfer full) (nullable): the certificate with that fingerprint in that file. */
static LkCertificate *
find_certificate (GHashTable *passwords, const char *file, const char *sha256)
{
  const char *password = g_hash_table_lookup (passwords, file);
  g_autoptr (LkBundle) bundle = open_file (file, password != NULL ? password : "");
  g_autoptr (GPtrArray) certificates =
    bundle != NULL ? lk_bundle_list_certificates (bundle) : g_ptr_array_new ();

  for (guint i = 0; i < certificates->len; i++)
    {
      LkCertificate *certificate = g_ptr_array_index (certificates, i);

      if (g_str_equal (lk_certificate_get_sha256 (certificate), sha256))
        return g_object_ref (certificate);
    }
  return NULL;
}

static GHashTable *
list_passwords (GPtrArray *manifest)
{
  GHashTable *passwords = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint row = 1; row < manifest->len; row++)
    g_hash_table_insert (passwords, (gpointer)get_cell (manifest, row, "file"),
                         (gpointer)get_cell (manifest, row, "password"));
  return passwords;
}

static void
test_facts_agree_with_openssl (void)
{
  g_autoptr (GPtrArray) facts = read_table ("facts.tsv"), manifest = read_table ("MANIFEST.tsv");
  g_autoptr (GHashTable) passwords = list_passwords (manifest);

  g_assert_cmpuint (facts->len, >, 1);
  for (guint row = 1; row < facts->len; row++)
    {
      const char *file = get_cell (facts, row, "file"), *sha256 = get_cell (facts, row, "sha256");
      g_autoptr (LkCertificate) certificate = find_certificate (passwords, file, sha256);

      if (certificate == NULL)
        {
          g_test_message ("%s: no certificate %s", file, sha256);
          g_test_fail ();
          continue;
        }
      compare_certificate (facts, row, certificate);
    }
}

static void
test_ca_question_agrees_with_openssl (void)
{
  g_autoptr (GPtrArray) expected = read_table ("expect-ca.tsv"), manifest = read_table ("MANIFEST.tsv");
  g_autoptr (GHashTable) passwords = list_passwords (manifest);

  g_assert_cmpuint (expected->len, >, 1);
  for (guint row = 1; row < expected->len; row++)
    {
      const char *file = get_cell (expected, row, "file");
      g_autoptr (LkCertificate) certificate =
        find_certificate (passwords, file, get_cell (expected, row, "sha256"));
      gboolean is_ca = g_str_equal (get_cell (expected, row, "is_ca"), "yes");

      g_assert_nonnull (certificate);
      if (lk_certificate_is_ca (certificate) != is_ca)
        {
          g_test_message ("%s: is_ca should be %d", file, is_ca);
          g_test_fail ();
        }
    }
}

/* (transfer full) (nullable): the object at that place of a file, counted from 0. */
static LkItem *
find_item (const char *file, const char *password, const char *index)
{
  g_autoptr (LkBundle) bundle = open_file (file, password);

  return bundle != NULL ? g_list_model_get_item (lk_bundle_get_items (bundle),
                                                 (guint)g_ascii_strtoull (index, NULL, 10))
                        : NULL;
}

static void
test_key_pairs_match (void)
{
  g_autoptr (GPtrArray) pairs = read_table ("key-pairs.tsv");

  g_assert_cmpuint (pairs->len, >, 1);
  for (guint row = 1; row < pairs->len; row++)
    {
      const char *file = get_cell (pairs, row, "key_file");
      g_autoptr (LkItem) certificate_item =
        find_item (get_cell (pairs, row, "cert_file"), "", get_cell (pairs, row, "cert_index"));
      g_autoptr (LkItem) key_item =
        find_item (file, get_cell (pairs, row, "key_password"), get_cell (pairs, row, "key_index"));
      LkCertificate *certificate =
        certificate_item != NULL ? lk_item_get_certificate (certificate_item) : NULL;
      LkPrivateKey *key = key_item != NULL ? lk_item_get_private_key (key_item) : NULL;
      gboolean expected = g_str_equal (get_cell (pairs, row, "expected"), "match"), match;

      match = certificate != NULL && key != NULL &&
              g_strcmp0 (lk_private_key_get_spki_sha256 (key),
                         lk_certificate_get_spki_sha256 (certificate)) == 0;
      if (match == expected && certificate != NULL && key != NULL)
        continue;
      g_test_message ("%s and %s: certificate %d, key %d, match should be %d",
                      get_cell (pairs, row, "cert_file"), file, certificate != NULL, key != NULL,
                      expected);
      g_test_fail ();
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  corpus = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "corpus", NULL);
  if (!g_file_test (corpus, G_FILE_TEST_IS_DIR))
    {
      g_print ("1..0 # SKIP there is no corpus in ../shared/corpus\n");
      return 0;
    }
  g_test_add_func ("/corpus/files/are-described", test_every_file_is_described);
  g_test_add_func ("/corpus/files/open-as-with-openssl", test_what_openssl_opens_is_opened);
  g_test_add_func ("/corpus/facts/agree-with-openssl", test_facts_agree_with_openssl);
  g_test_add_func ("/corpus/ca/agrees-with-openssl", test_ca_question_agrees_with_openssl);
  g_test_add_func ("/corpus/key-pairs/match", test_key_pairs_match);
  return g_test_run ();
}
