/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-stream.h"

#include "simcamera/lk-sim-verifier.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <sys/socket.h>

#define IDLE_TIMEOUT_S 300
#define LINGER_MS      5000

/* By LkSimWithout; with no version at all every handshake fails. */
static const char *const priorities[] = {
  "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2",
  "NORMAL:-VERS-ALL:+VERS-TLS1.3",
  "NORMAL:-VERS-ALL:+VERS-TLS1.2",
};

struct _LkSimStream
{
  GSocket *socket;
  GCancellable *cancellable;
  guint connection;
  LkSimRecord *record;
  gnutls_session_t session; /* (nullable) */
  gnutls_certificate_credentials_t credentials;
  const LkSimTlsSetup *setup; /* during the handshake */
  LkSimVerification verification;
  gboolean is_closed;
};

static void
set_errno (LkSimStream *self, const GError *error)
{
  gnutls_transport_set_errno (
    self->session,
    g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ? ETIMEDOUT : ECONNRESET);
}

static ssize_t
pull (gnutls_transport_ptr_t data, void *buffer, size_t size)
{
  LkSimStream *self = data;
  g_autoptr (GError) error = NULL;
  gssize n = g_socket_receive (self->socket, buffer, size, self->cancellable, &error);

  if (n < 0)
    set_errno (self, error);
  return n;
}

static int
pull_timeout (gnutls_transport_ptr_t data, unsigned int timeout_ms)
{
  LkSimStream *self = data;

  return g_socket_condition_timed_wait (self->socket, G_IO_IN, (gint64)timeout_ms * 1000,
                                        self->cancellable, NULL)
           ? 1
           : 0;
}

static ssize_t
push (gnutls_transport_ptr_t data, const void *buffer, size_t size)
{
  LkSimStream *self = data;
  g_autoptr (GError) error = NULL;
  gssize n = g_socket_send (self->socket, buffer, size, self->cancellable, &error);

  if (n < 0)
    set_errno (self, error);
  return n;
}

LkSimStream *
lk_sim_stream_new (GSocket *socket, guint connection, LkSimRecord *record)
{
  LkSimStream *self = g_new0 (LkSimStream, 1);

  self->socket = g_object_ref (socket);
  self->cancellable = g_cancellable_new ();
  self->connection = connection;
  self->record = lk_sim_record_ref (record);
  g_socket_set_blocking (socket, TRUE);
  g_socket_set_timeout (socket, IDLE_TIMEOUT_S);
  return self;
}

void
lk_sim_stream_free (LkSimStream *self)
{
  if (self == NULL)
    return;
  lk_sim_stream_close (self);
  if (self->session != NULL)
    gnutls_deinit (self->session);
  if (self->credentials != NULL)
    gnutls_certificate_free_credentials (self->credentials);
  lk_sim_verification_clear (&self->verification);
  g_object_unref (self->cancellable);
  g_object_unref (self->socket);
  lk_sim_record_unref (self->record);
  g_free (self);
}

/* What the camera does about certificates, which is not always what its tab says. */
static gnutls_certificate_request_t
choose_request (const LkSimTlsSetup *setup)
{
  static const gnutls_certificate_request_t requests[] = {
    [LK_SIM_DOOR_AS_SET] = GNUTLS_CERT_REQUIRE,
    [LK_SIM_DOOR_REFUSES_EVERYBODY] = GNUTLS_CERT_REQUIRE,
    [LK_SIM_DOOR_ASKS_NOBODY] = GNUTLS_CERT_IGNORE,
    [LK_SIM_DOOR_LETS_EVERYBODY_IN] = GNUTLS_CERT_REQUEST,
    [LK_SIM_DOOR_NAMES_OTHERS] = GNUTLS_CERT_REQUIRE,
  };

  return setup->client_required ? requests[setup->door] : GNUTLS_CERT_IGNORE;
}

/* Called by GnuTLS inside the handshake when the peer has sent its certificate. */
static int
verify_cb (gnutls_session_t session)
{
  LkSimStream *self = gnutls_session_get_ptr (session);

  const gnutls_certificate_request_t request = choose_request (self->setup);

  if (request != GNUTLS_CERT_IGNORE)
    lk_sim_verify (session, self->setup, &self->verification);
  return self->verification.accepted || request != GNUTLS_CERT_REQUIRE ? 0
                                                                       : GNUTLS_E_CERTIFICATE_ERROR;
}

static void
prepare (LkSimStream *self, const LkSimTlsSetup *setup)
{
  LkSimKeyPair *server = setup->server;

  gnutls_certificate_allocate_credentials (&self->credentials);
  gnutls_certificate_set_x509_key (self->credentials, server->chain, (int)server->n_chain,
                                   server->key);
  /* What is trusted here is also what CertificateRequest names as acceptable; what counts is
   * lk_sim_verify(). */
  if (setup->door == LK_SIM_DOOR_NAMES_OTHERS)
    gnutls_certificate_set_x509_trust (self->credentials, server->chain, 1);
  else if (setup->n_trusted > 0)
    gnutls_certificate_set_x509_trust (self->credentials, (gnutls_x509_crt_t *)setup->trusted,
                                       (int)setup->n_trusted);

  gnutls_init (&self->session, GNUTLS_SERVER | GNUTLS_NO_TICKETS | GNUTLS_NO_SIGNAL);
  gnutls_session_set_ptr (self->session, self);
  gnutls_priority_set_direct (self->session, priorities[setup->without], NULL);
  gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE, self->credentials);
  gnutls_certificate_server_set_request (self->session, choose_request (setup));
  gnutls_session_set_verify_function (self->session, verify_cb);
  gnutls_transport_set_ptr (self->session, self);
  gnutls_transport_set_pull_function (self->session, pull);
  gnutls_transport_set_pull_timeout_function (self->session, pull_timeout);
  gnutls_transport_set_push_function (self->session, push);
  gnutls_handshake_set_timeout (self->session, 30000);
}

static gboolean
is_without_certificate (int code)
{
  return code == GNUTLS_E_NO_CERTIFICATE_FOUND || code == GNUTLS_E_CERTIFICATE_REQUIRED;
}

/* The alert that fits (RFC 5246 7.2.2, RFC 8446 6.2); GnuTLS itself knows bad_certificate alone for
 * what a verify function refuses. */
static gnutls_alert_description_t
choose_alert (LkSimStream *self, int code)
{
  int level = 0;
  int alert;

  if (is_without_certificate (code))
    return gnutls_protocol_get_version (self->session) == GNUTLS_TLS1_3
             ? GNUTLS_A_CERTIFICATE_REQUIRED
             : GNUTLS_A_HANDSHAKE_FAILURE;
  if (self->setup->client_required && self->verification.verdict != NULL &&
      !self->verification.accepted)
    return self->verification.alert;
  alert = gnutls_error_to_alert (code, &level);
  return alert < 0 ? GNUTLS_A_HANDSHAKE_FAILURE : (gnutls_alert_description_t)alert;
}

static gboolean
peer_can_hear (int code)
{
  return code != GNUTLS_E_PUSH_ERROR && code != GNUTLS_E_PULL_ERROR &&
         code != GNUTLS_E_PREMATURE_TERMINATION && code != GNUTLS_E_TIMEDOUT &&
         code != GNUTLS_E_FATAL_ALERT_RECEIVED;
}

gboolean
lk_sim_stream_handshake (LkSimStream *self, const LkSimTlsSetup *setup)
{
  gnutls_alert_description_t alert = GNUTLS_A_CLOSE_NOTIFY;
  const char *version;
  const char *verdict;
  gboolean heard;
  int code;

  self->setup = setup;
  if (setup->has_unusable_key)
    {
      lk_sim_record_add (self->record, "handshake", self->connection, "result", "refused", "detail", "the key cannot be used", NULL);
      lk_sim_stream_alert (self, GNUTLS_A_HANDSHAKE_FAILURE);
      return FALSE;
    }
  if (setup->without >= G_N_ELEMENTS (priorities))
    {
      lk_sim_record_add (self->record, "handshake", self->connection, "result", "refused", "detail", "no version of TLS is left", NULL);
      lk_sim_stream_alert (self, GNUTLS_A_PROTOCOL_VERSION);
      return FALSE;
    }
  prepare (self, setup);
  do
    code = gnutls_handshake (self->session);
  while (code < 0 && gnutls_error_is_fatal (code) == 0);

  version = gnutls_protocol_get_name (gnutls_protocol_get_version (self->session));
  if (code == 0)
    {
      lk_sim_record_add (self->record, "handshake", self->connection, "result", "ok", "version", version,
                         "client-certificate", self->verification.sha256, "subject", self->verification.subject,
                         "verdict", self->verification.verdict, NULL);
      self->setup = NULL;
      return TRUE;
    }

  heard = peer_can_hear (code);
  alert = choose_alert (self, code);
  verdict = is_without_certificate (code) ? "no certificate" : self->verification.verdict;
  lk_sim_record_add (self->record, "handshake", self->connection, "result",
                     heard ? "refused" : "broken", "version", version, "client-certificate",
                     self->verification.sha256, "subject", self->verification.subject, "verdict",
                     verdict, "alert", heard ? gnutls_alert_get_name (alert) : NULL, "detail",
                     gnutls_strerror (code), NULL);
  self->setup = NULL;
  if (heard)
    lk_sim_stream_alert (self, alert);
  return FALSE;
}

gboolean
lk_sim_stream_is_tls (LkSimStream *self)
{
  return self->session != NULL;
}

const char *
lk_sim_stream_get_subject (LkSimStream *self)
{
  return self->verification.subject;
}

guint
lk_sim_stream_get_connection (LkSimStream *self)
{
  return self->connection;
}

gssize
lk_sim_stream_read (LkSimStream *self, void *buffer, gsize size)
{
  gssize n;

  if (self->session == NULL)
    return g_socket_receive (self->socket, buffer, size, self->cancellable, NULL);
  do
    n = gnutls_record_recv (self->session, buffer, size);
  while (n == GNUTLS_E_INTERRUPTED || n == GNUTLS_E_AGAIN);
  return n < 0 ? -1 : n;
}

gboolean
lk_sim_stream_write (LkSimStream *self, const void *data, gsize size)
{
  const char *at = data;

  while (size > 0)
    {
      gssize n = self->session == NULL
                   ? g_socket_send (self->socket, at, size, self->cancellable, NULL)
                   : gnutls_record_send (self->session, at, size);

      if (n == GNUTLS_E_INTERRUPTED || n == GNUTLS_E_AGAIN)
        continue;
      if (n <= 0)
        return FALSE;
      at += n;
      size -= (gsize)n;
    }
  return TRUE;
}

/* Lets the peer read our last words: closing with unread bytes in the socket would reset the
 * connection. */
static void
linger (LkSimStream *self)
{
  char rest[4096];
  gint64 until = g_get_monotonic_time () + LINGER_MS * G_TIME_SPAN_MILLISECOND;

  if (!g_socket_shutdown (self->socket, FALSE, TRUE, NULL))
    return;
  while (g_get_monotonic_time () < until)
    {
      if (!g_socket_condition_timed_wait (self->socket, G_IO_IN, until - g_get_monotonic_time (),
                                          self->cancellable, NULL) ||
          g_socket_receive (self->socket, rest, sizeof rest, self->cancellable, NULL) <= 0)
        break;
    }
}

void
lk_sim_stream_close (LkSimStream *self)
{
  if (self->is_closed)
    return;
  self->is_closed = TRUE;
  if (self->session != NULL && !g_cancellable_is_cancelled (self->cancellable))
    gnutls_bye (self->session, GNUTLS_SHUT_WR);
  linger (self);
  g_socket_close (self->socket, NULL);
}

void
lk_sim_stream_reset (LkSimStream *self)
{
  struct linger off = { .l_onoff = 1, .l_linger = 0 };

  if (self->is_closed)
    return;
  self->is_closed = TRUE;
  (void)setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &off, sizeof off);
  g_socket_close (self->socket, NULL);
}

void
lk_sim_stream_alert (LkSimStream *self, gnutls_alert_description_t alert)
{
  if (self->is_closed)
    return;
  self->is_closed = TRUE;
  if (self->session != NULL)
    gnutls_alert_send (self->session, GNUTLS_AL_FATAL, alert);
  else
    {
      /* Before the handshake: one record in the clear (RFC 8446 5.1 and 6). */
      const guint8 record[] = { 21, 3, 3, 0, 2, GNUTLS_AL_FATAL, (guint8)alert };

      (void)lk_sim_stream_write (self, record, sizeof record); /* the peer may be gone */
    }
  linger (self);
  g_socket_close (self->socket, NULL);
}

void
lk_sim_stream_interrupt (LkSimStream *self)
{
  g_cancellable_cancel (self->cancellable);
}

gboolean
lk_sim_stream_wait (LkSimStream *self, int timeout_ms)
{
  GPollFD poll_fd;

  if (!g_cancellable_make_pollfd (self->cancellable, &poll_fd))
    return g_cancellable_is_cancelled (self->cancellable);
  (void)g_poll (&poll_fd, 1, timeout_ms);
  g_cancellable_release_fd (self->cancellable);
  return g_cancellable_is_cancelled (self->cancellable);
}
