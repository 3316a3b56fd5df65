/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-rehearsal-stage.h"

#include "base/lk-error.h"
#include "setup/lk-client-judge.h"
#include "setup/lk-memory-pipe.h"

#include <glib/gi18n-lib.h>
#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <string.h>

/* One end of one handshake. */
typedef struct
{
  gnutls_session_t session;
  gboolean shaken; /* the handshake is over */
  gboolean said;   /* its own message is sent */
  gboolean heard;  /* the other's message came whole */
  int error;       /* of GnuTLS, 0 while all is well */
  GString *received;
} End;

/* One handshake with everything that came of it. */
typedef struct
{
  LkRehearsalStage *stage;
  End client;
  End server;
  int judged; /* the alert that the server's judge wants, -1: none */
  char *reason;
} Act;

static GPtrArray *
get_peer_chain (gnutls_session_t session)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  unsigned int count = 0;
  const gnutls_datum_t *certificates = gnutls_certificate_get_peers (session, &count);

  for (unsigned int i = 0; i < count; i++)
    {
      g_autoptr (GBytes) der = g_bytes_new (certificates[i].data, certificates[i].size);
      LkCertificate *certificate = lk_certificate_new_from_der (der, NULL);

      if (certificate == NULL)
        return NULL;
      g_ptr_array_add (chain, certificate);
    }
  return count > 0 ? g_steal_pointer (&chain) : NULL;
}

static int
verify_client_cb (gnutls_session_t session)
{
  Act *act = gnutls_session_get_ptr (session);
  g_autoptr (GPtrArray) chain = get_peer_chain (session);

  if (chain == NULL)
    return GNUTLS_E_NO_CERTIFICATE_FOUND;
  g_clear_pointer (&act->reason, g_free);
  act->judged = lk_client_judge (chain, act->stage->trusted, act->stage->time, &act->reason);
  return act->judged < 0 ? 0 : GNUTLS_E_CERTIFICATE_ERROR;
}

static void
wave_off (Act *act)
{
  /* The alert is the last word: whether it gets through, the client's side tells. */
  if (act->judged >= 0)
    (void)gnutls_alert_send (act->server.session, GNUTLS_AL_FATAL,
                             (gnutls_alert_description_t)act->judged);
  else
    (void)gnutls_alert_send_appropriate (act->server.session, act->server.error);
}

static void
say (End *end, const char *text)
{
  ssize_t sent = gnutls_record_send (end->session, text, strlen (text));

  if (sent > 0)
    end->said = TRUE;
  else if (sent < 0 && gnutls_error_is_fatal ((int)sent))
    end->error = (int)sent;
}

static void
hear (End *end)
{
  char buffer[512];
  ssize_t length = gnutls_record_recv (end->session, buffer, sizeof buffer);

  if (length > 0)
    g_string_append_len (end->received, buffer, length);
  else if (length < 0 && gnutls_error_is_fatal ((int)length))
    end->error = (int)length;
  else if (length == 0)
    end->error = GNUTLS_E_PREMATURE_TERMINATION;
  end->heard = strstr (end->received->str, "\r\n\r\n") != NULL;
}

static void
shake (End *end)
{
  int status = gnutls_handshake (end->session);

  end->shaken = status == GNUTLS_E_SUCCESS;
  if (status < 0 && gnutls_error_is_fatal (status))
    end->error = status;
}

static void
step_client (Act *act)
{
  End *end = &act->client;

  if (end->error != 0 || end->heard)
    return;
  if (!end->shaken)
    shake (end);
  else if (!end->said)
    say (end, "GET / HTTP/1.0\r\n\r\n");
  else
    hear (end);
}

static void
step_server (Act *act)
{
  End *end = &act->server;

  if (end->error != 0 || end->said)
    return;
  if (!end->shaken)
    shake (end);
  else if (!end->heard)
    hear (end);
  else
    say (end, "HTTP/1.0 200 OK\r\n\r\n");
  if (end->error != 0)
    wave_off (act);
}

/* Both ends in turn until the answer is heard, one of them fails for good, or both wait for
 * ever. */
static void
play (Act *act, LkMemoryPipe *pipe)
{
  gsize moved;
  gboolean quiet = FALSE;

  do
    {
      moved = lk_memory_pipe_get_moved (pipe);
      step_client (act);
      step_server (act);
      /* A handshake may end without a byte: only the second silent round is the end. */
      if (lk_memory_pipe_get_moved (pipe) != moved)
        quiet = FALSE;
      else if (quiet)
        break;
      else
        quiet = TRUE;
    }
  while (act->client.error == 0 && !act->client.heard);
}

static gboolean
open_end (Act *act,
          End *end,
          guint flags,
          const char *priority,
          gnutls_certificate_credentials_t credentials)
{
  end->received = g_string_new (NULL);
  if (gnutls_init (&end->session, flags | GNUTLS_NONBLOCK | GNUTLS_NO_TICKETS) < 0)
    return FALSE;
  gnutls_session_set_ptr (end->session, act);
  gnutls_handshake_set_timeout (end->session, GNUTLS_INDEFINITE_TIMEOUT);
  return gnutls_priority_set_direct (end->session, priority, NULL) >= 0 &&
         gnutls_credentials_set (end->session, GNUTLS_CRD_CERTIFICATE, credentials) >= 0;
}

static void
close_end (End *end)
{
  g_clear_pointer (&end->session, gnutls_deinit);
  if (end->received != NULL)
    g_string_free (g_steal_pointer (&end->received), TRUE);
}

static gboolean
run_act (Act *act, const char *priority, gnutls_certificate_credentials_t credentials)
{
  g_autoptr (LkMemoryPipe) pipe = lk_memory_pipe_new ();

  /* A browser shows the certificate that was chosen, whatever issuers the server names. */
  if (!open_end (act, &act->client, GNUTLS_CLIENT | GNUTLS_FORCE_CLIENT_CERT, priority,
                 credentials) ||
      !open_end (act, &act->server, GNUTLS_SERVER, priority, act->stage->server))
    {
      act->client.error = GNUTLS_E_INTERNAL_ERROR;
      return FALSE;
    }
  gnutls_certificate_server_set_request (act->server.session, GNUTLS_CERT_REQUIRE);
  lk_memory_pipe_attach_client (pipe, act->client.session);
  lk_memory_pipe_attach_server (pipe, act->server.session);
  play (act, pipe);
  return act->client.heard && act->client.error == 0;
}

static void
clear_act (Act *act)
{
  close_end (&act->client);
  close_end (&act->server);
  g_clear_pointer (&act->reason, g_free);
}

static char *
describe_act (const Act *act, gboolean accepted)
{
  if (accepted)
    return g_strdup (_ ("Handshake and HTTP exchange succeeded."));
  if (act->reason != NULL)
    return g_strdup (act->reason);
  return g_strdup (
    gnutls_strerror (act->client.error != 0 ? act->client.error : act->server.error));
}

/* A key and a certificate that nobody will see again: the client does not look at them. */
static int
make_server_credentials (gnutls_certificate_credentials_t *credentials, GPtrArray *trusted)
{
  gnutls_x509_privkey_t key = NULL;
  gnutls_x509_crt_t certificate = NULL;
  const guint8 serial = 1;
  int status;

  if ((status = gnutls_certificate_allocate_credentials (credentials)) < 0 ||
      (status = gnutls_x509_privkey_init (&key)) < 0 ||
      (status = gnutls_x509_crt_init (&certificate)) < 0 ||
      (status = gnutls_x509_privkey_generate (
         key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0)) < 0 ||
      (status = gnutls_x509_crt_set_version (certificate, 3)) < 0 ||
      (status = gnutls_x509_crt_set_serial (certificate, &serial, 1)) < 0 ||
      (status = gnutls_x509_crt_set_dn (certificate, "CN=rehearsal", NULL)) < 0 ||
      (status = gnutls_x509_crt_set_activation_time (certificate, 0)) < 0 ||
      (status = gnutls_x509_crt_set_expiration_time (certificate, G_MAXINT32)) < 0 ||
      (status = gnutls_x509_crt_set_key (certificate, key)) < 0 ||
      (status = gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0)) < 0 ||
      (status = gnutls_certificate_set_x509_key (*credentials, &certificate, 1, key)) < 0)
    g_debug ("rehearsal server: %s", gnutls_strerror (status));
  g_clear_pointer (&key, gnutls_x509_privkey_deinit);
  g_clear_pointer (&certificate, gnutls_x509_crt_deinit);
  for (guint i = 0; status >= 0 && i < trusted->len; i++)
    {
      gnutls_x509_crt_t anchor = lk_certificate_to_gnutls (g_ptr_array_index (trusted, i));

      /* These give the names in the CertificateRequest; the judge decides. */
      if (anchor != NULL)
        status = gnutls_certificate_set_x509_trust (*credentials, &anchor, 1);
      g_clear_pointer (&anchor, gnutls_x509_crt_deinit);
    }
  gnutls_certificate_set_verify_function (*credentials, verify_client_cb);
  return status;
}

gboolean
lk_rehearsal_stage_open (LkRehearsalStage *self,
                         GPtrArray *trusted,
                         GDateTime *time,
                         LkIdentity *identity,
                         GError **error)
{
  int status;

  *self = (LkRehearsalStage){ .trusted = trusted, .time = time };
  status = make_server_credentials (&self->server, trusted);
  if (status >= 0)
    status = gnutls_certificate_allocate_credentials (&self->nobody);
  if (status < 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_INTERNAL, "The rehearsal could not be set up: %s", gnutls_strerror (status));
      return FALSE;
    }
  self->client = lk_identity_to_credentials (identity, error);
  return self->client != NULL;
}

void
lk_rehearsal_stage_close (LkRehearsalStage *self)
{
  g_clear_pointer (&self->server, gnutls_certificate_free_credentials);
  g_clear_pointer (&self->nobody, gnutls_certificate_free_credentials);
  g_clear_pointer (&self->client, gnutls_certificate_free_credentials);
}

LkRehearsalAct
lk_rehearsal_stage_play (LkRehearsalStage *self, const char *priority, gboolean with)
{
  Act act = { .stage = self, .judged = -1 };
  LkRehearsalAct result = { .alert = -1 };

  result.accepted = run_act (&act, priority, with ? self->client : self->nobody);
  if (!result.accepted && act.client.error == GNUTLS_E_FATAL_ALERT_RECEIVED)
    result.alert = (int)gnutls_alert_get (act.client.session);
  result.detail = describe_act (&act, result.accepted);
  clear_act (&act);
  return result;
}
