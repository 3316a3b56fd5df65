/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "connection/lk-connection.h"
#include "lk-test-server.h"

static LkTestCert *ca;
static LkTestCert *server_cert;
static LkTestCert *other_cert;

typedef struct
{
  const char *uri;
  const char *pin;
  const char *password;
  LkConnectionFlags flags;
  LkIdentity *identity;
  LkLog *log;
  guint timeout_s;
} Setup;

static LkConnection *
connect_to (const Setup *setup)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSecret) password = setup->password != NULL ? lk_secret_new (setup->password, -1) : NULL;
  LkConnectionOptions options = {
    .uri = setup->uri,
    .user = setup->password != NULL ? "admin" : NULL,
    .password = password,
    .pin = setup->pin,
    .flags = setup->flags,
    .identity = setup->identity,
    .log = setup->log,
    .timeout_s = setup->timeout_s > 0 ? setup->timeout_s : 10,
  };
  LkConnection *connection = lk_connection_new (&options, &error);

  g_assert_no_error (error);
  return connection;
}

static LkReply *
get (LkConnection *connection, const char *path, GError **error)
{
  return lk_connection_send (connection, &(LkRequest){ .path = path }, NULL, error);
}

static void
test_digest_md5 (void)
{
  g_autoptr (LkTestServer) server = lk_test_server_start (server_cert, NULL, LK_TEST_DIGEST);
  g_autofree char *pin = lk_test_pin_of (server_cert);
  g_autoptr (LkLog) log = lk_log_new ();
  g_autoptr (LkConnection) connection = connect_to (
    &(Setup){ .uri = lk_test_server_get_uri (server), .pin = pin, .password = "swordfish", .log = log });
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint64 id = 0;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (LkReply) reply = get (connection, "/command/inquiry.cgi?inq=system", &error);

      g_assert_no_error (error);
      g_assert_cmpuint (lk_reply_get_status (reply), ==, 200);
      g_assert_true (lk_reply_is_success (reply));
      g_assert_cmpstr (lk_reply_get_text (reply), ==, "ok");
      g_assert_cmpstr (lk_reply_get_content_type (reply), ==, "text/plain");
      g_assert_nonnull (lk_reply_get_date (reply));
      if (i > 0)
        g_assert_cmpuint (lk_reply_get_connection_id (reply), ==, id);
      id = lk_reply_get_connection_id (reply);
    }
  /* One challenge, then three answers, all on one connection. */
  g_assert_cmpuint (lk_log_count_handshakes (log), ==, 1);
  g_assert_cmpuint (lk_log_count_requests (log), ==, 4);
  g_assert_cmpuint (lk_test_server_count_requests (server), ==, 3);
  text = lk_log_to_text (log);
  g_assert_null (strstr (text, "swordfish"));
  g_assert_null (strstr (text, "response="));
  g_assert_nonnull (strstr (text, "> GET /command/inquiry.cgi?inq=system"));
}

static void
test_wrong_password (void)
{
  g_autoptr (LkTestServer) server = lk_test_server_start (server_cert, NULL, LK_TEST_DIGEST);
  g_autofree char *pin = lk_test_pin_of (server_cert);
  g_autoptr (LkLog) log = lk_log_new ();
  g_autoptr (LkConnection) connection = connect_to (
    &(Setup){ .uri = lk_test_server_get_uri (server), .pin = pin, .password = "catfish", .log = log });

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (get (connection, "/", &error));
      g_assert_error (error, LK_ERROR, LK_ERROR_AUTH_REFUSED);
    }
  g_assert_cmpuint (lk_log_count_requests (log), ==, 2);
}

static void
test_pin (void)
{
  g_autoptr (LkTestServer) server = lk_test_server_start (server_cert, NULL, LK_TEST_DIGEST);
  g_autofree char *pin = lk_test_pin_of (server_cert);
  g_autofree char *other_pin = lk_test_pin_of (other_cert);
  const struct
  {
    const char *pin;
    LkConnectionFlags flags;
    gboolean trusted;
  } cases[] = {
    { NULL, 0, FALSE },
    { other_pin, 0, FALSE },
    { other_pin, LK_CONNECTION_TRUST_FIRST_USE, FALSE },
    { NULL, LK_CONNECTION_TRUST_FIRST_USE, TRUE },
    { pin, 0, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LkLog) log = lk_log_new ();
      g_autoptr (LkConnection) connection = connect_to (&(Setup){
        .uri = lk_test_server_get_uri (server), .pin = cases[i].pin, .flags = cases[i].flags, .password = "swordfish", .log = log });
      g_autoptr (GError) error = NULL;
      g_autoptr (LkReply) reply = get (connection, "/", &error);
      g_autoptr (LkCertificate) peer = lk_connection_dup_peer_certificate (connection);

      g_assert_nonnull (peer);
      g_assert_true (g_bytes_equal (lk_certificate_get_der (peer), server_cert->der));
      if (cases[i].trusted)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (lk_connection_get_pin (connection), ==, pin);
        }
      else
        {
          g_assert_error (error, LK_ERROR, LK_ERROR_PEER_UNTRUSTED);
          g_assert_nonnull (strstr (error->message, pin));
          g_assert_cmpstr (lk_connection_get_pin (connection), ==, cases[i].pin);
          g_assert_cmpuint (lk_log_count_requests (log), ==, 0);
        }
    }
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  ca = lk_test_ca_new ("CN=Test CA", NULL);
  server_cert = lk_test_server_new ("CN=camera", "IP:127.0.0.1", ca);
  other_cert = lk_test_server_new ("CN=other", "IP:127.0.0.1", ca);

  g_test_add_func ("/connection/digest/md5-one-handshake", test_digest_md5);
  g_test_add_func ("/connection/digest/wrong-password-once", test_wrong_password);
  g_test_add_func ("/connection/pin/decides", test_pin);

  result = g_test_run ();
  lk_test_cert_free (ca);
  lk_test_cert_free (server_cert);
  lk_test_cert_free (other_cert);
  return result;
}
