/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "connection/lk-tls-session.h"

#include "base/lk-error.h"
#include "connection/lk-tls-alert.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#define MAX_CHAIN        16
#define MAX_ISSUERS      256
#define MAX_HEADER_BYTES 65536

typedef struct
{
  const LkTlsSessionSpec *spec;
  LkTlsFindings *findings;
  gnutls_session_t session;
  gnutls_certificate_credentials_t credentials;
  gnutls_pcert_st *pcerts; /* of the identity */
  guint n_pcerts;
  GError *stop; /* why we ended it ourselves */
  GError *transport;
} Session;

static const struct
{
  LkTlsVersion version;
  gnutls_protocol_t protocol;
  const char *priority;
} versions[] = {
  { LK_TLS_1_0, GNUTLS_TLS1_0, ":+VERS-TLS1.0" },
  { LK_TLS_1_1, GNUTLS_TLS1_1, ":+VERS-TLS1.1" },
  { LK_TLS_1_2, GNUTLS_TLS1_2, ":+VERS-TLS1.2" },
  { LK_TLS_1_3, GNUTLS_TLS1_3, ":+VERS-TLS1.3" },
};

void
lk_tls_findings_init (LkTlsFindings *self)
{
  *self = (LkTlsFindings){ .alert = -1 };
  self->chain = g_ptr_array_new_with_free_func (g_object_unref);
  self->issuers = g_ptr_array_new_with_free_func (g_free);
  self->issuers_der = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_ptr_array_add (self->issuers, NULL);
}

void
lk_tls_findings_clear (LkTlsFindings *self)
{
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  g_clear_pointer (&self->issuers, g_ptr_array_unref);
  g_clear_pointer (&self->issuers_der, g_ptr_array_unref);
  g_clear_pointer (&self->cipher, g_free);
}

static gboolean
is_issued_by_name (LkCertificate *certificate, GBytes *name)
{
  gnutls_x509_crt_t crt = lk_certificate_to_gnutls (certificate);
  gnutls_datum_t dn = { NULL, 0 };
  gboolean is_equal = FALSE;

  if (crt != NULL && gnutls_x509_crt_get_raw_issuer_dn (crt, &dn) >= 0)
    is_equal = dn.size == g_bytes_get_size (name) &&
               memcmp (dn.data, g_bytes_get_data (name, NULL), dn.size) == 0;
  gnutls_free (dn.data);
  g_clear_pointer (&crt, gnutls_x509_crt_deinit);
  return is_equal;
}

gboolean
lk_tls_findings_name_issuer (const LkTlsFindings *self, LkIdentity *identity)
{
  GPtrArray *chain = lk_identity_get_chain (identity);

  for (guint i = 0; i < self->issuers_der->len; i++)
    {
      for (guint n = 0; n < chain->len; n++)
        {
          if (is_issued_by_name (g_ptr_array_index (chain, n),
                                 g_ptr_array_index (self->issuers_der, i)))
            return TRUE;
        }
    }
  return self->issuers_der->len == 0;
}

static ssize_t
finish_transfer (Session *self, gssize n, GError *error)
{
  if (n >= 0)
    return n;
  g_clear_error (&self->transport);
  self->transport = error;
  gnutls_transport_set_errno (
    self->session,
    g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? ETIMEDOUT : ECONNRESET);
  return -1;
}

static ssize_t
push (gnutls_transport_ptr_t data, const void *bytes, size_t length)
{
  Session *self = data;
  GError *error = NULL;

  return finish_transfer (
    self, g_socket_send (self->spec->socket, bytes, length, self->spec->cancellable, &error),
    error);
}

static ssize_t
pull (gnutls_transport_ptr_t data, void *bytes, size_t length)
{
  Session *self = data;
  GError *error = NULL;

  return finish_transfer (
    self, g_socket_receive (self->spec->socket, bytes, length, self->spec->cancellable, &error),
    error);
}

/* Called once the camera has shown its chain, before anything of ours is shown. */
static int
verify_cb (gnutls_session_t session)
{
  Session *self = gnutls_session_get_ptr (session);
  unsigned int length = 0;
  const gnutls_datum_t *peers = gnutls_certificate_get_peers (session, &length);

  g_ptr_array_set_size (self->findings->chain, 0);
  for (guint i = 0; i < MIN (length, MAX_CHAIN); i++)
    {
      g_autoptr (GBytes) der = g_bytes_new (peers[i].data, peers[i].size);
      LkCertificate *certificate = lk_certificate_new_from_der (der, NULL);

      if (certificate == NULL)
        break;
      g_ptr_array_add (self->findings->chain, certificate);
    }
  if (self->findings->chain->len == 0)
    {
      g_set_error (&self->stop, LK_ERROR, LK_ERROR_BAD_DATA, "The camera shows no certificate that can be read");
      return GNUTLS_E_CERTIFICATE_ERROR;
    }
  if (self->spec->pin != NULL &&
      !lk_pin_check (self->spec->pin, g_ptr_array_index (self->findings->chain, 0), &self->stop))
    return GNUTLS_E_CERTIFICATE_ERROR;
  return 0;
}

static void
note_issuers (LkTlsFindings *findings, const gnutls_datum_t *names, int n_names)
{
  g_ptr_array_set_size (findings->issuers, 0);
  g_ptr_array_set_size (findings->issuers_der, 0);
  for (int i = 0; i < MIN (n_names, MAX_ISSUERS); i++)
    {
      gnutls_datum_t text = { NULL, 0 };

      g_ptr_array_add (findings->issuers_der, g_bytes_new (names[i].data, names[i].size));
      if (gnutls_x509_rdn_get2 (&names[i], &text, 0) >= 0)
        g_ptr_array_add (findings->issuers, g_utf8_make_valid ((const char *)text.data, text.size));
      else
        g_ptr_array_add (findings->issuers, g_strdup ("?"));
      gnutls_free (text.data);
    }
  g_ptr_array_add (findings->issuers, NULL);
}

/* The camera asks for a personal certificate. Giving it here shows it also when its issuer is not
 * among the names: left to itself, GnuTLS would show none, and a wrong certificate would look like
 * a missing one. */
static int
retrieve_cb (gnutls_session_t session,
             const gnutls_datum_t *names,
             int n_names,
             const gnutls_pk_algorithm_t *algorithms,
             int n_algorithms,
             gnutls_pcert_st **pcerts,
             unsigned int *n_pcerts,
             gnutls_privkey_t *key)
{
  Session *self = gnutls_session_get_ptr (session);

  self->findings->requested = TRUE;
  note_issuers (self->findings, names, n_names);
  *pcerts = self->pcerts;
  *n_pcerts = self->n_pcerts;
  *key = self->n_pcerts > 0 ? lk_identity_get_key (self->spec->identity) : NULL;
  self->findings->sent = self->n_pcerts > 0;
  return 0;
}

static gboolean
load_identity (Session *self, GError **error)
{
  GPtrArray *chain = lk_identity_get_chain (self->spec->identity);

  self->pcerts = g_new0 (gnutls_pcert_st, chain->len);
  for (guint i = 0; i < chain->len; i++)
    {
      gnutls_x509_crt_t crt = lk_certificate_to_gnutls (g_ptr_array_index (chain, i));
      int code = crt != NULL ? gnutls_pcert_import_x509 (&self->pcerts[i], crt, 0)
                             : GNUTLS_E_CERTIFICATE_ERROR;

      g_clear_pointer (&crt, gnutls_x509_crt_deinit);
      if (code < 0)
        {
          g_set_error (error, LK_ERROR, LK_ERROR_BAD_CERTIFICATE, "The personal certificate cannot be used for TLS: %s", gnutls_strerror (code));
          return FALSE;
        }
      self->n_pcerts++;
    }
  return TRUE;
}

static char *
make_priority (const LkTlsSessionSpec *spec)
{
  GString *text = g_string_new ("NORMAL:-VERS-ALL");

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      if (versions[i].version >= spec->minimum &&
          (spec->maximum == LK_TLS_ANY || versions[i].version <= spec->maximum))
        g_string_append (text, versions[i].priority);
    }
  return g_string_free (text, FALSE);
}

static gboolean
open_session (Session *self, GError **error)
{
  g_autofree char *priority = make_priority (self->spec);
  int code = gnutls_init (&self->session, GNUTLS_CLIENT | GNUTLS_NO_TICKETS | GNUTLS_NO_SIGNAL |
                                            GNUTLS_FORCE_CLIENT_CERT);

  if (code >= 0)
    code = gnutls_priority_set_direct (self->session, priority, NULL);
  if (code >= 0)
    code = gnutls_certificate_allocate_credentials (&self->credentials);
  if (code >= 0)
    code = gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE, self->credentials);
  if (code >= 0 && !g_hostname_is_ip_address (self->spec->host))
    code = gnutls_server_name_set (self->session, GNUTLS_NAME_DNS, self->spec->host,
                                   strlen (self->spec->host));
  if (code < 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_INTERNAL, "GnuTLS could not be set up: %s", gnutls_strerror (code));
      return FALSE;
    }
  gnutls_certificate_set_retrieve_function2 (self->credentials, retrieve_cb);
  gnutls_session_set_verify_function (self->session, verify_cb);
  gnutls_session_set_ptr (self->session, self);
  gnutls_transport_set_ptr (self->session, self);
  gnutls_transport_set_push_function (self->session, push);
  gnutls_transport_set_pull_function (self->session, pull);
  gnutls_handshake_set_timeout (self->session, 0); /* the caller's cancellable limits it */
  return self->spec->identity == NULL || load_identity (self, error);
}

static void
close_session (Session *self)
{
  for (guint i = 0; i < self->n_pcerts; i++)
    gnutls_pcert_deinit (&self->pcerts[i]);
  g_free (self->pcerts);
  g_clear_pointer (&self->session, gnutls_deinit);
  g_clear_pointer (&self->credentials, gnutls_certificate_free_credentials);
  g_clear_error (&self->transport);
  g_clear_error (&self->stop);
}

static gboolean
is_alert (int code)
{
  return code == GNUTLS_E_FATAL_ALERT_RECEIVED || code == GNUTLS_E_WARNING_ALERT_RECEIVED;
}

static void
set_failed (Session *self, int code, GError **error)
{
  const LkTlsFindings *findings = self->findings;
  const LkTlsAlert *alert = lk_tls_alert_find (findings->alert);
  g_autofree char *alert_text =
    findings->alert >= 0
      ? g_strdup_printf ("alert %d %s", findings->alert, alert != NULL ? alert->name : "unknown")
      : NULL;
  const char *reason = alert_text;

  if (reason == NULL)
    reason = self->transport != NULL ? self->transport->message : code < 0 ? gnutls_strerror (code)
                                                                           : "the connection ended";
  if (self->stop != NULL)
    g_propagate_error (error, g_steal_pointer (&self->stop));
  else if (self->spec->identity != NULL &&
           lk_identity_blame_key (self->spec->identity, code, error))
    return;
  else if (findings->requested && (alert == NULL || alert->refuses_client) && findings->sent)
    g_set_error (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED, "The camera refuses the personal certificate (%s)", reason);
  else if (findings->requested && (alert == NULL || alert->refuses_client))
    g_set_error (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED, "The camera asks for a personal certificate and goes no further without one (%s)", reason);
  else if (code == GNUTLS_E_UNEXPECTED_PACKET || code == GNUTLS_E_UNSUPPORTED_VERSION_PACKET ||
           code == GNUTLS_E_UNEXPECTED_PACKET_LENGTH)
    g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The camera does not speak TLS at this address (%s)", reason);
  else
    g_set_error (error, LK_ERROR, LK_ERROR_UNREACHABLE, "No TLS connection to the camera came about (%s)", reason);
}

static gboolean
shake_hands (Session *self, GError **error)
{
  LkTlsFindings *findings = self->findings;
  char *description;
  int code;

  do
    {
      code = gnutls_handshake (self->session);
      if (is_alert (code))
        findings->alert = (int)gnutls_alert_get (self->session);
    }
  while (code < 0 && !gnutls_error_is_fatal (code) &&
         !g_cancellable_is_cancelled (self->spec->cancellable));
  if (code < 0)
    {
      set_failed (self, code, error);
      return FALSE;
    }

  findings->handshake_done = TRUE;
  findings->alert = -1; /* a warning, then, that did no harm */
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      if (versions[i].protocol == gnutls_protocol_get_version (self->session))
        findings->version = versions[i].version;
    }
  description = gnutls_session_get_desc (self->session);
  findings->cipher = g_strdup (description);
  gnutls_free (description);
  return TRUE;
}

static int
send_all (Session *self, const char *text)
{
  gsize length = strlen (text);
  gssize n = 0;

  for (gsize sent = 0; sent < length && n >= 0; sent += (gsize)n)
    {
      n = gnutls_record_send (self->session, text + sent, length - sent);
      if (n < 0 && !gnutls_error_is_fatal ((int)n))
        n = 0;
    }
  return (int)MIN (n, 0);
}

/* 0 as long as the status line is not whole; -1 when it is none. */
static int
read_status (const GString *text)
{
  gsize seen = MIN (text->len, strlen ("HTTP/1."));
  const char *space;
  guint64 status = 0;

  if (strncmp (text->str, "HTTP/1.", seen) != 0)
    return -1;
  if (strchr (text->str, '\n') == NULL)
    return 0;
  space = strchr (text->str, ' ');
  if (space == NULL)
    return -1;
  status = g_ascii_strtoull (space + 1, NULL, 10);
  return status >= 100 && status <= 999 ? (int)status : -1;
}

/* Some servers end the handshake well with anybody who is asked for a certificate and say no in
 * HTTP: nginx answers 400, or 495 and 496 where somebody gave these pages. */
static gboolean
is_refused_by_status (const LkTlsFindings *findings)
{
  return findings->requested &&
         (findings->status == 400 || findings->status == 495 || findings->status == 496);
}

static gboolean
take_status (Session *self, guint status, GError **error)
{
  self->findings->status = status;
  (void)gnutls_bye (self->session, GNUTLS_SHUT_WR); /* for politeness only */
  if (!is_refused_by_status (self->findings))
    return TRUE;
  g_set_error (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED,
               self->findings->sent ? "The camera refuses the personal certificate (HTTP %u)" : "The camera asks for a personal certificate and goes no further without one (HTTP %u)",
               status);
  return FALSE;
}

static gboolean
exchange (Session *self, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  int status = 0;
  gssize n = send_all (self, self->spec->request);

  /* Also when sending failed: with TLS 1.3 the alert that says why may be waiting to be read. */
  while (status == 0 && text->len < MAX_HEADER_BYTES)
    {
      n = gnutls_record_recv (self->session, buffer, sizeof buffer);
      if (is_alert ((int)n))
        self->findings->alert = (int)gnutls_alert_get (self->session);
      if (n == 0 || (n < 0 && gnutls_error_is_fatal ((int)n)) ||
          g_cancellable_is_cancelled (self->spec->cancellable))
        break;
      if (n > 0)
        g_string_append_len (text, buffer, n);
      if (n > 0)
        status = read_status (text);
    }
  if (status > 0)
    return take_status (self, (guint)status, error);
  if (text->len > 0)
    g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The camera's answer is not HTTP, or was cut short");
  else
    set_failed (self, (int)n, error);
  return FALSE;
}

gboolean
lk_tls_session_run (const LkTlsSessionSpec *spec, LkTlsFindings *findings, GError **error)
{
  Session self = { .spec = spec, .findings = findings };
  gboolean answered =
    open_session (&self, error) && shake_hands (&self, error) && exchange (&self, error);

  close_session (&self);
  return answered;
}
