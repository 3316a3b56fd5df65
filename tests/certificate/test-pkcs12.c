/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* PKCS#12 and encrypted PKCS#8 as OpenSSL makes them, in every scheme that it has. */

#include "config.h"

#include "sample.h"

#include "base/lk-error.h"
#include "certificate/lk-bundle.h"

#include <glib/gstdio.h>
#include <gnutls/crypto.h>

#define PASSWORD "Latchkey 1"

static const LkSampleSpec spec = { .dn = "CN=admin,O=Example", .purpose = GNUTLS_KP_TLS_WWW_CLIENT };

static LkSample *sample;
static char *folder, *pair_path, *out_path;

static void
make_material (void)
{
  g_autoptr (LkCertificate) certificate = NULL;
  g_autofree char *pem = NULL, *text = NULL;
  gnutls_datum_t key;

  sample = lk_sample_new (&spec);
  lk_sample_sign (sample, NULL);
  certificate = lk_sample_to_certificate (sample);
  pem = lk_certificate_to_pem (certificate);
  g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (sample->key, GNUTLS_X509_FMT_PEM, NULL,
                                                      GNUTLS_PKCS_PLAIN, &key),
                   >=, 0);
  text = g_strdup_printf ("%.*s%s", (int)key.size, (char *)key.data, pem);
  gnutls_free (key.data);
  folder = g_dir_make_tmp ("latchkey-pkcs12-XXXXXX", NULL);
  pair_path = g_build_filename (folder, "pair.pem", NULL);
  out_path = g_build_filename (folder, "out", NULL);
  g_assert_true (g_file_set_contents (pair_path, text, -1, NULL));
}

static void
free_material (void)
{
  g_remove (pair_path);
  g_remove (out_path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (pair_path);
  g_free (out_path);
  g_free (folder);
  lk_sample_free (sample);
}

/* (nullable): what "openssl" with those words (split at spaces) writes into out_path; "%" stands for
 * the password. */
static GBytes *
run_openssl (const char *words)
{
  g_auto (GStrv) split = g_strsplit (words, " ", -1);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GSubprocess) openssl = NULL;
  char *contents;
  gsize size;

  g_remove (out_path);
  g_ptr_array_add (arguments, g_strdup ("openssl"));
  for (guint i = 0; split[i] != NULL; i++)
    g_ptr_array_add (arguments, g_str_equal (split[i], "%") ? g_strdup ("pass:" PASSWORD)
                                                            : g_strdup (split[i]));
  for (guint i = 0; i < 2; i++)
    {
      g_ptr_array_add (arguments, g_strdup (i == 0 ? "-in" : "-out"));
      g_ptr_array_add (arguments, g_strdup (i == 0 ? pair_path : out_path));
    }
  g_ptr_array_add (arguments, NULL);
  openssl = g_subprocess_newv ((const char *const *)arguments->pdata,
                               G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  if (openssl == NULL || !g_subprocess_wait_check (openssl, NULL, NULL) ||
      !g_file_get_contents (out_path, &contents, &size, NULL))
    return NULL;
  return g_bytes_new_take (contents, size);
}

static LkBundle *
open_bytes (GBytes *bytes, const char *password, GError **error)
{
  g_autoptr (LkSecret) secret = password != NULL ? lk_secret_new (password, -1) : NULL;

  return lk_bundle_new_from_bytes (bytes, "out", secret, NULL, error);
}

static void
assert_whole (LkBundle *bundle, guint certificates)
{
  GListModel *items = lk_bundle_get_items (bundle);
  g_autoptr (LkCertificate) certificate = lk_sample_to_certificate (sample);

  g_assert_cmpuint (lk_bundle_count (bundle, LK_ITEM_CERTIFICATE), ==, certificates);
  g_assert_cmpuint (lk_bundle_count (bundle, LK_ITEM_PRIVATE_KEY), ==, 1);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LkItem) item = g_list_model_get_item (items, i);
      LkPrivateKey *key = lk_item_get_private_key (item);

      if (key == NULL)
        continue;
      g_assert_false (lk_private_key_is_locked (key));
      g_assert_cmpstr (lk_private_key_get_spki_sha256 (key), ==,
                       lk_certificate_get_spki_sha256 (certificate));
    }
}

#define LEGACY          "-provider legacy -provider default "
#define EXPORT          "pkcs12 -export -passout % "
#define BOTH(scheme)    "pkcs12 " LEGACY "-export -passout % -keypbe " scheme " -certpbe " scheme
#define PKCS8_1(scheme) "pkcs8 " LEGACY "-topk8 -passout % -v1 " scheme
#define PKCS8_2(cipher) "pkcs8 " LEGACY "-topk8 -passout % -v2 " cipher

static const struct
{
  const char *path;
  const char *words;
  guint certificates;
  gboolean has_mac;
} schemes[] = {
  { "/pkcs12/scheme/rc2-40-opens", BOTH ("PBE-SHA1-RC2-40"), 1, TRUE },
  { "/pkcs12/scheme/rc2-128-opens", BOTH ("PBE-SHA1-RC2-128"), 1, TRUE },
  { "/pkcs12/scheme/rc4-40-opens", BOTH ("PBE-SHA1-RC4-40"), 1, TRUE },
  { "/pkcs12/scheme/rc4-128-opens", BOTH ("PBE-SHA1-RC4-128"), 1, TRUE },
  { "/pkcs12/scheme/3des-opens", BOTH ("PBE-SHA1-3DES"), 1, TRUE },
  { "/pkcs12/scheme/2-key-3des-opens", BOTH ("PBE-SHA1-2DES"), 1, TRUE },
  { "/pkcs12/scheme/md5-des-opens", BOTH ("PBE-MD5-DES"), 1, TRUE },
  { "/pkcs12/scheme/md5-rc2-opens", BOTH ("PBE-MD5-RC2-64"), 1, TRUE },
  { "/pkcs12/scheme/sha1-des-opens", BOTH ("PBE-SHA1-DES"), 1, TRUE },
  { "/pkcs12/scheme/sha1-rc2-opens", BOTH ("PBE-SHA1-RC2-64"), 1, TRUE },
  { "/pkcs12/scheme/pbes2-aes-128-opens", BOTH ("aes-128-cbc"), 1, TRUE },
  { "/pkcs12/scheme/pbes2-aes-256-opens", BOTH ("aes-256-cbc"), 1, TRUE },
  { "/pkcs12/scheme/pbes2-3des-opens", BOTH ("des-ede3-cbc"), 1, TRUE },
  { "/pkcs12/scheme/pbes2-des-opens", BOTH ("des-cbc"), 1, TRUE },
  { "/pkcs12/scheme/pbes2-rc2-128-opens", BOTH ("rc2-cbc"), 1, TRUE },
  { "/pkcs12/scheme/pbes2-rc2-64-opens", BOTH ("rc2-64-cbc"), 1, TRUE },
  { "/pkcs12/scheme/pbes2-rc2-40-opens", BOTH ("rc2-40-cbc"), 1, TRUE },
  { "/pkcs12/scheme/pbes2-camellia-opens", BOTH ("camellia-128-cbc"), 1, TRUE },
  { "/pkcs12/mac/sha1-is-verified", EXPORT "-macalg sha1", 1, TRUE },
  { "/pkcs12/mac/sha224-is-verified", EXPORT "-macalg sha224", 1, TRUE },
  { "/pkcs12/mac/sha384-is-verified", EXPORT "-macalg sha384", 1, TRUE },
  { "/pkcs12/mac/sha512-is-verified", EXPORT "-macalg sha512", 1, TRUE },
  { "/pkcs12/mac/missing-opens", EXPORT "-nomac -certpbe aes-256-cbc", 1, FALSE },
  { "/pkcs12/mac/missing-over-plain-certificates-opens", EXPORT "-nomac -certpbe NONE", 1, FALSE },
  { "/pkcs12/pkcs8/scrypt-opens", "pkcs8 -topk8 -passout % -scrypt", 0, FALSE },
  { "/pkcs12/pkcs8/scrypt-in-parallel-opens", "pkcs8 -topk8 -passout % -scrypt -v2 aes-128-cbc -scrypt_N 1024 -scrypt_p 4", 0, FALSE },
  { "/pkcs12/pkcs8/md5-des-opens", PKCS8_1 ("PBE-MD5-DES"), 0, FALSE },
  { "/pkcs12/pkcs8/sha1-rc2-opens", PKCS8_1 ("PBE-SHA1-RC2-64"), 0, FALSE },
  { "/pkcs12/pkcs8/rc2-128-opens", PKCS8_1 ("PBE-SHA1-RC2-128"), 0, FALSE },
  { "/pkcs12/pkcs8/rc4-40-opens", PKCS8_1 ("PBE-SHA1-RC4-40"), 0, FALSE },
  { "/pkcs12/pkcs8/2-key-3des-opens", PKCS8_1 ("PBE-SHA1-2DES"), 0, FALSE },
  { "/pkcs12/pkcs8/pbes2-rc2-opens", PKCS8_2 ("rc2"), 0, FALSE },
  { "/pkcs12/pkcs8/pbes2-3des-opens", PKCS8_2 ("des3"), 0, FALSE },
  { "/pkcs12/pkcs8/pbes2-aes-192-opens", PKCS8_2 ("aes-192-cbc"), 0, FALSE },
  { "/pkcs12/pkcs8/pbes2-camellia-opens", PKCS8_2 ("camellia-256-cbc"), 0, FALSE },
  { "/pkcs12/pkcs8/sha512-rounds-open", PKCS8_2 ("aes256 -v2prf hmacWithSHA512"), 0, FALSE },
};

static void
test_scheme (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GBytes) bytes = run_openssl (schemes[i].words);
  g_autoptr (LkBundle) bundle = NULL, none = NULL;
  g_autoptr (GError) error = NULL;

  if (bytes == NULL)
    {
      g_test_skip ("this OpenSSL does not make it");
      return;
    }
  bundle = open_bytes (bytes, PASSWORD, &error);
  g_assert_no_error (error);
  assert_whole (bundle, schemes[i].certificates);
  if (schemes[i].certificates > 0)
    {
      LkPkcs12 *pkcs12 = lk_bundle_get_pkcs12 (bundle);

      g_assert_cmpint (lk_pkcs12_has_mac (pkcs12), ==, schemes[i].has_mac);
      g_assert_cmpint (lk_pkcs12_is_mac_verified (pkcs12), ==, schemes[i].has_mac);
    }
  none = open_bytes (bytes, "another", &error);
  g_assert_error (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG);
  g_assert_null (none);
}

/* What is there in a file of a scheme that is not known is listed, and nothing is said of the
 * password. */
static const struct
{
  const char *path;
  const char *words;
  guint certificates;
} unknown[] = {
  { "/pkcs12/unknown/aria-key-is-listed", EXPORT "-keypbe aria-256-cbc", 1 },
  { "/pkcs12/unknown/aria-file-is-listed", EXPORT "-keypbe aria-256-cbc -certpbe aria-256-cbc", 0 },
  { "/pkcs12/unknown/aria-without-mac-is-listed", EXPORT "-nomac -keypbe aria-256-cbc -certpbe aria-256-cbc", 0 },
  { "/pkcs12/unknown/aria-pkcs8-is-listed", "pkcs8 -topk8 -passout % -v2 aria-256-cbc", 0 },
  /* more memory than is sensible */
  { "/pkcs12/unknown/scrypt-of-a-gigabyte-is-listed", "pkcs8 -topk8 -passout % -scrypt -scrypt_N 524288 -scrypt_r 4", 0 },
};

static void
test_unknown (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GBytes) bytes = run_openssl (unknown[i].words);
  g_autoptr (LkBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkItem) last = NULL;
  GListModel *items;

  if (bytes == NULL)
    {
      g_test_skip ("this OpenSSL does not make it");
      return;
    }
  bundle = open_bytes (bytes, PASSWORD, &error);
  g_assert_no_error (error);
  items = lk_bundle_get_items (bundle);
  g_assert_cmpuint (lk_bundle_count (bundle, LK_ITEM_CERTIFICATE), ==, unknown[i].certificates);
  last = g_list_model_get_item (items, g_list_model_get_n_items (items) - 1);
  g_assert_true (lk_private_key_is_locked (lk_item_get_private_key (last)));
  g_assert_nonnull (lk_item_get_problem (last));
}

static void
append_tlv (GByteArray *to, guint8 id, const GByteArray *content)
{
  guint8 header[] = { id, 0x82, (guint8)(content->len >> 8), (guint8)content->len };

  g_byte_array_append (to, header, sizeof header);
  g_byte_array_append (to, content->data, content->len);
}

static GByteArray *
wrap (guint8 id, const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  GByteArray *array = g_byte_array_new ();

  g_byte_array_append (content, data, (guint)size);
  append_tlv (array, id, content);
  return array;
}

/* RFC 9579 A: PBKDF2 of @rounds (one byte), with HMAC with SHA-256 twice. */
static GByteArray *
make_pbmac1 (GBytes *authenticated, guint8 rounds)
{
  static const guint8 pbmac1[] = { 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 14 };
  static const guint8 hmac[] = { 0x30, 12, 0x06, 8, 0x2a, 0x86, 0x48,
                                 0x86, 0xf7, 0x0d, 2, 9, 0x05, 0 };
  guint8 kdf[] = { 0x30, 41, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 5, 12,
                   0x30, 28, 0x04, 4, 's', 'a', 'l', 't', 0x02, 2, 0, rounds, 0x02, 1, 32,
                   0x30, 13, 0x06, 8, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 9, 0x05, 1, 0 };
  static const guint8 unused[] = { 0x04, 1, 'x', 0x02, 1, 1 };
  gnutls_datum_t password = { (unsigned char *)PASSWORD, sizeof PASSWORD - 1 },
                 salt = { (unsigned char *)"salt", 4 };
  guint8 key[32], mac[32];
  g_autoptr (GByteArray) parameters = g_byte_array_new (), algorithm = g_byte_array_new (),
                         info = g_byte_array_new (), digest = NULL, data = g_byte_array_new ();
  GByteArray *result = g_byte_array_new ();

  g_assert_cmpint (gnutls_pbkdf2 (GNUTLS_MAC_SHA256, &password, &salt, rounds, key, 32), >=, 0);
  g_assert_cmpint (gnutls_hmac_fast (GNUTLS_MAC_SHA256, key, 32,
                                     g_bytes_get_data (authenticated, NULL),
                                     g_bytes_get_size (authenticated), mac),
                   >=, 0);
  g_byte_array_append (parameters, kdf, sizeof kdf);
  g_byte_array_append (parameters, hmac, sizeof hmac);
  g_byte_array_append (algorithm, pbmac1, sizeof pbmac1);
  append_tlv (algorithm, 0x30, parameters);
  append_tlv (info, 0x30, algorithm);
  digest = wrap (0x04, mac, sizeof mac);
  g_byte_array_append (info, digest->data, digest->len);
  append_tlv (data, 0x30, info);
  g_byte_array_append (data, unused, sizeof unused);
  append_tlv (result, 0x30, data);
  return result;
}

/* Puts a PBMAC1 into a PKCS#12 file that has none. */
static GBytes *
add_pbmac1 (GBytes *file, guint8 rounds)
{
  LkDer der = lk_der_from_bytes (file), inside, content;
  LkDerItem pfx, item, info, wrapper, octets;
  g_autoptr (GByteArray) mac = NULL, whole = g_byte_array_new ();
  g_autoptr (GBytes) authenticated = NULL;
  GByteArray *result = g_byte_array_new ();

  g_assert_true (lk_der_take (&der, LK_DER_SEQUENCE, &pfx));
  inside = lk_der_enter (&pfx);
  g_assert_true (lk_der_take (&inside, LK_DER_INTEGER, &item) &&
                 lk_der_take (&inside, LK_DER_SEQUENCE, &info));
  content = lk_der_enter (&info);
  g_assert_true (lk_der_take (&content, LK_DER_OID, &item) &&
                 lk_der_take (&content, LK_DER_EXPLICIT (0), &wrapper));
  content = lk_der_enter (&wrapper);
  g_assert_true (lk_der_take (&content, LK_DER_OCTET_STRING, &octets));
  authenticated = lk_der_dup_octets (&octets);
  mac = make_pbmac1 (authenticated, rounds);
  g_byte_array_append (whole, pfx.content, (guint)pfx.size);
  g_byte_array_append (whole, mac->data, mac->len);
  append_tlv (result, LK_DER_SEQUENCE, whole);
  return g_byte_array_free_to_bytes (result);
}

static const struct
{
  const char *path;
  const char *words;
  const char *password;
  int error;
  gboolean is_damaged;
} pbmac1[] = {
  { "/pkcs12/pbmac1/is-verified", EXPORT "-nomac -certpbe aes-256-cbc", PASSWORD, -1, FALSE },
  { "/pkcs12/pbmac1/wrong-password-is-told", EXPORT "-nomac -certpbe aes-256-cbc", "another", LK_ERROR_PASSWORD_WRONG, FALSE },
  { "/pkcs12/pbmac1/password-is-asked-for", EXPORT "-nomac -certpbe aes-256-cbc", NULL, LK_ERROR_PASSWORD_NEEDED, FALSE },
  { "/pkcs12/pbmac1/tells-over-plain-safes", EXPORT "-nomac -certpbe NONE -keypbe NONE", "another", LK_ERROR_PASSWORD_WRONG, FALSE },
  { "/pkcs12/pbmac1/damaged-one-is-not-wrong-password", EXPORT "-nomac -certpbe aes-256-cbc", PASSWORD, -1, TRUE },
};

static void
test_pbmac1 (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GBytes) plain = run_openssl (pbmac1[i].words), bytes = NULL;
  g_autoptr (LkBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;

  if (plain == NULL)
    {
      g_test_skip ("there is no OpenSSL");
      return;
    }
  bytes = add_pbmac1 (plain, 200);
  if (pbmac1[i].is_damaged)
    {
      gsize size;
      guint8 *damaged = g_bytes_unref_to_data (g_steal_pointer (&bytes), &size);

      damaged[size - 8] ^= 1; /* in the MAC's digest */
      bytes = g_bytes_new_take (damaged, size);
    }
  bundle = open_bytes (bytes, pbmac1[i].password, &error);
  if (pbmac1[i].error >= 0)
    {
      g_assert_error (error, LK_ERROR, pbmac1[i].error);
      return;
    }
  g_assert_no_error (error);
  assert_whole (bundle, 1);
  g_assert_cmpstr (lk_pkcs12_get_mac_algorithm (lk_bundle_get_pkcs12 (bundle)), ==, "PBMAC1");
  g_assert_cmpuint (lk_pkcs12_get_mac_iterations (lk_bundle_get_pkcs12 (bundle)), ==, 200);
  g_assert_cmpint (lk_pkcs12_is_mac_verified (lk_bundle_get_pkcs12 (bundle)), ==,
                   !pbmac1[i].is_damaged);
}

/* A file of many files may not ask for the limit again and again. */
static void
test_rounds_are_summed_up (void)
{
  g_autoptr (GBytes) one = run_openssl (EXPORT "-iter 1500000 -nomaciter");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *base64 = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (LkBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  if (one == NULL)
    {
      g_test_skip ("there is no OpenSSL");
      return;
    }
  base64 = g_base64_encode (g_bytes_get_data (one, NULL), g_bytes_get_size (one));
  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text, "-----BEGIN PKCS12-----\n%s\n-----END PKCS12-----\n", base64);
  bytes = g_bytes_new (text->str, text->len);
  bundle = open_bytes (bytes, PASSWORD, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_bundle_count (bundle, LK_ITEM_CERTIFICATE), <, 7);
  g_assert_cmpuint (lk_bundle_count (bundle, LK_ITEM_UNREADABLE), >, 90);
  g_test_message ("stopped after %.1f s", (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  make_material ();
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    g_test_add_data_func (schemes[i].path, GSIZE_TO_POINTER (i), test_scheme);
  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    g_test_add_data_func (unknown[i].path, GSIZE_TO_POINTER (i), test_unknown);
  for (gsize i = 0; i < G_N_ELEMENTS (pbmac1); i++)
    g_test_add_data_func (pbmac1[i].path, GSIZE_TO_POINTER (i), test_pbmac1);
  g_test_add_func ("/pkcs12/limits/rounds-are-summed-up", test_rounds_are_summed_up);
  result = g_test_run ();
  free_material ();
  return result;
}
