/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-client-judge.h"

#include "certificate/lk-chain.h"

#include <glib/gi18n-lib.h>
#include <gnutls/x509.h>
#include <string.h>

/* The alert for what is wrong with a chain; anything else is a bad certificate. */
static const struct
{
  const char *problem;
  int alert;
} alerts[] = {
  { "eku-no-client", GNUTLS_A_UNSUPPORTED_CERTIFICATE },
  { "ca-eku-limits", GNUTLS_A_UNSUPPORTED_CERTIFICATE },
  { "ku-no-sign", GNUTLS_A_UNSUPPORTED_CERTIFICATE },
  { "expired", GNUTLS_A_CERTIFICATE_EXPIRED },
  { "not-ca", GNUTLS_A_UNKNOWN_CA },
  { "chain-incomplete", GNUTLS_A_UNKNOWN_CA },
};

static int
find_alert (const char *problem)
{
  for (gsize i = 0; i < G_N_ELEMENTS (alerts); i++)
    if (g_str_equal (alerts[i].problem, problem))
      return alerts[i].alert;
  return GNUTLS_A_BAD_CERTIFICATE;
}

/* "Any purpose" is no client's purpose for OpenSSL. */
static gboolean
allows_client (LkCertificate *certificate)
{
  const char *const *purposes = lk_certificate_get_extended_key_usage (certificate);

  return purposes == NULL || g_strv_contains (purposes, GNUTLS_KP_TLS_WWW_CLIENT);
}

static int
judge_purposes (GPtrArray *elements, char **reason)
{
  for (guint i = 0; i < elements->len; i++)
    {
      const LkChainElement *element = g_ptr_array_index (elements, i);

      if (allows_client (element->certificate))
        continue;
      *reason = g_strdup_printf (_ ("“%s” is not made for TLS client authentication"),
                                 lk_certificate_get_title (element->certificate));
      return GNUTLS_A_UNSUPPORTED_CERTIFICATE;
    }
  return -1;
}

static int
judge_elements (GPtrArray *elements, char **reason)
{
  for (guint i = 0; i < elements->len; i++)
    {
      const LkChainElement *element = g_ptr_array_index (elements, i);

      if (element->problem == NULL)
        continue;
      /* The sentence goes on in that of the rehearsal. */
      *reason = g_strndup (element->reason, strlen (element->reason) -
                                              g_str_has_suffix (element->reason, "."));
      return find_alert (element->problem);
    }
  return -1;
}

/* GnuTLS takes whatever it was told to trust for a CA; a camera does not. */
static GPtrArray *
select_authorities (GPtrArray *trusted)
{
  GPtrArray *authorities = g_ptr_array_new ();

  for (guint i = 0; i < trusted->len; i++)
    if (lk_certificate_is_ca (g_ptr_array_index (trusted, i)))
      g_ptr_array_add (authorities, g_ptr_array_index (trusted, i));
  return authorities;
}

static char *
describe_missing (LkChain *chain)
{
  GPtrArray *elements = lk_chain_get_elements (chain);
  const LkChainElement *last = g_ptr_array_index (elements, elements->len - 1);

  /* Translators: the name of a certificate, and the distinguished name of who issued it. */
  return g_strdup_printf (_ ("None of the trusted CA certificates issued “%s” (issuer %s)"),
                          lk_certificate_get_title (last->certificate),
                          lk_certificate_get_issuer (last->certificate));
}

int
lk_client_judge (GPtrArray *sent, GPtrArray *trusted, GDateTime *time, char **reason)
{
  g_autoptr (GPtrArray) authorities = select_authorities (trusted);
  g_autoptr (LkChain) chain = NULL;
  g_autofree char *words = NULL;
  int alert = GNUTLS_A_UNKNOWN_CA;

  g_return_val_if_fail (sent != NULL && sent->len > 0, GNUTLS_A_BAD_CERTIFICATE);

  chain =
    lk_chain_new (g_ptr_array_index (sent, 0), sent, authorities, time, LK_CHAIN_FOR_CLIENT);
  if (lk_chain_get_anchor (chain) == NULL)
    words = describe_missing (chain);
  else
    {
      alert = judge_purposes (lk_chain_get_elements (chain), &words);
      if (alert < 0)
        alert = judge_elements (lk_chain_get_elements (chain), &words);
    }
  if (reason != NULL)
    *reason = g_steal_pointer (&words);
  return alert;
}
