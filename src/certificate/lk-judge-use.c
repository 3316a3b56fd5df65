/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Is it made for what it is to be used for? */

#include "config.h"

#include "certificate/lk-judge-private.h"

static gboolean
lacks_purpose (LkCertificate *certificate, const char *oid)
{
  const char *const *purposes = lk_certificate_get_extended_key_usage (certificate);

  return purposes != NULL && !g_strv_contains (purposes, oid) &&
         !g_strv_contains (purposes, GNUTLS_KP_ANY);
}

gboolean
lk_judge_eku_no_client (LkJudge *judge, LkArguments *arguments)
{
  arguments->texts[0] = lk_judge_list_purposes (judge->certificate);
  return lacks_purpose (judge->certificate, GNUTLS_KP_TLS_WWW_CLIENT);
}

gboolean
lk_judge_eku_no_server (LkJudge *judge, LkArguments *arguments)
{
  arguments->texts[0] = lk_judge_list_purposes (judge->certificate);
  return lacks_purpose (judge->certificate, GNUTLS_KP_TLS_WWW_SERVER);
}

gboolean
lk_judge_eku_absent (LkJudge *judge, LkArguments *arguments)
{
  const char *const *purposes = lk_certificate_get_extended_key_usage (judge->certificate);

  return purposes == NULL || (g_strv_contains (purposes, GNUTLS_KP_ANY) &&
                              !g_strv_contains (purposes, GNUTLS_KP_TLS_WWW_CLIENT));
}

gboolean
lk_judge_ku_no_sign (LkJudge *judge, LkArguments *arguments)
{
  return lk_certificate_has_key_usage (judge->certificate) &&
         (lk_certificate_get_key_usage (judge->certificate) & LK_KEY_USAGE_DIGITAL_SIGNATURE) == 0;
}

/* With TLS 1.2 and static RSA, which hardly anybody offers any more, a key that may only decrypt is
 * enough. */
static gboolean
can_decrypt (LkJudge *judge)
{
  return g_str_equal (lk_certificate_get_key_algorithm (judge->certificate), "RSA") &&
         (lk_certificate_get_key_usage (judge->certificate) & LK_KEY_USAGE_KEY_ENCIPHERMENT) != 0;
}

gboolean
lk_judge_ku_no_server (LkJudge *judge, LkArguments *arguments)
{
  return lk_judge_ku_no_sign (judge, arguments) && !can_decrypt (judge);
}

gboolean
lk_judge_ku_only_decrypts (LkJudge *judge, LkArguments *arguments)
{
  return lk_judge_ku_no_sign (judge, arguments) && can_decrypt (judge);
}

gboolean
lk_judge_address (LkJudge *judge, LkArguments *arguments)
{
  const char *address = judge->context->address;
  gnutls_x509_crt_t crt = address != NULL ? lk_certificate_to_gnutls (judge->certificate) : NULL;
  gboolean covered = crt == NULL || gnutls_x509_crt_check_hostname (crt, address) != 0;

  g_clear_pointer (&crt, gnutls_x509_crt_deinit);
  arguments->texts[0] = g_strdup (address);
  return !covered;
}

gboolean
lk_judge_cn_not_user (LkJudge *judge, LkArguments *arguments)
{
  const char *name = lk_certificate_get_common_name (judge->certificate);
  const char *const *users = judge->context->users;

  arguments->texts[0] = g_strdup (name != NULL ? name : "");
  return judge->context->limits.maps_name_to_user && users != NULL &&
         (name == NULL || !g_strv_contains (users, name));
}
