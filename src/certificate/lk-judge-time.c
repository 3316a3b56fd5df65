/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Is it in its period, here and at the camera, and for how long? */

#include "config.h"

#include "certificate/lk-judge-private.h"

#include <glib/gi18n-lib.h>

#define DAY_S          (G_GINT64_CONSTANT (24) * 60 * 60)
#define SOON_S         (30 * DAY_S)
#define SOON_CA_S      (180 * DAY_S)
#define CLOCK_SLACK_S  (5 * 60)
#define LAST_SECOND_32 G_GINT64_CONSTANT (0x7fffffff) /* 2038-01-19T03:14:07Z */

static gint64
seconds_between (GDateTime *from, GDateTime *to)
{
  return g_date_time_difference (to, from) / G_TIME_SPAN_SECOND;
}

static gboolean
is_expired_at (LkCertificate *certificate, GDateTime *time)
{
  GDateTime *not_after = lk_certificate_get_not_after (certificate);

  return not_after != NULL && g_date_time_compare (time, not_after) > 0;
}

static gboolean
is_early_at (LkCertificate *certificate, GDateTime *time)
{
  GDateTime *not_before = lk_certificate_get_not_before (certificate);

  return not_before != NULL && g_date_time_compare (time, not_before) < 0;
}

gboolean
lk_judge_expired (LkJudge *judge, LkArguments *arguments)
{
  GDateTime *not_after = lk_certificate_get_not_after (judge->certificate);

  if (!is_expired_at (judge->certificate, judge->now))
    return FALSE;
  arguments->texts[0] = lk_judge_format_days (seconds_between (not_after, judge->now));
  arguments->texts[1] = lk_judge_format_day (not_after);
  return TRUE;
}

/* The first above the leaf that the test fits. */
static LkCertificate *
find_above (LkJudge *judge,
            gboolean (*fits) (LkCertificate *certificate, GDateTime *time),
            GDateTime *time)
{
  GPtrArray *elements = judge->chain != NULL ? lk_chain_get_elements (judge->chain) : NULL;

  for (guint i = 1; elements != NULL && i < elements->len; i++)
    {
      const LkChainElement *element = g_ptr_array_index (elements, i);

      if (fits (element->certificate, time))
        return element->certificate;
    }
  return NULL;
}

gboolean
lk_judge_issuer_expired (LkJudge *judge, LkArguments *arguments)
{
  LkCertificate *issuer = find_above (judge, is_expired_at, judge->now);

  if (issuer == NULL)
    return FALSE;
  arguments->texts[0] = g_strdup (lk_certificate_get_title (issuer));
  arguments->texts[1] = lk_judge_format_day (lk_certificate_get_not_after (issuer));
  return TRUE;
}

gboolean
lk_judge_not_yet_valid (LkJudge *judge, LkArguments *arguments)
{
  GDateTime *not_before = lk_certificate_get_not_before (judge->certificate);

  if (!is_early_at (judge->certificate, judge->now))
    return FALSE;
  arguments->texts[0] = lk_judge_format_day (not_before);
  arguments->texts[1] = lk_judge_format_days (seconds_between (judge->now, not_before) + DAY_S - 1);
  return TRUE;
}

/* Whether the certificate, or one above it, is in its period here but not by the camera's clock. */
static gboolean
is_refused_by_clock (LkJudge *judge)
{
  GDateTime *there = judge->context->camera_time;
  gboolean refused;

  if (there == NULL || !lk_certificate_is_valid_at (judge->certificate, judge->now))
    return FALSE;
  refused = !lk_certificate_is_valid_at (judge->certificate, there);
  return refused || find_above (judge, is_early_at, there) != NULL ||
         (find_above (judge, is_expired_at, there) != NULL &&
          find_above (judge, is_expired_at, judge->now) == NULL);
}

gboolean
lk_judge_camera_refuses (LkJudge *judge, LkArguments *arguments)
{
  if (!is_refused_by_clock (judge))
    return FALSE;
  arguments->texts[0] = g_date_time_format (judge->context->camera_time, "%Y-%m-%d %H:%M:%S UTC");
  return TRUE;
}

gboolean
lk_judge_camera_clock (LkJudge *judge, LkArguments *arguments)
{
  GDateTime *there = judge->context->camera_time;

  if (there == NULL || is_refused_by_clock (judge) ||
      ABS (seconds_between (judge->now, there)) <= CLOCK_SLACK_S)
    return FALSE;
  arguments->texts[0] = g_date_time_format (there, "%Y-%m-%d %H:%M:%S UTC");
  return TRUE;
}

gboolean
lk_judge_expires_soon (LkJudge *judge, LkArguments *arguments)
{
  GDateTime *not_after = lk_certificate_get_not_after (judge->certificate);
  gint64 rest = not_after != NULL ? seconds_between (judge->now, not_after) : -1;

  if (rest < 0 || rest >= (lk_judge_claims_ca (judge->certificate) ? SOON_CA_S : SOON_S))
    return FALSE;
  arguments->texts[0] = lk_judge_format_days (rest);
  arguments->texts[1] = lk_judge_format_day (not_after);
  return TRUE;
}

gboolean
lk_judge_issuer_expires_first (LkJudge *judge, LkArguments *arguments)
{
  GDateTime *not_after = lk_certificate_get_not_after (judge->certificate);
  LkCertificate *issuer = not_after != NULL ? find_above (judge, is_expired_at, not_after) : NULL;

  if (issuer == NULL || is_expired_at (issuer, judge->now))
    return FALSE;
  arguments->texts[0] = g_strdup (lk_certificate_get_title (issuer));
  arguments->texts[1] = lk_judge_format_day (lk_certificate_get_not_after (issuer));
  return TRUE;
}

gboolean
lk_judge_after_2038 (LkJudge *judge, LkArguments *arguments)
{
  GDateTime *not_after = lk_certificate_get_not_after (judge->certificate);

  return not_after != NULL && g_date_time_to_unix (not_after) > LAST_SECOND_32;
}

gboolean
lk_judge_time_encoding (LkJudge *judge, LkArguments *arguments)
{
  LkTimeOddity oddities = 0;

  for (gboolean not_after = FALSE; not_after <= TRUE; not_after++)
    {
      LkTimeOddity oddity = 0;

      lk_certificate_get_time_form (judge->certificate, not_after, &oddity);
      oddities |= oddity;
    }
  return (oddities & (LK_TIME_ODD_NO_SECONDS | LK_TIME_ODD_FRACTION | LK_TIME_ODD_ZONE |
                      LK_TIME_ODD_RANGE)) != 0;
}
