/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-chain.h"

#include "certificate/lk-chain-private.h"
#include "certificate/lk-oid.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>

#define OID_CLIENT GNUTLS_KP_TLS_WWW_CLIENT
#define OID_SERVER GNUTLS_KP_TLS_WWW_SERVER
#define OID_ANY    GNUTLS_KP_ANY

/* Critical extensions that a TLS library is sure to process (RFC 5280 4.2). */
static const char *const processed[] = {
  "2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.18", "2.5.29.19", "2.5.29.30", "2.5.29.32",
  "2.5.29.33", "2.5.29.35", "2.5.29.36", "2.5.29.37", "2.5.29.54", NULL
};

/* What GnuTLS has against a chain, by the gravest first. */
static const struct
{
  unsigned status;
  const char *problem;
  const char *reason;
} verdicts[] = {
  { GNUTLS_CERT_SIGNATURE_FAILURE, "self-signature", N_ ("A signature in the chain does not verify.") },
  { GNUTLS_CERT_INSECURE_ALGORITHM, "weak-hash", N_ ("A certificate in the chain is signed with an algorithm that is too weak.") },
  { GNUTLS_CERT_SIGNER_NOT_CA, "not-ca", N_ ("A certificate in the chain was issued by one that is no CA.") },
  { GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE, "name-constraints", N_ ("A constraint of a CA in the chain is not met.") },
  { GNUTLS_CERT_PURPOSE_MISMATCH, "eku-no-client", N_ ("A certificate in the chain is not made for this purpose.") },
  { GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS, "critical-unknown", N_ ("A mandatory extension in the chain is not understood.") },
  { GNUTLS_CERT_SIGNER_NOT_FOUND, "chain-incomplete", N_ ("TLS does not accept the chain: an issuer is missing.") },
  { GNUTLS_CERT_INVALID, "malformed", N_ ("TLS does not accept the chain.") },
};

void
lk_chain_element_set_problem (LkChainElement *self, const char *problem, const char *format, ...)
{
  va_list arguments;

  if (self->problem != NULL)
    return;
  va_start (arguments, format);
  self->problem = problem;
  self->reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

static void
check_time (LkChainElement *element, GDateTime *time)
{
  LkCertificate *certificate = element->certificate;
  GDateTime *not_before = lk_certificate_get_not_before (certificate);
  GDateTime *not_after = lk_certificate_get_not_after (certificate);
  const char *title = lk_certificate_get_title (certificate);
  g_autofree char *text = NULL;

  if (not_before == NULL || not_after == NULL)
    lk_chain_element_set_problem (element, "malformed", _ ("The period of “%s” cannot be read."), title);
  else if (g_date_time_compare (time, not_before) < 0)
    {
      text = g_date_time_format (not_before, "%Y-%m-%d");
      lk_chain_element_set_problem (element, "not-yet-valid", _ ("“%s” is not valid before %s."), title, text);
    }
  else if (g_date_time_compare (time, not_after) > 0)
    {
      text = g_date_time_format (not_after, "%Y-%m-%d");
      lk_chain_element_set_problem (element, "expired", _ ("“%s” expired on %s."), title, text);
    }
}

/* An old root without extensions may be an anchor by somebody's decision (RFC 5280 6.1.1 (d)). */
static void
check_issuer (LkChainElement *element)
{
  LkCertificate *certificate = element->certificate;
  const char *title = lk_certificate_get_title (certificate);

  if (element->is_anchor && lk_certificate_get_version (certificate) < 3 &&
      lk_certificate_is_self_issued (certificate))
    return;
  if (!lk_certificate_has_basic_constraints_ca (certificate))
    lk_chain_element_set_problem (element, "not-ca", _ ("“%s” issued a certificate, but is not a CA."), title);
  else if (!lk_certificate_is_ca (certificate))
    lk_chain_element_set_problem (element, "ca-no-certsign", _ ("“%s” is a CA whose key may not sign certificates."), title);
}

static void
check_path_length (GPtrArray *elements, guint index)
{
  LkChainElement *element = g_ptr_array_index (elements, index);
  int limit = lk_certificate_get_path_length (element->certificate);
  int below = 0;

  for (guint i = 1; i < index; i++)
    {
      const LkChainElement *other = g_ptr_array_index (elements, i);

      below += !lk_certificate_is_self_issued (other->certificate);
    }
  if (limit >= 0 && below > limit)
    /* Translators: the numbers count certification authorities. */
    lk_chain_element_set_problem (element, "pathlen", _ ("“%s” allows only %d CA(s) below it; this chain has %d."),
                                  lk_certificate_get_title (element->certificate), limit, below);
}

static gboolean
has_purpose (LkCertificate *certificate, const char *oid)
{
  const char *const *purposes = lk_certificate_get_extended_key_usage (certificate);

  return purposes == NULL || g_strv_contains (purposes, oid) || g_strv_contains (purposes, OID_ANY);
}

static void
check_purpose (LkChainElement *element, gboolean is_leaf, LkChainUse use)
{
  const char *title = lk_certificate_get_title (element->certificate);
  const char *problem = is_leaf ? "eku-no-client" : "ca-eku-limits";

  if (use == LK_CHAIN_FOR_CLIENT && !has_purpose (element->certificate, OID_CLIENT))
    lk_chain_element_set_problem (element, problem, _ ("“%s” is not made for logging in (TLS client authentication)."), title);
  else if (use == LK_CHAIN_FOR_SERVER && !has_purpose (element->certificate, OID_SERVER))
    lk_chain_element_set_problem (element, problem, _ ("“%s” is not made for servers (TLS server authentication)."), title);
}

/* What TLS asks of the leaf's key (RFC 8446 4.4.2.2; for servers also the key exchanges of
 * TLS 1.2). */
static void
check_leaf_usage (LkChainElement *element, LkChainUse use)
{
  guint wanted = LK_KEY_USAGE_DIGITAL_SIGNATURE;

  if (use == LK_CHAIN_FOR_ANY || !lk_certificate_has_key_usage (element->certificate))
    return;
  if (use == LK_CHAIN_FOR_SERVER)
    wanted |= LK_KEY_USAGE_KEY_ENCIPHERMENT | LK_KEY_USAGE_KEY_AGREEMENT;
  if (!(lk_certificate_get_key_usage (element->certificate) & wanted))
    lk_chain_element_set_problem (element, "ku-no-sign", _ ("The key of “%s” may not be used to sign."),
                                  lk_certificate_get_title (element->certificate));
}

const char *
lk_chain_find_unknown_critical (LkCertificate *certificate)
{
  GPtrArray *extensions = lk_certificate_get_extensions (certificate);

  for (guint i = 0; i < extensions->len; i++)
    {
      LkExtension *extension = g_ptr_array_index (extensions, i);

      if (lk_extension_is_critical (extension) &&
          !g_strv_contains (processed, lk_extension_get_oid (extension)))
        return lk_extension_get_oid (extension);
    }
  return NULL;
}

static void
check_critical (LkChainElement *element)
{
  const char *oid = lk_chain_find_unknown_critical (element->certificate);
  g_autofree char *name = NULL;

  if (oid == NULL)
    return;
  name = lk_oid_describe (oid);
  lk_chain_element_set_problem (element, "critical-unknown", _ ("“%s” contains a mandatory extension (%s) that devices may not understand."),
                                lk_certificate_get_title (element->certificate), name);
}

static void
free_crts (gnutls_x509_crt_t *crts, guint count)
{
  for (guint i = 0; i < count; i++)
    g_clear_pointer (&crts[i], gnutls_x509_crt_deinit);
}

/* GnuTLS's verdict on the path alone; times are judged above, at the time that was asked for. */
static gboolean
verify (gnutls_x509_crt_t *crts, guint count, LkChainUse use, unsigned *status)
{
  gnutls_x509_trust_list_t list = NULL;
  const char *oid = use == LK_CHAIN_FOR_CLIENT ? OID_CLIENT : OID_SERVER;
  gnutls_typed_vdata_st purpose = { .type = GNUTLS_DT_KEY_PURPOSE_OID,
                                    .data = (guint8 *)oid,
                                    .size = 0 };
  unsigned flags = GNUTLS_VERIFY_DISABLE_TIME_CHECKS | GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS |
                   GNUTLS_VERIFY_DISABLE_CRL_CHECKS;
  gboolean ok;

  if (gnutls_x509_trust_list_init (&list, 0) < 0)
    return FALSE;
  ok = gnutls_x509_trust_list_add_cas (list, &crts[count - 1], 1, 0) == 1 &&
       gnutls_x509_trust_list_verify_crt2 (
         list, crts, count, &purpose, use == LK_CHAIN_FOR_ANY ? 0 : 1, flags, status, NULL) >= 0;
  gnutls_x509_trust_list_deinit (list, 0);
  return ok;
}

static void
check_gnutls (GPtrArray *elements, LkChainUse use)
{
  LkChainElement *leaf = g_ptr_array_index (elements, 0);
  g_autofree gnutls_x509_crt_t *crts = g_new0 (gnutls_x509_crt_t, elements->len);
  unsigned status = 0;

  for (guint i = 0; i < elements->len; i++)
    {
      LkChainElement *element = g_ptr_array_index (elements, i);

      crts[i] = lk_certificate_to_gnutls (element->certificate);
      if (crts[i] == NULL)
        lk_chain_element_set_problem (element, "malformed", _ ("“%s” is not made to the standard: TLS cannot use it."),
                                      lk_certificate_get_title (element->certificate));
      if (crts[i] == NULL)
        {
          free_crts (crts, elements->len);
          return;
        }
    }
  if (!verify (crts, elements->len, use, &status))
    status = GNUTLS_CERT_INVALID;
  free_crts (crts, elements->len);
  for (gsize i = 0; i < G_N_ELEMENTS (verdicts); i++)
    if (status & verdicts[i].status)
      {
        lk_chain_element_set_problem (leaf, verdicts[i].problem, "%s", _ (verdicts[i].reason));
        return;
      }
}

void
lk_chain_check (GPtrArray *elements, GDateTime *time, LkChainUse use)
{
  const LkChainElement *last = g_ptr_array_index (elements, elements->len - 1);
  gboolean clean = TRUE;

  for (guint i = 0; i < elements->len; i++)
    {
      LkChainElement *element = g_ptr_array_index (elements, i);

      check_time (element, time);
      check_critical (element);
      check_purpose (element, i == 0, use);
      if (i == 0)
        check_leaf_usage (element, use);
      else
        {
          check_issuer (element);
          check_path_length (elements, i);
        }
    }
  lk_chain_check_names (elements);
  for (guint i = 0; i < elements->len; i++)
    {
      const LkChainElement *element = g_ptr_array_index (elements, i);

      clean = clean && element->problem == NULL;
    }
  if (clean && last->is_anchor)
    check_gnutls (elements, use);
}
