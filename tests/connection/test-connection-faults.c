/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "connection/lk-connection.h"
#include "lk-test-server.h"

#define OK      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
#define NO_CODE (-1)
/* What hangs is given up soon; everything else may be slow on a busy machine. */
#define SHORT_S 1
#define LONG_S  60

static LkTestCert *server_cert;

static LkConnection *
connect_to (const char *uri, LkLog *log)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSecret) password = lk_secret_new ("swordfish", -1);
  LkConnectionOptions options = {
    .uri = uri,
    .user = "admin",
    .password = password,
    .flags = LK_CONNECTION_ALLOW_PLAIN_HTTP | LK_CONNECTION_TRUST_FIRST_USE,
    .timeout_s = LONG_S,
    .log = log,
  };
  LkConnection *connection = lk_connection_new (&options, &error);

  g_assert_no_error (error);
  return connection;
}

typedef struct
{
  const char *path;
  const char *answers[4];
  int code; /* of LK_ERROR, or NO_CODE: an answer */
  const char *word;
} Fault;

static const Fault faults[] = {
  { "hang", { "@hang" }, LK_ERROR_TIMEOUT, "in time" },
  { "slow-bytes", { "@slow" }, LK_ERROR_TIMEOUT, "in time" },
  { "reset-before-reply", { "@reset" }, LK_ERROR_UNREACHABLE, NULL },
  { "close-before-reply", { "@close" }, LK_ERROR_UNREACHABLE, NULL },
  { "cut-in-header", { "HTTP/1.1 200 OK\r\nContent-Le@close" }, LK_ERROR_BAD_DATA, NULL },
  { "cut-in-status", { "HTTP/1.@close" }, LK_ERROR_BAD_DATA, NULL },
  { "cut-in-body", { "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this@close" }, LK_ERROR_BAD_DATA, "short" },
  { "cut-in-chunk", { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nonly@close" }, LK_ERROR_BAD_DATA, NULL },
  { "garbage", { "\001\002\003 nothing of HTTP\r\n\r\n@close" }, LK_ERROR_BAD_DATA, NULL },
  { "garbage-status", { "HTTP/1.1 abc OK\r\n\r\n@close" }, LK_ERROR_BAD_DATA, NULL },
  { "endless-header", { "@endless-header" }, LK_ERROR_BAD_DATA, NULL },
  { "endless-line", { "@endless-line" }, LK_ERROR_BAD_DATA, NULL },
  { "endless-body", { "@endless-body" }, LK_ERROR_BAD_DATA, "longer" },
  { "announced-huge", { "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx@close" }, LK_ERROR_BAD_DATA, NULL },
  { "redirect-elsewhere", { "HTTP/1.1 302 Found\r\nLocation: https://203.0.113.5/\r\nContent-Length: 0\r\n\r\n" }, LK_ERROR_REFUSED_BY_CAMERA, "203.0.113.5" },
  { "redirect-here", { "HTTP/1.1 301 Moved\r\nLocation: /index.html\r\nContent-Length: 0\r\n\r\n", OK }, LK_ERROR_REFUSED_BY_CAMERA, "/index.html" },
  { "unknown-login", { "HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n" }, LK_ERROR_UNSUPPORTED, "Negotiate" },
  { "no-challenge", { "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n" }, LK_ERROR_UNSUPPORTED, NULL },
  { "basic-only", { "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n" }, LK_ERROR_PLAIN_TEXT, "Basic" },
  { "unknown-digest", { "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"x\", nonce=\"y\", algorithm=SHA-512-256\r\nContent-Length: 0\r\n\r\n" }, LK_ERROR_UNSUPPORTED, NULL },
  { "until-closed", { "HTTP/1.1 200 OK\r\n\r\neverything@close" }, NO_CODE, "everything" },
  { "forbidden", { "HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno" }, NO_CODE, "no" },
  { "server-error", { "HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\nno" }, NO_CODE, "no" },
  { "not-modified", { "HTTP/1.1 304 Same\r\n\r\n" }, NO_CODE, "" },
  { "no-content", { "HTTP/1.1 204 Done\r\n\r\n" }, NO_CODE, "" },
  { "continue-first", { "HTTP/1.1 100 Continue\r\n\r\n" OK }, NO_CODE, "ok" },
};

static void
run_fault (const Fault *fault, const LkTestCert *certificate)
{
  g_autoptr (LkTestScript) script = lk_test_script_start (certificate, fault->answers);
  g_autoptr (LkConnection) connection = connect_to (lk_test_script_get_uri (script), NULL);
  g_autoptr (GError) error = NULL;
  gint64 before = g_get_monotonic_time ();
  const guint timeout_s = fault->code == LK_ERROR_TIMEOUT ? SHORT_S : LONG_S;
  g_autoptr (LkReply) reply = lk_connection_send (
    connection, &(LkRequest){ .path = "/x", .timeout_s = timeout_s }, NULL, &error);
  double seconds = (double)(g_get_monotonic_time () - before) / G_USEC_PER_SEC;

  g_test_message ("%s: %s (%.3f s)", fault->path, error != NULL ? error->message : "an answer", seconds);
  g_assert_cmpfloat (seconds, <, timeout_s + LONG_S / 4);
  if (fault->code == NO_CODE)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (lk_reply_get_text (reply), ==, fault->word);
      return;
    }
  g_assert_null (reply);
  g_assert_error (error, LK_ERROR, fault->code);
  if (fault->word != NULL)
    g_assert_nonnull (strstr (error->message, fault->word));
}

static void
test_fault_plain (gconstpointer data)
{
  run_fault (data, NULL);
}

static void
test_fault_tls (gconstpointer data)
{
  run_fault (data, server_cert);
}

static void
test_nobody_there (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  g_autofree char *uri = g_strdup_printf ("https://127.0.0.1:%u", port);
  g_autoptr (LkConnection) connection = connect_to (uri, NULL);

  g_socket_listener_close (listener);
  g_assert_null (lk_connection_send (connection, &(LkRequest){ .path = "/" }, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_UNREACHABLE);
}

/* Accepts and says nothing: the handshake hangs. */
static void
test_silent (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  g_autofree char *uri = g_strdup_printf ("https://127.0.0.1:%u", port);
  g_autoptr (LkConnection) connection = connect_to (uri, NULL);

  g_assert_null (
    lk_connection_send (connection, &(LkRequest){ .path = "/", .timeout_s = 1 }, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_TIMEOUT);
}

static void
test_not_tls (void)
{
  static const char *const answers[] = { OK, NULL };
  g_autoptr (LkTestScript) script = lk_test_script_start (NULL, answers);
  g_autofree char *uri = g_strdup_printf ("https%s", lk_test_script_get_uri (script) + strlen ("http"));
  g_autoptr (LkConnection) connection = connect_to (uri, NULL);
  g_autoptr (GError) error = NULL;

  /* The script waits for a request that TLS never sends as such. */
  g_assert_null (lk_connection_send (connection, &(LkRequest){ .path = "/", .timeout_s = SHORT_S },
                                     NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_TIMEOUT);
}

static gpointer
cancel_thread (gpointer cancellable)
{
  /* Not a wait for something to happen: any moment will do. */
  g_usleep (G_USEC_PER_SEC / 10);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (void)
{
  static const char *const answers[] = { "@hang", NULL };
  g_autoptr (LkTestScript) script = lk_test_script_start (server_cert, answers);
  g_autoptr (LkConnection) connection = connect_to (lk_test_script_get_uri (script), NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint64 before = g_get_monotonic_time ();
  GThread *thread = g_thread_new ("cancel", cancel_thread, cancellable);

  g_assert_null (lk_connection_send (connection, &(LkRequest){ .path = "/" }, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - before, <, LONG_S / 4 * G_USEC_PER_SEC);
  g_thread_join (thread);
}

typedef struct
{
  const char *path;
  LkRequest request;
  gboolean repeated;
} Repeat;

static const Repeat repeats[] = {
  { "get", { .path = "/x" }, TRUE },
  { "head", { .path = "/x", .method = "HEAD" }, TRUE },
  { "reading-post", { .path = "/x", .method = "POST", .flags = LK_REQUEST_READS }, TRUE },
  { "changing-get", { .path = "/x", .flags = LK_REQUEST_CHANGES }, FALSE },
  { "post", { .path = "/x", .method = "POST" }, FALSE },
  { "put", { .path = "/x", .method = "PUT" }, FALSE },
};

/* The camera keeps the connection open and closes it when the next request comes. */
static void
test_repeat (gconstpointer data)
{
  static const char *const answers[] = { OK, "@close", "HTTP/1.1 204 Done\r\n\r\n", NULL };
  const Repeat *repeat = data;

  for (guint tls = 0; tls < 2; tls++)
    {
      g_autoptr (LkTestScript) script = lk_test_script_start (tls ? server_cert : NULL, answers);
      g_autoptr (LkConnection) connection = connect_to (lk_test_script_get_uri (script), NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (LkReply) first =
        lk_connection_send (connection, &(LkRequest){ .path = "/" }, NULL, &error);
      g_autoptr (LkReply) second = NULL;
      g_autofree char *third_request = NULL;

      g_assert_no_error (error);
      second = lk_connection_send (connection, &repeat->request, NULL, &error);
      third_request = lk_test_script_dup_request (script, 2);
      if (repeat->repeated)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (lk_reply_get_status (second), ==, 204);
          g_assert_cmpuint (lk_reply_get_connection_id (first), !=,
                            lk_reply_get_connection_id (second));
        }
      else
        {
          g_assert_error (error, LK_ERROR, LK_ERROR_UNREACHABLE);
          g_assert_null (third_request);
          g_assert_cmpuint (lk_test_script_count_connections (script), ==, 1);
        }
    }
}

static void
test_same_connection (void)
{
  static const char *const answers[] = { OK, OK, OK "@close", OK, NULL };
  g_autoptr (LkTestScript) script = lk_test_script_start (server_cert, answers);
  g_autoptr (LkConnection) connection = connect_to (lk_test_script_get_uri (script), NULL);
  const LkRequest request = { .path = "/",
                              .method = "POST",
                              .flags = LK_REQUEST_SAME_CONNECTION | LK_REQUEST_CHANGES };
  g_autoptr (GError) error = NULL;
  g_autoptr (LkReply) first = NULL;
  g_autoptr (LkReply) second = NULL;
  g_autoptr (LkReply) third = NULL;
  g_autofree char *fourth_request = NULL;

  /* There is none yet. */
  g_assert_null (lk_connection_send (connection, &request, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_UNREACHABLE);
  g_clear_error (&error);

  first = lk_connection_send (connection, &(LkRequest){ .path = "/" }, NULL, &error);
  g_assert_no_error (error);
  second = lk_connection_send (connection, &request, NULL, &error);
  g_assert_no_error (error);
  third = lk_connection_send (connection, &request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_reply_get_connection_id (first), ==, lk_reply_get_connection_id (second));
  g_assert_cmpuint (lk_reply_get_connection_id (first), ==, lk_reply_get_connection_id (third));

  g_assert_null (lk_connection_send (connection, &request, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_UNREACHABLE);
  fourth_request = lk_test_script_dup_request (script, 3);
  g_assert_null (fourth_request);
}

static gpointer
send_thread (gpointer connection)
{
  return lk_connection_send (connection, &(LkRequest){ .path = "/" }, NULL, NULL);
}

/* Each job has a thread of its own; the connection that is kept open outlives it. */
static void
test_threads (void)
{
  static const char *const answers[] = { OK, OK, OK, NULL };
  g_autoptr (LkTestScript) script = lk_test_script_start (server_cert, answers);
  g_autoptr (LkConnection) connection = connect_to (lk_test_script_get_uri (script), NULL);
  guint64 id = 0;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (LkReply) reply = g_thread_join (g_thread_new ("send", send_thread, connection));

      g_assert_nonnull (reply);
      if (i > 0)
        g_assert_cmpuint (lk_reply_get_connection_id (reply), ==, id);
      id = lk_reply_get_connection_id (reply);
    }
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  server_cert = lk_test_server_new ("CN=camera", "IP:127.0.0.1", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *plain = g_strdup_printf ("/connection/fault/plain/%s", faults[i].path);
      g_autofree char *tls = g_strdup_printf ("/connection/fault/tls/%s", faults[i].path);

      g_test_add_data_func (plain, &faults[i], test_fault_plain);
      g_test_add_data_func (tls, &faults[i], test_fault_tls);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (repeats); i++)
    {
      g_autofree char *path = g_strdup_printf ("/connection/repeat/%s", repeats[i].path);

      g_test_add_data_func (path, &repeats[i], test_repeat);
    }
  g_test_add_func ("/connection/fault/nobody-there", test_nobody_there);
  g_test_add_data_func ("/connection/fault/silent-handshake", NULL, test_silent);
  g_test_add_func ("/connection/fault/not-tls", test_not_tls);
  g_test_add_func ("/connection/cancel/at-once", test_cancel);
  g_test_add_func ("/connection/kept/same-connection-or-none", test_same_connection);
  g_test_add_func ("/connection/kept/across-threads", test_threads);

  result = g_test_run ();
  lk_test_cert_free (server_cert);
  return result;
}
