/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-client-judge.h"

#include "base/lk-error.h"

#include <gnutls/x509.h>

#define MAX_PATH 10

static LkCertificate *
find_issuer (GPtrArray *candidates, LkCertificate *certificate)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      LkCertificate *candidate = g_ptr_array_index (candidates, i);

      if (lk_certificate_is_issued_by (certificate, candidate))
        return candidate;
    }
  return NULL;
}

static gboolean
contains (GPtrArray *certificates, LkCertificate *certificate)
{
  for (guint i = 0; i < certificates->len; i++)
    if (lk_certificate_equal (g_ptr_array_index (certificates, i), certificate))
      return TRUE;
  return FALSE;
}

GPtrArray *
lk_client_judge_build_path (GPtrArray *chain, GPtrArray *trusted, gboolean *anchored)
{
  GPtrArray *path = g_ptr_array_new_with_free_func (g_object_unref);
  LkCertificate *last = g_ptr_array_index (chain, 0);

  *anchored = FALSE;
  g_ptr_array_add (path, g_object_ref (last));
  while (path->len < MAX_PATH && !*anchored)
    {
      LkCertificate *issuer = find_issuer (trusted, last);

      *anchored = issuer != NULL;
      if (issuer == NULL)
        issuer = find_issuer (chain, last);
      if (issuer == NULL || contains (path, issuer))
        break;
      g_ptr_array_add (path, g_object_ref (issuer));
      last = issuer;
    }
  return path;
}

gboolean
lk_client_judge_allows_client (LkCertificate *certificate)
{
  const char *const *purposes = lk_certificate_get_extended_key_usage (certificate);

  return purposes == NULL || g_strv_contains (purposes, GNUTLS_KP_TLS_WWW_CLIENT);
}

static gboolean
may_sign_handshake (LkCertificate *leaf)
{
  return !lk_certificate_has_key_usage (leaf) ||
         (lk_certificate_get_key_usage (leaf) &
          (LK_KEY_USAGE_DIGITAL_SIGNATURE | LK_KEY_USAGE_KEY_AGREEMENT)) != 0;
}

static int
judge_purposes (GPtrArray *path, char **reason)
{
  for (guint i = 0; i < path->len; i++)
    {
      LkCertificate *certificate = g_ptr_array_index (path, i);

      if (!lk_client_judge_allows_client (certificate) ||
          (i == 0 && !may_sign_handshake (certificate)))
        {
          *reason = g_strdup_printf ("“%s” is not made for TLS client authentication", lk_certificate_get_title (certificate));
          return GNUTLS_A_UNSUPPORTED_CERTIFICATE;
        }
    }
  return -1;
}

static int
judge_times (GPtrArray *path, GDateTime *time, char **reason)
{
  for (guint i = 0; i < path->len; i++)
    {
      LkCertificate *certificate = g_ptr_array_index (path, i);
      GDateTime *not_before = lk_certificate_get_not_before (certificate);
      GDateTime *not_after = lk_certificate_get_not_after (certificate);
      const char *title = lk_certificate_get_title (certificate);

      if (not_before == NULL || not_after == NULL || g_date_time_compare (time, not_before) < 0)
        {
          *reason = g_strdup_printf ("“%s” is not yet valid", title);
          return GNUTLS_A_BAD_CERTIFICATE;
        }
      if (g_date_time_compare (time, not_after) > 0)
        {
          *reason = g_strdup_printf ("“%s” is expired", title);
          return GNUTLS_A_CERTIFICATE_EXPIRED;
        }
    }
  return -1;
}

/* Signatures, path lengths and name constraints are GnuTLS's work; times are left out, because it
 * would take this computer's. */
static guint
verify_chain (GPtrArray *chain, GPtrArray *trusted)
{
  g_autofree gnutls_x509_crt_t *list = g_new0 (gnutls_x509_crt_t, chain->len);
  gnutls_x509_trust_list_t anchors = NULL;
  guint count = 0, status = GNUTLS_CERT_INVALID;

  if (gnutls_x509_trust_list_init (&anchors, 0) < 0)
    return status;
  for (guint i = 0; i < trusted->len; i++)
    {
      gnutls_x509_crt_t anchor = lk_certificate_to_gnutls (g_ptr_array_index (trusted, i));

      if (anchor != NULL && gnutls_x509_trust_list_add_cas (anchors, &anchor, 1, 0) < 1)
        gnutls_x509_crt_deinit (anchor);
    }
  for (guint i = 0; i < chain->len; i++)
    if ((list[count] = lk_certificate_to_gnutls (g_ptr_array_index (chain, i))) != NULL)
      count++;
  if (count == chain->len)
    (void)gnutls_x509_trust_list_verify_crt2 (anchors, list, count, NULL, 0,
                                              GNUTLS_VERIFY_DISABLE_TIME_CHECKS |
                                                GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS,
                                              /* a failure leaves INVALID in status */
                                              &status, NULL);
  for (guint i = 0; i < count; i++)
    gnutls_x509_crt_deinit (list[i]);
  gnutls_x509_trust_list_deinit (anchors, 1);
  return status;
}

static int
judge_signatures (GPtrArray *chain, GPtrArray *trusted, char **reason)
{
  guint status = verify_chain (chain, trusted);
  gnutls_datum_t words = { NULL, 0 };

  if (status == 0)
    return -1;
  if (gnutls_certificate_verification_status_print (status, GNUTLS_CRT_X509, &words, 0) ==
      GNUTLS_E_SUCCESS)
    *reason = g_strstrip (g_strndup ((const char *)words.data, words.size));
  else
    *reason = g_strdup ("The certificate chain does not verify");
  gnutls_free (words.data);
  return (status & (GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_SIGNER_NOT_CA)) != 0
           ? GNUTLS_A_UNKNOWN_CA
           : GNUTLS_A_BAD_CERTIFICATE;
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

int
lk_client_judge (GPtrArray *chain, GPtrArray *trusted, GDateTime *time, char **reason)
{
  g_autoptr (GPtrArray) authorities = select_authorities (trusted);
  g_autoptr (GPtrArray) path = NULL;
  g_autofree char *words = NULL;
  gboolean anchored = FALSE;
  int alert;

  g_return_val_if_fail (chain != NULL && chain->len > 0, GNUTLS_A_BAD_CERTIFICATE);

  path = lk_client_judge_build_path (chain, authorities, &anchored);
  if (!anchored)
    {
      words = g_strdup_printf ("None of the %u trusted CA certificates issued “%s” (issuer %s)", authorities->len,
                               lk_certificate_get_title (g_ptr_array_index (path, path->len - 1)),
                               lk_certificate_get_issuer (g_ptr_array_index (path, path->len - 1)));
      alert = GNUTLS_A_UNKNOWN_CA;
    }
  else
    {
      alert = judge_purposes (path, &words);
      if (alert < 0)
        alert = judge_signatures (chain, authorities, &words);
      if (alert < 0)
        alert = judge_times (path, time, &words);
    }
  if (reason != NULL)
    *reason = g_steal_pointer (&words);
  return alert;
}
