/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "connection/lk-tls-probe.h"

#include "base/lk-error.h"
#include "connection/lk-deadline.h"
#include "connection/lk-pin.h"
#include "connection/lk-tls-alert.h"
#include "connection/lk-tls-session.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define DEFAULT_TIMEOUT_S 15
#define HTTPS_PORT        443

struct _LkTlsProbe
{
  GObject parent_instance;

  gboolean connected;
  LkTlsFindings findings;
  GError *error;
};

G_DEFINE_FINAL_TYPE (LkTlsProbe, lk_tls_probe, G_TYPE_OBJECT)

static void
lk_tls_probe_finalize (GObject *object)
{
  LkTlsProbe *self = LK_TLS_PROBE (object);

  lk_tls_findings_clear (&self->findings);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (lk_tls_probe_parent_class)->finalize (object);
}

static void
lk_tls_probe_class_init (LkTlsProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_tls_probe_finalize;
}

static void
lk_tls_probe_init (LkTlsProbe *self)
{
  lk_tls_findings_init (&self->findings);
}

static GUri *
read_uri (const LkTlsProbeOptions *options, GError **error)
{
  g_autoptr (GUri) uri =
    options->uri != NULL
      ? g_uri_parse (options->uri, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL)
      : NULL;

  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 ||
      g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    g_set_error (error, LK_ERROR, LK_ERROR_USAGE, "A camera's address for TLS is like “https://192.0.2.10”");
  else if (options->path != NULL &&
           (options->path[0] != '/' || strpbrk (options->path, " \r\n") != NULL))
    g_set_error (error, LK_ERROR, LK_ERROR_USAGE, "The path of the request is not one that HTTP allows");
  else
    return g_steal_pointer (&uri);
  return NULL;
}

static GSocketConnection *
open_connection (GUri *uri, GCancellable *cancellable, GError **error)
{
  int port = g_uri_get_port (uri);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) address =
    g_network_address_new (g_uri_get_host (uri), (guint16)(port > 0 ? port : HTTPS_PORT));
  GSocketConnection *connection;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect (client, address, cancellable, error);
  /* The small records of a handshake would wait for each other's acknowledgement, 40 ms each. */
  if (connection != NULL)
    /* only slower without */
    (void)g_socket_set_option (g_socket_connection_get_socket (connection), IPPROTO_TCP,
                               TCP_NODELAY, 1, NULL);
  return connection;
}

static char *
make_request (GUri *uri, const char *path)
{
  const char *host = g_uri_get_host (uri);
  gboolean is_ipv6 = strchr (host, ':') != NULL;
  g_autofree char *port = g_uri_get_port (uri) > 0 && g_uri_get_port (uri) != HTTPS_PORT
                            ? g_strdup_printf (":%d", g_uri_get_port (uri))
                            : g_strdup ("");

  return g_strdup_printf (
    "GET %s HTTP/1.1\r\nHost: %s%s%s%s\r\nUser-Agent: Latchkey/" PACKAGE_VERSION
    "\r\nConnection: close\r\n\r\n",
    path != NULL ? path : "/", is_ipv6 ? "[" : "", host, is_ipv6 ? "]" : "", port);
}

static gboolean
look (LkTlsProbe *self,
      GUri *uri,
      LkPin *pin,
      const LkTlsProbeOptions *options,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GSocketConnection) connection = open_connection (uri, cancellable, error);
  g_autofree char *request = make_request (uri, options->path);
  LkTlsSessionSpec spec = {
    .host = g_uri_get_host (uri),
    .pin = options->pin != NULL ? pin : NULL,
    .identity = options->identity,
    .minimum = options->minimum,
    .maximum = options->maximum,
    .request = request,
    .cancellable = cancellable,
  };
  gboolean answered;

  if (connection == NULL)
    {
      g_autofree char *reason =
        error != NULL && *error != NULL ? g_strdup ((*error)->message) : NULL;

      g_clear_error (error);
      g_set_error (error, LK_ERROR, LK_ERROR_UNREACHABLE, "The camera cannot be reached: %s", reason);
      return FALSE;
    }
  self->connected = TRUE;
  spec.socket = g_socket_connection_get_socket (connection);
  answered = lk_tls_session_run (&spec, &self->findings, error);
  /* nothing is left to be said on it */
  (void)g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return answered;
}

LkTlsProbe *
lk_tls_probe_run (const LkTlsProbeOptions *options, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkTlsProbe) self = NULL;
  g_autoptr (LkDeadline) deadline = NULL;
  g_autoptr (LkPin) pin = NULL;
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (options != NULL, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  uri = read_uri (options, error);
  if (uri == NULL)
    return NULL;
  pin = lk_pin_new (options->pin, FALSE, error);
  if (pin == NULL)
    return NULL;

  self = g_object_new (LK_TYPE_TLS_PROBE, NULL);
  deadline = lk_deadline_new (
    (options->timeout_s > 0 ? options->timeout_s : DEFAULT_TIMEOUT_S) * 1000, cancellable);
  look (self, uri, pin, options, lk_deadline_get_cancellable (deadline), &self->error);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (self->error != NULL && lk_deadline_has_passed (deadline))
    {
      g_clear_error (&self->error);
      g_set_error (&self->error, LK_ERROR, LK_ERROR_TIMEOUT, "The camera did not answer in time");
    }
  return g_steal_pointer (&self);
}

gboolean
lk_tls_probe_is_connected (LkTlsProbe *self)
{
  g_return_val_if_fail (LK_IS_TLS_PROBE (self), FALSE);

  return self->connected;
}

gboolean
lk_tls_probe_is_handshake_done (LkTlsProbe *self)
{
  g_return_val_if_fail (LK_IS_TLS_PROBE (self), FALSE);

  return self->findings.handshake_done;
}

gboolean
lk_tls_probe_is_answered (LkTlsProbe *self)
{
  g_return_val_if_fail (LK_IS_TLS_PROBE (self), FALSE);

  return self->error == NULL;
}

guint
lk_tls_probe_get_status (LkTlsProbe *self)
{
  g_return_val_if_fail (LK_IS_TLS_PROBE (self), 0);

  return self->findings.status;
}

LkTlsVersion
lk_tls_probe_get_version (LkTlsProbe *self)
{
  g_return_val_if_fail (LK_IS_TLS_PROBE (self), LK_TLS_ANY);

  return self->findings.version;
}

const char *
lk_tls_probe_get_cipher (LkTlsProbe *self)
{
  g_return_val_if_fail (LK_IS_TLS_PROBE (self), NULL);

  return self->findings.cipher;
}

GPtrArray *
lk_tls_probe_get_chain (LkTlsProbe *self)
{
  g_return_val_if_fail (LK_IS_TLS_PROBE (self), NULL);

  return self->findings.chain;
}

gboolean
lk_tls_probe_is_certificate_requested (LkTlsProbe *self)
{
  g_return_val_if_fail (LK_IS_TLS_PROBE (self), FALSE);

  return self->findings.requested;
}

gboolean
lk_tls_probe_is_certificate_sent (LkTlsProbe *self)
{
  g_return_val_if_fail (LK_IS_TLS_PROBE (self), FALSE);

  return self->findings.sent;
}

const char *const *
lk_tls_probe_get_accepted_issuers (LkTlsProbe *self)
{
  g_return_val_if_fail (LK_IS_TLS_PROBE (self), NULL);

  return (const char *const *)self->findings.issuers->pdata;
}

gboolean
lk_tls_probe_is_issuer_named (LkTlsProbe *self, LkIdentity *identity)
{
  g_return_val_if_fail (LK_IS_TLS_PROBE (self) && LK_IS_IDENTITY (identity), FALSE);

  return lk_tls_findings_name_issuer (&self->findings, identity);
}

int
lk_tls_probe_get_alert (LkTlsProbe *self)
{
  g_return_val_if_fail (LK_IS_TLS_PROBE (self), -1);

  return self->findings.alert;
}

const char *
lk_tls_probe_get_alert_name (LkTlsProbe *self)
{
  const LkTlsAlert *alert;

  g_return_val_if_fail (LK_IS_TLS_PROBE (self), NULL);

  alert = lk_tls_alert_find (self->findings.alert);
  return alert != NULL ? alert->name : NULL;
}

const GError *
lk_tls_probe_get_error (LkTlsProbe *self)
{
  g_return_val_if_fail (LK_IS_TLS_PROBE (self), NULL);

  return self->error;
}
