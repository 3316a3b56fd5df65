/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-identity.h"

#include "base/lk-error.h"
#include "lk-test-pki.h"

#include <gio/gio.h>
#include <gnutls/pkcs11.h>
#include <gnutls/pkcs12.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  LkTestCert *root;
  LkTestCert *middle;
  LkTestCert *leaf;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = lk_test_folder_new ();
  fixture->root = lk_test_ca_new ("CN=Root CA,O=Example", NULL);
  fixture->middle = lk_test_ca_new ("CN=Middle CA,O=Example", fixture->root);
  fixture->leaf = lk_test_cert_new (&(LkTestSpec){
    .subject = "CN=alice,O=Example", .issuer = fixture->middle, .eku = "client", .key = data });
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  lk_test_folder_remove (fixture->folder);
  g_free (fixture->folder);
  lk_test_cert_free (fixture->root);
  lk_test_cert_free (fixture->middle);
  lk_test_cert_free (fixture->leaf);
}

static LkIdentity *
load (Fixture *fixture,
      const char *name,
      const char *text,
      gssize length,
      const char *password,
      GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize)length);
  g_autofree char *path = lk_test_folder_write (fixture->folder, name, bytes);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (LkSecret) secret = password != NULL ? lk_secret_new (password, -1) : NULL;

  return lk_identity_new_from_file (file, secret, NULL, error);
}

static LkIdentity *
open_pkcs12 (GBytes *pkcs12, const char *password, GError **error)
{
  g_autoptr (LkSecret) secret = password != NULL ? lk_secret_new (password, -1) : NULL;

  return lk_identity_new_from_pkcs12 (pkcs12, secret, error);
}

/* Runs the openssl command in the fixture's folder; a test that needs it is skipped without it. */
static gboolean
openssl (Fixture *fixture, char **output, const char *first, ...)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  va_list list;

  g_ptr_array_add (arguments, (char *)"openssl");
  va_start (list, first);
  for (const char *word = first; word != NULL; word = va_arg (list, const char *))
    g_ptr_array_add (arguments, (char *)word);
  va_end (list);
  g_ptr_array_add (arguments, NULL);
  g_subprocess_launcher_set_cwd (launcher, fixture->folder);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *)arguments->pdata, &error);
  if (process == NULL)
    {
      g_test_skip ("The openssl command is not installed");
      return FALSE;
    }
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error));
  if (!g_subprocess_get_successful (process))
    g_error ("openssl %s: %s", first, text);
  if (output != NULL)
    *output = g_steal_pointer (&text);
  return TRUE;
}

static void
assert_is_alice (LkIdentity *identity)
{
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (identity);
  g_assert_cmpstr (lk_certificate_get_title (lk_identity_get_certificate (identity)), ==, "alice");
  g_assert_true (lk_identity_prove (identity, &error));
  g_assert_no_error (error);
}

static void
test_pkcs12 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pkcs12 = lk_test_cert_to_pkcs12 (fixture->leaf, fixture->middle, "swordfish");
  g_autoptr (LkIdentity) identity = open_pkcs12 (pkcs12, "swordfish", &error);

  g_assert_no_error (error);
  assert_is_alice (identity);
  g_assert_cmpuint (lk_identity_get_chain (identity)->len, ==, 2);
  g_assert_null (open_pkcs12 (pkcs12, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED);
  g_clear_error (&error);
  g_assert_null (open_pkcs12 (pkcs12, "sardine", &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG);
  g_assert_null (strstr (error->message, "sardine"));
  g_assert_finalize_object (g_steal_pointer (&identity));
}

static void
test_no_password (Fixture *fixture, gconstpointer data)
{
  static const char *const passwords[] = { NULL, "" };

  for (gsize i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) pkcs12 =
        lk_test_cert_to_pkcs12 (fixture->leaf, fixture->middle, passwords[i]);
      g_autoptr (LkIdentity) unasked = open_pkcs12 (pkcs12, NULL, &error);
      g_autoptr (LkIdentity) asked = open_pkcs12 (pkcs12, "", &error);

      g_assert_no_error (error);
      assert_is_alice (unasked);
      assert_is_alice (asked);
    }
}

/* A MAC by PBMAC1, with an empty password (OpenSSL 3.5 -pbmac1_pbkdf2): opened by whoever knows it,
 * a crash for nobody. */
static void
test_pbmac1 (Fixture *fixture, gconstpointer data)
{
  static const char *const passwords[] = { NULL, "", "wrong" };
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "pbmac1.p12", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) pkcs12 = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  pkcs12 = g_bytes_new (contents, size);
  for (gsize i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LkIdentity) identity = open_pkcs12 (pkcs12, passwords[i], &error);

      g_assert_true ((identity != NULL) == (i < 2));
      g_assert_true ((error == NULL) == (i < 2));
    }
}

static void
test_pem (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *plain = lk_test_cert_to_pem_with_key (fixture->leaf, fixture->middle, NULL);
  g_autofree char *locked = lk_test_cert_to_pem_with_key (fixture->leaf, fixture->middle, "swordfish");
  g_autoptr (LkIdentity) one = load (fixture, "plain.pem", plain, -1, NULL, &error);
  g_autoptr (LkIdentity) two = load (fixture, "locked.pem", locked, -1, "swordfish", &error);

  g_assert_no_error (error);
  assert_is_alice (one);
  assert_is_alice (two);
  g_assert_true (g_str_has_suffix (lk_identity_get_source (one), "plain.pem"));
  g_assert_null (load (fixture, "locked.pem", locked, -1, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED);
  g_clear_error (&error);
  g_assert_null (load (fixture, "locked.pem", locked, -1, "sardine", &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG);
}

/* A key in a text is opened by the same reader as one in a PKCS#12, whatever protects it. */
static void
test_pem_schemes (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *words[8];
    gboolean asks; /* FALSE: nothing here opens it, and it says so at once */
  } rows[] = {
    { { "pkcs8", "-topk8", "-scrypt" }, TRUE },
    { { "pkcs8", "-topk8", "-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512" }, TRUE },
    { { "pkcs8", "-topk8", "-v1", "PBE-SHA1-RC2-128", "-provider", "legacy", "-provider=default" }, TRUE },
    { { "ec", "-aes128" }, TRUE }, /* PEM itself encrypts it */
    { { "pkcs8", "-topk8", "-v2", "aria-256-cbc" }, FALSE },
  };
  g_autofree char *leaf = lk_test_cert_to_pem (fixture->leaf);
  g_autofree char *key = lk_test_cert_key_to_pem (fixture->leaf, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (key, strlen (key));
  g_autofree char *path = lk_test_folder_write (fixture->folder, "key.pem", bytes);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *const *words = rows[i].words;
      g_autofree char *locked = NULL, *text = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (LkIdentity) identity = NULL;

      if (!openssl (fixture, &locked, words[0], "-in", "key.pem", "-passout", "pass:swordfish",
                    words[1], words[2], words[3], words[4], words[5], words[6], NULL))
        return;
      text = g_strconcat (locked, leaf, NULL);
      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_null (load (fixture, "locked.pem", text, -1, NULL, &error));
      g_assert_error (error, LK_ERROR,
                      (int)(rows[i].asks ? LK_ERROR_PASSWORD_NEEDED : LK_ERROR_BAD_DATA));
      g_clear_error (&error);
      if (rows[i].asks)
        {
          g_assert_null (load (fixture, "locked.pem", text, -1, "sardine", &error));
          g_assert_error (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG);
          g_clear_error (&error);
        }
      identity = load (fixture, "locked.pem", text, -1, "swordfish", &error);
      if (rows[i].asks)
        assert_is_alice (identity);
      else
        g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
    }
}

static void
test_sorts_chain (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkIdentity) identity = NULL;
  g_autofree char *root = lk_test_cert_to_pem (fixture->root);
  g_autofree char *middle = lk_test_cert_to_pem (fixture->middle);
  g_autofree char *leaf = lk_test_cert_to_pem (fixture->leaf);
  g_autofree char *key = lk_test_cert_key_to_pem (fixture->leaf, NULL);
  g_autofree char *text = g_strconcat ("\xef\xbb\xbf"
                                       "Bag Attributes\n",
                                       root, key, middle, leaf, NULL);
  static const char *const titles[] = { "alice", "Middle CA", "Root CA" };

  identity = load (fixture, "mixed.pem", text, -1, NULL, &error);
  g_assert_no_error (error);
  assert_is_alice (identity);
  g_assert_cmpuint (lk_identity_get_chain (identity)->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (
      lk_certificate_get_title (g_ptr_array_index (lk_identity_get_chain (identity), i)), ==,
      titles[i]);
}

static void
test_refuses (Fixture *fixture, gconstpointer data)
{
  g_autofree char *leaf = lk_test_cert_to_pem (fixture->leaf);
  g_autofree char *key = lk_test_cert_key_to_pem (fixture->leaf, NULL);
  g_autofree char *other = lk_test_cert_key_to_pem (fixture->root, NULL);
  g_autofree char *mixed = g_strconcat (leaf, other, NULL);
  const struct
  {
    const char *text;
    LkError code;
  } rows[] = {
    { leaf, LK_ERROR_NO_PRIVATE_KEY },
    { key, LK_ERROR_BAD_DATA },
    { mixed, LK_ERROR_KEY_MISMATCH },
    { "", LK_ERROR_BAD_DATA },
    { "hello, world", LK_ERROR_BAD_DATA },
    { "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n", LK_ERROR_BAD_DATA },
    { "-----BEGIN CERTIFICATE-----\nMIIB", LK_ERROR_BAD_DATA },
    { "-----BEGIN -----END -----", LK_ERROR_BAD_DATA },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (load (fixture, "refused", rows[i].text, -1, NULL, &error));
      g_assert_error (error, LK_ERROR, (int)rows[i].code);
    }
}

static void
test_missing_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/alice.p12");

  g_assert_null (lk_identity_new_from_file (file, NULL, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
}

static void
test_writes_pkcs12 (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pem = lk_test_cert_to_pem_with_key (fixture->leaf, fixture->middle, NULL);
  g_autoptr (LkIdentity) identity = load (fixture, "alice.pem", pem, -1, NULL, NULL);
  g_autoptr (LkSecret) password = lk_secret_new ("swörd", -1);

  for (gboolean legacy = FALSE; legacy <= TRUE; legacy++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = lk_identity_to_pkcs12 (identity, password, legacy, &error);
      g_autofree char *path = NULL;
      g_autofree char *output = NULL;
      g_autoptr (LkIdentity) again = NULL;

      g_assert_no_error (error);
      path = lk_test_folder_write (fixture->folder, "out.p12", bytes);
      if (!openssl (fixture, &output, "pkcs12", "-info", "-in", "out.p12", "-passin", "pass:swörd", "-nodes", NULL))
        return;
      g_assert_nonnull (strstr (output, legacy ? "pbeWithSHA1And3-KeyTripleDES-CBC" : "PBES2, PBKDF2, AES-128-CBC"));
      g_assert_nonnull (strstr (output, legacy ? "MAC: sha1" : "MAC: sha256"));
      g_assert_nonnull (strstr (output, "BEGIN PRIVATE KEY"));
      /* OpenSSL writes "CN = " up to 3.1 and "CN=" since. */
      g_assert_true (g_regex_match_simple ("CN ?= ?alice.*CN ?= ?Root CA", output, G_REGEX_DOTALL, 0));
      again = lk_identity_new_from_pkcs12 (bytes, password, &error);
      g_assert_no_error (error);
      assert_is_alice (again);
      g_assert_cmpuint (lk_identity_get_chain (again)->len, ==, 2);
    }
}

static void
test_reads_openssl (Fixture *fixture, gconstpointer data)
{
  static const char *const schemes[][5] = {
    { "-keypbe", "AES-256-CBC", "-certpbe", "AES-256-CBC", "-nomaciter" },
    { "-legacy", "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-RC2-40" },
    { "-legacy", "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES" },
    { "-legacy", "-keypbe", "PBE-SHA1-RC2-128", "-certpbe", "PBE-SHA1-RC2-128" },
    { "-legacy", "-keypbe", "PBE-SHA1-RC4-40", "-certpbe", "PBE-SHA1-RC4-40" },
    { "-legacy", "-keypbe", "RC2-CBC", "-certpbe", "RC2-CBC" },
    { "-keypbe", "NONE", "-certpbe", "NONE", NULL },
    { "-nomac", NULL },
    { "-macalg", "SHA512", NULL },
  };
  g_autofree char *pem = lk_test_cert_to_pem_with_key (fixture->leaf, fixture->middle, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (pem, strlen (pem));
  g_autofree char *path = lk_test_folder_write (fixture->folder, "alice.pem", bytes);

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *p12 = g_build_filename (fixture->folder, "alice.p12", NULL);
      g_autoptr (GFile) file = g_file_new_for_path (p12);
      g_autoptr (LkSecret) right = lk_secret_new ("swordfish", -1);
      g_autoptr (LkSecret) wrong = lk_secret_new ("sardine", -1);
      g_autoptr (LkIdentity) identity = NULL;

      if (!openssl (fixture, NULL, "pkcs12", "-export", "-in", "alice.pem", "-out", "alice.p12",
                    "-passout", "pass:swordfish", schemes[i][0], schemes[i][1], schemes[i][2],
                    schemes[i][3], schemes[i][4], NULL))
        return;
      identity = lk_identity_new_from_file (file, right, NULL, &error);
      g_assert_no_error (error);
      assert_is_alice (identity);
      g_assert_null (lk_identity_new_from_file (file, wrong, NULL, &error));
      g_assert_error (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG);
    }
}

/* Cut short anywhere, or with a safe that its MAC no longer covers. */
static void
test_damaged_pkcs12 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) whole = lk_test_cert_to_pkcs12 (fixture->leaf, fixture->middle, "swordfish");
  gsize size = g_bytes_get_size (whole);

  for (gsize length = 0; length < size; length += 1 + size / 40)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (whole, 0, length);

      g_assert_null (open_pkcs12 (part, "swordfish", &error));
      g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
    }
}

/* The MAC proves the file's password, so that it is not the one to be typed again. */
static void
test_key_with_other_password (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = NULL;
  gnutls_datum_t key = { NULL, 0 }, leaf = { NULL, 0 }, der = { NULL, 0 };
  gnutls_pkcs12_t pkcs12;
  gnutls_pkcs12_bag_t bag;

  gnutls_pkcs12_init (&pkcs12);
  gnutls_pkcs12_bag_init (&bag);
  gnutls_x509_privkey_export2_pkcs8 (fixture->leaf->key, GNUTLS_X509_FMT_DER, "sardine",
                                     GNUTLS_PKCS_PBES2_AES_256, &key);
  gnutls_x509_crt_export2 (fixture->leaf->crt, GNUTLS_X509_FMT_DER, &leaf);
  g_assert_cmpint (gnutls_pkcs12_bag_set_data (bag, GNUTLS_BAG_CERTIFICATE, &leaf), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_bag_set_data (bag, GNUTLS_BAG_PKCS8_ENCRYPTED_KEY, &key), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_set_bag (pkcs12, bag), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_generate_mac2 (pkcs12, GNUTLS_MAC_SHA256, "swordfish"), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_export2 (pkcs12, GNUTLS_X509_FMT_DER, &der), >=, 0);
  file = g_bytes_new (der.data, der.size);
  g_assert_null (open_pkcs12 (file, "swordfish", &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
  gnutls_pkcs12_bag_deinit (bag);
  gnutls_pkcs12_deinit (pkcs12);
  gnutls_free (key.data);
  gnutls_free (leaf.data);
  gnutls_free (der.data);
}

static void
test_reads_openssl_keys (Fixture *fixture, gconstpointer data)
{
  static const char *const commands[][4] = {
    { "ec", "-aes128", NULL },
    { "pkcs8", "-topk8", "-v2", "aes-256-cbc" },
    { "pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES" },
  };
  g_autofree char *leaf = lk_test_cert_to_pem (fixture->leaf);
  g_autofree char *key = lk_test_cert_key_to_pem (fixture->leaf, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (key, strlen (key));
  g_autofree char *path = lk_test_folder_write (fixture->folder, "key.pem", bytes);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *locked = NULL;
      g_autofree char *text = NULL;
      g_autoptr (LkIdentity) identity = NULL;

      if (!openssl (fixture, &locked, commands[i][0], "-in", "key.pem", "-passout",
                    "pass:swordfish", commands[i][1], commands[i][2], commands[i][3], NULL))
        return;
      text = g_strconcat (leaf, locked, NULL);
      identity = load (fixture, "locked.pem", text, -1, "swordfish", &error);
      g_assert_no_error (error);
      assert_is_alice (identity);
      g_assert_null (load (fixture, "locked.pem", text, -1, "sardine", &error));
      g_assert_error (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG);
    }
}

/* A TLS server in a thread that wants a certificate from the root and answers one byte. */
typedef struct
{
  int socket;
  const char *priority;
  gnutls_certificate_credentials_t credentials;
  int result;
} Server;

static gnutls_session_t
make_session (unsigned flags,
              int fd,
              const char *priority,
              gnutls_certificate_credentials_t credentials)
{
  gnutls_session_t session;

  g_assert_cmpint (gnutls_init (&session, flags | GNUTLS_NO_SIGNAL), ==, 0);
  g_assert_cmpint (gnutls_priority_set_direct (session, priority, NULL), ==, 0);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_transport_set_int (session, fd);
  gnutls_handshake_set_timeout (session, 10000);
  return session;
}

static gpointer
serve (gpointer data)
{
  Server *server = data;
  gnutls_session_t session =
    make_session (GNUTLS_SERVER, server->socket, server->priority, server->credentials);

  gnutls_certificate_server_set_request (session, GNUTLS_CERT_REQUIRE);
  gnutls_session_set_verify_cert (session, NULL, 0);
  do
    server->result = gnutls_handshake (session);
  while (server->result < 0 && !gnutls_error_is_fatal (server->result));
  if (server->result >= 0)
    gnutls_record_send (session, "k", 1);
  gnutls_bye (session, GNUTLS_SHUT_WR);
  gnutls_deinit (session);
  close (server->socket);
  return NULL;
}

/* Starts the server on one end of a pair of sockets; the other end is returned. */
static int
start_server (Fixture *fixture, Server *server, GThread **thread)
{
  g_autoptr (LkTestCert) cert = lk_test_server_new ("CN=server", "DNS:localhost", fixture->root);
  int sockets[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, sockets), ==, 0);
  gnutls_certificate_allocate_credentials (&server->credentials);
  g_assert_cmpint (gnutls_certificate_set_x509_key (server->credentials, &cert->crt, 1, cert->key),
                   >=, 0);
  g_assert_cmpint (gnutls_certificate_set_x509_trust (server->credentials, &fixture->root->crt, 1),
                   ==, 1);
  server->socket = sockets[0];
  *thread = g_thread_new ("server", serve, server);
  return sockets[1];
}

static void
stop_server (Server *server, GThread *thread)
{
  g_thread_join (thread);
  g_assert_cmpint (server->result, ==, 0);
  gnutls_certificate_free_credentials (server->credentials);
}

static void
shake_hands (Fixture *fixture, LkIdentity *identity, const char *priority)
{
  g_autoptr (GError) error = NULL;
  gnutls_certificate_credentials_t mine = lk_identity_to_credentials (identity, &error);
  Server server = { .priority = priority };
  GThread *thread;
  int fd = start_server (fixture, &server, &thread);
  gnutls_session_t session;
  char byte = 0;
  int code;

  g_assert_no_error (error);
  session = make_session (GNUTLS_CLIENT, fd, priority, mine);
  do
    code = gnutls_handshake (session);
  while (code < 0 && !gnutls_error_is_fatal (code));
  g_assert_cmpint (code, ==, 0);
  g_assert_cmpint (gnutls_record_recv (session, &byte, 1), ==, 1);
  gnutls_deinit (session);
  close (fd);
  stop_server (&server, thread);
  gnutls_certificate_free_credentials (mine);
}

static gboolean
accept_server (GTlsConnection *connection,
               GTlsCertificate *certificate,
               GTlsCertificateFlags errors,
               gpointer user_data)
{
  return TRUE;
}

/* The same through GIO's TLS, as the connection to a camera does it. */
static void
shake_hands_with_gio (Fixture *fixture, LkIdentity *identity)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = lk_identity_to_tls_certificate (identity, &error);
  Server server = { .priority = "NORMAL" };
  GThread *thread;
  int fd = start_server (fixture, &server, &thread);
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, NULL);
  g_autoptr (GSocketConnection) base = g_socket_connection_factory_create_connection (socket);
  g_autoptr (GIOStream) client = NULL;
  char byte = 0;

  g_assert_no_error (error);
  client = g_tls_client_connection_new (G_IO_STREAM (base), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (client, "accept-certificate", G_CALLBACK (accept_server), NULL);
  g_tls_connection_set_certificate (G_TLS_CONNECTION (client), certificate);
  g_tls_connection_handshake (G_TLS_CONNECTION (client), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
    g_input_stream_read (g_io_stream_get_input_stream (client), &byte, 1, NULL, &error), ==, 1);
  g_assert_no_error (error);
  g_io_stream_close (client, NULL, NULL);
  stop_server (&server, thread);
}

static void
test_credentials (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = lk_test_cert_to_pem_with_key (fixture->leaf, fixture->middle, NULL);
  g_autoptr (LkIdentity) identity = load (fixture, "alice.pem", pem, -1, NULL, &error);

  g_assert_no_error (error);
  assert_is_alice (identity);
  /* TLS 1.2 has no certificate type for the newer keys, and GnuTLS 3.7 then sends none. */
  if (!g_str_equal (data, "rsa-pss") && !g_str_equal (data, "ed25519"))
    shake_hands (fixture, identity, "NORMAL:-VERS-ALL:+VERS-TLS1.2");
  shake_hands (fixture, identity, "NORMAL:-VERS-ALL:+VERS-TLS1.3");
  if (g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    shake_hands_with_gio (fixture, identity);
}

static void
test_gio (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = lk_test_cert_to_pem_with_key (fixture->leaf, fixture->middle, NULL);
  g_autoptr (LkIdentity) identity = load (fixture, "alice.pem", pem, -1, NULL, &error);
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GByteArray) der = NULL;
  g_autoptr (GByteArray) key = NULL;

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("GIO has no TLS here");
      return;
    }
  certificate = lk_identity_to_tls_certificate (identity, &error);
  g_assert_no_error (error);
  g_object_get (certificate, "certificate", &der, "private-key", &key, NULL);
  g_assert_cmpmem (der->data, der->len, g_bytes_get_data (fixture->leaf->der, NULL),
                   g_bytes_get_size (fixture->leaf->der));
  g_assert_null (key); /* no copy of it is made for GIO */
  g_assert_nonnull (g_tls_certificate_get_issuer (certificate));
  g_assert_null (g_tls_certificate_get_issuer (g_tls_certificate_get_issuer (certificate)));
  g_assert_finalize_object (g_steal_pointer (&certificate));
  g_assert_finalize_object (g_steal_pointer (&identity));
}

static void
test_mismatch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  gnutls_privkey_t key;

  g_ptr_array_add (chain, lk_certificate_new_from_der (fixture->leaf->der, NULL));
  gnutls_privkey_init (&key);
  gnutls_privkey_import_x509 (key, fixture->root->key, 0);
  g_assert_null (lk_identity_new (chain, key, "nowhere", &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_KEY_MISMATCH);
}

/* A key on a token, reached through PKCS#11 as a smart card is. */

#define TOKEN "pkcs11:token=Test"
#define PIN   "1234"

static gboolean has_token;

static int
give_pin (void *user_data,
          int attempt,
          const char *url,
          const char *label,
          unsigned flags,
          char *pin,
          gsize size)
{
  guint *asked = user_data;

  (*asked)++;
  g_strlcpy (pin, PIN, size);
  return 0;
}

/* Before anything asks for tokens: the module reads its settings only once. */
static gboolean
make_token (const char *folder)
{
  g_autofree char *config = g_build_filename (folder, "softhsm2.conf", NULL);
  g_autofree char *text = g_strdup_printf ("directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n", folder);
  const char *const command[] = { "softhsm2-util", "--init-token", "--free", "--label", "Test", "--pin", PIN, "--so-pin", PIN, NULL };
  g_autoptr (GSubprocess) process = NULL;
  unsigned flags;

  g_assert_true (g_file_set_contents (config, text, -1, NULL));
  g_setenv ("SOFTHSM2_CONF", config, TRUE);
  process = g_subprocess_newv (
    command, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  return process != NULL && g_subprocess_wait_check (process, NULL, NULL) &&
         gnutls_pkcs11_token_get_flags (TOKEN, &flags) == 0;
}

static void
test_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (LkIdentity) identity = NULL;
  g_autoptr (GBytes) pkcs12 = NULL;
  g_autofree char *uri = g_strconcat (TOKEN ";type=private;object=", data, NULL);
  gnutls_datum_t id = { (guint8 *)data, 1 };
  gnutls_privkey_t key;
  guint asked = 0;

  if (!has_token)
    {
      g_test_skip ("SoftHSM is not installed");
      return;
    }
  gnutls_pkcs11_set_pin_function (give_pin, &asked);
  g_assert_cmpint (gnutls_pkcs11_copy_x509_privkey2 (TOKEN, fixture->leaf->key, data, &id,
                                                     GNUTLS_KEY_DIGITAL_SIGNATURE,
                                                     GNUTLS_PKCS11_OBJ_FLAG_LOGIN),
                   ==, 0);
  gnutls_pkcs11_set_pin_function (NULL, NULL);

  asked = 0;
  gnutls_privkey_init (&key);
  gnutls_privkey_set_pin_function (key, give_pin, &asked);
  g_assert_cmpint (gnutls_privkey_import_url (key, uri, 0), ==, 0);
  g_ptr_array_add (chain, lk_certificate_new_from_der (fixture->leaf->der, NULL));
  g_ptr_array_add (chain, lk_certificate_new_from_der (fixture->middle->der, NULL));
  identity = lk_identity_new (chain, key, "the token", &error);
  g_assert_no_error (error);
  assert_is_alice (identity);
  shake_hands (fixture, identity, "NORMAL:-VERS-ALL:+VERS-TLS1.2");
  shake_hands (fixture, identity, "NORMAL:-VERS-ALL:+VERS-TLS1.3");
  if (g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    shake_hands_with_gio (fixture, identity);
  g_assert_cmpuint (asked, <=, 1);
  pkcs12 = lk_identity_to_pkcs12 (identity, NULL, FALSE, &error);
  g_assert_null (pkcs12);
  g_assert_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED);
}

int
main (int argc, char *argv[])
{
  static const char *const keys[] = { "p256", "p384", "rsa2048", "rsa-pss", "ed25519" };
  g_autofree char *folder = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = lk_test_folder_new ();
  has_token = make_token (folder);
#define ADD(path, function) g_test_add ("/certificate/identity/" path, Fixture, "p256", set_up, function, tear_down)
  ADD ("pkcs12/opens-with-its-password", test_pkcs12);
  ADD ("pkcs12/tries-null-then-empty", test_no_password);
  ADD ("pkcs12/takes-a-mac-by-pbmac1", test_pbmac1);
  ADD ("pkcs12/damaged", test_damaged_pkcs12);
  ADD ("pkcs12/key-with-a-password-of-its-own", test_key_with_other_password);
  ADD ("pkcs12/writes-what-openssl-reads", test_writes_pkcs12);
  ADD ("pkcs12/reads-what-openssl-writes", test_reads_openssl);
  ADD ("pem/opens-plain-and-encrypted", test_pem);
  ADD ("pem/opens-whatever-protects-the-key", test_pem_schemes);
  ADD ("pem/reads-keys-of-openssl", test_reads_openssl_keys);
  ADD ("pem/puts-leaf-first", test_sorts_chain);
  ADD ("file/refuses", test_refuses);
  g_test_add_func ("/certificate/identity/file/says-what-is-missing", test_missing_file);
  ADD ("new/refuses-another-key", test_mismatch);
  ADD ("gio/holds-key-and-chain", test_gio);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *path = g_strconcat ("/certificate/identity/credentials/sign-with-", keys[i], NULL);

      g_test_add (path, Fixture, keys[i], set_up, test_credentials, tear_down);
    }
  g_test_add ("/certificate/identity/token/signs-with-ec", Fixture, "p256", set_up, test_token, tear_down);
  g_test_add ("/certificate/identity/token/signs-with-rsa", Fixture, "rsa2048", set_up, test_token, tear_down);
  status = g_test_run ();
  lk_test_folder_remove (folder);
  return status;
}
