/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the rehearsal says beside what OpenSSL does, as server and as client: `openssl s_server
 * -Verify` in the place of the camera, `openssl s_client` in that of the browser. */

#include "config.h"

#include "setup/lk-rehearsal.h"

#include "lk-test-identity.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  const char *path;
  LkTestSpec spec;
  enum
  {
    BY_CA,
    BY_SUB_CA,
    BY_STRANGER
  } issuer;
} Row;

static const Row rows[] = {
  { "/setup/peers/good", { .eku = "client" }, BY_CA },
  { "/setup/peers/rsa", { .eku = "client", .key = "rsa2048" }, BY_CA },
  { "/setup/peers/p384", { .eku = "client", .key = "p384" }, BY_CA },
  { "/setup/peers/ed25519", { .eku = "client", .key = "ed25519" }, BY_CA },
  { "/setup/peers/no-purpose", { .eku = NULL }, BY_CA },
  { "/setup/peers/two-purposes", { .eku = "server,client" }, BY_CA },
  { "/setup/peers/under-intermediate", { .eku = "client" }, BY_SUB_CA },
  { "/setup/peers/unknown-ca", { .eku = "client" }, BY_STRANGER },
  { "/setup/peers/server-only", { .eku = "server" }, BY_CA },
  { "/setup/peers/any-purpose", { .eku = "any" }, BY_CA },
  { "/setup/peers/expired", { .eku = "client", .not_before = "2020-01-01", .not_after = "2021-01-01" }, BY_CA },
  { "/setup/peers/not-yet-valid", { .eku = "client", .not_before = "2090-01-01", .not_after = "2091-01-01" }, BY_CA },
};

/* One server for all rows. */
static struct
{
  char *folder;
  LkTestCert *ca;
  LkTestCert *sub_ca;
  LkTestCert *stranger;
  GSubprocess *server;
  char *address; /* 127.0.0.1:PORT */
} stage;

static char *
write_pem (const char *name, char *pem)
{
  char *path = g_build_filename (stage.folder, name, NULL);

  g_assert_true (g_file_set_contents (path, pem, -1, NULL));
  g_free (pem);
  return path;
}

static void
start_server (void)
{
  g_autoptr (LkTestCert) server = lk_test_server_new ("CN=127.0.0.1", "IP:127.0.0.1", stage.ca);
  g_autofree char *ca = write_pem ("ca.pem", lk_test_cert_to_pem (stage.ca));
  g_autofree char *own = write_pem ("server.pem", lk_test_cert_to_pem_with_key (server, NULL, NULL));
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;

  stage.server =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE |
                        G_SUBPROCESS_FLAGS_STDIN_PIPE,
                      NULL, "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", own, "-key", own,
                      "-CAfile", ca, "-Verify", "5", "-verify_return_error", "-www", NULL);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (stage.server));
  while ((line = g_data_input_stream_read_line (lines, NULL, NULL, NULL)) != NULL &&
         !g_str_has_prefix (line, "ACCEPT "))
    g_clear_pointer (&line, g_free);
  g_assert_nonnull (line);
  stage.address = g_strdup (line + strlen ("ACCEPT "));
}

/* 0: let in; -1: nothing was heard; else the number of the alert. */
static int
ask_openssl_once (const char *version, const char *certificate)
{
  const char *argv[] = { "openssl", "s_client", "-connect", stage.address, version, "-ign_eof", "-cert", certificate, "-key", certificate,
                         "-cert_chain", certificate, NULL };
  g_autoptr (GSubprocess) client = NULL;
  g_autoptr (GBytes) request = g_bytes_new_static ("GET / HTTP/1.0\r\n\r\n", 18);
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const char *alert;

  if (certificate == NULL)
    argv[6] = NULL;
  client = g_subprocess_newv (argv,
                              G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                G_SUBPROCESS_FLAGS_STDERR_MERGE,
                              &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate (client, request, NULL, &output, NULL, &error));
  text = g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output));
  if (strstr (text, "HTTP/1.0 200 ok") != NULL)
    return 0;
  alert = strstr (text, "SSL alert number ");
  if (alert == NULL)
    g_test_message ("%s", text);
  return alert != NULL ? atoi (alert + strlen ("SSL alert number ")) : -1;
}

/* A server that closes with something of ours unread resets the connection, and its alert may be
 * lost: then it is asked again. */
static int
ask_openssl (const char *version, const char *certificate)
{
  int answer = -1;

  for (guint i = 0; i < 5 && answer < 0; i++)
    answer = ask_openssl_once (version, certificate);
  g_assert_cmpint (answer, >=, 0);
  return answer;
}

static void
test_row (gconstpointer data)
{
  static const char *const versions[] = { "-tls1_2", "-tls1_3" };
  const Row *row = data;
  const LkTestCert *issuers[] = { stage.ca, stage.sub_ca, stage.stranger };
  g_autoptr (GPtrArray) trusted = lk_test_certificates (stage.ca);
  g_autoptr (LkTestCert) client = NULL;
  g_autoptr (LkIdentity) identity = NULL;
  g_autoptr (LkRehearsal) rehearsal = NULL;
  g_autofree char *path = NULL;
  LkTestSpec spec = row->spec;

  if (stage.server == NULL)
    {
      g_test_skip ("openssl is not there");
      return;
    }
  spec.subject = "CN=ada";
  spec.issuer = issuers[row->issuer];
  client = lk_test_cert_new (&spec);
  identity = lk_test_identity (client, row->issuer == BY_SUB_CA ? stage.sub_ca : NULL);
  path = write_pem ("client.pem", lk_test_cert_to_pem_with_key (
                                    client, row->issuer == BY_SUB_CA ? stage.sub_ca : NULL, NULL));
  rehearsal = lk_rehearsal_run (trusted, identity, NULL, NULL, NULL);
  for (guint i = 0; i < LK_REHEARSAL_N_VERSIONS; i++)
    {
      const LkRehearsalVerdict *verdict = lk_rehearsal_get_verdict (rehearsal, i);
      int answer = ask_openssl (versions[i], path);

      g_test_message ("%s: openssl %d, rehearsal %s %d", verdict->name, answer, verdict->accepted ? "accepts" : "refuses", verdict->alert);
      g_assert_cmpint (answer, ==, verdict->accepted ? 0 : verdict->alert);
      g_assert_cmpint (ask_openssl (versions[i], NULL), !=, 0);
      g_assert_true (verdict->refused_without);
    }
}

int
main (int argc, char *argv[])
{
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  int status;

  g_test_init (&argc, &argv, NULL);
  stage.folder = lk_test_folder_new ();
  stage.ca = lk_test_ca_new ("CN=Site CA", NULL);
  stage.sub_ca = lk_test_ca_new ("CN=Sub CA", stage.ca);
  stage.stranger = lk_test_ca_new ("CN=Other CA", NULL);
  if (openssl != NULL)
    start_server ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_test_add_data_func (rows[i].path, &rows[i], test_row);
  status = g_test_run ();
  if (stage.server != NULL)
    g_subprocess_force_exit (stage.server);
  g_clear_object (&stage.server);
  lk_test_cert_free (stage.ca);
  lk_test_cert_free (stage.sub_ca);
  lk_test_cert_free (stage.stranger);
  lk_test_folder_remove (stage.folder);
  g_free (stage.folder);
  g_free (stage.address);
  return status;
}
