/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-judge.h"

#include "base/lk-error.h"
#include "certificate/lk-judge-private.h"
#include "lk-test-pki.h"

#include <string.h>

#include <gnutls/pkcs12.h>

#define TBS_SERIAL   1
#define TBS_VALIDITY 4
#define TBS_KEY      6

/* What every test shares: a root, a server and a person; and the ids that were ever raised. */
typedef struct
{
  LkTestCert *root;
  LkTestCert *server;
  LkTestCert *person;
} Pki;

static Pki pki;
static GHashTable *raised;

static LkCertificate *
to_certificate (const LkTestCert *cert)
{
  g_autoptr (GError) error = NULL;
  LkCertificate *certificate = lk_certificate_new_from_der (cert->der, &error);

  g_assert_no_error (error);
  return certificate;
}

static GPtrArray *
list_of (const LkTestCert *first, const LkTestCert *second)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  if (first != NULL)
    g_ptr_array_add (list, to_certificate (first));
  if (second != NULL)
    g_ptr_array_add (list, to_certificate (second));
  return list;
}

static void
assert_raised (const LkJudgeContext *context, const char *id, LkSeverity severity)
{
  g_autoptr (GPtrArray) findings = lk_judge (context);
  LkFinding *finding = lk_findings_find (findings, id);

  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s: %s", lk_finding_get_id (g_ptr_array_index (findings, i)),
                    lk_finding_get_message (g_ptr_array_index (findings, i)));
  if (finding == NULL)
    g_error ("“%s” was not raised", id);
  g_assert_cmpint (lk_finding_get_severity (finding), ==, severity);
  g_assert_null (strstr (lk_finding_get_message (finding), "%"));
  g_assert_null (strstr (lk_finding_get_message (finding), "“”"));
  g_hash_table_add (raised, (gpointer)lk_finding_get_id (finding));
}

static void
assert_silent (const LkJudgeContext *context, const char *id)
{
  g_autoptr (GPtrArray) findings = lk_judge (context);

  g_assert_null (lk_findings_find (findings, id));
}

static void
assert_nothing (const LkJudgeContext *context)
{
  g_autoptr (GPtrArray) findings = lk_judge (context);

  for (guint i = 0; i < findings->len; i++)
    g_error ("“%s” was raised: %s", lk_finding_get_id (g_ptr_array_index (findings, i)),
             lk_finding_get_message (g_ptr_array_index (findings, i)));
  g_assert_false (lk_findings_block (findings));
}

static void
test_silent (void)
{
  g_autoptr (LkCertificate) root = to_certificate (pki.root);
  g_autoptr (LkCertificate) server = to_certificate (pki.server);
  g_autoptr (LkCertificate) person = to_certificate (pki.person);
  g_autoptr (GPtrArray) trusted = list_of (pki.root, NULL);
  g_autoptr (GPtrArray) empty = list_of (NULL, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GBytes) pkcs12 = lk_test_cert_to_pkcs12 (pki.person, pki.root, "x");
  g_autoptr (LkSecret) password = lk_secret_new ("x", -1);
  g_autoptr (LkBundle) file = lk_bundle_new_from_bytes (pkcs12, "alice.p12", password, NULL, NULL);
  g_autoptr (LkIdentity) identity = lk_identity_new_from_pkcs12 (pkcs12, password, NULL);

  g_assert_nonnull (file);
  g_assert_nonnull (identity);
  assert_nothing (&(LkJudgeContext){ .purpose = LK_JUDGE_IN_GENERAL, .certificate = root });
  assert_nothing (
    &(LkJudgeContext){ .purpose = LK_JUDGE_IN_GENERAL, .certificate = server, .pool = trusted });
  assert_nothing (
    &(LkJudgeContext){ .purpose = LK_JUDGE_IN_GENERAL, .certificate = person, .file = file });
  assert_nothing (&(LkJudgeContext){ .purpose = LK_JUDGE_AS_CA,
                                     .certificate = root,
                                     .trusted = empty,
                                     .trusted_capacity = 4,
                                     .camera_time = now });
  assert_nothing (&(LkJudgeContext){
    .purpose = LK_JUDGE_AS_SERVER, .certificate = server, .address = "192.0.2.10" });
  assert_nothing (&(LkJudgeContext){ .purpose = LK_JUDGE_AS_PERSONAL,
                                     .certificate = person,
                                     .trusted = trusted,
                                     .camera_time = now,
                                     .file = file,
                                     .identity = identity });
}

/* Certificates in which one thing is spoilt, and what is to be said of them in which use. */
static void
test_spoilt (void)
{
  static const LkTestExtension unknown[] = { { "1.2.3.4.5", "0500", TRUE }, { NULL, NULL, FALSE } };
  static const LkTestExtension soft_constraints[] = { { "2.5.29.19", "30030101ff", FALSE }, { NULL, NULL, FALSE } };
  static const struct
  {
    const char *id;
    LkSeverity severity;
    LkJudgePurpose purpose;
    gboolean issued; /* by the root */
    LkTestSpec spec;
  } rows[] = {
    { "not-ca", LK_SEVERITY_BLOCK, LK_JUDGE_AS_CA, TRUE, { .eku = "server" } },
    { "not-ca", LK_SEVERITY_BLOCK, LK_JUDGE_AS_CA, FALSE, { .eku = "server" } },
    { "not-ca",
      LK_SEVERITY_BLOCK,
      LK_JUDGE_AS_CA,
      FALSE,
      { .no_constraints = TRUE, .no_key_usage = TRUE } },
    { "not-ca", LK_SEVERITY_BLOCK, LK_JUDGE_AS_CA, TRUE, { .version1 = TRUE } },
    { "ca-no-certsign",
      LK_SEVERITY_BLOCK,
      LK_JUDGE_AS_CA,
      FALSE,
      { .ca = TRUE, .key_usage = GNUTLS_KEY_CRL_SIGN } },
    { "ca-no-certsign",
      LK_SEVERITY_BLOCK,
      LK_JUDGE_IN_GENERAL,
      FALSE,
      { .ca = TRUE, .key_usage = GNUTLS_KEY_DIGITAL_SIGNATURE } },
    { "certsign-no-ca",
      LK_SEVERITY_BLOCK,
      LK_JUDGE_AS_CA,
      FALSE,
      { .key_usage = GNUTLS_KEY_KEY_CERT_SIGN } },
    { "v1-root", LK_SEVERITY_WARNING, LK_JUDGE_AS_CA, FALSE, { .version1 = TRUE } },
    { "bc-not-critical",
      LK_SEVERITY_INFO,
      LK_JUDGE_AS_CA,
      FALSE,
      { .ca = TRUE, .no_key_usage = TRUE } },
    { "bc-not-critical",
      LK_SEVERITY_INFO,
      LK_JUDGE_AS_CA,
      FALSE,
      { .no_constraints = TRUE,
        .extensions = soft_constraints,
        .key_usage = GNUTLS_KEY_KEY_CERT_SIGN } },
    { "eku-no-client", LK_SEVERITY_ERROR, LK_JUDGE_AS_PERSONAL, TRUE, { .eku = "server,email" } },
    { "eku-absent", LK_SEVERITY_WARNING, LK_JUDGE_AS_PERSONAL, TRUE, { .eku = NULL } },
    { "eku-absent", LK_SEVERITY_WARNING, LK_JUDGE_AS_PERSONAL, TRUE, { .eku = "any" } },
    { "ca-eku-limits",
      LK_SEVERITY_WARNING,
      LK_JUDGE_AS_CA,
      FALSE,
      { .ca = TRUE, .eku = "server" } },
    { "ku-no-sign",
      LK_SEVERITY_ERROR,
      LK_JUDGE_AS_PERSONAL,
      TRUE,
      { .eku = "client", .key_usage = GNUTLS_KEY_KEY_AGREEMENT } },
    { "expired",
      LK_SEVERITY_ERROR,
      LK_JUDGE_IN_GENERAL,
      TRUE,
      { .not_before = "2020-01-01", .not_after = "2021-01-01" } },
    { "not-yet-valid",
      LK_SEVERITY_ERROR,
      LK_JUDGE_IN_GENERAL,
      TRUE,
      { .not_before = "2035-01-01", .not_after = "2036-01-01" } },
    { "after-2038",
      LK_SEVERITY_WARNING,
      LK_JUDGE_AS_CA,
      FALSE,
      { .ca = TRUE, .not_after = "2038-01-20" } },
    { "after-2038",
      LK_SEVERITY_INFO,
      LK_JUDGE_IN_GENERAL,
      FALSE,
      { .ca = TRUE, .not_after = "2099-12-31" } },
    { "weak-hash", LK_SEVERITY_WARNING, LK_JUDGE_IN_GENERAL, TRUE, { .digest = GNUTLS_DIG_SHA1 } },
    { "rsa-short", LK_SEVERITY_WARNING, LK_JUDGE_IN_GENERAL, TRUE, { .key = "rsa1024" } },
    { "ec-curve", LK_SEVERITY_WARNING, LK_JUDGE_IN_GENERAL, TRUE, { .key = "p224" } },
    { "new-key-type",
      LK_SEVERITY_WARNING,
      LK_JUDGE_AS_CA,
      FALSE,
      { .ca = TRUE, .key = "ed25519" } },
    { "new-key-type",
      LK_SEVERITY_WARNING,
      LK_JUDGE_AS_CA,
      FALSE,
      { .ca = TRUE, .key = "rsa-pss" } },
    { "dsa", LK_SEVERITY_ERROR, LK_JUDGE_IN_GENERAL, TRUE, { .key = "dsa" } },
    { "key-ids", LK_SEVERITY_INFO, LK_JUDGE_AS_CA, FALSE, { .ca = TRUE, .no_key_ids = TRUE } },
    { "key-ids", LK_SEVERITY_INFO, LK_JUDGE_IN_GENERAL, TRUE, { .no_key_ids = TRUE } },
    { "key-ids", LK_SEVERITY_ERROR, LK_JUDGE_IN_GENERAL, TRUE, { .wrong_aki_hex = "0102030405" } },
    { "critical-unknown", LK_SEVERITY_ERROR, LK_JUDGE_IN_GENERAL, TRUE, { .extensions = unknown } },
    { "name-constraints",
      LK_SEVERITY_ERROR,
      LK_JUDGE_IN_GENERAL,
      TRUE,
      { .permitted_dns = "example.org" } },
    { "empty-subject", LK_SEVERITY_ERROR, LK_JUDGE_AS_CA, FALSE, { .ca = TRUE, .subject = "" } },
    { "eku-no-server", LK_SEVERITY_ERROR, LK_JUDGE_AS_SERVER, TRUE, { .eku = "client" } },
    { "ku-no-server",
      LK_SEVERITY_BLOCK,
      LK_JUDGE_AS_SERVER,
      TRUE,
      { .key = "rsa2048", .key_usage = GNUTLS_KEY_KEY_CERT_SIGN } },
    { "ku-no-server", LK_SEVERITY_BLOCK, LK_JUDGE_AS_SERVER, FALSE, { .ca = TRUE } },
    { "ku-no-server",
      LK_SEVERITY_BLOCK,
      LK_JUDGE_AS_SERVER,
      TRUE,
      { .key_usage = GNUTLS_KEY_KEY_ENCIPHERMENT } },
    { "ku-no-server",
      LK_SEVERITY_WARNING,
      LK_JUDGE_AS_SERVER,
      TRUE,
      { .key = "rsa2048", .key_usage = GNUTLS_KEY_KEY_ENCIPHERMENT } },
    { "not-root", LK_SEVERITY_WARNING, LK_JUDGE_AS_CA, TRUE, { .ca = TRUE } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      LkTestSpec spec = rows[i].spec;
      g_autoptr (LkTestCert) cert = NULL;
      g_autoptr (LkCertificate) certificate = NULL;
      g_autoptr (GPtrArray) pool = list_of (pki.root, NULL);

      g_test_message ("row %u", (guint)i);
      if (spec.subject == NULL)
        spec.subject = "CN=Spoilt,O=Example";
      else if (*spec.subject == '\0')
        spec.subject = NULL;
      if (rows[i].issued)
        spec.issuer = pki.root;
      cert = lk_test_cert_new (&spec);
      certificate = to_certificate (cert);
      assert_raised (
        &(LkJudgeContext){ .purpose = rows[i].purpose, .certificate = certificate, .pool = pool },
        rows[i].id, rows[i].severity);
    }
}

/* The certificate with one field of its to-be-signed part replaced, signed by @issuer again. */
static LkCertificate *
rebuild (const LkTestCert *cert, const LkTestCert *issuer, guint field, GBytes *replacement)
{
  LkDer outer = lk_der_from_bytes (cert->der);
  LkDer inner;
  LkDerItem item;
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autoptr (GBytes) tbs = NULL;
  g_autoptr (GBytes) der = NULL;
  g_autoptr (GError) error = NULL;
  LkCertificate *certificate;

  g_assert_true (lk_der_next (&outer, &item));
  outer = lk_der_enter (&item);
  g_assert_true (lk_der_next (&outer, &item));
  inner = lk_der_enter (&item);
  for (guint i = 0; lk_der_next (&inner, &item); i++)
    if (i == field)
      g_byte_array_append (content, g_bytes_get_data (replacement, NULL),
                           (guint)g_bytes_get_size (replacement));
    else
      g_byte_array_append (content, item.whole, (guint)item.whole_size);
  tbs = lk_test_der (LK_DER_SEQUENCE, content->data, content->len);
  der = lk_test_sign_tbs (tbs, issuer);
  certificate = lk_certificate_new_from_der (der, &error);
  g_assert_no_error (error);
  return certificate;
}

static void
test_encodings (void)
{
  static const guint8 zero_serial[] = { 0x02, 0x01, 0x00 };
  static const char validity[] = "\x30\x22\x18\x0f"
                                 "20260101000000Z"
                                 "\x18\x0f"
                                 "20350101000000Z";
  g_autoptr (GBytes) serial = g_bytes_new_static (zero_serial, sizeof zero_serial);
  g_autoptr (GBytes) times = g_bytes_new_static (validity, sizeof validity - 1);
  g_autoptr (LkCertificate) odd_serial = rebuild (pki.person, pki.root, TBS_SERIAL, serial);
  g_autoptr (LkCertificate) odd_time = rebuild (pki.person, pki.root, TBS_VALIDITY, times);
  g_autoptr (GBytes) long_der = NULL;
  g_autoptr (LkCertificate) trailing = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  assert_raised (&(LkJudgeContext){ .purpose = LK_JUDGE_IN_GENERAL, .certificate = odd_serial },
                 "malformed", LK_SEVERITY_WARNING);
  assert_raised (&(LkJudgeContext){ .purpose = LK_JUDGE_IN_GENERAL, .certificate = odd_time },
                 "time-encoding", LK_SEVERITY_WARNING);

  g_byte_array_append (bytes, g_bytes_get_data (pki.person->der, NULL),
                       (guint)g_bytes_get_size (pki.person->der));
  g_byte_array_append (bytes, (const guint8 *)"junk", 4);
  long_der = g_bytes_new (bytes->data, bytes->len);
  trailing = lk_certificate_new_from_der (long_der, NULL);
  g_assert_nonnull (trailing);
  assert_raised (&(LkJudgeContext){ .purpose = LK_JUDGE_IN_GENERAL, .certificate = trailing },
                 "malformed", LK_SEVERITY_ERROR);
}

static void
test_rsa_keys (void)
{
  static const struct
  {
    guint bytes; /* of the modulus */
    guint8 exponent;
    LkSeverity severity;
  } rows[] = {
    { 64, 3, LK_SEVERITY_ERROR },
    { 128, 3, LK_SEVERITY_WARNING },
    { 256, 4, LK_SEVERITY_ERROR },
    { 256, 1, LK_SEVERITY_ERROR },
    { 1024, 3, LK_SEVERITY_INFO },
  };
  static const guint8 algorithm[] = { 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
                                      0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00 };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree guint8 *modulus = g_malloc (rows[i].bytes + 1);
      g_autoptr (GByteArray) numbers = g_byte_array_new ();
      g_autoptr (GByteArray) content = g_byte_array_new ();
      g_autoptr (GBytes) integer = NULL;
      g_autoptr (GBytes) exponent = lk_test_der (LK_DER_INTEGER, &rows[i].exponent, 1);
      g_autoptr (GBytes) key = NULL;
      g_autoptr (GBytes) bits = NULL;
      g_autoptr (GBytes) spki = NULL;
      g_autoptr (LkCertificate) certificate = NULL;

      memset (modulus, 0xa5, rows[i].bytes + 1);
      modulus[0] = 0;
      integer = lk_test_der (LK_DER_INTEGER, modulus, rows[i].bytes + 1);
      g_byte_array_append (numbers, g_bytes_get_data (integer, NULL),
                           (guint)g_bytes_get_size (integer));
      g_byte_array_append (numbers, g_bytes_get_data (exponent, NULL),
                           (guint)g_bytes_get_size (exponent));
      key = lk_test_der (LK_DER_SEQUENCE, numbers->data, numbers->len);
      g_byte_array_append (content, (const guint8 *)"", 1);
      g_byte_array_append (content, g_bytes_get_data (key, NULL), (guint)g_bytes_get_size (key));
      bits = lk_test_der (LK_DER_BIT_STRING, content->data, content->len);
      g_byte_array_set_size (content, 0);
      g_byte_array_append (content, algorithm, sizeof algorithm);
      g_byte_array_append (content, g_bytes_get_data (bits, NULL), (guint)g_bytes_get_size (bits));
      spki = lk_test_der (LK_DER_SEQUENCE, content->data, content->len);
      certificate = rebuild (pki.person, pki.root, TBS_KEY, spki);
      assert_raised (
        &(LkJudgeContext){ .purpose = LK_JUDGE_IN_GENERAL, .certificate = certificate },
        "rsa-short", rows[i].severity);
    }
}

static void
test_self_signature (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GBytes) der = NULL;
  g_autoptr (LkCertificate) changed = NULL;
  g_autoptr (LkTestCert) older = lk_test_ca_new ("CN=Root CA,O=Example", NULL);
  g_autoptr (LkTestCert) rolled = lk_test_ca_new ("CN=Root CA,O=Example", older);
  g_autoptr (LkCertificate) rollover = to_certificate (rolled);

  g_byte_array_append (bytes, g_bytes_get_data (pki.root->der, NULL),
                       (guint)g_bytes_get_size (pki.root->der));
  bytes->data[bytes->len - 1] ^= 1;
  der = g_bytes_new (bytes->data, bytes->len);
  changed = lk_certificate_new_from_der (der, NULL);
  assert_raised (&(LkJudgeContext){ .purpose = LK_JUDGE_AS_CA, .certificate = changed },
                 "self-signature", LK_SEVERITY_ERROR);
  assert_silent (&(LkJudgeContext){ .purpose = LK_JUDGE_AS_CA, .certificate = rollover }, "self-signature");
}

static void
test_times (void)
{
  g_autoptr (LkTestCert) root = lk_test_cert_new (&(LkTestSpec){
    .subject = "CN=Short", .ca = TRUE, .not_before = "2024-01-01", .not_after = "2026-01-01" });
  g_autoptr (LkTestCert) leaf = lk_test_cert_new (&(LkTestSpec){
    .subject = "CN=alice", .issuer = root, .eku = "client", .not_before = "2024-06-01", .not_after = "2027-01-01" });
  g_autoptr (LkCertificate) ca = to_certificate (root);
  g_autoptr (LkCertificate) alice = to_certificate (leaf);
  g_autoptr (GPtrArray) trusted = list_of (root, NULL);
  g_autoptr (GDateTime) autumn = g_date_time_new_utc (2025, 9, 1, 12, 0, 0);
  g_autoptr (GDateTime) later = g_date_time_new_utc (2025, 9, 1, 12, 6, 0);
  g_autoptr (GDateTime) early = g_date_time_new_utc (1970, 1, 1, 0, 5, 0);
  g_autoptr (GDateTime) spring = g_date_time_new_utc (2025, 3, 1, 12, 0, 0);
  g_autoptr (GDateTime) end = g_date_time_new_utc (2026, 12, 20, 0, 0, 0);
  LkJudgeContext context = {
    .purpose = LK_JUDGE_AS_PERSONAL, .certificate = alice, .trusted = trusted, .now = spring
  };

  assert_silent (&context, "camera-clock");
  context.camera_time = early;
  assert_raised (&context, "camera-clock", LK_SEVERITY_BLOCK);
  assert_raised (&context, "no-camera-ca", LK_SEVERITY_BLOCK);
  context.camera_time = later;
  context.now = autumn;
  assert_raised (&context, "camera-clock", LK_SEVERITY_WARNING);
  context.camera_time = autumn;
  assert_silent (&context, "camera-clock");
  assert_raised (&context, "expires-soon", LK_SEVERITY_WARNING); /* the issuer does, before the leaf */
  context.now = context.camera_time = end;
  assert_raised (&context, "expires-soon", LK_SEVERITY_WARNING);
  assert_raised (&context, "expired", LK_SEVERITY_ERROR); /* the issuer */
  assert_raised (&(LkJudgeContext){ .purpose = LK_JUDGE_AS_CA, .certificate = ca, .now = autumn },
                 "expires-soon", LK_SEVERITY_WARNING);
  assert_silent (&(LkJudgeContext){ .purpose = LK_JUDGE_AS_CA, .certificate = ca, .now = spring },
                 "expires-soon");
}

static void
test_chain (void)
{
  g_autoptr (LkTestCert) tight = lk_test_cert_new (&(LkTestSpec){
    .subject = "CN=Tight", .ca = TRUE, .has_path_length = TRUE, .excluded_dns = "bad.example" });
  g_autoptr (LkTestCert) middle = lk_test_ca_new ("CN=Middle", tight);
  g_autoptr (LkTestCert) limited = lk_test_cert_new (
    &(LkTestSpec){ .subject = "CN=Limited", .ca = TRUE, .issuer = pki.root, .eku = "server" });
  g_autoptr (LkTestCert) below = lk_test_client_new ("CN=alice", middle);
  g_autoptr (LkTestCert) outside = lk_test_server_new ("CN=cam", "DNS:cam.bad.example", tight);
  g_autoptr (LkTestCert) other = lk_test_client_new ("CN=alice", limited);
  g_autoptr (GPtrArray) tight_only = list_of (tight, NULL);
  g_autoptr (GPtrArray) roots = list_of (pki.root, tight);
  g_autoptr (GPtrArray) pool = list_of (middle, limited);
  g_autoptr (LkCertificate) one = to_certificate (below);
  g_autoptr (LkCertificate) two = to_certificate (outside);
  g_autoptr (LkCertificate) three = to_certificate (other);
  g_autoptr (LkCertificate) person = to_certificate (pki.person);

  assert_raised (
    &(LkJudgeContext){
      .purpose = LK_JUDGE_AS_PERSONAL, .certificate = one, .pool = pool, .trusted = tight_only },
    "pathlen", LK_SEVERITY_ERROR);
  assert_raised (
    &(LkJudgeContext){ .purpose = LK_JUDGE_AS_SERVER, .certificate = two, .pool = tight_only },
    "name-constraints", LK_SEVERITY_ERROR);
  assert_raised (
    &(LkJudgeContext){
      .purpose = LK_JUDGE_AS_PERSONAL, .certificate = three, .pool = pool, .trusted = roots },
    "ca-eku-limits", LK_SEVERITY_WARNING);
  assert_raised (
    &(LkJudgeContext){ .purpose = LK_JUDGE_AS_PERSONAL, .certificate = one, .trusted = tight_only },
    "chain-incomplete", LK_SEVERITY_ERROR);
  assert_raised (&(LkJudgeContext){ .purpose = LK_JUDGE_AS_PERSONAL,
                                    .certificate = person,
                                    .trusted = tight_only },
                 "no-camera-ca", LK_SEVERITY_BLOCK);
  assert_raised (&(LkJudgeContext){ .purpose = LK_JUDGE_AS_PERSONAL, .certificate = person },
                 "chain-incomplete", LK_SEVERITY_INFO);
  assert_silent (&(LkJudgeContext){ .purpose = LK_JUDGE_AS_PERSONAL, .certificate = person }, "no-camera-ca");
  assert_silent (
    &(LkJudgeContext){ .purpose = LK_JUDGE_AS_PERSONAL, .certificate = person, .trusted = roots },
    "no-camera-ca");
}

static void
test_camera (void)
{
  g_autoptr (LkTestCert) twin = lk_test_ca_new ("CN=Root CA,O=Example", NULL);
  g_autoptr (LkCertificate) root = to_certificate (pki.root);
  g_autoptr (LkCertificate) second = to_certificate (twin);
  g_autoptr (LkCertificate) person = to_certificate (pki.person);
  g_autoptr (LkCertificate) server = to_certificate (pki.server);
  g_autoptr (GPtrArray) trusted = g_ptr_array_new ();
  static const char *const users[] = { "admin", "bob", NULL };
  static const char *const more[] = { "admin", "alice", NULL };
  LkJudgeContext context = {
    .purpose = LK_JUDGE_AS_CA, .certificate = second, .trusted = trusted, .trusted_capacity = 4
  };
  LkJudgeContext personal = { .purpose = LK_JUDGE_AS_PERSONAL,
                              .certificate = person,
                              .users = users };

  g_ptr_array_add (trusted, NULL);
  g_ptr_array_add (trusted, root);
  assert_raised (&context, "empty-subject", LK_SEVERITY_WARNING);
  assert_silent (&context, "slots");
  assert_silent (&context, "key-ids");
  context.certificate = root;
  assert_raised (&context, "slots", LK_SEVERITY_INFO);
  assert_silent (&context, "empty-subject");
  context.trusted_capacity = 1;
  assert_raised (&context, "slots", LK_SEVERITY_INFO);
  context.certificate = second;
  assert_raised (&context, "slots", LK_SEVERITY_BLOCK);
  context.limits.ca_max_bytes = 200;
  assert_raised (&context, "too-big", LK_SEVERITY_ERROR);
  context.limits.ca_max_bytes = 10240;
  assert_silent (&context, "too-big");

  assert_silent (&personal, "cn-not-user");
  personal.limits.maps_name_to_user = TRUE;
  assert_raised (&personal, "cn-not-user", LK_SEVERITY_WARNING);
  personal.users = more;
  assert_silent (&personal, "cn-not-user");
  assert_raised (&(LkJudgeContext){ .purpose = LK_JUDGE_AS_SERVER,
                                    .certificate = server,
                                    .address = "cam.example" },
                 "address", LK_SEVERITY_WARNING);
}

static LkBundle *
open_bundle (GBytes *bytes, const char *password)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSecret) secret = password != NULL ? lk_secret_new (password, -1) : NULL;
  LkBundle *bundle = lk_bundle_new_from_bytes (bytes, "file", secret, NULL, &error);

  g_assert_no_error (error);
  return bundle;
}

static LkBundle *
open_text (char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  return open_bundle (bytes, NULL);
}

static void
test_files (void)
{
  g_autofree char *pem = lk_test_cert_to_pem (pki.root);
  g_autofree char *person = lk_test_cert_to_pem (pki.person);
  g_autofree char *key = lk_test_cert_key_to_pem (pki.root, "secret");
  g_autoptr (LkCertificate) root = to_certificate (pki.root);
  const struct
  {
    const char *id;
    LkSeverity severity;
    LkBundle *file;
  } rows[] = {
    { "private-key-in-file", LK_SEVERITY_WARNING, open_text (g_strconcat (pem, key, NULL)) },
    { "several-certs", LK_SEVERITY_WARNING, open_text (g_strconcat (pem, person, NULL)) },
    { "text-encoding", LK_SEVERITY_WARNING, open_text (g_strconcat ("\xef\xbb\xbf", pem, NULL)) },
    { "extra-text", LK_SEVERITY_WARNING, open_text (g_strconcat ("subject=CN = Root CA\n", pem, NULL)) },
    { "der-for-pem", LK_SEVERITY_WARNING, open_bundle (pki.root->der, NULL) },
  };
  g_autoptr (LkBundle) plain = open_text (g_strdup (pem));
  LkJudgeContext context = { .purpose = LK_JUDGE_AS_CA,
                             .certificate = root,
                             .limits = { .takes_pem_only = TRUE },
                             .file = plain };

  assert_nothing (&context);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      context.file = rows[i].file;
      assert_raised (&context, rows[i].id, rows[i].severity);
    }
  context.purpose = LK_JUDGE_IN_GENERAL;
  context.file = rows[0].file;
  assert_raised (&context, "private-key-in-file", LK_SEVERITY_WARNING);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_object_unref (rows[i].file);
}

/* A PKCS#12 with nothing but a certificate in it. */
static LkBundle *
open_keyless_pkcs12 (const LkTestCert *cert)
{
  gnutls_datum_t der = { (guint8 *)g_bytes_get_data (cert->der, NULL),
                         (unsigned)g_bytes_get_size (cert->der) };
  g_autoptr (GBytes) bytes = NULL;
  gnutls_datum_t file;
  gnutls_pkcs12_bag_t bag;
  gnutls_pkcs12_t pkcs12;

  g_assert_cmpint (gnutls_pkcs12_bag_init (&bag), ==, 0);
  g_assert_cmpint (gnutls_pkcs12_bag_set_data (bag, GNUTLS_BAG_CERTIFICATE, &der), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_init (&pkcs12), ==, 0);
  g_assert_cmpint (gnutls_pkcs12_set_bag (pkcs12, bag), ==, 0);
  g_assert_cmpint (gnutls_pkcs12_generate_mac2 (pkcs12, GNUTLS_MAC_SHA256, "x"), ==, 0);
  g_assert_cmpint (gnutls_pkcs12_export2 (pkcs12, GNUTLS_X509_FMT_DER, &file), ==, 0);
  bytes = g_bytes_new (file.data, file.size);
  gnutls_free (file.data);
  gnutls_pkcs12_bag_deinit (bag);
  gnutls_pkcs12_deinit (pkcs12);
  return open_bundle (bytes, "x");
}

static void
test_pkcs12 (void)
{
  g_autoptr (GBytes) new_bytes = lk_test_cert_to_pkcs12 (pki.person, pki.root, "x");
  g_autoptr (LkSecret) password = lk_secret_new ("x", -1);
  g_autoptr (LkIdentity) identity = lk_identity_new_from_pkcs12 (new_bytes, password, NULL);
  g_autoptr (GBytes) old_bytes = lk_identity_to_pkcs12 (identity, password, TRUE, NULL);
  g_autoptr (LkBundle) newer = open_bundle (new_bytes, "x");
  g_autoptr (LkBundle) older = open_bundle (old_bytes, "x");
  g_autofree char *pem = lk_test_cert_to_pem (pki.person);
  g_autoptr (LkBundle) bare = open_text (g_strdup (pem));
  g_autoptr (LkBundle) keyless = open_keyless_pkcs12 (pki.person);
  g_autoptr (GError) missing = g_error_new (LK_ERROR, LK_ERROR_NO_PRIVATE_KEY, "none");
  g_autoptr (GError) mismatch = g_error_new (LK_ERROR, LK_ERROR_KEY_MISMATCH, "other");
  g_autoptr (GPtrArray) trusted = list_of (pki.root, NULL);
  LkJudgeContext context = { .purpose = LK_JUDGE_AS_PERSONAL,
                             .certificate = lk_identity_get_certificate (identity),
                             .trusted = trusted,
                             .file = older,
                             .identity = identity };

  assert_raised (&context, "p12-legacy", LK_SEVERITY_WARNING);
  context.limits.pkcs12 = LK_PKCS12_READER_OLD;
  assert_silent (&context, "p12-too-new");
  context.file = newer;
  assert_silent (&context, "p12-legacy");
  assert_raised (&context, "p12-too-new", LK_SEVERITY_WARNING);
  context.identity = NULL;
  context.file = keyless;
  assert_raised (&context, "p12-no-key", LK_SEVERITY_ERROR);
  context.file = bare;
  assert_silent (&context, "p12-no-key");
  context.identity_error = missing;
  assert_raised (&context, "p12-no-key", LK_SEVERITY_ERROR);
  context.identity_error = mismatch;
  assert_raised (&context, "p12-no-key", LK_SEVERITY_ERROR);
}

/* Every rule is raised by one of the tests above; a new one without a test fails here. */
static void
test_complete (void)
{
  static const char *const elsewhere[] = { "p12-rounds", NULL }; /* test-judge-pkcs12.c */
  guint highest = 0;

  for (gsize i = 0; i < lk_judge_n_rules; i++)
    {
      const LkRule *rule = &lk_judge_rules[i];

      if (!g_hash_table_contains (raised, rule->id) && !g_strv_contains (elsewhere, rule->id))
        g_error ("no test raises “%s”", rule->id);
      g_assert_cmpuint (rule->number, <=, highest + 1);
      highest = MAX (highest, rule->number);
    }
  g_assert_cmpuint (highest, >=, 40);
}

static void
test_finding (void)
{
  g_autoptr (LkFinding) finding = lk_finding_new (&(LkFindingFields){
    .id = "x", .source = "RFC 1", .severity = LK_SEVERITY_BLOCK, .message = "Message.", .remedy = "Remedy." });
  g_autofree char *text = lk_finding_to_text (finding);

  g_assert_cmpstr (text, ==, "Message.\nRemedy.\nRFC 1");
  g_assert_cmpstr (lk_finding_get_severity_name (finding), ==, "error");
  g_assert_true (lk_finding_is_blocking (finding));
  g_assert_finalize_object (g_steal_pointer (&finding));
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  raised = g_hash_table_new (g_str_hash, g_str_equal);
  pki.root = lk_test_ca_new ("CN=Root CA,O=Example", NULL);
  pki.server = lk_test_server_new ("CN=Camera 7", "DNS:camera7.example,IP:192.0.2.10", pki.root);
  pki.person = lk_test_client_new ("CN=alice,O=Example", pki.root);

  g_test_add_func ("/certificate/judge/is-silent-on-good-ones", test_silent);
  g_test_add_func ("/certificate/judge/names-what-is-spoilt", test_spoilt);
  g_test_add_func ("/certificate/judge/sees-odd-encodings", test_encodings);
  g_test_add_func ("/certificate/judge/weighs-rsa-keys", test_rsa_keys);
  g_test_add_func ("/certificate/judge/checks-self-signature", test_self_signature);
  g_test_add_func ("/certificate/judge/knows-two-clocks", test_times);
  g_test_add_func ("/certificate/judge/follows-the-chain", test_chain);
  g_test_add_func ("/certificate/judge/knows-the-camera", test_camera);
  g_test_add_func ("/certificate/judge/looks-at-files", test_files);
  g_test_add_func ("/certificate/judge/looks-at-pkcs12", test_pkcs12);
  g_test_add_func ("/certificate/judge/every-rule-has-a-test", test_complete);
  g_test_add_func ("/certificate/judge/finding-is-a-value", test_finding);
  status = g_test_run ();

  lk_test_cert_free (pki.root);
  lk_test_cert_free (pki.server);
  lk_test_cert_free (pki.person);
  g_hash_table_unref (raised);
  return status;
}
