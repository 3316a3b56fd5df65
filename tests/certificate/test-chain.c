/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-chain.h"

#include "lk-test-pki.h"

#include <json-glib/json-glib.h>
#include <string.h>

static void
add (GPtrArray *list, const LkTestCert *cert)
{
  g_autoptr (GError) error = NULL;
  LkCertificate *certificate = lk_certificate_new_from_der (cert->der, &error);

  g_assert_no_error (error);
  g_ptr_array_add (list, certificate);
}

static GPtrArray *
list_new (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

/* A leaf for logging in, and what stands above it. */
static LkChain *
build (const LkTestCert *leaf, const LkTestCert *middle, const LkTestCert *root, LkChainUse use)
{
  g_autoptr (GPtrArray) all = list_new ();
  g_autoptr (GPtrArray) anchors = list_new ();

  add (all, leaf);
  if (middle != NULL)
    add (all, middle);
  if (root != NULL)
    add (anchors, root);
  return lk_chain_new (g_ptr_array_index (all, 0), all, anchors, NULL, use);
}

static void
assert_problem (LkChain *chain, const char *problem, guint index)
{
  const LkChainElement *element = lk_chain_find_problem (chain, problem);

  g_assert_false (lk_chain_is_good (chain));
  g_assert_nonnull (element);
  g_assert_true (element == g_ptr_array_index (lk_chain_get_elements (chain), index));
  g_assert_cmpstr (element->reason, !=, NULL);
}

static void
test_anchored (void)
{
  g_autoptr (LkTestCert) root = lk_test_ca_new ("CN=Root", NULL);
  g_autoptr (LkTestCert) middle = lk_test_ca_new ("CN=Middle", root);
  g_autoptr (LkTestCert) leaf = lk_test_client_new ("CN=alice", middle);
  g_autoptr (LkChain) chain = build (leaf, middle, root, LK_CHAIN_FOR_CLIENT);

  g_assert_true (lk_chain_is_good (chain));
  g_assert_cmpuint (lk_chain_get_elements (chain)->len, ==, 3);
  g_assert_cmpstr (lk_certificate_get_title (lk_chain_get_anchor (chain)), ==, "Root");
  g_assert_cmpstr (lk_chain_get_summary (chain), ==, "It leads to the trusted CA “Root”.");
  g_assert_null (lk_chain_get_missing (chain));
  g_assert_finalize_object (g_steal_pointer (&chain));
}

static void
test_missing (void)
{
  g_autoptr (LkTestCert) root = lk_test_ca_new ("CN=Root", NULL);
  g_autoptr (LkTestCert) middle = lk_test_ca_new ("CN=Middle,O=Example", root);
  g_autoptr (LkTestCert) leaf = lk_test_client_new ("CN=alice", middle);
  g_autoptr (LkChain) chain = build (leaf, NULL, root, LK_CHAIN_FOR_CLIENT);

  g_assert_false (lk_chain_is_good (chain));
  g_assert_nonnull (strstr (lk_chain_get_missing (chain), "CN=Middle"));
  g_assert_true (g_str_has_prefix (lk_chain_get_summary (chain), "Missing: the certificate of “"));
}

static void
test_other_root (void)
{
  g_autoptr (LkTestCert) root = lk_test_ca_new ("CN=Root", NULL);
  g_autoptr (LkTestCert) other = lk_test_ca_new ("CN=Other", NULL);
  g_autoptr (LkTestCert) leaf = lk_test_client_new ("CN=alice", root);
  g_autoptr (LkChain) chain = build (leaf, root, other, LK_CHAIN_FOR_CLIENT);

  g_assert_false (lk_chain_is_good (chain));
  g_assert_null (lk_chain_get_anchor (chain));
  g_assert_null (lk_chain_get_missing (chain));
  g_assert_cmpstr (lk_chain_get_summary (chain), ==, "It leads to “Root”, which is not among the trusted CAs.");
}

/* Two CAs with one name: an older key stands first and is not the issuer. */
static void
test_same_names (void)
{
  g_autoptr (LkTestCert) root = lk_test_ca_new ("CN=Root", NULL);
  g_autoptr (LkTestCert) older = lk_test_ca_new ("CN=Middle", root);
  g_autoptr (LkTestCert) newer = lk_test_ca_new ("CN=Middle", root);
  g_autoptr (LkTestCert) leaf = lk_test_client_new ("CN=alice", newer);
  g_autoptr (GPtrArray) pool = list_new ();
  g_autoptr (GPtrArray) anchors = list_new ();
  g_autoptr (LkChain) chain = NULL;

  add (pool, leaf);
  add (pool, older);
  add (pool, newer);
  add (anchors, root);
  chain = lk_chain_new (g_ptr_array_index (pool, 0), pool, anchors, NULL, LK_CHAIN_FOR_CLIENT);
  g_assert_true (lk_chain_is_good (chain));
}

/* The same key certified twice, once expired: the good way is found although the bad one comes
 * first. */
static void
test_alternative (void)
{
  g_autoptr (LkTestCert) root = lk_test_ca_new ("CN=Root", NULL);
  g_autoptr (LkTestCert) expired = lk_test_cert_new (&(LkTestSpec){
    .subject = "CN=Middle", .issuer = root, .ca = TRUE, .not_before = "2020-01-01", .not_after = "2021-01-01" });
  g_autoptr (LkTestCert) renewed = lk_test_cert_new (
    &(LkTestSpec){ .subject = "CN=Middle", .issuer = root, .ca = TRUE, .reuse = expired });
  g_autoptr (LkTestCert) leaf = lk_test_client_new ("CN=alice", renewed);
  g_autoptr (GPtrArray) pool = list_new ();
  g_autoptr (GPtrArray) anchors = list_new ();
  g_autoptr (LkChain) chain = NULL;
  g_autoptr (LkChain) worse = build (leaf, expired, root, LK_CHAIN_FOR_CLIENT);

  add (pool, leaf);
  add (pool, expired);
  add (pool, renewed);
  add (anchors, root);
  chain = lk_chain_new (g_ptr_array_index (pool, 0), pool, anchors, NULL, LK_CHAIN_FOR_CLIENT);
  g_assert_true (lk_chain_is_good (chain));
  assert_problem (worse, "expired", 1);
}

static void
test_time (void)
{
  g_autoptr (LkTestCert) root = lk_test_cert_new (&(LkTestSpec){
    .subject = "CN=Root", .ca = TRUE, .not_before = "2020-01-01", .not_after = "2030-01-01" });
  g_autoptr (LkTestCert) leaf = lk_test_cert_new (&(LkTestSpec){
    .subject = "CN=alice", .eku = "client", .issuer = root, .not_before = "2022-01-01", .not_after = "2024-01-01" });
  static const struct
  {
    int year;
    const char *problem;
    guint index;
  } rows[] = {
    { 2023, NULL, 0 },
    { 2021, "not-yet-valid", 0 },
    { 2025, "expired", 0 },
    { 1970, "not-yet-valid", 1 },
    { 2031, "expired", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) list = list_new ();
      g_autoptr (LkCertificate) alice = lk_certificate_new_from_der (leaf->der, NULL);
      g_autoptr (GDateTime) time = g_date_time_new_utc (rows[i].year, 6, 1, 0, 0, 0);
      g_autoptr (LkChain) chain = NULL;
      const LkChainElement *element;

      add (list, root);
      chain = lk_chain_new (alice, NULL, list, time, LK_CHAIN_FOR_CLIENT);
      g_assert_cmpint (lk_chain_is_good (chain), ==, rows[i].problem == NULL);
      if (rows[i].problem == NULL)
        continue;
      element = g_ptr_array_index (lk_chain_get_elements (chain), rows[i].index);
      g_assert_cmpstr (element->problem, ==, rows[i].problem);
    }
}

/* One spoilt property of the middle CA or of the leaf each, and where the problem is then seen. */
static void
test_problems (void)
{
  static const LkTestExtension unknown[] = { { "1.2.3.4.5", "0500", TRUE }, { NULL, NULL, FALSE } };
  static const struct
  {
    const char *problem;
    guint index;
    LkChainUse use;
    LkTestSpec root, middle, leaf;
  } rows[] = {
    { "not-ca",
      1,
      LK_CHAIN_FOR_CLIENT,
      { .ca = TRUE },
      { .ca = FALSE, .key_usage = GNUTLS_KEY_KEY_CERT_SIGN },
      { .eku = "client" } },
    { "not-ca",
      1,
      LK_CHAIN_FOR_CLIENT,
      { .ca = TRUE },
      { .no_constraints = TRUE, .no_key_usage = TRUE },
      { .eku = "client" } },
    { "ca-no-certsign",
      1,
      LK_CHAIN_FOR_CLIENT,
      { .ca = TRUE },
      { .ca = TRUE, .key_usage = GNUTLS_KEY_CRL_SIGN },
      { .eku = "client" } },
    { "not-ca",
      2,
      LK_CHAIN_FOR_CLIENT,
      { .no_constraints = TRUE, .no_key_usage = TRUE },
      { .ca = TRUE },
      { .eku = "client" } },
    { "pathlen",
      2,
      LK_CHAIN_FOR_CLIENT,
      { .ca = TRUE, .has_path_length = TRUE },
      { .ca = TRUE },
      { .eku = "client" } },
    { "eku-no-client",
      0,
      LK_CHAIN_FOR_CLIENT,
      { .ca = TRUE },
      { .ca = TRUE },
      { .eku = "server" } },
    { "eku-no-client",
      0,
      LK_CHAIN_FOR_SERVER,
      { .ca = TRUE },
      { .ca = TRUE },
      { .eku = "client" } },
    { "ca-eku-limits",
      1,
      LK_CHAIN_FOR_CLIENT,
      { .ca = TRUE },
      { .ca = TRUE, .eku = "server" },
      { .eku = "client" } },
    { "ku-no-sign",
      0,
      LK_CHAIN_FOR_CLIENT,
      { .ca = TRUE },
      { .ca = TRUE },
      { .eku = "client", .key_usage = GNUTLS_KEY_KEY_AGREEMENT } },
    { "critical-unknown",
      0,
      LK_CHAIN_FOR_CLIENT,
      { .ca = TRUE },
      { .ca = TRUE },
      { .eku = "client", .extensions = unknown } },
    { "critical-unknown",
      2,
      LK_CHAIN_FOR_CLIENT,
      { .ca = TRUE, .extensions = unknown },
      { .ca = TRUE },
      { .eku = "client" } },
    { "name-constraints",
      0,
      LK_CHAIN_FOR_SERVER,
      { .ca = TRUE, .permitted_dns = "example.org" },
      { .ca = TRUE },
      { .eku = "server", .san = "DNS:cam.example.com" } },
    { "name-constraints",
      0,
      LK_CHAIN_FOR_SERVER,
      { .ca = TRUE },
      { .ca = TRUE, .excluded_dns = "bad.example" },
      { .eku = "server", .san = "DNS:x.bad.example" } },
    { "weak-hash",
      0,
      LK_CHAIN_FOR_CLIENT,
      { .ca = TRUE },
      { .ca = TRUE },
      { .eku = "client", .digest = GNUTLS_DIG_SHA1 } },
    { NULL,
      0,
      LK_CHAIN_FOR_SERVER,
      { .ca = TRUE, .permitted_dns = "example.org" },
      { .ca = TRUE },
      { .eku = "server", .san = "DNS:cam.example.org" } },
    { NULL,
      0,
      LK_CHAIN_FOR_SERVER,
      { .ca = TRUE },
      { .ca = TRUE },
      { .eku = "server", .key_usage = GNUTLS_KEY_KEY_ENCIPHERMENT } },
    { NULL,
      0,
      LK_CHAIN_FOR_CLIENT,
      { .ca = TRUE, .has_path_length = TRUE, .path_length = 1 },
      { .ca = TRUE, .has_path_length = TRUE },
      { .eku = "any" } },
    { NULL,
      0,
      LK_CHAIN_FOR_CLIENT,
      { .version1 = TRUE },
      { .ca = TRUE },
      { .no_key_usage = TRUE } },
    { "name-constraints",
      0,
      LK_CHAIN_FOR_SERVER,
      { .ca = TRUE, .excluded_dns = "bad.example" },
      { .ca = TRUE },
      { .eku = "server", .san = "DNS:*.example" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      LkTestSpec root_spec = rows[i].root, middle_spec = rows[i].middle, leaf_spec = rows[i].leaf;
      g_autoptr (LkTestCert) root = NULL;
      g_autoptr (LkTestCert) middle = NULL;
      g_autoptr (LkTestCert) leaf = NULL;
      g_autoptr (LkChain) chain = NULL;

      root_spec.subject = "CN=Root";
      root = lk_test_cert_new (&root_spec);
      middle_spec.subject = "CN=Middle";
      middle_spec.issuer = root;
      middle = lk_test_cert_new (&middle_spec);
      leaf_spec.subject = "CN=leaf";
      leaf_spec.issuer = middle;
      leaf = lk_test_cert_new (&leaf_spec);
      chain = build (leaf, middle, root, rows[i].use);
      g_test_message ("row %u: %s", (guint)i, lk_chain_get_summary (chain));
      if (rows[i].problem != NULL)
        assert_problem (chain, rows[i].problem, rows[i].index);
      else
        g_assert_true (lk_chain_is_good (chain));
    }
}

/* The corpus of path-validation cases that others made, where it is at hand. */

static const struct
{
  const char *id;
  const char *why;
} known_differences[] = {
  { "pathlen::self-issued-certs-pathlen", "GnuTLS counts self-issued certificates, and TLS would fail" },
  { "pathlen::validation-ignores-pathlen-in-leaf", "the leaf is a CA without digitalSignature, which cannot sign in TLS" },
  { "rfc5280::ca-as-leaf", "the leaf is a CA without digitalSignature, which cannot sign in TLS" },
  { "rfc5280::aki::leaf-missing-aki", "an obligation of the issuer, not of who verifies: finding key-ids" },
  { "rfc5280::aki::intermediate-missing-aki", "an obligation of the issuer: finding key-ids" },
  { "rfc5280::ski::intermediate-missing-ski", "an obligation of the issuer: finding key-ids" },
  { "rfc5280::nc::permitted-dns-match-noncritical", "the constraints are kept although they are not critical" },
  { "rfc5280::san::noncritical-with-empty-subject", "an obligation of the issuer" },
  { "rfc5280::san::underscore-dns", "underscores are met in practice" },
  { "rfc5280::serial::too-long", "finding malformed; TLS works" },
  { "rfc5280::serial::zero", "finding malformed; TLS works" },
};

static GPtrArray *
read_list (JsonObject *object, const char *member)
{
  JsonArray *array = json_object_get_array_member (object, member);
  GPtrArray *list = list_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      LkCertificate *certificate =
        lk_certificate_new_from_pem (json_array_get_string_element (array, i), -1, NULL);

      if (certificate != NULL)
        g_ptr_array_add (list, certificate);
    }
  return list;
}

static const char *
find_difference (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_differences); i++)
    if (g_str_equal (known_differences[i].id, id))
      return known_differences[i].why;
  return NULL;
}

/* 1: agrees, 0: differs. */
static gboolean
agrees (JsonObject *object)
{
  g_autoptr (GPtrArray) anchors = read_list (object, "trusted_certs");
  g_autoptr (GPtrArray) pool = read_list (object, "untrusted_intermediates");
  g_autoptr (LkCertificate) peer = lk_certificate_new_from_pem (
    json_object_get_string_member (object, "peer_certificate"), -1, NULL);
  g_autoptr (LkChain) chain = NULL;
  g_autoptr (GDateTime) time = NULL;
  const char *id = json_object_get_string_member (object, "id");
  gboolean expected = g_str_equal (json_object_get_string_member (object, "expected_result"), "SUCCESS");
  gboolean client = g_str_equal (json_object_get_string_member (object, "validation_kind"), "CLIENT");
  gboolean good;

  if (!json_object_get_null_member (object, "validation_time"))
    time = g_date_time_new_from_iso8601 (json_object_get_string_member (object, "validation_time"), NULL);
  if (peer != NULL)
    chain =
      lk_chain_new (peer, pool, anchors, time, client ? LK_CHAIN_FOR_CLIENT : LK_CHAIN_FOR_SERVER);
  good = chain != NULL && lk_chain_is_good (chain);
  if (good == expected)
    {
      g_assert_null (find_difference (id));
      return TRUE;
    }
  g_test_message ("%s: expected %s; %s (%s)", id, expected ? "success" : "failure",
                  chain != NULL ? lk_chain_get_summary (chain) : "unreadable",
                  find_difference (id) != NULL ? find_difference (id) : "UNKNOWN");
  if (find_difference (id) == NULL)
    g_test_fail ();
  return FALSE;
}

static void
test_limbo (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "corpus", "limbo.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *cases;
  guint agreed = 0, differing = 0;

  if (!json_parser_load_from_file (parser, path, NULL))
    {
      g_test_skip ("The corpus is not there");
      return;
    }
  cases = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "testcases");
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      const char *relevance = json_object_get_string_member (object, "latchkey_relevance");

      if (!g_str_equal (relevance, "ca-or-chain") && !g_str_equal (relevance, "client"))
        continue;
      if (agrees (object))
        agreed++;
      else
        differing++;
    }
  g_test_message ("limbo: %u agree, %u differ", agreed, differing);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate/chain/leads-to-anchor", test_anchored);
  g_test_add_func ("/certificate/chain/names-what-is-missing", test_missing);
  g_test_add_func ("/certificate/chain/names-untrusted-root", test_other_root);
  g_test_add_func ("/certificate/chain/tries-all-of-one-name", test_same_names);
  g_test_add_func ("/certificate/chain/finds-the-better-way", test_alternative);
  g_test_add_func ("/certificate/chain/judges-at-a-time", test_time);
  g_test_add_func ("/certificate/chain/says-what-is-wrong", test_problems);
  g_test_add_func ("/certificate/chain/agrees-with-limbo", test_limbo);
  return g_test_run ();
}
