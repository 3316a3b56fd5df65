/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sample.h"

#include "base/lk-error.h"
#include "certificate/lk-bundle.h"

#include <glib/gstdio.h>
#include <gnutls/pkcs12.h>
#include <string.h>

static const LkSampleSpec spec = { .dn = "CN=Site CA,O=Example", .is_ca = TRUE, .key_usage = GNUTLS_KEY_KEY_CERT_SIGN };

static LkSample *sample;
static char *pem, *key_pem, *encrypted_pem;

static void
make_material (void)
{
  g_autoptr (LkCertificate) certificate = NULL;
  gnutls_datum_t out;

  sample = lk_sample_new (&spec);
  lk_sample_sign (sample, NULL);
  certificate = lk_sample_to_certificate (sample);
  pem = lk_certificate_to_pem (certificate);
  g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (sample->key, GNUTLS_X509_FMT_PEM, NULL,
                                                      GNUTLS_PKCS_PLAIN, &out),
                   >=, 0);
  key_pem = g_strndup ((char *)out.data, out.size);
  gnutls_free (out.data);
  g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (sample->key, GNUTLS_X509_FMT_PEM, "latchkey",
                                                      GNUTLS_PKCS_PBES2_AES_128, &out),
                   >=, 0);
  encrypted_pem = g_strndup ((char *)out.data, out.size);
  gnutls_free (out.data);
}

static void
free_material (void)
{
  lk_sample_free (sample);
  g_free (pem);
  g_free (key_pem);
  g_free (encrypted_pem);
}

static LkBundle *
open_text (const char *text, const char *password, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (LkSecret) secret = password != NULL ? lk_secret_new (password, -1) : NULL;

  return lk_bundle_new_from_bytes (bytes, "test.pem", secret, NULL, error);
}

static LkItem *
get_item (LkBundle *bundle, guint i)
{
  LkItem *item = g_list_model_get_item (lk_bundle_get_items (bundle), i);

  g_assert_nonnull (item);
  g_object_unref (item);
  return item;
}

static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  return g_strjoinv (to, parts);
}

static char *
plain (void)
{
  return g_strdup (pem);
}

static char *
with_crlf (void)
{
  return replace (pem, "\n", "\r\n");
}

static char *
with_cr (void)
{
  return replace (pem, "\n", "\r");
}

static char *
with_bom (void)
{
  return g_strconcat ("\xef\xbb\xbf", pem, NULL);
}

static char *
indented (void)
{
  return replace (pem, "\n", "\n    ");
}

static char *
on_one_line (void)
{
  g_autofree char *joined = replace (pem, "\n", "");
  g_autofree char *begun = replace (joined, "CERTIFICATE-----M", "CERTIFICATE-----\nM");

  return replace (begun, "-----END", "\n-----END");
}

static char *
with_text (void)
{
  return g_strconcat ("Bag Attributes: none\n", pem, "bye\n", NULL);
}

static char *
with_old_label (void)
{
  return replace (pem, " CERTIFICATE-", " X509 CERTIFICATE-");
}

static char *
with_other_end (void)
{
  return replace (pem, "END CERTIFICATE", "END X509 CRL");
}

static char *
without_end (void)
{
  g_autofree char *text = g_strdup (pem);

  *strstr (text, "-----END") = '\0';
  return g_steal_pointer (&text);
}

static char *
quoted (void)
{
  return replace (pem, "\n", "\n> ");
}

static const struct
{
  const char *path;
  char *(*make) (void);
  LkTextOddity oddities;
} texts[] = {
  { "/bundle/text/plain-has-no-oddities", plain, 0 },
  { "/bundle/text/crlf-is-read", with_crlf, LK_TEXT_CRLF },
  { "/bundle/text/cr-is-read", with_cr, LK_TEXT_CR_ONLY },
  { "/bundle/text/bom-is-read", with_bom, LK_TEXT_BOM },
  { "/bundle/text/indentation-is-read", indented, LK_TEXT_INDENTED },
  { "/bundle/text/long-line-is-read", on_one_line, LK_TEXT_LONG_LINES },
  { "/bundle/text/extra-text-is-read", with_text, LK_TEXT_EXTRA },
  { "/bundle/text/old-label-is-read", with_old_label, LK_TEXT_ODD_LABEL },
  { "/bundle/text/other-end-is-read", with_other_end, LK_TEXT_BAD_END },
  { "/bundle/text/missing-end-is-read", without_end, LK_TEXT_BAD_END },
  { "/bundle/text/quoted-mail-is-read", quoted, LK_TEXT_INDENTED | LK_TEXT_EXTRA },
};

static void
test_text_is_read (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *text = texts[i].make ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LkBundle) bundle = open_text (text, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (lk_bundle_get_format (bundle), ==, LK_BUNDLE_PEM);
  g_assert_cmphex (lk_bundle_get_text_oddities (bundle), ==, texts[i].oddities);
  g_assert_cmpuint (lk_bundle_count (bundle, LK_ITEM_CERTIFICATE), ==, 1);
  g_assert_false (lk_bundle_has_private_key (bundle));
  g_assert_cmpstr (lk_certificate_get_title (lk_item_get_certificate (get_item (bundle, 0))), ==,
                   "Site CA");
}

static const struct
{
  const char *path;
  const char *charset;
  const char *mark;
  gsize mark_size;
  const char *encoding;
} encodings[] = {
  { "/bundle/wide/utf-16le-with-bom", "UTF-16LE", "\xff\xfe", 2, "UTF-16LE" },
  { "/bundle/wide/utf-16be-with-bom", "UTF-16BE", "\xfe\xff", 2, "UTF-16BE" },
  { "/bundle/wide/utf-16le-without-bom", "UTF-16LE", "", 0, "UTF-16LE" },
  { "/bundle/wide/utf-16be-without-bom", "UTF-16BE", "", 0, "UTF-16BE" },
  { "/bundle/wide/utf-32le-with-bom", "UTF-32LE", "\xff\xfe\0\0", 4, "UTF-32LE" },
  { "/bundle/wide/utf-32be-without-bom", "UTF-32BE", "", 0, "UTF-32BE" },
};

static void
test_wide_text_is_read (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data), size;
  g_autofree char *text = g_strconcat (pem, key_pem, NULL);
  g_autofree char *wide = g_convert (text, -1, encodings[i].charset, "UTF-8", NULL, &size, NULL);
  g_autoptr (GByteArray) array = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (LkBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;
  gsize width = size / strlen (text);

  g_byte_array_append (array, (const guint8 *)encodings[i].mark, (guint)encodings[i].mark_size);
  g_byte_array_append (array, (const guint8 *)wide, (guint)size);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&array));
  bundle = lk_bundle_new_from_bytes (bytes, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lk_bundle_get_encoding (bundle), ==, encodings[i].encoding);
  g_assert_true (lk_bundle_has_private_key (bundle));
  g_assert_cmpuint (lk_bundle_count (bundle, LK_ITEM_PRIVATE_KEY), ==, 1);
  g_assert_cmpuint (lk_item_get_offset (get_item (bundle, 1)), ==,
                    encodings[i].mark_size + strlen (pem) * width);
}

static void
test_damage_leaves_the_rest (void)
{
  g_autofree char *broken = replace (pem, "CERTIFICATE-----\nMI", "CERTIFICATE-----\n%%");
  g_autofree char *text = g_strconcat (pem, broken, pem, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkBundle) bundle = open_text (text, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (lk_bundle_count (bundle, LK_ITEM_CERTIFICATE), ==, 2);
  g_assert_cmpint (lk_item_get_kind (get_item (bundle, 1)), ==, LK_ITEM_UNREADABLE);
  g_assert_cmpuint (lk_item_get_offset (get_item (bundle, 1)), ==, strlen (pem));
  g_assert_cmpuint (lk_item_get_number (get_item (bundle, 1)), ==, 2);
  g_assert_nonnull (lk_item_get_problem (get_item (bundle, 1)));
}

static void
test_commented_key_is_noticed (void)
{
  g_autofree char *commented = replace (key_pem, "\n", "\n# ");
  g_autofree char *text = g_strconcat (pem, "# ", commented, "\n", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkBundle) bundle = open_text (text, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (lk_bundle_has_private_key (bundle));
  g_assert_cmpuint (lk_bundle_count (bundle, LK_ITEM_PRIVATE_KEY), ==, 0);
  g_assert_cmpuint (lk_bundle_count (bundle, LK_ITEM_CERTIFICATE), ==, 1);
}

static void
test_key_belongs_to_certificate (void)
{
  g_autofree char *text = g_strconcat (key_pem, pem, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkBundle) bundle = open_text (text, NULL, &error);
  LkPrivateKey *key;

  g_assert_no_error (error);
  key = lk_item_get_private_key (get_item (bundle, 0));
  g_assert_cmpstr (lk_private_key_get_algorithm (key), ==, "EC");
  g_assert_cmpstr (lk_private_key_get_curve (key), ==, "P-256");
  g_assert_cmpstr (lk_private_key_get_spki_sha256 (key), ==,
                   lk_certificate_get_spki_sha256 (lk_item_get_certificate (get_item (bundle, 1))));
  g_assert_null (lk_item_get_der (get_item (bundle, 0)));
}

static const struct
{
  const char *path;
  const char *password;
  int error;
  gboolean locked;
} locks[] = {
  { "/bundle/encrypted-key/stays-locked", NULL, -1, TRUE },
  { "/bundle/encrypted-key/opens", "latchkey", -1, FALSE },
  { "/bundle/encrypted-key/wrong-password-is-told", "wrong", LK_ERROR_PASSWORD_WRONG, FALSE },
};

static void
test_encrypted_key (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkBundle) bundle = open_text (encrypted_pem, locks[i].password, &error);
  LkPrivateKey *key;

  if (locks[i].error >= 0)
    {
      g_assert_error (error, LK_ERROR, locks[i].error);
      return;
    }
  g_assert_no_error (error);
  key = lk_item_get_private_key (get_item (bundle, 0));
  g_assert_true (lk_private_key_is_encrypted (key));
  g_assert_cmpint (lk_private_key_is_locked (key), ==, locks[i].locked);
  g_assert_nonnull (lk_private_key_get_protection (key));
}

/* Made with no password at all, which is something else than an empty one, by GnuTLS 3.7; GnuTLS
 * 3.8.9 crashes over it. */
static const char no_password[] =
  "MIICdAIBAzCCAisGCSqGSIb3DQEHAaCCAhwEggIYMIICFDCCAhAGCSqGSIb3DQEHBqCCAgEwggH9AgEAMIIB9gYJ"
  "KoZIhvcNAQcBMB0GCiqGSIb3DQEMAQMwDwQIwVgxnY9ADxYCAwknwICCAcgOYPFO+EXixd1DodmZDOKh5ZJq7wWH"
  "tG0QFOdhdO653AxqSy34JiJn9fsf3ZU+Rc17tObDq3yfu6ddf5aNeS3DrfHV2unUYTPCMhcz5VewNMrmtNOigE3o"
  "4lo7zbKZHqeisk6WkQYfR7DWvUT3Ek5wiofkOFwD5Gw9VchD9tuw9lzNjuLgGUKyffPz+V9AE5TTXzZ8B5Fil9Lo"
  "VHiOBmAoEyHdtWHgWO5n3ei1gn0TP1IwfpjPPZUAQvM3oXZbyZCC0t5UzSMVt7oc3sWiDH7p+sfr0CiQtUWNbPZP"
  "5SHXFa3cRZTuTduHXBy/u+BzS3N9vHZXt3PhmgdbrflqPEE9P9dMlwNYuVRlYu9cktJnvGIHvXjewDAMQGxrqJhl"
  "IOn0ldDM6csJzlqXfqcLxMwBNAngkyW0gqLap/n+pBtAG0yAjFAd49XiLFuuz8e8i+9RXPLHlT28mS5GSxpqhxTE"
  "zFEyA62cg/fmm5i78DW2HveQRKEeAVGYlxsP0vMRK9TLwJ6mZ9aUrvu/r6A+6cl9lN1LthZlsfQcXR92TKbCTWcO"
  "SvRiLX+CkK8FslnE/qFNzoJkloyHtzzHhFXJuI+YzTmzJdEdAM8wQDAvMAsGCWCGSAFlAwQCAQQgp8y6BE3/hZaj"
  "tymj7dmD4WvnYmOcCCe7rI39ty1B4PAECH1OflnA9ltdAgMJJ8A=";

static GBytes *
make_pkcs12_without_password (void)
{
  gsize length;
  guchar *der = g_base64_decode (no_password, &length);

  return g_bytes_new_take (der, length);
}

static GBytes *
make_pkcs12 (const char *password, guint flags)
{
  gnutls_pkcs12_t pkcs12;
  gnutls_pkcs12_bag_t bag;
  gnutls_datum_t out;
  GBytes *bytes;

  g_assert_cmpint (gnutls_pkcs12_init (&pkcs12), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_bag_init (&bag), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_bag_set_crt (bag, sample->certificate), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_bag_set_friendly_name (bag, 0, "Admin"), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_bag_encrypt (bag, password, flags), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_set_bag (pkcs12, bag), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_generate_mac2 (pkcs12, GNUTLS_MAC_SHA256, password), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_export2 (pkcs12, GNUTLS_X509_FMT_DER, &out), >=, 0);
  bytes = g_bytes_new (out.data, out.size);
  gnutls_free (out.data);
  gnutls_pkcs12_bag_deinit (bag);
  gnutls_pkcs12_deinit (pkcs12);
  return bytes;
}

static const struct
{
  const char *path;
  const char *made_with;
  const char *opened_with;
  guint flags;
  int error;
} boxes[] = {
  { "/bundle/pkcs12/aes-opens", "latchkey", "latchkey", GNUTLS_PKCS_PBES2_AES_256, -1 },
  { "/bundle/pkcs12/3des-opens", "latchkey", "latchkey", GNUTLS_PKCS_PKCS12_3DES, -1 },
  { "/bundle/pkcs12/rc2-40-opens", "latchkey", "latchkey", GNUTLS_PKCS_PKCS12_RC2_40, -1 },
  { "/bundle/pkcs12/empty-password-opens-unasked", "", NULL, GNUTLS_PKCS_PBES2_AES_128, -1 },
  { "/bundle/pkcs12/no-password-opens-unasked", NULL, NULL, GNUTLS_PKCS_PKCS12_3DES, -1 },
  { "/bundle/pkcs12/password-is-asked-for", "latchkey", NULL, GNUTLS_PKCS_PBES2_AES_128, LK_ERROR_PASSWORD_NEEDED },
  { "/bundle/pkcs12/wrong-password-is-told", "latchkey", "wrong", GNUTLS_PKCS_PBES2_AES_128, LK_ERROR_PASSWORD_WRONG },
};

static void
test_pkcs12 (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GBytes) bytes = boxes[i].made_with != NULL
                               ? make_pkcs12 (boxes[i].made_with, boxes[i].flags)
                               : make_pkcs12_without_password ();
  g_autoptr (LkSecret) password =
    boxes[i].opened_with != NULL ? lk_secret_new (boxes[i].opened_with, -1) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkBundle) bundle = lk_bundle_new_from_bytes (bytes, "a.p12", password, NULL, &error);
  LkPkcs12Bag *bag;

  if (boxes[i].error >= 0)
    {
      g_assert_error (error, LK_ERROR, boxes[i].error);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpint (lk_bundle_get_format (bundle), ==, LK_BUNDLE_PKCS12);
  g_assert_cmpstr (lk_item_get_friendly_name (get_item (bundle, 0)), ==, "Admin");
  g_assert_cmpstr (lk_pkcs12_get_mac_algorithm (lk_bundle_get_pkcs12 (bundle)), ==, "SHA-256");
  bag = g_ptr_array_index (lk_pkcs12_get_bags (lk_bundle_get_pkcs12 (bundle)), 0);
  g_assert_cmpint (bag->safe->is_legacy, ==,
                   boxes[i].flags != GNUTLS_PKCS_PBES2_AES_256 &&
                     boxes[i].flags != GNUTLS_PKCS_PBES2_AES_128);
}

/* GnuTLS makes and reads safes of at most 32 bags, Java's trust stores hold a hundred; so OpenSSL
 * makes this one. */
static void
test_large_pkcs12_is_whole (void)
{
  g_autofree char *folder = g_dir_make_tmp ("latchkey-bundle-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "certificates.pem", NULL),
                  *box = g_build_filename (folder, "box.p12", NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GSubprocess) openssl = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (box);
  g_autoptr (LkSecret) password = lk_secret_new ("latchkey", -1);
  g_autoptr (LkBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 40; i++)
    g_string_append (text, pem);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  openssl =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, "openssl", "pkcs12", "-export",
                      "-nokeys", "-in", path, "-out", box, "-passout", "pass:latchkey", NULL);
  if (openssl != NULL && g_subprocess_wait_check (openssl, NULL, NULL))
    {
      bundle = lk_bundle_new_from_file (file, password, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (lk_bundle_count (bundle, LK_ITEM_CERTIFICATE), ==, 40);
    }
  else
    {
      g_test_skip ("there is no openssl");
    }
  g_assert_cmpint (g_remove (path), ==, 0);
  g_remove (box);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static const struct
{
  const char *path;
  const char *text;
} nothings[] = {
  { "/bundle/nothing/empty-is-refused", "" },
  { "/bundle/nothing/space-is-refused", " \n\n" },
  { "/bundle/nothing/words-are-refused", "hello" },
  { "/bundle/nothing/web-page-is-refused", "<!doctype html><title>Log in</title>" },
  { "/bundle/nothing/begin-alone-is-refused", "-----BEGIN CERTIFICATE-----" },
  { "/bundle/nothing/nothing-in-block-is-refused", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n" },
  { "/bundle/nothing/short-der-is-refused", "0\x82\x10" },
};

static void
test_nothing_is_refused (gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (open_text (nothings[GPOINTER_TO_SIZE (data)].text, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
}

static void
test_too_large_is_refused (void)
{
  g_autofree char *zeros = g_malloc0 (LK_BUNDLE_MAX_BYTES + 1);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&zeros), LK_BUNDLE_MAX_BYTES + 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (lk_bundle_new_from_bytes (bytes, NULL, NULL, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
}

static void
test_too_many_are_refused (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= LK_BUNDLE_MAX_OBJECTS; i++)
    g_string_append (text, pem);
  g_assert_null (open_text (text->str, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
}

/* Hostile text must not make the time grow with the square of its size. */
static void
test_hostile_text_is_quick (void)
{
  static const char *const pieces[] = { "-----BEGIN A-----", "#-----BEGIN ", "-----BEGIN A-----\n", "-----END A-----", "PRIVATE KEY" };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      gint64 start = g_get_monotonic_time ();

      while (text->len < 4 * 1024 * 1024)
        g_string_append (text, pieces[i]);
      g_assert_null (open_text (text->str, NULL, NULL));
      g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_TIME_SPAN_SECOND);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  make_material ();
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_test_add_data_func (texts[i].path, GSIZE_TO_POINTER (i), test_text_is_read);
  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    g_test_add_data_func (encodings[i].path, GSIZE_TO_POINTER (i), test_wide_text_is_read);
  for (gsize i = 0; i < G_N_ELEMENTS (locks); i++)
    g_test_add_data_func (locks[i].path, GSIZE_TO_POINTER (i), test_encrypted_key);
  for (gsize i = 0; i < G_N_ELEMENTS (boxes); i++)
    g_test_add_data_func (boxes[i].path, GSIZE_TO_POINTER (i), test_pkcs12);
  for (gsize i = 0; i < G_N_ELEMENTS (nothings); i++)
    g_test_add_data_func (nothings[i].path, GSIZE_TO_POINTER (i), test_nothing_is_refused);
  g_test_add_func ("/bundle/pkcs12/large-is-whole", test_large_pkcs12_is_whole);
  g_test_add_func ("/bundle/damage/leaves-the-rest", test_damage_leaves_the_rest);
  g_test_add_func ("/bundle/private-key/commented-out-is-noticed", test_commented_key_is_noticed);
  g_test_add_func ("/bundle/private-key/belongs-to-certificate", test_key_belongs_to_certificate);
  g_test_add_func ("/bundle/limits/too-large-is-refused", test_too_large_is_refused);
  g_test_add_func ("/bundle/limits/too-many-are-refused", test_too_many_are_refused);
  g_test_add_func ("/bundle/limits/hostile-text-is-quick", test_hostile_text_is_quick);
  result = g_test_run ();
  free_material ();
  return result;
}
