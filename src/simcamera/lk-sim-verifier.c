/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-verifier.h"

static void
judge (LkSimVerification *self, const char *verdict, gnutls_alert_description_t alert)
{
  self->verdict = verdict;
  self->alert = alert;
}

/* FALSE with the verdict when one of the dates does not fit. */
static gboolean
check_dates (LkSimVerification *self, const gnutls_x509_crt_t *certificates, guint n, gint64 now)
{
  for (guint i = 0; i < n; i++)
    {
      if (gnutls_x509_crt_get_expiration_time (certificates[i]) < now)
        {
          judge (self, "expired", GNUTLS_A_CERTIFICATE_EXPIRED);
          return FALSE;
        }
      if (gnutls_x509_crt_get_activation_time (certificates[i]) > now)
        {
          judge (self, "not yet valid", GNUTLS_A_BAD_CERTIFICATE);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
may_authenticate_clients (gnutls_x509_crt_t certificate)
{
  g_auto (GStrv) oids = lk_sim_certificate_dup_key_purposes (certificate);

  return oids == NULL ||
         g_strv_contains ((const char *const *)oids, GNUTLS_KP_TLS_WWW_CLIENT) ||
         g_strv_contains ((const char *const *)oids, GNUTLS_KP_ANY);
}

/* Dates are left out here: GnuTLS would judge them by this computer's clock. */
static gboolean
chain_reaches (gnutls_x509_crt_t *chain, guint n_chain, const LkSimTlsSetup *setup)
{
  gnutls_x509_trust_list_t list;
  const unsigned int flags =
    GNUTLS_VERIFY_DISABLE_TIME_CHECKS | GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS;
  unsigned int status = GNUTLS_CERT_INVALID;

  gnutls_x509_trust_list_init (&list, 0);
  gnutls_x509_trust_list_add_cas (list, setup->trusted, setup->n_trusted, 0);
  if (gnutls_x509_trust_list_verify_crt2 (list, chain, n_chain, NULL, 0, flags, &status, NULL) < 0)
    status = GNUTLS_CERT_INVALID;
  gnutls_x509_trust_list_deinit (list, 0);
  return status == 0;
}

/* The trusted certificate that issued the end of the chain; its dates count as well. */
static gnutls_x509_crt_t
find_anchor (gnutls_x509_crt_t last, const LkSimTlsSetup *setup)
{
  for (guint i = 0; i < setup->n_trusted; i++)
    if (gnutls_x509_crt_check_issuer (last, setup->trusted[i]) != 0)
      return setup->trusted[i];
  return NULL;
}

static void
judge_chain (LkSimVerification *self,
             gnutls_x509_crt_t *chain,
             guint n_chain,
             const LkSimTlsSetup *setup)
{
  gnutls_x509_crt_t anchor = find_anchor (chain[n_chain - 1], setup);
  const gboolean refuses = setup->door == LK_SIM_DOOR_REFUSES_EVERYBODY;

  if (refuses || !chain_reaches (chain, n_chain, setup))
    judge (self, refuses ? "everybody is refused" : "unknown CA", GNUTLS_A_UNKNOWN_CA);
  else if (!may_authenticate_clients (chain[0]))
    judge (self, "not for client authentication", GNUTLS_A_UNSUPPORTED_CERTIFICATE);
  else if (check_dates (self, chain, n_chain, setup->now) &&
           (anchor == NULL || check_dates (self, &anchor, 1, setup->now)))
    {
      self->accepted = TRUE;
      judge (self, "ok", GNUTLS_A_CLOSE_NOTIFY);
    }
}

void
lk_sim_verify (gnutls_session_t session, const LkSimTlsSetup *setup, LkSimVerification *self)
{
  gnutls_x509_crt_t chain[LK_SIM_MAX_CHAIN];
  unsigned int n_peers = 0;
  guint n_chain = 0;
  const gnutls_datum_t *peers = gnutls_certificate_get_peers (session, &n_peers);
  gnutls_datum_t subject = { NULL, 0 };

  for (unsigned int i = 0; i < n_peers && n_chain < LK_SIM_MAX_CHAIN; i++)
    {
      gnutls_x509_crt_init (&chain[n_chain]);
      if (gnutls_x509_crt_import (chain[n_chain], &peers[i], GNUTLS_X509_FMT_DER) == 0)
        n_chain++;
      else
        gnutls_x509_crt_deinit (chain[n_chain]);
    }
  if (n_chain == 0)
    {
      if (n_peers > 0)
        judge (self, "unreadable", GNUTLS_A_BAD_CERTIFICATE);
      return;
    }

  self->sha256 = lk_sim_certificate_dup_sha256 (chain[0]);
  if (gnutls_x509_crt_get_dn3 (chain[0], &subject, 0) == 0)
    self->subject = g_utf8_make_valid ((const char *)subject.data, subject.size);
  gnutls_free (subject.data);
  judge_chain (self, chain, n_chain, setup);
  for (guint i = 0; i < n_chain; i++)
    gnutls_x509_crt_deinit (chain[i]);
}

void
lk_sim_verification_clear (LkSimVerification *self)
{
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->sha256, g_free);
}
