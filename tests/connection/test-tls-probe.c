/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "connection/lk-connection.h"
#include "connection/lk-tls-alert.h"
#include "connection/lk-tls-probe.h"
#include "lk-test-server.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The server is OpenSSL's, so that no code of ours and no library of ours judges itself. */
typedef struct
{
  GPid pid;
  int output;
  char *folder;
  char *uri;
} OpenSsl;

static LkTestCert *ca;
static LkTestCert *other_ca;
static LkTestCert *server_cert;

static char *
write_pem (const char *folder, const char *name, const LkTestCert *certificate, gboolean with_key)
{
  g_autofree char *pem = with_key ? lk_test_cert_to_pem_with_key (certificate, NULL, NULL)
                                  : lk_test_cert_to_pem (certificate);
  g_autoptr (GBytes) bytes = g_bytes_new (pem, strlen (pem));

  return lk_test_folder_write (folder, name, bytes);
}

/* Reads lines up to the one that names the port: "ACCEPT 127.0.0.1:PORT". */
static char *
read_port (int output)
{
  g_autoptr (GString) line = g_string_new (NULL);
  char byte;

  while (read (output, &byte, 1) == 1)
    {
      if (byte != '\n')
        g_string_append_c (line, byte);
      else if (g_str_has_prefix (line->str, "ACCEPT"))
        return g_strdup (strrchr (line->str, ':') + 1);
      else
        g_string_truncate (line, 0);
    }
  g_error ("openssl s_server does not start");
}

static void
openssl_start (OpenSsl *self, const char *version, const char *verify)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *port = NULL;
  g_autofree char *ca_path = NULL;
  g_autofree char *server_path = NULL;

  self->folder = lk_test_folder_new ();
  ca_path = write_pem (self->folder, "ca.pem", ca, FALSE);
  server_path = write_pem (self->folder, "server.pem", server_cert, TRUE);
  {
    const char *const arguments[] = { "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", server_path, "-key", server_path, "-CAfile", ca_path,
                                      "-no-CApath", "-no-CAstore", "-www", version, verify, "1", "-verify_return_error", NULL };

    g_assert_true (g_spawn_async_with_pipes (
      NULL, (char **)arguments, NULL,
      G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
      &self->pid, NULL, &self->output, NULL, &error));
  }
  g_assert_no_error (error);
  port = read_port (self->output);
  self->uri = g_strdup_printf ("https://127.0.0.1:%s", port);
}

static void
openssl_stop (OpenSsl *self)
{
  kill (self->pid, SIGKILL);
  waitpid (self->pid, NULL, 0);
  close (self->output);
  lk_test_folder_remove (self->folder);
  g_free (self->folder);
  g_free (self->uri);
}

typedef struct
{
  const char *path;
  LkTestSpec spec; /* without a subject: no identity */
  gboolean foreign;
  int alert; /* with TLS 1.3 */
  int alert_12;
  int code; /* -1: an answer */
} Case;

/* protocols.md 2: what a client sees. */
static const Case cases[] = {
  { "good", { .subject = "CN=admin", .eku = "client" }, FALSE, -1, -1, -1 },
  { "good-without-eku", { .subject = "CN=admin" }, FALSE, -1, -1, -1 },
  { "good-rsa", { .subject = "CN=admin", .key = "rsa2048", .eku = "client" }, FALSE, -1, -1, -1 },
  { "none", { NULL }, FALSE, 116, 40, LK_ERROR_CLIENT_REFUSED },
  { "unknown-ca",
    { .subject = "CN=admin", .eku = "client" },
    TRUE,
    48,
    48,
    LK_ERROR_CLIENT_REFUSED },
  { "server-eku",
    { .subject = "CN=admin", .eku = "server" },
    FALSE,
    43,
    43,
    LK_ERROR_CLIENT_REFUSED },
  { "expired",
    { .subject = "CN=admin",
      .eku = "client",
      .not_before = "2020-01-01",
      .not_after = "2021-01-01" },
    FALSE,
    45,
    45,
    LK_ERROR_CLIENT_REFUSED },
  { "not-yet-valid",
    { .subject = "CN=admin",
      .eku = "client",
      .not_before = "2080-01-01",
      .not_after = "2090-01-01" },
    FALSE,
    42,
    42,
    LK_ERROR_CLIENT_REFUSED },
};

static LkIdentity *
make_identity (const Case *test)
{
  LkTestSpec spec = test->spec;
  g_autoptr (LkTestCert) certificate = NULL;
  g_autoptr (GBytes) pkcs12 = NULL;
  g_autoptr (LkSecret) password = lk_secret_new ("pw", -1);
  g_autoptr (GError) error = NULL;
  LkIdentity *identity;

  if (spec.subject == NULL)
    return NULL;
  spec.issuer = test->foreign ? other_ca : ca;
  certificate = lk_test_cert_new (&spec);
  pkcs12 = lk_test_cert_to_pkcs12 (certificate, spec.issuer, "pw");
  identity = lk_identity_new_from_pkcs12 (pkcs12, password, &error);
  g_assert_no_error (error);
  return identity;
}

static void
run_probe (const Case *test, gboolean is_13)
{
  OpenSsl server = { 0 };
  g_autofree char *pin = lk_test_pin_of (server_cert);
  g_autoptr (LkIdentity) identity = make_identity (test);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkTlsProbe) probe = NULL;
  LkTlsProbeOptions options = { .pin = pin, .identity = identity, .timeout_s = 10 };
  const GError *outcome;

  openssl_start (&server, is_13 ? "-tls1_3" : "-tls1_2", "-Verify");
  options.uri = server.uri;
  probe = lk_tls_probe_run (&options, NULL, &error);
  g_assert_no_error (error);
  outcome = lk_tls_probe_get_error (probe);
  g_test_message ("%s", outcome != NULL ? outcome->message : lk_tls_probe_get_cipher (probe));

  g_assert_true (lk_tls_probe_is_connected (probe));
  g_assert_true (lk_tls_probe_is_certificate_requested (probe));
  g_assert_cmpint (lk_tls_probe_is_certificate_sent (probe), ==, identity != NULL);
  g_assert_cmpuint (lk_tls_probe_get_chain (probe)->len, ==, 1);
  g_assert_cmpstr (lk_tls_probe_get_accepted_issuers (probe)[0], ==, "CN=Site CA");
  g_assert_null (lk_tls_probe_get_accepted_issuers (probe)[1]);
  if (identity != NULL)
    g_assert_cmpint (lk_tls_probe_is_issuer_named (probe, identity), ==, !test->foreign);
  g_assert_cmpint (lk_tls_probe_is_handshake_done (probe), ==, is_13 || test->code < 0);
  g_assert_cmpint (lk_tls_probe_is_answered (probe), ==, test->code < 0);
  g_assert_cmpint (lk_tls_probe_get_alert (probe), ==, is_13 ? test->alert : test->alert_12);
  if (test->code < 0)
    {
      g_assert_no_error (outcome);
      g_assert_cmpuint (lk_tls_probe_get_status (probe), ==, 200);
      g_assert_cmpint (lk_tls_probe_get_version (probe), ==, is_13 ? LK_TLS_1_3 : LK_TLS_1_2);
    }
  else
    {
      g_assert_error (outcome, LK_ERROR, test->code);
      g_assert_cmpuint (lk_tls_probe_get_status (probe), ==, 0);
      g_assert_nonnull (strstr (outcome->message, lk_tls_probe_get_alert_name (probe)));
    }
  openssl_stop (&server);
}

static void
test_12 (gconstpointer data)
{
  run_probe (data, FALSE);
}

static void
test_13 (gconstpointer data)
{
  run_probe (data, TRUE);
}

/* The same table for the connection, which knows no alerts: the code is what counts. */
static void
test_connection (gconstpointer data)
{
  const Case *test = data;

  for (guint is_13 = 0; is_13 < 2; is_13++)
    {
      OpenSsl server = { 0 };
      g_autofree char *pin = lk_test_pin_of (server_cert);
      g_autoptr (LkIdentity) identity = make_identity (test);
      g_autoptr (LkConnection) connection = NULL;
      g_autoptr (LkReply) reply = NULL;
      g_autoptr (GError) error = NULL;

      openssl_start (&server, is_13 ? "-tls1_3" : "-tls1_2", "-Verify");
      connection = lk_connection_new (
        &(LkConnectionOptions){
          .uri = server.uri, .pin = pin, .identity = identity, .timeout_s = 10 },
        &error);
      g_assert_no_error (error);
      reply = lk_connection_send (connection, &(LkRequest){ .path = "/" }, NULL, &error);
      g_test_message ("%s", error != NULL ? error->message : "an answer");
      if (test->code < 0)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (lk_reply_get_status (reply), ==, 200);
        }
      else
        g_assert_error (error, LK_ERROR, test->code);
      openssl_stop (&server);
    }
}

static char *program;

/* Run again as a program of its own: GIO resumes no session in a program that called
 * g_test_init(). */
static int
send_three (const char *uri, const char *pin)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (LkConnection) connection =
        lk_connection_new (&(LkConnectionOptions){ .uri = uri, .pin = pin, .timeout_s = 10 }, NULL);
      g_autoptr (LkReply) reply =
        lk_connection_send (connection, &(LkRequest){ .path = "/" }, NULL, NULL);

      g_print ("%s\n", reply != NULL ? lk_reply_get_text (reply) : "no answer");
    }
  return 0;
}

/* Where a certificate is only welcome, a fresh look never resumes: each handshake is whole. */
static void
test_no_resumption (void)
{
  static const struct
  {
    const char *version;
    const char *host;
  } servers[] = {
    { "-tls1_2", "127.0.0.1" },
    { "-tls1_3", "127.0.0.1" },
    { "-tls1_2", "localhost" },
    { "-tls1_3", "localhost" },
  };
  g_autofree char *pin = lk_test_pin_of (server_cert);

  for (gsize i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      OpenSsl server = { 0 };
      g_autofree char *uri = NULL;
      g_autofree char *output = NULL;
      g_autoptr (GError) error = NULL;

      openssl_start (&server, servers[i].version, "-verify");
      uri = g_strdup_printf ("https://%s%s", servers[i].host, strrchr (server.uri, ':'));
      {
        const char *const arguments[] = { program, "--send-three", uri, pin, NULL };

        g_assert_true (g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL,
                                     &output, NULL, NULL, &error));
      }
      g_assert_no_error (error);
      g_test_message ("%s %s: %s", servers[i].version, servers[i].host, output);
      g_assert_nonnull (strstr (output, "New, "));
      g_assert_null (strstr (output, "Reused, "));
      g_assert_null (strstr (output, "no answer"));
      openssl_stop (&server);
    }
}

static void
test_pin (void)
{
  OpenSsl server = { 0 };
  g_autofree char *pin = lk_test_pin_of (other_ca);
  g_autoptr (LkTlsProbe) probe = NULL;
  g_autoptr (GError) error = NULL;

  openssl_start (&server, "-tls1_3", "-Verify");
  probe = lk_tls_probe_run (&(LkTlsProbeOptions){ .uri = server.uri, .pin = pin, .timeout_s = 10 },
                            NULL, &error);
  g_assert_no_error (error);
  g_assert_error (lk_tls_probe_get_error (probe), LK_ERROR, LK_ERROR_PEER_UNTRUSTED);
  g_assert_false (lk_tls_probe_is_handshake_done (probe));
  g_assert_false (lk_tls_probe_is_answered (probe));
  g_assert_cmpuint (lk_tls_probe_get_chain (probe)->len, ==, 1);
  openssl_stop (&server);
}

static void
test_version (void)
{
  OpenSsl server = { 0 };
  g_autoptr (LkTlsProbe) probe = NULL;

  openssl_start (&server, "-tls1_2", "-verify");
  probe = lk_tls_probe_run (
    &(LkTlsProbeOptions){ .uri = server.uri, .minimum = LK_TLS_1_3, .timeout_s = 10 }, NULL, NULL);
  g_assert_error (lk_tls_probe_get_error (probe), LK_ERROR, LK_ERROR_UNREACHABLE);
  g_assert_cmpint (lk_tls_probe_get_alert (probe), ==, 70);
  openssl_stop (&server);
}

typedef struct
{
  const char *path;
  const char *answers[2];
  gboolean is_plain;
  int code;
} Bad;

static const Bad bads[] = {
  { "hang", { "@hang" }, FALSE, LK_ERROR_TIMEOUT },
  { "slow-bytes-are-an-answer", { "@slow" }, FALSE, -1 },
  { "endless-header-is-an-answer", { "@endless-header" }, FALSE, -1 },
  { "reset", { "@reset" }, FALSE, LK_ERROR_UNREACHABLE },
  { "close", { "@close" }, FALSE, LK_ERROR_UNREACHABLE },
  { "garbage", { "\001\002 no HTTP\r\n" }, FALSE, LK_ERROR_BAD_DATA },
  { "cut", { "HTTP/1.1 20@close" }, FALSE, LK_ERROR_BAD_DATA },
  { "status", { "HTTP/1.1 401 No\r\n" }, FALSE, -1 },
  { "silent-handshake", { "@hang" }, TRUE, LK_ERROR_TIMEOUT },
};

static void
test_bad (gconstpointer data)
{
  const Bad *bad = data;
  g_autoptr (LkTestScript) script =
    lk_test_script_start (bad->is_plain ? NULL : server_cert, bad->answers);
  g_autofree char *uri = g_strdup_printf ("https%s", strchr (lk_test_script_get_uri (script), ':'));
  g_autoptr (GError) error = NULL;
  gint64 before = g_get_monotonic_time ();
  g_autoptr (LkTlsProbe) probe =
    lk_tls_probe_run (&(LkTlsProbeOptions){ .uri = uri, .timeout_s = 4 }, NULL, &error);

  g_assert_no_error (error);
  if (lk_tls_probe_get_error (probe) != NULL)
    g_test_message ("%s", lk_tls_probe_get_error (probe)->message);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 30 * G_USEC_PER_SEC);
  if (bad->code >= 0)
    g_assert_error (lk_tls_probe_get_error (probe), LK_ERROR, bad->code);
  else
    g_assert_no_error (lk_tls_probe_get_error (probe));
  g_assert_false (lk_tls_probe_is_certificate_requested (probe));
}

static void
test_usage (void)
{
  static const LkTlsProbeOptions wrong[] = {
    { .uri = NULL },
    { .uri = "http://127.0.0.1" },
    { .uri = "https://" },
    { .uri = "nothing" },
    { .uri = "https://127.0.0.1", .path = "no slash" },
    { .uri = "https://127.0.0.1", .path = "/x HTTP/1.1\r\nX: y" },
    { .uri = "https://127.0.0.1", .pin = "sha256:zz" },
  };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) usage = NULL;

      g_assert_null (lk_tls_probe_run (&wrong[i], NULL, &usage));
      g_assert_error (usage, LK_ERROR, LK_ERROR_USAGE);
    }
  g_cancellable_cancel (cancellable);
  g_assert_null (lk_tls_probe_run (&(LkTlsProbeOptions){ .uri = "https://127.0.0.1" }, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_alerts (void)
{
  for (guint i = 0; lk_tls_alert_get_nth (i) != NULL; i++)
    {
      const LkTlsAlert *alert = lk_tls_alert_get_nth (i);

      g_assert_true (lk_tls_alert_find (alert->number) == alert);
      g_assert_true (g_str_has_suffix (alert->cause, ".") && g_str_has_suffix (alert->remedy, "."));
    }
  g_assert_null (lk_tls_alert_find (-1));
  g_assert_null (lk_tls_alert_find (255));
}

static void
add (const char *group, const char *name, gconstpointer data, GTestDataFunc func)
{
  g_autofree char *path = g_strdup_printf ("/%s/%s", group, name);

  g_test_add_data_func (path, data, func);
}

int
main (int argc, char *argv[])
{
  int result;

  if (argc == 4 && g_str_equal (argv[1], "--send-three"))
    return send_three (argv[2], argv[3]);
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  ca = lk_test_ca_new ("CN=Site CA", NULL);
  other_ca = lk_test_ca_new ("CN=Other CA", NULL);
  server_cert = lk_test_server_new ("CN=camera", "IP:127.0.0.1", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add ("tls-probe/1.2", cases[i].path, &cases[i], test_12);
      add ("tls-probe/1.3", cases[i].path, &cases[i], test_13);
      add ("connection/client", cases[i].path, &cases[i], test_connection);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bads); i++)
    add ("tls-probe/bad", bads[i].path, &bads[i], test_bad);
  g_test_add_func ("/tls-probe/pin/ends-it", test_pin);
  g_test_add_func ("/tls-probe/version/says-alert-70", test_version);
  g_test_add_func ("/tls-probe/usage/is-refused", test_usage);
  g_test_add_func ("/tls-alert/table/is-whole", test_alerts);
  g_test_add_func ("/connection/client/never-resumes", test_no_resumption);

  result = g_test_run ();
  lk_test_cert_free (ca);
  lk_test_cert_free (other_ca);
  lk_test_cert_free (server_cert);
  return result;
}
