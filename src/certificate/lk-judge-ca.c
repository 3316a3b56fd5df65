/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Is it a CA, and one that the camera can take? */

#include "config.h"

#include "certificate/lk-judge-private.h"

#include <glib/gi18n-lib.h>

#define OID_BASIC_CONSTRAINTS "2.5.29.19"

static gboolean
is_not_ca (LkCertificate *certificate)
{
  return !lk_judge_claims_ca (certificate);
}

gboolean
lk_judge_not_ca_issued (LkJudge *judge, LkArguments *arguments)
{
  arguments->texts[0] = g_strdup (lk_certificate_get_issuer (judge->certificate));
  return is_not_ca (judge->certificate) && !lk_certificate_is_self_issued (judge->certificate);
}

gboolean
lk_judge_not_ca_root (LkJudge *judge, LkArguments *arguments)
{
  return is_not_ca (judge->certificate) && lk_certificate_is_self_issued (judge->certificate);
}

gboolean
lk_judge_ca_no_certsign (LkJudge *judge, LkArguments *arguments)
{
  return lk_certificate_has_basic_constraints_ca (judge->certificate) &&
         !lk_certificate_is_ca (judge->certificate);
}

gboolean
lk_judge_certsign_no_ca (LkJudge *judge, LkArguments *arguments)
{
  return (lk_certificate_get_key_usage (judge->certificate) & LK_KEY_USAGE_KEY_CERT_SIGN) != 0 &&
         !lk_certificate_has_basic_constraints_ca (judge->certificate);
}

gboolean
lk_judge_v1_root (LkJudge *judge, LkArguments *arguments)
{
  return lk_certificate_get_version (judge->certificate) < 3 &&
         lk_certificate_is_self_issued (judge->certificate) &&
         lk_certificate_get_extensions (judge->certificate)->len == 0;
}

gboolean
lk_judge_bc_not_critical (LkJudge *judge, LkArguments *arguments)
{
  LkExtension *constraints =
    lk_certificate_find_extension (judge->certificate, OID_BASIC_CONSTRAINTS);
  gboolean not_critical = constraints != NULL && !lk_extension_is_critical (constraints);
  gboolean no_usage = !lk_certificate_has_key_usage (judge->certificate);

  if (not_critical && no_usage)
    arguments->texts[0] = g_strdup (_ ("“basic constraints” is not marked critical, and “key usage” is missing"));
  else
    arguments->texts[0] = g_strdup (not_critical ? _ ("“basic constraints” is not marked critical") : _ ("“key usage” is missing"));
  return lk_certificate_has_basic_constraints_ca (judge->certificate) && (not_critical || no_usage);
}

gboolean
lk_judge_ca_eku_limits (LkJudge *judge, LkArguments *arguments)
{
  const char *const *purposes = lk_certificate_get_extended_key_usage (judge->certificate);

  arguments->texts[0] = lk_judge_list_purposes (judge->certificate);
  return lk_judge_claims_ca (judge->certificate) && purposes != NULL &&
         !g_strv_contains (purposes, GNUTLS_KP_TLS_WWW_CLIENT) &&
         !g_strv_contains (purposes, GNUTLS_KP_ANY);
}

gboolean
lk_judge_empty_subject (LkJudge *judge, LkArguments *arguments)
{
  return lk_judge_claims_ca (judge->certificate) &&
         *lk_certificate_get_subject (judge->certificate) == '\0';
}

/* The number of the slot whose CA satisfies the test, from 1; 0 for none. */
static guint
find_slot (LkJudge *judge, gboolean (*fits) (LkCertificate *own, LkCertificate *other))
{
  GPtrArray *trusted = judge->context->trusted;

  for (guint i = 0; trusted != NULL && i < trusted->len; i++)
    {
      LkCertificate *other = g_ptr_array_index (trusted, i);

      if (other != NULL && fits (judge->certificate, other))
        return i + 1;
    }
  return 0;
}

static gboolean
has_same_name_and_other_key (LkCertificate *own, LkCertificate *other)
{
  return lk_name_equal (lk_certificate_get_subject_item (own),
                        lk_certificate_get_subject_item (other)) &&
         g_strcmp0 (lk_certificate_get_spki_sha256 (own), lk_certificate_get_spki_sha256 (other)) !=
           0;
}

gboolean
lk_judge_same_subject (LkJudge *judge, LkArguments *arguments)
{
  guint slot = find_slot (judge, has_same_name_and_other_key);

  arguments->texts[0] = g_strdup_printf ("%u", slot);
  return slot > 0;
}

gboolean
lk_judge_installed (LkJudge *judge, LkArguments *arguments)
{
  guint slot = find_slot (judge, lk_certificate_equal);

  arguments->texts[0] = g_strdup_printf ("%u", slot);
  return slot > 0;
}

gboolean
lk_judge_slots_full (LkJudge *judge, LkArguments *arguments)
{
  guint capacity = judge->context->trusted_capacity;

  arguments->texts[0] = g_strdup_printf ("%u", capacity);
  return capacity > 0 && judge->anchors != NULL && judge->anchors->len >= capacity &&
         find_slot (judge, lk_certificate_equal) == 0;
}

/* Only where the signature can be checked at all: an unknown algorithm, or one that this kind of
 * key does not make, proves nothing. */
gboolean
lk_judge_self_signature (LkJudge *judge, LkArguments *arguments)
{
  LkCertificate *certificate = judge->certificate;
  gnutls_sign_algorithm_t sign =
    gnutls_oid_to_sign (lk_certificate_get_signature_algorithm (certificate));
  gnutls_pk_algorithm_t key =
    gnutls_oid_to_pk (lk_public_key_get_oid (lk_certificate_get_public_key (certificate)));

  return lk_judge_is_self_signed (certificate) &&
         lk_certificate_is_signature_checkable (certificate) && sign != GNUTLS_SIGN_UNKNOWN &&
         key != GNUTLS_PK_UNKNOWN && gnutls_sign_supports_pk_algorithm (sign, key) &&
         !lk_certificate_is_issued_by (certificate, certificate);
}

gboolean
lk_judge_not_root (LkJudge *judge, LkArguments *arguments)
{
  arguments->texts[0] = g_strdup (lk_certificate_get_issuer (judge->certificate));
  return lk_certificate_is_ca (judge->certificate) &&
         !lk_certificate_is_self_issued (judge->certificate);
}
