/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A personal certificate out of every kind of store is let in by "openssl s_server -Verify", which is not our code,
 * with TLS 1.2 and 1.3; without one it lets nobody in. */

#include "config.h"

#include "lk-test-pki.h"

#include "base/lk-error.h"
#include "connection/lk-connection.h"
#include "connection/lk-tls-probe.h"
#include "personal/lk-personal-stores.h"
#include "personal/lk-store-key.h"

#include <string.h>

#define PIN      "123456"
#define PASSWORD "of-the-file"

typedef struct
{
  char *folder;
  LkTestCert *ca;
  GSubprocess *server;
  char *uri;
} Fixture;

static LkSecret *
ask (const char *title, LkPinState state, gpointer data, GCancellable *cancellable)
{
  return state == LK_PIN_FIRST ? lk_secret_new (data, -1) : NULL;
}

static void
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (
    argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
}

#define RUN(...) run ((const char *const[]){ __VA_ARGS__, NULL })

static char *
write_text (Fixture *fixture, const char *name, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return lk_test_folder_write (fixture->folder, name, bytes);
}

/* Ready once it says ACCEPT and the port that it chose. */
static void
start_server (Fixture *fixture)
{
  g_autoptr (LkTestCert) server = lk_test_server_new ("CN=127.0.0.1", "IP:127.0.0.1", fixture->ca);
  g_autofree char *server_pem = lk_test_cert_to_pem_with_key (server, NULL, NULL);
  g_autofree char *ca_pem = lk_test_cert_to_pem (fixture->ca);
  g_autofree char *server_path = write_text (fixture, "server.pem", server_pem);
  g_autofree char *ca_path = write_text (fixture, "ca.pem", ca_pem);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;

  fixture->server = g_subprocess_new (
    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "openssl",
    "s_server", "-accept", "127.0.0.1:0", "-cert", server_path, "-key", server_path, "-CAfile", ca_path,
    "-Verify", "2", "-verify_return_error", "-www", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->server));
  do
    {
      g_free (line);
      line = g_data_input_stream_read_line (output, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (line);
    }
  while (!g_str_has_prefix (line, "ACCEPT "));
  fixture->uri = g_strconcat ("https://", line + strlen ("ACCEPT "), NULL);
}

static LkTlsProbe *
probe (Fixture *fixture, LkIdentity *identity, LkTlsVersion version)
{
  const LkTlsProbeOptions options = {
    .uri = fixture->uri, .identity = identity, .minimum = version, .maximum = version
  };
  g_autoptr (GError) error = NULL;
  LkTlsProbe *found = lk_tls_probe_run (&options, NULL, &error);

  g_assert_no_error (error);
  return found;
}

/* What a probe can do is not yet what the connection can that later changes the camera. */
static void
check_connection (Fixture *fixture, LkIdentity *identity)
{
  const LkConnectionOptions options = {
    .uri = fixture->uri, .identity = identity, .flags = LK_CONNECTION_TRUST_FIRST_USE
  };
  const LkRequest request = { .path = "/" };
  g_autoptr (GError) error = NULL;
  g_autoptr (LkConnection) connection = lk_connection_new (&options, &error);
  g_autoptr (LkConnection) without = NULL;
  g_autoptr (LkReply) reply = NULL;

  g_assert_no_error (error);
  reply = lk_connection_send (connection, &request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_reply_get_status (reply), ==, 200);
  without = lk_connection_dup_fresh (connection, NULL);
  g_assert_null (lk_connection_send (without, &request, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED);
}

static void
check_let_in (Fixture *fixture, const char *selector, const char *secret)
{
  const LkPinPrompt prompt = { ask, (gpointer)secret };

  for (LkTlsVersion version = LK_TLS_1_2; version <= LK_TLS_1_3; version++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LkIdentity) identity = lk_personal_open (selector, &prompt, NULL, &error);
      g_autoptr (LkTlsProbe) with = NULL;
      g_autoptr (LkTlsProbe) without = probe (fixture, NULL, version);

      g_assert_no_error (error);
      with = probe (fixture, identity, version);
      g_assert_true (lk_tls_probe_is_certificate_sent (with));
      g_assert_cmpuint (lk_tls_probe_get_status (with), ==, 200);
      g_assert_false (lk_tls_probe_is_answered (without));
      if (version == LK_TLS_1_3)
        check_connection (fixture, identity);
    }
}

static LkIdentity *
make_person (Fixture *fixture, const char *key)
{
  const LkTestSpec spec = { .subject = "CN=Kato Admin", .key = key, .issuer = fixture->ca, .eku = "client" };
  g_autoptr (LkTestCert) cert = lk_test_cert_new (&spec);
  g_autoptr (GBytes) pkcs12 = lk_test_cert_to_pkcs12 (cert, fixture->ca, PASSWORD);
  g_autoptr (LkSecret) password = lk_secret_new (PASSWORD, -1);
  g_autofree char *path = lk_test_folder_write (fixture->folder, "person.p12", pkcs12);
  g_autoptr (GError) error = NULL;
  LkIdentity *identity = lk_identity_new_from_pkcs12 (pkcs12, password, &error);

  g_assert_no_error (error);
  return identity;
}

static void
check_installed (Fixture *fixture,
                 LkPersonalStore *store,
                 const char *key,
                 gboolean exportable,
                 const char *secret)
{
  const LkPinPrompt prompt = { ask, (gpointer)secret };
  g_autoptr (LkIdentity) identity = make_person (fixture, key);
  const LkPersonalImport import = { .identity = identity, .exportable = exportable };
  g_autoptr (GError) error = NULL;
  g_autoptr (LkPersonal) personal =
    lk_personal_store_import (store, &import, &prompt, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (lk_personal_get_fields (personal)->exportable, ==,
                   exportable ? LK_ANSWER_YES : LK_ANSWER_NO);
  check_let_in (fixture, lk_personal_get_fields (personal)->selector, secret);
  g_assert_true (lk_personal_store_remove (store, lk_personal_get_fields (personal)->selector,
                                           &prompt, NULL, &error));
  g_assert_no_error (error);
}

static void
check_store (Fixture *fixture, const char *id, const char *secret)
{
  static const char *const keys[] = { "rsa2048", "p256", "p384" };
  g_autoptr (GError) error = NULL;
  g_autoptr (LkPersonalStore) store = lk_personal_store_for_selector (id, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      check_installed (fixture, store, keys[i], TRUE, secret);
      check_installed (fixture, store, keys[i], FALSE, secret);
    }
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkIdentity) identity = make_person (fixture, "p256");
  g_autofree char *selector = g_strdup_printf ("file:%s/person.p12", fixture->folder);

  check_let_in (fixture, selector, PASSWORD);
}

static gboolean
refuse_to_sign (gpointer data,
                LkStoreKeyScheme scheme,
                gnutls_digest_algorithm_t hash,
                const gnutls_datum_t *digest,
                GByteArray *signature)
{
  return FALSE;
}

/* As a card that was pulled out after it had been opened. */
static LkIdentity *
make_silent (Fixture *fixture)
{
  const LkStoreKeySpec spec = {
    .schemes = LK_STORE_KEY_ECDSA, .bits = 256, .sign = refuse_to_sign, .free = g_free
  };
  g_autoptr (LkIdentity) person = make_person (fixture, "p256");
  g_autoptr (GError) error = NULL;
  LkIdentity *identity = lk_identity_new (lk_identity_get_chain (person),
                                          lk_store_key_new (&spec, NULL, NULL), "Card", &error);

  g_assert_no_error (error);
  return identity;
}

/* What the key did not do is not said of the camera. */
static void
test_silent_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkIdentity) identity = make_silent (fixture);
  const LkConnectionOptions options = {
    .uri = fixture->uri, .identity = identity, .flags = LK_CONNECTION_TRUST_FIRST_USE
  };
  const LkRequest request = { .path = "/" };
  g_autoptr (LkConnection) connection = lk_connection_new (&options, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (lk_connection_send (connection, &request, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_STORE_LOCKED);
  g_assert_nonnull (strstr (error->message, "“Card” did not sign"));
  for (LkTlsVersion version = LK_TLS_1_2; version <= LK_TLS_1_3; version++)
    {
      g_autoptr (LkTlsProbe) found = probe (fixture, identity, version);

      g_assert_error (lk_tls_probe_get_error (found), LK_ERROR, LK_ERROR_STORE_LOCKED);
    }
}

static void
test_nss (Fixture *fixture, gconstpointer data)
{
  g_autofree char *password = write_text (fixture, "password", PIN);
  g_autofree char *place = g_strconcat ("sql:", fixture->folder, NULL);
  g_autofree char *id = g_strconcat ("nss:", fixture->folder, NULL);
  g_autofree char *certutil = g_find_program_in_path ("certutil");

  if (certutil == NULL)
    {
      g_test_skip ("certutil (libnss3-tools) is not installed");
      return;
    }
  RUN (certutil, "-N", "-d", place, "-f", password);
  check_store (fixture, id, PIN);
}

static void
test_token (Fixture *fixture, gconstpointer data)
{
  g_autofree char *softhsm = g_find_program_in_path ("softhsm2-util");

  if (softhsm == NULL)
    {
      g_test_skip ("SoftHSM (softhsm2) is not installed");
      return;
    }
  RUN (softhsm, "--init-token", "--free", "--label", "Door", "--pin", PIN, "--so-pin", "12345678");
  check_store (fixture, "pkcs11:token=Door", PIN);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = lk_test_folder_new ();
  fixture->ca = lk_test_ca_new ("CN=Site CA", NULL);
  start_server (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_subprocess_force_exit (fixture->server);
  g_assert_true (g_subprocess_wait (fixture->server, NULL, NULL));
  g_object_unref (fixture->server);
  lk_test_cert_free (fixture->ca);
  lk_test_folder_remove (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->uri);
}

int
main (int argc, char *argv[])
{
  g_autofree char *tokens = g_dir_make_tmp ("lk-hsm-XXXXXX", NULL);
  g_autofree char *config = g_build_filename (tokens, "softhsm2.conf", NULL);
  g_autofree char *text = g_strdup_printf ("directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n", tokens);
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  int result;

  g_test_init (&argc, &argv, NULL);
  if (openssl == NULL)
    {
      g_print ("1..0 # SKIP openssl is not installed\n");
      return 0;
    }
  g_assert_true (g_file_set_contents (config, text, -1, NULL));
  g_setenv ("SOFTHSM2_CONF", config, TRUE);
  g_test_add ("/personal/logging-in/from-a-file", Fixture, NULL, set_up, test_file, tear_down);
  g_test_add ("/personal/logging-in/from-nss", Fixture, NULL, set_up, test_nss, tear_down);
  g_test_add ("/personal/logging-in/from-a-token", Fixture, NULL, set_up, test_token, tear_down);
  g_test_add ("/personal/logging-in/blames-a-key-that-does-not-sign", Fixture, NULL, set_up,
              test_silent_key, tear_down);
  result = g_test_run ();
  RUN ("rm", "-r", tokens);
  return result;
}
