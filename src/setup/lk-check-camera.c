/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-check-table.h"

#include "base/lk-span.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define CLOCK_TOLERANCE_S (5 * 60)
#define CA_SPARE_DAYS     180
#define SECONDS_A_DAY     (24 * 60 * 60)

void
lk_check_firmware (LkSituation *situation, LkCheckResult *result)
{
  const LkSituationFields *fields = lk_situation_get_fields (situation);
  const char *firmware =
    fields->facts != NULL ? lk_camera_facts_get_fields (fields->facts)->firmware : NULL;
  gboolean enabled = fields->tab != NULL && lk_ssl_tab_get_fields (fields->tab)->client_enabled;

  if (fields->facts == NULL || fields->tab == NULL)
    lk_check_skip (result, _ ("The camera was not asked yet."));
  else if (lk_situation_get_way (situation) == LK_WAY_BEFORE_UPDATE && fields->identity == NULL)
    lk_check_fail (result, _ ("Way (B): client authentication is on and the firmware is %s. The personal certificate must be installed "
                              "before the update to 3.0; none is chosen yet."),
                   firmware != NULL ? firmware : _ ("unknown"));
  else if (lk_situation_get_way (situation) == LK_WAY_BEFORE_UPDATE)
    {
      lk_check_warn (result, _ ("Way (B): install the personal certificate on every computer, and only then update the firmware (now %s)."),
                     firmware != NULL ? firmware : _ ("unknown"));
      result->offers_action = TRUE; /* the sheet for every computer */
    }
  else if (firmware == NULL)
    lk_check_warn (result, _ ("The camera does not tell its firmware version. Way (A): first the camera, then the personal certificate."));
  else if (strpbrk (firmware, "0123456789") == NULL)
    lk_check_warn (result, _ ("The firmware version “%s” cannot be compared with 3.0. Way (A): first the camera, then the personal certificate."), firmware);
  else if (lk_firmware_compare (firmware, LK_FIRST_SAFE_FIRMWARE) < 0)
    lk_check_warn (result, _ ("Firmware %s is older than 3.0. Better update it now, while client authentication is off; then way (A)."), firmware);
  else if (enabled)
    lk_check_pass (result, _ ("Firmware %s; client authentication is on already."), firmware);
  else
    lk_check_pass (result, _ ("Firmware %s. Way (A): client authentication is enabled for the first time."), firmware);
}

void
lk_check_clock (LkSituation *situation, LkCheckResult *result)
{
  const LkSituationFields *fields = lk_situation_get_fields (situation);
  const LkCameraFactsFields *facts =
    fields->facts != NULL ? lk_camera_facts_get_fields (fields->facts) : NULL;
  gint64 off_s = facts != NULL ? ABS (facts->clock_offset_s) : 0;
  g_autofree char *day = NULL;
  g_autofree char *span = NULL;

  if (facts == NULL)
    {
      lk_check_skip (result, _ ("The camera was not asked yet."));
      return;
    }
  if (facts->clock == NULL)
    {
      lk_check_warn (result, _ ("The camera does not tell its time, so it could not be compared."));
      return;
    }
  day = g_date_time_format (facts->clock, "%Y-%m-%d %H:%M:%S UTC");
  if (off_s <= CLOCK_TOLERANCE_S)
    lk_check_pass (result, _ ("In step to %" PRId64 " s (%s)."), off_s,
                   facts->clock_source != NULL ? facts->clock_source : day);
  else
    {
      span = lk_span_format (off_s);
      /* Translators: a time, and a span of time such as “3 minutes” */
      lk_check_fail (result, _ ("The camera believes it is %s, which is off by %s."), day, span);
    }
}

static gboolean
has_old_tls_only (const LkSslTabFields *tab)
{
  return tab->tls_versions != LK_TLS_NOT_TOLD &&
         (tab->tls_versions & (LK_TLS_HAS_1_2 | LK_TLS_HAS_1_3)) == 0;
}

void
lk_check_server (LkSituation *situation, LkCheckResult *result)
{
  const LkSituationFields *fields = lk_situation_get_fields (situation);
  const LkSslTabFields *tab = fields->tab != NULL ? lk_ssl_tab_get_fields (fields->tab) : NULL;
  GDateTime *not_after = tab != NULL && tab->server_certificate != NULL
                           ? lk_tab_certificate_get_not_after (tab->server_certificate)
                           : NULL;
  g_autofree char *versions = tab != NULL ? lk_tls_versions_dup_names (tab->tls_versions) : NULL;

  if (tab == NULL)
    lk_check_skip (result, _ ("The camera was not asked yet."));
  else if (tab->ssl_function != LK_SSL_FUNCTION_ENABLE &&
           tab->ssl_function != LK_SSL_FUNCTION_ENABLE_WITH_HTTP)
    lk_check_fail (result, _ ("The SSL function is “%s”."), lk_ssl_function_get_label (tab->ssl_function));
  else if (tab->server_certificate == NULL || tab->server_status == LK_SERVER_STATUS_NONE)
    lk_check_fail (result, _ ("No server certificate is on the camera."));
  else if (tab->server_status != LK_SERVER_STATUS_VALID)
    lk_check_fail (result, _ ("The server certificate “%s” is Invalid."), lk_tab_certificate_get_title (tab->server_certificate));
  else if (not_after != NULL && g_date_time_compare (not_after, fields->now) < 0)
    lk_check_warn (result, _ ("The server certificate “%s” is Valid for the camera, but expired."),
                   lk_tab_certificate_get_title (tab->server_certificate));
  else if (has_old_tls_only (tab))
    lk_check_warn (result, _ ("Only TLS %s is enabled on the camera. Today’s browsers and viewers speak 1.2 and 1.3 and will not get in: enable these on the camera."), versions);
  else
    lk_check_pass (result, _ ("“%s”, Valid."), lk_tab_certificate_get_title (tab->server_certificate));
}

/* Why one trusted CA certificate is no use; (transfer full) (nullable). */
static char *
find_fault (LkTabCertificate *shown, GDateTime *time)
{
  LkCertificate *whole = lk_tab_certificate_get_certificate (shown);
  GDateTime *not_before = lk_tab_certificate_get_not_before (shown);
  GDateTime *not_after = lk_tab_certificate_get_not_after (shown);
  const char *title = lk_tab_certificate_get_title (shown);
  g_autofree char *day = NULL;

  if (whole != NULL && !lk_certificate_is_ca (whole))
    return g_strdup_printf (_ ("“%s” is not a CA certificate."), title);
  if (not_after != NULL && g_date_time_compare (time, not_after) > 0)
    {
      day = lk_check_format_day (not_after);
      return g_strdup_printf (_ ("“%s” expired on %s."), title, day);
    }
  if (not_before != NULL && g_date_time_compare (time, not_before) < 0)
    {
      day = lk_check_format_day (not_before);
      return g_strdup_printf (_ ("“%s” is not valid before %s."), title, day);
    }
  return NULL;
}

static GDateTime *
earlier (GDateTime *one, GDateTime *other)
{
  if (one == NULL || other == NULL)
    return one != NULL ? one : other;
  return g_date_time_compare (one, other) <= 0 ? one : other;
}

/* What the trusted CA certificates come to together. */
typedef struct
{
  char *fault; /* (nullable) of the first that is no use */
  gboolean is_clock;
  LkTabCertificate *dateless; /* (nullable) */
  GDateTime *first_end;       /* (nullable) */
} TrustedSum;

/* By the clock of this computer and by the camera's. */
static void
judge_trusted (TrustedSum *sum, LkTabCertificate *shown, GDateTime *now, GDateTime *camera_time)
{
  g_autofree char *fault_there = NULL;

  if (lk_tab_certificate_get_not_after (shown) == NULL)
    sum->dateless = shown;
  sum->first_end = earlier (sum->first_end, lk_tab_certificate_get_not_after (shown));
  if (sum->fault != NULL)
    return;
  sum->fault = find_fault (shown, now);
  if (sum->fault != NULL)
    return;
  fault_there = find_fault (shown, camera_time);
  sum->is_clock = fault_there != NULL;
  if (sum->is_clock)
    sum->fault = g_strdup_printf (_ ("“%s” is valid here, but not at the camera’s own time."),
                                  lk_tab_certificate_get_title (shown));
}

static void
tell_first_end (LkCheckResult *result, guint count, GDateTime *first_end, GDateTime *now)
{
  g_autofree char *day =
    first_end != NULL ? lk_check_format_day (first_end) : g_strdup (_ ("unknown"));

  if (first_end != NULL &&
      g_date_time_difference (first_end, now) / G_TIME_SPAN_DAY < CA_SPARE_DAYS)
    lk_check_warn (result, ngettext ("%u trusted CA certificate; it expires on %s.", "%u trusted CA certificates; the first expires on %s.", count),
                   count, day);
  else
    lk_check_pass (result, ngettext ("%u trusted CA certificate, valid until %s.", "%u trusted CA certificates, the first valid until %s.", count),
                   count, day);
}

void
lk_check_trusted (LkSituation *situation, LkCheckResult *result)
{
  const LkSituationFields *fields = lk_situation_get_fields (situation);
  g_autoptr (GDateTime) camera_time = lk_situation_dup_camera_time (situation);
  guint count = fields->tab != NULL ? lk_ssl_tab_count_trusted (fields->tab) : 0;
  TrustedSum sum = { NULL };
  g_autofree char *fault = NULL;

  for (guint slot = 1; count > 0 && slot <= LK_MAX_TRUSTED; slot++)
    {
      LkTabCertificate *shown = lk_ssl_tab_get_trusted (fields->tab, slot);

      if (shown != NULL)
        judge_trusted (&sum, shown, fields->now, camera_time);
    }
  fault = sum.fault;
  if (fields->tab == NULL)
    lk_check_skip (result, _ ("The camera was not asked yet."));
  else if (count == 0)
    lk_check_fail (result, _ ("No trusted CA certificate is on the camera."));
  else if (fault != NULL)
    lk_check_fail (result, "%s", fault);
  else if (sum.dateless != NULL)
    lk_check_warn (result, _ ("The period of “%s” cannot be read."), lk_tab_certificate_get_title (sum.dateless));
  else
    tell_first_end (result, count, sum.first_end, fields->now);
  if (sum.is_clock)
    result->mended_by = "clock";
}

void
lk_check_way_back (LkSituation *situation, LkCheckResult *result)
{
  const LkSituationFields *fields = lk_situation_get_fields (situation);

  if (fields->lifeline == LK_ANSWER_YES)
    lk_check_pass (result, "%s",
                   fields->lifeline_evidence != NULL ? fields->lifeline_evidence
                                                     : _ ("The lifeline is open."));
  else if (fields->plain_http == LK_ANSWER_YES)
    lk_check_warn (result, _ ("The camera answers plain HTTP, which stays open whatever TLS demands."));
  else if (fields->lifeline == LK_ANSWER_NO)
    lk_check_fail (result, _ ("No lifeline: %s"),
                   fields->lifeline_evidence != NULL ? fields->lifeline_evidence : "");
  else
    lk_check_skip (result, _ ("Not tried yet."));
}

void
lk_check_others (LkSituation *situation, LkCheckResult *result)
{
  const LkSituationFields *fields = lk_situation_get_fields (situation);
  g_autofree char *day =
    fields->word_others != NULL ? lk_check_format_day (fields->word_others) : NULL;

  if (day != NULL)
    lk_check_pass (result, _ ("Your word of %s."), day);
  else
    lk_check_ask (result, _ ("Only you can know whether recorders and other users have their personal certificates."));
}
