/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-test-server.h"

#include "certificate/lk-certificate.h"

#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>

struct _LkTestServer
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  GMutex lock;
  GCond ready;
  char *uri;
  GTlsCertificate *certificate;
  GTlsDatabase *database;
  LkTestServerFlags flags;
  int n_requests;
};

static GTlsCertificate *
to_tls (const LkTestCert *certificate)
{
  g_autofree char *pem = lk_test_cert_to_pem_with_key (certificate, NULL, NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *tls = g_tls_certificate_new_from_pem (pem, -1, &error);

  g_assert_no_error (error);
  return tls;
}

char *
lk_test_pin_of (const LkTestCert *certificate)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkCertificate) value = lk_certificate_new_from_der (certificate->der, &error);

  g_assert_no_error (error);
  return g_strconcat ("sha256:", lk_certificate_get_spki_sha256 (value), NULL);
}

static gboolean
accept_cb (SoupServerMessage *message,
           GTlsCertificate *certificate,
           GTlsCertificateFlags errors,
           gpointer data)
{
  /* An EKU or a host name is not what this server looks at. */
  return (errors & G_TLS_CERTIFICATE_UNKNOWN_CA) == 0;
}

static void
started_cb (SoupServer *server, SoupServerMessage *message, gpointer data)
{
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_cb), NULL);
}

static void
handler_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  LkTestServer *self = data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);

  g_atomic_int_inc (&self->n_requests);
  soup_server_message_set_status (message, 200, NULL);
  if (g_str_equal (path, "/echo"))
    soup_server_message_set_response (message, "application/octet-stream", SOUP_MEMORY_COPY,
                                      g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  else
    soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "ok", 2);
}

static char *
digest_cb (SoupAuthDomain *domain, SoupServerMessage *message, const char *user, gpointer data)
{
  if (!g_str_equal (user, "admin"))
    return NULL;
  return soup_auth_domain_digest_encode_password ("admin", "a camera", "swordfish");
}

static gboolean
basic_cb (SoupAuthDomain *domain,
          SoupServerMessage *message,
          const char *user,
          const char *password,
          gpointer data)
{
  return g_str_equal (user, "admin") && g_str_equal (password, "swordfish");
}

static void
add_domains (LkTestServer *self, SoupServer *server)
{
  if ((self->flags & LK_TEST_DIGEST) != 0)
    {
      g_autoptr (SoupAuthDomain) domain = soup_auth_domain_digest_new ("realm", "a camera", NULL);

      soup_auth_domain_digest_set_auth_callback (domain, digest_cb, NULL, NULL);
      soup_auth_domain_add_path (domain, "/");
      soup_server_add_auth_domain (server, domain);
    }
  if ((self->flags & LK_TEST_BASIC) != 0)
    {
      g_autoptr (SoupAuthDomain) domain = soup_auth_domain_basic_new ("realm", "basic", NULL);

      soup_auth_domain_basic_set_auth_callback (domain, basic_cb, NULL, NULL);
      soup_auth_domain_add_path (domain, "/");
      soup_server_add_auth_domain (server, domain);
    }
}

static gpointer
server_thread (gpointer data)
{
  LkTestServer *self = data;
  gboolean is_plain = (self->flags & LK_TEST_PLAIN) != 0;
  g_autoptr (SoupServer) server = NULL;
  g_autoptr (GError) error = NULL;
  GSList *uris;

  g_main_context_push_thread_default (self->context);
  server = soup_server_new ("server-header", "test", NULL);
  add_domains (self, server);
  soup_server_add_handler (server, NULL, handler_cb, self, NULL);
  if (!is_plain)
    soup_server_set_tls_certificate (server, self->certificate);
  if ((self->flags & LK_TEST_CLIENT_AUTH) != 0)
    {
      soup_server_set_tls_database (server, self->database);
      soup_server_set_tls_auth_mode (server, G_TLS_AUTHENTICATION_REQUIRED);
      g_signal_connect (server, "request-started", G_CALLBACK (started_cb), NULL);
    }
  soup_server_listen_local (
    server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | (is_plain ? 0 : SOUP_SERVER_LISTEN_HTTPS), &error);
  g_assert_no_error (error);

  uris = soup_server_get_uris (server);
  g_mutex_lock (&self->lock);
  self->uri = g_strdup_printf ("%s://127.0.0.1:%d", is_plain ? "http" : "https", g_uri_get_port (uris->data));
  g_cond_signal (&self->ready);
  g_mutex_unlock (&self->lock);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);

  g_main_loop_run (self->loop);
  soup_server_disconnect (server);
  g_clear_object (&server);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

LkTestServer *
lk_test_server_start (const LkTestCert *certificate, const LkTestCert *ca, LkTestServerFlags flags)
{
  LkTestServer *self = g_new0 (LkTestServer, 1);
  g_autoptr (GError) error = NULL;

  self->flags = flags;
  self->certificate = certificate != NULL ? to_tls (certificate) : NULL;
  if (ca != NULL)
    {
      g_autofree char *pem = lk_test_cert_to_pem (ca);
      g_autofree char *folder = lk_test_folder_new ();
      g_autoptr (GBytes) bytes = g_bytes_new (pem, strlen (pem));
      g_autofree char *path = lk_test_folder_write (folder, "ca.pem", bytes);

      self->database = g_tls_file_database_new (path, &error);
      g_assert_no_error (error);
      lk_test_folder_remove (folder);
    }
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_mutex_init (&self->lock);
  g_cond_init (&self->ready);
  self->thread = g_thread_new ("test-server", server_thread, self);
  g_mutex_lock (&self->lock);
  while (self->uri == NULL)
    g_cond_wait (&self->ready, &self->lock);
  g_mutex_unlock (&self->lock);
  return self;
}

const char *
lk_test_server_get_uri (LkTestServer *self)
{
  return self->uri;
}

guint
lk_test_server_count_requests (LkTestServer *self)
{
  return (guint)g_atomic_int_get (&self->n_requests);
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

void
lk_test_server_stop (LkTestServer *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  /* From its own loop, so that a loop which has not begun to run is not missed. */
  g_source_set_callback (source, quit_cb, self->loop, NULL);
  g_source_attach (source, self->context);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->ready);
  g_clear_object (&self->certificate);
  g_clear_object (&self->database);
  g_free (self->uri);
  g_free (self);
}

struct _LkTestScript
{
  GThread *thread;
  GSocketListener *listener;
  GCancellable *cancellable;
  GTlsCertificate *certificate;
  GStrv answers;
  char *uri;
  GMutex lock;
  GPtrArray *requests;
  guint n_connections;
};

/* Reads one request, the body included; (nullable) its head at the end of the connection. */
static char *
read_request (GInputStream *stream, GCancellable *cancellable)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *length;
  gsize body;
  char byte;

  while (strstr (text->str, "\r\n\r\n") == NULL)
    {
      if (g_input_stream_read (stream, &byte, 1, cancellable, NULL) != 1)
        return NULL;
      g_string_append_c (text, byte);
    }
  length = strstr (text->str, "Content-Length: ");
  body = length != NULL ? g_ascii_strtoull (length + strlen ("Content-Length: "), NULL, 10) : 0;
  for (gsize i = 0; i < body; i++)
    {
      if (g_input_stream_read (stream, &byte, 1, cancellable, NULL) != 1)
        return NULL;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
wait_until_cancelled (GCancellable *cancellable)
{
  GPollFD fd;

  if (g_cancellable_make_pollfd (cancellable, &fd))
    {
      g_poll (&fd, 1, -1);
      g_cancellable_release_fd (cancellable);
    }
}

static gboolean
write_slowly (GOutputStream *stream, GCancellable *cancellable)
{
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";
  GPollFD fd;
  gboolean is_open = TRUE;

  if (!g_cancellable_make_pollfd (cancellable, &fd))
    return FALSE;
  for (gsize i = 0; is_open && g_poll (&fd, 1, 50) == 0; i++)
    is_open = g_output_stream_write_all (stream, i < sizeof answer - 1 ? &answer[i] : "x", 1, NULL,
                                         cancellable, NULL);
  g_cancellable_release_fd (cancellable);
  return FALSE;
}

static gboolean
write_endlessly (GOutputStream *stream,
                 const char *head,
                 const char *line,
                 GCancellable *cancellable)
{
  if (!g_output_stream_write_all (stream, head, strlen (head), NULL, cancellable, NULL))
    return FALSE;
  while (g_output_stream_write_all (stream, line, strlen (line), NULL, cancellable, NULL))
    ;
  return FALSE;
}

/* FALSE when the connection is to end. */
static gboolean
answer (GSocketConnection *connection,
        GOutputStream *stream,
        const char *text,
        GCancellable *cancellable)
{
  const char *end = text != NULL ? g_strstr_len (text, -1, "@close") : NULL;

  if (text == NULL || g_str_equal (text, "@hang"))
    {
      wait_until_cancelled (cancellable);
      return FALSE;
    }
  if (g_str_equal (text, "@slow"))
    return write_slowly (stream, cancellable);
  if (g_str_equal (text, "@endless-header"))
    return write_endlessly (stream, "HTTP/1.1 200 OK\r\n", "X-Filler: 0123456789012345678901234567890123456789\r\n", cancellable);
  if (g_str_equal (text, "@endless-line"))
    return write_endlessly (stream, "HTTP/1.1 200 OK\r\nX-Filler: ", "0123456789012345678901234567890123456789", cancellable);
  if (g_str_equal (text, "@endless-body"))
    return write_endlessly (stream, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", "0123456789012345678901234567890123456789", cancellable);
  if (g_str_equal (text, "@reset"))
    {
      GSocket *tcp = g_socket_connection_get_socket (connection);
      struct
      {
        int on;
        int seconds;
      } linger = { 1, 0 };

      g_assert_cmpint (
        setsockopt (g_socket_get_fd (tcp), SOL_SOCKET, SO_LINGER, &linger, sizeof linger), ==, 0);
      g_socket_close (tcp, NULL);
      return FALSE;
    }
  g_output_stream_write_all (stream, text, end != NULL ? (gsize)(end - text) : strlen (text), NULL,
                             cancellable, NULL);
  return end == NULL;
}

static void
serve (LkTestScript *self, GSocketConnection *connection)
{
  g_autoptr (GIOStream) stream = g_object_ref (G_IO_STREAM (connection));
  gboolean goes_on = TRUE;

  if (self->certificate != NULL)
    {
      g_autoptr (GIOStream) tls = g_tls_server_connection_new (stream, self->certificate, NULL);

      g_object_set (tls, "require-close-notify", FALSE, NULL);
      g_set_object (&stream, tls);
      if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), self->cancellable, NULL))
        return;
    }
  while (goes_on)
    {
      char *request = read_request (g_io_stream_get_input_stream (stream), self->cancellable);
      guint n;

      if (request == NULL)
        return;
      g_mutex_lock (&self->lock);
      n = self->requests->len;
      g_ptr_array_add (self->requests, request);
      g_mutex_unlock (&self->lock);
      goes_on =
        answer (connection, g_io_stream_get_output_stream (stream),
                n < g_strv_length (self->answers) ? self->answers[n] : NULL, self->cancellable);
    }
  g_io_stream_close (stream, NULL, NULL);
}

static gpointer
script_thread (gpointer data)
{
  LkTestScript *self = data;

  while (TRUE)
    {
      g_autoptr (GSocketConnection) connection =
        g_socket_listener_accept (self->listener, NULL, self->cancellable, NULL);

      if (connection == NULL)
        return NULL;
      g_mutex_lock (&self->lock);
      self->n_connections++;
      g_mutex_unlock (&self->lock);
      serve (self, connection);
    }
}

LkTestScript *
lk_test_script_start (const LkTestCert *certificate, const char *const *answers)
{
  LkTestScript *self = g_new0 (LkTestScript, 1);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->certificate = certificate != NULL ? to_tls (certificate) : NULL;
  self->answers = g_strdupv ((char **)answers);
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->cancellable = g_cancellable_new ();
  self->listener = g_socket_listener_new ();
  g_mutex_init (&self->lock);
  g_socket_listener_add_address (self->listener, address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->uri = g_strdup_printf ("%s://127.0.0.1:%d", certificate != NULL ? "https" : "http",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  self->thread = g_thread_new ("test-script", script_thread, self);
  return self;
}

const char *
lk_test_script_get_uri (LkTestScript *self)
{
  return self->uri;
}

char *
lk_test_script_dup_request (LkTestScript *self, guint n)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return n < self->requests->len ? g_strdup (g_ptr_array_index (self->requests, n)) : NULL;
}

guint
lk_test_script_count_connections (LkTestScript *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_connections;
}

void
lk_test_script_stop (LkTestScript *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  g_clear_object (&self->listener);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->certificate);
  g_strfreev (self->answers);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->lock);
  g_free (self->uri);
  g_free (self);
}
