/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-check-table.h"

#include "camera/lk-distinguished-name.h"
#include "certificate/lk-chain.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#define SPARE_DAYS 30

static LkCertificate *
get_certificate (LkSituation *situation, LkCheckResult *result)
{
  const LkSituationFields *fields = lk_situation_get_fields (situation);

  if (fields->identity == NULL)
    {
      lk_check_skip (result, _ ("No personal certificate is chosen."));
      return NULL;
    }
  return lk_identity_get_certificate (fields->identity);
}

void
lk_check_installed (LkSituation *situation, LkCheckResult *result)
{
  const LkSituationFields *fields = lk_situation_get_fields (situation);
  const char *place = fields->place;

  if (fields->identity == NULL)
    {
      lk_check_fail (result, _ ("No personal certificate is chosen."));
      return;
    }
  if (place == NULL)
    place = lk_identity_get_source (fields->identity);
  if (place == NULL)
    place = "";
  if (fields->installed == LK_INSTALLED_STORE)
    lk_check_pass (result, _ ("“%s”, installed in %s."),
                   lk_certificate_get_title (lk_identity_get_certificate (fields->identity)),
                   place);
  else if (fields->word_exportable != NULL)
    lk_check_warn (result, _ ("A file, not installed: %s. You gave your word that it serves."), place);
  else
    lk_check_ask (result, _ ("A file, not installed: %s."), place);
}

void
lk_check_exportable (LkSituation *situation, LkCheckResult *result)
{
  const LkSituationFields *fields = lk_situation_get_fields (situation);
  const char *evidence = fields->exportable_evidence != NULL ? fields->exportable_evidence : "";
  g_autofree char *day =
    fields->word_exportable != NULL ? lk_check_format_day (fields->word_exportable) : NULL;

  if (fields->identity == NULL)
    lk_check_skip (result, _ ("No personal certificate is chosen."));
  else if (fields->exportable == LK_ANSWER_YES)
    lk_check_pass (result, _ ("The store says yes: %s"), evidence);
  else if (fields->exportable == LK_ANSWER_NO)
    lk_check_fail (result, _ ("The store says no: %s"), evidence);
  else if (day != NULL)
    lk_check_pass (result, _ ("Your word of %s."), day);
  else
    lk_check_ask (result, _ ("No store can be asked whether this key is exportable."));
}

void
lk_check_key_matches (LkSituation *situation, LkCheckResult *result)
{
  LkCertificate *certificate = get_certificate (situation, result);
  g_autoptr (GError) error = NULL;

  if (certificate == NULL)
    return;
  if (lk_identity_prove (lk_situation_get_fields (situation)->identity, &error))
    lk_check_pass (result, _ ("A signature made with the key verifies with “%s”."), lk_certificate_get_title (certificate));
  else
    lk_check_fail (result, "%s", error->message);
}

void
lk_check_in_period (LkSituation *situation, LkCheckResult *result)
{
  LkCertificate *certificate = get_certificate (situation, result);
  g_autoptr (GDateTime) camera_time = lk_situation_dup_camera_time (situation);
  GDateTime *now = lk_situation_get_fields (situation)->now;
  GDateTime *not_after = certificate != NULL ? lk_certificate_get_not_after (certificate) : NULL;
  g_autofree char *until = not_after != NULL ? lk_check_format_day (not_after) : NULL;
  gint64 days_left =
    not_after != NULL ? g_date_time_difference (not_after, now) / G_TIME_SPAN_DAY : 0;

  if (certificate == NULL)
    return;
  if (until == NULL)
    lk_check_fail (result, _ ("The period cannot be read."));
  else if (g_date_time_compare (now, not_after) > 0)
    lk_check_fail (result, _ ("Expired on %s."), until);
  else if (!lk_certificate_is_valid_at (certificate, now))
    lk_check_fail (result, _ ("Not yet valid by this computer’s clock."));
  else if (!lk_certificate_is_valid_at (certificate, camera_time))
    {
      lk_check_fail (result, _ ("Valid here, but not at the camera’s own time."));
      result->mended_by = "clock";
    }
  else if (days_left < SPARE_DAYS)
    lk_check_warn (result, _ ("Expires on %s, in %" PRId64 " days; after that nobody can log in with it."), until, days_left);
  else
    lk_check_pass (result, _ ("Until %s, %" PRId64 " days to spare."), until, days_left);
}

void
lk_check_client_use (LkSituation *situation, LkCheckResult *result)
{
  LkCertificate *certificate = get_certificate (situation, result);
  const char *const *purposes =
    certificate != NULL ? lk_certificate_get_extended_key_usage (certificate) : NULL;
  const char *common_name =
    certificate != NULL ? lk_certificate_get_common_name (certificate) : NULL;
  LkSslTab *asked = lk_situation_get_fields (situation)->tab;
  const LkSslTabFields *tab = asked != NULL ? lk_ssl_tab_get_fields (asked) : NULL;

  if (certificate == NULL)
    return;
  if (lk_certificate_has_key_usage (certificate) &&
      (lk_certificate_get_key_usage (certificate) & LK_KEY_USAGE_DIGITAL_SIGNATURE) == 0)
    lk_check_fail (result, _ ("The key may not be used to sign, so it cannot prove who you are in TLS."));
  else if (purposes == NULL)
    lk_check_warn (result, _ ("No stated purpose. Cameras that insist on “client authentication” will refuse it."));
  else if (g_strv_contains (purposes, GNUTLS_KP_TLS_WWW_CLIENT) && tab != NULL && tab->cn_is_user)
    lk_check_warn (result, _ ("The camera takes the common name “%s” for the user: see that it has a user of this name, or it refuses the certificate."),
                   common_name != NULL ? common_name : "");
  else if (g_strv_contains (purposes, GNUTLS_KP_TLS_WWW_CLIENT))
    lk_check_pass (result, _ ("The extended key usage names TLS client authentication."));
  else if (g_strv_contains (purposes, GNUTLS_KP_ANY))
    lk_check_warn (result, _ ("For any purpose. Cameras that insist on “client authentication” will refuse it."));
  else
    lk_check_fail (result, _ ("Made for something else: the extended key usage does not name TLS client authentication."));
}

/* The CA certificate that the camera shows with the issuer's name, where the whole one is not
 * known; (nullable). */
static LkTabCertificate *
find_by_name (LkSituation *situation, GPtrArray *elements)
{
  LkSslTab *tab = lk_situation_get_fields (situation)->tab;

  for (guint slot = 1; slot <= LK_MAX_TRUSTED; slot++)
    {
      LkTabCertificate *shown = lk_ssl_tab_get_trusted (tab, slot);

      if (shown == NULL || lk_tab_certificate_get_certificate (shown) != NULL)
        continue;
      for (guint i = 0; i < elements->len; i++)
        {
          const LkChainElement *element = g_ptr_array_index (elements, i);

          if (lk_distinguished_name_equal (lk_tab_certificate_get_subject (shown),
                                           lk_certificate_get_issuer (element->certificate)))
            return shown;
        }
    }
  return NULL;
}

/* OpenSSL, which most cameras are made with, wants the chain to end in a self-signed
 * certificate. */
static gboolean
ends_in_root (LkCertificate *last, GPtrArray *trusted)
{
  if (lk_certificate_is_self_issued (last))
    return TRUE;
  for (guint i = 0; i < trusted->len; i++)
    if (lk_certificate_is_issued_by (last, g_ptr_array_index (trusted, i)))
      return TRUE;
  return FALSE;
}

typedef struct
{
  GPtrArray *trusted;
  LkChain *chain;
  LkCertificate *last;
  gboolean anchored;
  LkTabCertificate *by_name;
} Way;

static gboolean
find_way (LkSituation *situation, Way *way)
{
  const LkSituationFields *fields = lk_situation_get_fields (situation);
  g_autoptr (GDateTime) time = NULL;
  GPtrArray *elements;
  guint n_by_name = 0;

  *way = (Way){ NULL };
  if (fields->identity == NULL || fields->tab == NULL)
    return FALSE;
  time = lk_situation_dup_camera_time (situation);
  way->trusted = lk_situation_dup_trusted (situation, &n_by_name);
  way->chain = lk_chain_new (lk_identity_get_certificate (fields->identity),
                             lk_identity_get_chain (fields->identity), way->trusted, time,
                             LK_CHAIN_FOR_CLIENT);
  way->anchored = lk_chain_get_anchor (way->chain) != NULL;
  elements = lk_chain_get_elements (way->chain);
  way->last =
    ((const LkChainElement *)g_ptr_array_index (elements, elements->len - 1))->certificate;
  if (!way->anchored)
    way->by_name = find_by_name (situation, elements);
  return TRUE;
}

static void
clear_way (Way *way)
{
  g_clear_pointer (&way->trusted, g_ptr_array_unref);
  g_clear_object (&way->chain);
}

void
lk_check_chains (LkSituation *situation, LkCheckResult *result)
{
  Way way;

  if (!find_way (situation, &way))
    {
      lk_check_skip (result, _ ("The camera and the personal certificate are needed first."));
      return;
    }
  if (way.anchored && ends_in_root (way.last, way.trusted))
    lk_check_pass (result, _ ("Issued under “%s”, which the camera trusts."), lk_certificate_get_title (way.last));
  else if (way.anchored)
    lk_check_warn (result, _ ("Issued under “%s”, which is not a root: some cameras want its issuer “%s” as well."),
                   lk_certificate_get_title (way.last), lk_certificate_get_issuer (way.last));
  else if (way.by_name != NULL)
    lk_check_warn (result, _ ("A trusted CA certificate has the issuer’s name, “%s”; the whole certificate is not known here."),
                   lk_tab_certificate_get_title (way.by_name));
  else
    lk_check_fail (result, _ ("The camera does not trust the issuer, “%s”. If you enable now, you lock yourself out."),
                   lk_certificate_get_issuer (way.last));
  clear_way (&way);
}

void
lk_check_rehearsal (LkSituation *situation, LkCheckResult *result)
{
  const LkSituationFields *fields = lk_situation_get_fields (situation);
  g_autofree char *day =
    fields->word_rehearsal != NULL ? lk_check_format_day (fields->word_rehearsal) : NULL;
  Way way;
  gboolean by_name;

  if (fields->rehearsal == NULL || !find_way (situation, &way))
    {
      lk_check_skip (result, _ ("Not rehearsed yet."));
      return;
    }
  by_name = way.by_name != NULL;
  clear_way (&way);
  if (lk_rehearsal_is_passed (fields->rehearsal))
    lk_check_pass (result, _ ("TLS 1.2 and TLS 1.3: accepted with the personal certificate, refused without."));
  else if (by_name && day != NULL)
    lk_check_warn (result, _ ("Matched by name only; your word of %s that it is the issuer’s certificate."), day);
  else if (lk_ssl_tab_count_trusted (fields->tab) == 0)
    {
      lk_check_fail (result, _ ("The camera has no trusted CA certificate yet: import that of the issuer, “%s”, first."),
                     lk_certificate_get_issuer (lk_identity_get_certificate (fields->identity)));
      result->mended_by = "trusted";
    }
  else if (by_name)
    lk_check_ask (result, _ ("Matched by name only: the camera’s CA certificate has the issuer’s name, but the whole one is not known here, so it "
                             "could not be rehearsed."));
  else
    lk_check_fail (result, "%s", lk_rehearsal_get_cause (fields->rehearsal));
}
