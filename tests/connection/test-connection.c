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
  g_autoptr (LkSecret) password =
    setup->password != NULL ? lk_secret_new (setup->password, -1) : NULL;
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
      g_autoptr (LkConnection) connection =
        connect_to (&(Setup){ .uri = lk_test_server_get_uri (server),
                              .pin = cases[i].pin,
                              .flags = cases[i].flags,
                              .password = "swordfish",
                              .log = log });
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

#define OK               "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
#define CHALLENGE(rest)  "HTTP/1.1 401 No\r\n" rest "Content-Length: 0\r\n\r\n"
#define DIGEST(params)   "WWW-Authenticate: Digest realm=\"r\", qop=\"auth\", " params "\r\n"
#define MD5_AND_SHA256   CHALLENGE (DIGEST ("nonce=\"n1\", algorithm=MD5") DIGEST ("nonce=\"n2\", algorithm=SHA-256"))
#define STALE(nonce)     CHALLENGE (DIGEST ("nonce=\"" nonce "\", stale=true"))
#define FRESH(nonce)     CHALLENGE (DIGEST ("nonce=\"" nonce "\""))
#define WITH_NEXT(nonce) "HTTP/1.1 200 OK\r\nAuthentication-Info: nextnonce=\"" nonce "\"\r\nContent-Length: 2\r\n\r\nok"

typedef struct
{
  const char *path;
  const char *answers[8];
  guint n_sends;
  int code;             /* of the last send; -1: an answer */
  const char *words[7]; /* in each request, in turn; NULL: no Authorization; "": not looked at */
} Login;

static const Login logins[] = {
  { "prefers-sha-256", { MD5_AND_SHA256, OK, OK }, 2, -1, { NULL, "nonce=\"n2\"", "nc=00000002" } },
  { "follows-stale",
    { FRESH ("a"), OK, STALE ("b"), OK },
    2,
    -1,
    { NULL, "nonce=\"a\"", "nc=00000002", "nonce=\"b\"" } },
  { "stale-without-end",
    { FRESH ("a"), STALE ("b"), STALE ("c"), STALE ("d"), OK },
    1,
    LK_ERROR_AUTH_REFUSED,
    { NULL, "\"a\"", "\"b\"", "\"c\"" } },
  { "refused-once", { FRESH ("a"), FRESH ("b"), OK }, 2, LK_ERROR_AUTH_REFUSED, { NULL, "\"a\"" } },
  { "camera-restarted",
    { FRESH ("a"), OK, FRESH ("b"), OK },
    2,
    -1,
    { NULL, "\"a\"", "\"a\"", "\"b\"" } },
  { "password-changed",
    { FRESH ("a"), OK, FRESH ("b"), FRESH ("c"), OK },
    2,
    LK_ERROR_AUTH_REFUSED,
    { NULL, "\"a\"", "\"a\"", "\"b\"" } },
  { "next-nonce", { FRESH ("a"), WITH_NEXT ("b"), OK }, 2, -1, { NULL, "\"a\"", "nonce=\"b\"" } },
  { "basic-is-not-chosen",
    { CHALLENGE ("WWW-Authenticate: Basic realm=\"x\"\r\n" DIGEST ("nonce=\"a\"")), OK },
    1,
    -1,
    { NULL, "Digest " } },
  { "basic-alone",
    { CHALLENGE ("WWW-Authenticate: Basic realm=\"x\"\r\n"), OK, OK },
    2,
    -1,
    { NULL, "Basic YWRtaW46c3dvcmRmaXNo", "Basic " } },
  { "basic-refused-once",
    { CHALLENGE ("WWW-Authenticate: Basic realm=\"x\"\r\n"),
      CHALLENGE ("WWW-Authenticate: Basic realm=\"x\"\r\n"), OK },
    2,
    LK_ERROR_AUTH_REFUSED,
    { NULL, "Basic " } },
};

static void
test_login (gconstpointer data)
{
  const Login *login = data;
  g_autoptr (LkTestScript) script = lk_test_script_start (server_cert, login->answers);
  g_autofree char *pin = lk_test_pin_of (server_cert);
  g_autoptr (LkLog) log = lk_log_new ();
  g_autoptr (LkConnection) connection =
    connect_to (&(Setup){ .uri = lk_test_script_get_uri (script),
                          .pin = pin,
                          .password = "swordfish",
                          .log = log,
                          .flags = LK_CONNECTION_ALLOW_BASIC });
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n = 0;

  for (guint i = 0; i < login->n_sends; i++)
    {
      g_autoptr (LkReply) reply = NULL;

      g_clear_error (&error);
      reply = get (connection, "/command/x.cgi?a=b", &error);
    }
  if (login->code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, LK_ERROR, login->code);

  for (;; n++)
    {
      g_autofree char *request = lk_test_script_dup_request (script, n);
      const char *line = request != NULL ? strstr (request, "Authorization: ") : NULL;

      if (request == NULL)
        break;
      g_assert_true ((line != NULL) == (login->words[n] != NULL));
      if (line != NULL)
        g_assert_nonnull (strstr (line, login->words[n]));
    }
  g_assert_cmpuint (lk_log_count_requests (log), ==, n);
  g_assert_cmpuint (n, >=, 2);
  if (login->code >= 0)
    g_assert_true (login->words[n] == NULL);
  text = lk_log_to_text (log);
  g_assert_null (strstr (text, "swordfish"));
  g_assert_null (strstr (text, "YWRtaW46c3dvcmRmaXNo"));
}

/* Without the user's word the password does not go over a connection that anybody can read. */
static void
test_plain (void)
{
  g_autoptr (LkTestServer) server =
    lk_test_server_start (NULL, NULL, LK_TEST_PLAIN | LK_TEST_BASIC);
  g_autoptr (LkConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (
    lk_connection_new (&(LkConnectionOptions){ .uri = lk_test_server_get_uri (server) }, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_PLAIN_TEXT);
  g_clear_error (&error);
  connection =
    connect_to (&(Setup){ .uri = lk_test_server_get_uri (server),
                          .password = "swordfish",
                          .flags = LK_CONNECTION_ALLOW_PLAIN_HTTP | LK_CONNECTION_ALLOW_BASIC });
  g_assert_null (get (connection, "/", &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_PLAIN_TEXT);
  g_assert_cmpuint (lk_test_server_count_requests (server), ==, 0);
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *given;
    const char *expected; /* NULL: refused */
  } addresses[] = {
    { "https://192.0.2.10", "https://192.0.2.10" },
    { "HTTPS://Camera.example:443/index.html?x#y", "https://Camera.example" },
    { "https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443" },
    { "ftp://192.0.2.10", NULL },
    { "192.0.2.10", NULL },
    { "https://", NULL },
    { "https://admin:swordfish@192.0.2.10", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LkConnection) connection =
        lk_connection_new (&(LkConnectionOptions){ .uri = addresses[i].given }, &error);

      if (addresses[i].expected != NULL)
        g_assert_cmpstr (lk_connection_get_uri (connection), ==, addresses[i].expected);
      else
        {
          g_assert_error (error, LK_ERROR, LK_ERROR_USAGE);
          g_assert_null (strstr (error->message, "swordfish"));
        }
    }
}

/* The pin follows to the key that we give the camera, and to no other. */
static void
test_expect (void)
{
  g_autoptr (LkTestServer) server = lk_test_server_start (server_cert, NULL, 0);
  g_autofree char *pin = lk_test_pin_of (server_cert);
  g_autofree char *old_pin = lk_test_pin_of (other_cert);
  g_autoptr (LkCertificate) own = lk_certificate_new_from_der (server_cert->der, NULL);
  g_autoptr (LkCertificate) foreign = lk_certificate_new_from_der (ca->der, NULL);
  g_autoptr (LkConnection) connection =
    connect_to (&(Setup){ .uri = lk_test_server_get_uri (server), .pin = old_pin });
  g_autoptr (LkConnection) fresh = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkReply) reply = NULL;

  lk_connection_expect_key (connection, foreign);
  g_assert_null (get (connection, "/", &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_PEER_UNTRUSTED);
  g_clear_error (&error);
  lk_connection_expect_key (connection, own);
  g_assert_cmpstr (lk_connection_get_pin (connection), ==, old_pin);
  fresh = lk_connection_dup_fresh (connection, NULL);
  reply = get (fresh, "/", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lk_connection_get_pin (fresh), ==, pin);
}

static void
test_log (void)
{
  g_autoptr (LkLog) log = lk_log_new ();
  g_autoptr (LkSecret) secret = lk_secret_new ("sword fish&", -1);
  g_autofree char *text = NULL;

  lk_log_hide (log, secret);
  lk_log_add (log, "> GET /x?user=admin&PrivatePassword=hunter2&y=1 HTTP/1.1");
  lk_log_add (log, "  Set-Cookie: id=hunter3\r\n  X: sword fish& and sword%%20fish%%26");
  lk_log_add (log, "  Authorization: Basic hunter4");
  text = lk_log_to_text (log);
  g_assert_cmpstr (text, ==,
                   "> GET /x?user=admin&PrivatePassword=[struck out]&y=1 HTTP/1.1\n"
                   "  Set-Cookie: [struck out]\n"
                   "  X: [struck out] and [struck out]\n"
                   "  Authorization: [struck out]\n");
  for (guint i = 0; i < 1500; i++)
    lk_log_add (log, "line %u", i);
  g_free (text);
  text = lk_log_to_text (log);
  g_assert_true (g_str_has_prefix (text, "line 500\n"));
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

  for (gsize i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      g_autofree char *path = g_strdup_printf ("/connection/login/%s", logins[i].path);

      g_test_add_data_func (path, &logins[i], test_login);
    }
  g_test_add_func ("/connection/login/not-in-the-clear", test_plain);
  g_test_add_func ("/connection/address/is-read", test_addresses);
  g_test_add_func ("/connection/pin/follows-our-own-key", test_expect);
  g_test_add_func ("/connection/log/holds-no-secret", test_log);

  result = g_test_run ();
  lk_test_cert_free (ca);
  lk_test_cert_free (server_cert);
  lk_test_cert_free (other_cert);
  return result;
}
