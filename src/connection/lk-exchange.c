/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "connection/lk-exchange.h"

#include "base/lk-error.h"

#include <string.h>

#define MAX_BODY_BYTES (1024 * 1024)
#define READ_BYTES     16384

typedef struct
{
  const LkExchangeSpec *spec;
  LkCertificate *peer; /* (nullable) */
  GTlsCertificate *approved;
  GError *stop;     /* why we ended it ourselves */
  gboolean is_kept; /* until it proves to be a new connection */
  gboolean connected;
  gboolean client_asked; /* the camera asked for a personal certificate on this connection */
  gboolean answered;     /* a byte of an answer was seen */
} LkExchange;

char *
lk_exchange_dup_target (SoupMessage *message)
{
  GUri *uri = soup_message_get_uri (message);
  const char *path = g_uri_get_path (uri);
  const char *query = g_uri_get_query (uri);

  return g_strconcat (*path != '\0' ? path : "/", query != NULL ? "?" : NULL, query, NULL);
}

/* The first reason counts; cancelling makes everything that blocks come back. */
static void
stop (LkExchange *self, GError *reason)
{
  if (self->stop == NULL)
    self->stop = reason;
  else
    g_error_free (reason);
  g_cancellable_cancel (lk_deadline_get_cancellable (self->spec->deadline));
}

static void
log_header_cb (const char *name, const char *value, gpointer data)
{
  lk_log_add (data, "  %s: %s", name, value);
}

static LkCertificate *
read_peer (GTlsCertificate *certificate, GError **error)
{
  g_autoptr (GByteArray) array = NULL;
  g_autoptr (GBytes) der = NULL;

  g_object_get (certificate, "certificate", &array, NULL);
  if (array == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The camera's certificate cannot be read");
      return NULL;
    }
  der = g_byte_array_free_to_bytes (g_steal_pointer (&array));
  return lk_certificate_new_from_der (der, error);
}

static gboolean
accept_certificate_cb (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags flags,
                       gpointer data)
{
  LkExchange *self = data;
  GError *error = NULL;

  g_clear_object (&self->peer);
  self->peer = read_peer (certificate, &error);
  if (self->peer == NULL || !lk_pin_check (self->spec->pin, self->peer, &error))
    {
      stop (self, error);
      return FALSE;
    }
  g_set_object (&self->approved, certificate);
  return TRUE;
}

static gboolean
request_certificate_cb (SoupMessage *message, GTlsClientConnection *connection, gpointer data)
{
  LkExchange *self = data;

  self->client_asked = TRUE;
  soup_message_set_tls_client_certificate (message, self->spec->identity);
  return TRUE;
}

/* GIO keeps TLS sessions for the whole process and resumes them by itself. A resumed session skips
 * the question for a certificate, so that it would prove nothing. glib-networking has a switch, a
 * property of its own classes, which Debian 12's does not heed. There the sessions are kept by
 * server name, so that a name of its own for each connection keeps them apart. The name looks like
 * an address because an address never travels (RFC 6066 3): what is sent stays the camera's own. */
static void
avoid_resumption (GTlsClientConnection *connection)
{
  static const char *const property = "session-resumption-enabled";
  g_autofree char *name =
    g_strdup_printf ("fd%02x:%x:%x:%x::1", g_random_int_range (0, 0x100), g_random_int_range (0, 0x10000),
                     g_random_int_range (0, 0x10000), g_random_int_range (0, 0x10000));
  g_autoptr (GSocketConnectable) identity = g_network_address_new (name, 443);

  g_tls_client_connection_set_server_identity (connection, identity);
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (connection), property) != NULL)
    g_object_set (connection, property, FALSE, NULL);
}

static void
prepare_tls (LkExchange *self, GIOStream *connection)
{
  /* libsoup 3.2 would agree to HTTP/2 where the camera offers it. */
  static const char *const protocols[] = { "http/1.1", NULL };

  if (!G_IS_TLS_CLIENT_CONNECTION (connection))
    return;
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection), protocols);
  avoid_resumption (G_TLS_CLIENT_CONNECTION (connection));
}

static void
network_event_cb (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  gpointer data)
{
  LkExchange *self = data;

  if (event == G_SOCKET_CLIENT_RESOLVING && !self->spec->may_connect)
    stop (self, g_error_new (LK_ERROR, LK_ERROR_UNREACHABLE, "The connection that was kept open is closed"));
  self->is_kept = FALSE;
  if (event == G_SOCKET_CLIENT_CONNECTED)
    self->connected = TRUE;
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    prepare_tls (self, connection);
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKED && self->spec->log != NULL)
    {
      lk_log_add_handshake (self->spec->log);
      lk_log_add (self->spec->log, "* TLS handshake with %s", g_uri_get_host (soup_message_get_uri (message)));
    }
}

/* The last door before the request line: whatever connection libsoup chose, its key was judged. */
static void
starting_cb (SoupMessage *message, gpointer data)
{
  LkExchange *self = data;
  GTlsCertificate *certificate = soup_message_get_tls_peer_certificate (message);
  g_autofree char *target = lk_exchange_dup_target (message);
  const char *action;
  LkLog *log = self->spec->log;

  if (g_str_equal (g_uri_get_scheme (soup_message_get_uri (message)), "https") && self->approved == NULL)
    {
      if (certificate == NULL ||
          !accept_certificate_cb (message, certificate, G_TLS_CERTIFICATE_NO_FLAGS, self))
        stop (self, g_error_new (LK_ERROR, LK_ERROR_PEER_UNTRUSTED, "The camera showed no key to compare"));
    }
  self->connected = TRUE;
  if (self->stop != NULL || log == NULL)
    return;
  lk_log_add_request (log);
  action = soup_message_headers_get_one (soup_message_get_request_headers (message), "SOAPAction");
  lk_log_add (log, "> %s %s%s%s", soup_message_get_method (message), target,
              action != NULL ? " " : "", action != NULL ? action : "");
  soup_message_headers_foreach (soup_message_get_request_headers (message), log_header_cb, log);
}

static void
restarted_cb (SoupMessage *message, gpointer data)
{
  LkExchange *self = data;

  if (!self->spec->may_repeat)
    stop (self, g_error_new (LK_ERROR, LK_ERROR_UNREACHABLE, "The camera closed the connection before it answered; whether it did what was asked is not known"));
  g_clear_object (&self->approved);
}

static void
got_headers_cb (SoupMessage *message, gpointer data)
{
  LkExchange *self = data;

  self->answered = TRUE;
  /* A 204 ends with its header (RFC 9112 6.3); libsoup takes one without a Content-Length for an
   * answer that ends with the connection, and would not use that again. */
  if (soup_message_get_status (message) == SOUP_STATUS_NO_CONTENT)
    soup_message_headers_set_encoding (soup_message_get_response_headers (message),
                                       SOUP_ENCODING_NONE);
}

typedef struct
{
  GQuark (*domain) (void);
  int code;
  LkError becomes;
  const char *words;
} Translation;

/* What libsoup and GIO say, by what the user can do about it. */
static const Translation translations[] = {
  { g_tls_error_quark, G_TLS_ERROR_NOT_TLS, LK_ERROR_BAD_DATA, "The camera does not speak TLS at this address" },
  { g_tls_error_quark, G_TLS_ERROR_EOF, LK_ERROR_UNREACHABLE, "The camera closed the TLS connection" },
  { soup_session_error_quark, SOUP_SESSION_ERROR_PARSING, LK_ERROR_BAD_DATA, "The camera's answer is not HTTP, or its header is too long" },
  { soup_session_error_quark, SOUP_SESSION_ERROR_ENCODING, LK_ERROR_BAD_DATA, "The camera's answer is badly encoded" },
  { g_io_error_quark, G_IO_ERROR_INVALID_DATA, LK_ERROR_BAD_DATA, "The camera's answer is not what HTTP allows" },
  { g_io_error_quark, G_IO_ERROR_INVALID_ARGUMENT, LK_ERROR_BAD_DATA, "The camera's answer is not what HTTP allows" },
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT, LK_ERROR_TIMEOUT, "The camera did not answer in time" },
};

/* libsoup gives a header that is too long the code of one that was cut off; its own words are all
 * that tells. */
static gboolean
is_header_too_long (const GError *raw)
{
  return g_error_matches (raw, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) &&
         g_str_equal (raw->message, g_dgettext ("libsoup-3.0", "Header too big"));
}

static void
set_translated (LkExchange *self, GError *raw, GError **error)
{
  for (gsize i = 0; self->connected && i < G_N_ELEMENTS (translations); i++)
    {
      if (g_error_matches (raw, translations[i].domain (), translations[i].code))
        {
          g_set_error (error, LK_ERROR, translations[i].becomes, "%s (%s)", translations[i].words,
                       raw->message);
          return;
        }
    }
  if (raw->domain == G_TLS_ERROR)
    g_set_error (error, LK_ERROR, LK_ERROR_UNREACHABLE, "No TLS connection to the camera came about: %s", raw->message);
  else if (is_header_too_long (raw))
    g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The header of the camera's answer is too long");
  else if (self->answered)
    g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The camera's answer was cut short: %s", raw->message);
  else if (self->connected)
    g_set_error (error, LK_ERROR, LK_ERROR_UNREACHABLE, "The camera closed the connection without an answer: %s", raw->message);
  else
    g_set_error (error, LK_ERROR, LK_ERROR_UNREACHABLE, "The camera cannot be reached: %s", raw->message);
}

/* With TLS 1.2 a refusal fails the handshake, with TLS 1.3 the first read; either may be an alert
 * or just the end. */
static gboolean
is_client_refused (LkExchange *self, const GError *raw)
{
  if (self->answered)
    return FALSE;
  if (g_error_matches (raw, G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED))
    return TRUE;
  return self->client_asked &&
         !g_error_matches (raw, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING);
}

/* Ends the exchange with the most telling of the reasons; takes @raw. */
static void
fail (LkExchange *self, GError *raw, GError **error)
{
  g_autoptr (GError) cause = raw;

  if (g_cancellable_is_cancelled (self->spec->cancellable))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The request was cancelled");
  else if (self->stop != NULL)
    g_propagate_error (error, g_steal_pointer (&self->stop));
  else if (cause->domain == LK_ERROR)
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (lk_deadline_has_passed (self->spec->deadline))
    g_set_error (error, LK_ERROR, LK_ERROR_TIMEOUT, "The camera did not answer in time");
  else if (is_client_refused (self, cause) && self->spec->identity == NULL)
    g_set_error (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED, "The camera asks for a personal certificate and goes no further without one (%s)", cause->message);
  else if (is_client_refused (self, cause))
    g_set_error (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED, "The camera refuses the personal certificate (%s)", cause->message);
  else
    set_translated (self, cause, error);

  if (self->spec->log != NULL && error != NULL && *error != NULL)
    lk_log_add (self->spec->log, "! %s", (*error)->message);
}

static GBytes *
read_body (LkExchange *self, GInputStream *stream, GError **error)
{
  GCancellable *cancellable = lk_deadline_get_cancellable (self->spec->deadline);
  g_autoptr (GByteArray) body = g_byte_array_new ();
  guint8 buffer[READ_BYTES];
  gssize n_read;

  while ((n_read = g_input_stream_read (stream, buffer, sizeof buffer, cancellable, error)) > 0)
    {
      if (body->len + (gsize)n_read > MAX_BODY_BYTES)
        {
          /* Cancelled, or closing the stream would read the rest of it. */
          stop (self, g_error_new (LK_ERROR, LK_ERROR_BAD_DATA, "The camera's answer is longer than %d bytes", MAX_BODY_BYTES));
          g_cancellable_set_error_if_cancelled (cancellable, error);
          return NULL;
        }
      g_byte_array_append (body, buffer, (guint)n_read);
    }
  return n_read < 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&body));
}

static LkReply *
make_reply (LkExchange *self, GBytes *body)
{
  SoupMessage *message = self->spec->message;
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *date_text = soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) date =
    date_text != NULL ? soup_date_time_new_from_http_string (date_text) : NULL;
  g_autoptr (GDateTime) date_utc = date != NULL ? g_date_time_to_utc (date) : NULL;
  LkReplyFields fields = {
    .status = soup_message_get_status (message),
    .body = body,
    .content_type = soup_message_headers_get_one (headers, "Content-Type"),
    .date = date_utc,
    .connection_id = soup_message_get_connection_id (message),
  };

  if (self->spec->log != NULL)
    {
      lk_log_add (self->spec->log, "< %u %s", fields.status, soup_message_get_reason_phrase (message));
      soup_message_headers_foreach (headers, log_header_cb, self->spec->log);
      lk_log_add (self->spec->log, "  %" G_GSIZE_FORMAT " bytes", g_bytes_get_size (body));
    }
  return lk_reply_new (&fields);
}

/* nginx and others end the handshake well with anybody who is asked for a certificate and say no in
 * HTTP. */
static gboolean
is_refused_by_status (LkExchange *self, LkReply *reply)
{
  guint status = lk_reply_get_status (reply);

  return self->client_asked &&
         (status == 495 || status == 496 ||
          (status == SOUP_STATUS_BAD_REQUEST &&
           strstr (lk_reply_get_text (reply), "SSL certificate") != NULL));
}

static LkReply *
take_reply (LkExchange *self, LkReply *reply, GError **error)
{
  guint status = lk_reply_get_status (reply);

  if (!is_refused_by_status (self, reply))
    return reply;
  g_object_unref (reply);
  g_set_error (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED,
               self->spec->identity == NULL
                 ? "The camera asks for a personal certificate and goes no further without one (HTTP %u)"
                 : "The camera refuses the personal certificate (HTTP %u)",
               status);
  return NULL;
}

static LkReply *
send_and_read (LkExchange *self, GError **error)
{
  GCancellable *cancellable = lk_deadline_get_cancellable (self->spec->deadline);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GBytes) body = NULL;

  stream = soup_session_send (self->spec->session, self->spec->message, cancellable, error);
  if (stream == NULL)
    return NULL;
  body = read_body (self, stream, error);
  /* the answer is read, or failed already */
  (void)g_input_stream_close (stream, cancellable, NULL);
  return body != NULL ? take_reply (self, make_reply (self, body), error) : NULL;
}

LkReply *
lk_exchange_run (const LkExchangeSpec *spec, LkExchangeFindings *findings, GError **error)
{
  LkExchange self = { .spec = spec, .is_kept = TRUE };
  GError *raw = NULL;
  LkReply *reply;
  gulong handlers[] = {
    g_signal_connect (spec->message, "accept-certificate", G_CALLBACK (accept_certificate_cb), &self),
    g_signal_connect (spec->message, "request-certificate", G_CALLBACK (request_certificate_cb), &self),
    g_signal_connect (spec->message, "network-event", G_CALLBACK (network_event_cb), &self),
    g_signal_connect (spec->message, "starting", G_CALLBACK (starting_cb), &self),
    g_signal_connect (spec->message, "restarted", G_CALLBACK (restarted_cb), &self),
    g_signal_connect (spec->message, "got-headers", G_CALLBACK (got_headers_cb), &self),
  };

  reply = send_and_read (&self, &raw);
  if (reply == NULL)
    {
      findings->lost = self.is_kept && !self.answered && raw->domain == G_IO_ERROR &&
                       !g_cancellable_is_cancelled (lk_deadline_get_cancellable (spec->deadline));
      fail (&self, raw, error);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_handler_disconnect (spec->message, handlers[i]);

  findings->peer = g_steal_pointer (&self.peer);
  g_clear_object (&self.approved);
  g_clear_error (&self.stop);
  return reply;
}
