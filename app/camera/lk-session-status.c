/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-session-status.h"

#include "base/lk-error.h"
#include "base/lk-span.h"
#include "baseline/lk-error-text.h"
#include "driver/lk-driver.h"

#include <glib/gi18n.h>

/* A clock that differs by no more than this is in step. */
#define CLOCK_TOLERANCE_S 60

typedef struct
{
  LkError code;
  LkStatusLevel level;
  const char *icon_name;
  const char *text;
} ErrorStatus;

static const ErrorStatus error_statuses[] = {
  { LK_ERROR_UNREACHABLE, LK_STATUS_BAD, "network-error-symbolic", N_ ("Cannot be reached") },
  { LK_ERROR_TIMEOUT, LK_STATUS_BAD, "network-error-symbolic", N_ ("Does not answer") },
  { LK_ERROR_AUTH_REFUSED, LK_STATUS_WARNING, "dialog-password-symbolic", N_ ("Log in to read it") },
  { LK_ERROR_PEER_UNTRUSTED, LK_STATUS_WARNING, "dialog-question-symbolic", N_ ("Its key is to be compared") },
  { LK_ERROR_CLIENT_REFUSED, LK_STATUS_WARNING, "changes-prevent-symbolic", N_ ("Asks for a personal certificate") },
  { LK_ERROR_PLAIN_TEXT, LK_STATUS_WARNING, "dialog-warning-symbolic", N_ ("Would not be encrypted") },
};

int
lk_days_until (GDateTime *time, GDateTime *now)
{
  GTimeSpan span = g_date_time_difference (time, now);
  GTimeSpan days = span / G_TIME_SPAN_DAY;

  return (int)(span < 0 && span % G_TIME_SPAN_DAY != 0 ? days - 1 : days);
}

const char *
lk_status_level_get_style (LkStatusLevel level)
{
  static const char *const styles[] = {
    [LK_STATUS_NEUTRAL] = "dim-label",
    [LK_STATUS_GOOD] = "success",
    [LK_STATUS_WARNING] = "warning",
    [LK_STATUS_BAD] = "error",
  };

  return styles[level];
}

static LkSessionStatus
describe_error (const GError *error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (error_statuses); i++)
    if (g_error_matches (error, LK_ERROR, error_statuses[i].code))
      return (LkSessionStatus){ error_statuses[i].level, error_statuses[i].icon_name,
                                g_strdup (_ (error_statuses[i].text)) };

  if (lk_error_text_is_silent (error))
    return (LkSessionStatus){ LK_STATUS_NEUTRAL, "camera-video-symbolic", g_strdup (_ ("Not read")) };
  return (LkSessionStatus){ LK_STATUS_BAD, "dialog-warning-symbolic", g_strdup (_ ("Could not be read")) };
}

/* The days left of the certificate that ends first, among those that matter. */
static gboolean
find_first_expiry (const LkSslTabFields *tab, GDateTime *now, int *days, gboolean *is_ca)
{
  gboolean found = FALSE;

  for (guint i = 0; i <= LK_MAX_TRUSTED; i++)
    {
      LkTabCertificate *certificate =
        i == LK_MAX_TRUSTED ? tab->server_certificate : tab->trusted[i];
      GDateTime *end = certificate != NULL ? lk_tab_certificate_get_not_after (certificate) : NULL;

      if (end == NULL || (found && lk_days_until (end, now) >= *days))
        continue;
      found = TRUE;
      *days = lk_days_until (end, now);
      *is_ca = i < LK_MAX_TRUSTED;
    }
  return found;
}

static char *
describe_expiry (int days, gboolean is_ca)
{
  if (days < 0)
    return g_strdup (is_ca ? _ ("A CA certificate has expired") : _ ("The server certificate has expired"));
  if (is_ca)
    return g_strdup_printf (ngettext ("CA expires in %d day", "CA expires in %d days", (gulong)days), days);
  return g_strdup_printf (ngettext ("Server certificate expires in %d day", "Server certificate expires in %d days", (gulong)days), days);
}

LkSessionStatus
lk_session_status_describe (LkSslTab *tab, const GError *error, GDateTime *now)
{
  const LkSslTabFields *fields;
  gboolean is_ca = FALSE;
  int days = 0;

  if (error != NULL)
    return describe_error (error);
  if (tab == NULL)
    return (LkSessionStatus){ LK_STATUS_NEUTRAL, "camera-video-symbolic", g_strdup (_ ("Not read yet")) };

  fields = lk_ssl_tab_get_fields (tab);
  if (fields->server_status == LK_SERVER_STATUS_INVALID)
    return (LkSessionStatus){ LK_STATUS_WARNING, "dialog-warning-symbolic", g_strdup (_ ("Server certificate is not valid")) };
  if (find_first_expiry (fields, now, &days, &is_ca) && days < LK_EXPIRY_WARNING_DAYS)
    return (LkSessionStatus){ days < 0 ? LK_STATUS_BAD : LK_STATUS_WARNING,
                              "dialog-warning-symbolic", describe_expiry (days, is_ca) };
  if (fields->client_enabled)
    return (LkSessionStatus){ LK_STATUS_GOOD, "changes-prevent-symbolic", g_strdup (_ ("Client authentication on")) };
  return (LkSessionStatus){ LK_STATUS_NEUTRAL, "changes-allow-symbolic", g_strdup (_ ("Client authentication off")) };
}

static char *
describe_clock (const LkCameraFactsFields *facts)
{
  g_autofree char *span = lk_span_format (ABS (facts->clock_offset_s));

  if (ABS (facts->clock_offset_s) <= CLOCK_TOLERANCE_S)
    return g_strdup (_ ("clock in step"));
  if (facts->clock_offset_s > 0)
    /* Translators: %s is a span of time such as “3 minutes” */
    return g_strdup_printf (_ ("clock %s ahead"), span);
  /* Translators: %s is a span of time such as “3 minutes” */
  return g_strdup_printf (_ ("clock %s behind"), span);
}

/* The names of the languages are the same everywhere. */
static char *
describe_language (const char *driver)
{
  return g_strcmp0 (driver, lk_driver_get_profiled ()) == 0 ? g_strdup ("CGI")
                                                            : g_ascii_strup (driver, -1);
}

char *
lk_session_status_dup_subtitle (LkCameraFacts *camera_facts, const char *driver, const char *uri)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const LkCameraFactsFields *facts;

  if (camera_facts == NULL)
    return g_strdup (uri);

  facts = lk_camera_facts_get_fields (camera_facts);
  if (facts->model != NULL)
    g_ptr_array_add (parts, g_strdup (facts->model));
  if (facts->firmware != NULL)
    /* Translators: %s is a version such as 3.0.0 */
    g_ptr_array_add (parts, g_strdup_printf (_ ("firmware %s"), facts->firmware));
  if (facts->clock != NULL)
    g_ptr_array_add (parts, describe_clock (facts));
  if (driver != NULL)
    g_ptr_array_add (parts, describe_language (driver));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **)parts->pdata);
}
