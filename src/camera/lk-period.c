/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-period.h"

#include <stdlib.h>
#include <string.h>

#define MAX_TEXT_BYTES 256

#define MONTH  "(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
#define CLOCK  "(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:\\.\\d+)?)?"
#define ZONE   "(?:\\s*(?<zone>Z\\b|UTC|GMT|[+-]\\d{2}:\\d{2}|[+-]\\d{4}(?![-/.\\d])))"
#define NOT_IN "(?<!\\d)(?<!\\d[/.])"

/* One alternative a way to write a date. */
static const char date_pattern[] =
  /* 2026-01-05, 2026/1/5 00:00:00, 2026-01-05T00:00:00Z */
  NOT_IN "(?:(?<year>\\d{4})([-/.])(?<month>\\d{1,2})\\g{-2}(?<day>\\d{1,2})(?!\\d)(?:[T,\\s]\\s*" CLOCK ZONE "?)?"
         /* Jan  5 00:00:00 2026 GMT */
         "|\\b" MONTH "\\.?\\s+(?<day>\\d{1,2}),?\\s+" CLOCK "\\s+(?<year>\\d{4})" ZONE "?"
         /* Jan 5, 2026 00:00 */
         "|\\b" MONTH "\\.?\\s+(?<day>\\d{1,2}),?\\s+(?<year>\\d{4})(?!\\d)(?:,?\\s+" CLOCK ZONE "?)?"
         /* 5 January 2026, 05-Jan-2026 00:00:00 GMT */
         "|(?<day>\\d{1,2})(?:\\s+|-)" MONTH "\\.?(?:\\s+|-)(?<year>\\d{4})(?!\\d)(?:,?\\s+" CLOCK ZONE "?)?"
         /* 20260105000000Z, 20260105 */
         "|(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})(?:T?(?<hour>\\d{2})(?<minute>\\d{2})(?<second>\\d{2})(?<zone>Z)?)?(?!\\d)"
         /* 2026年1月5日 */
         "|(?<year>\\d{4})年\\s*(?<month>\\d{1,2})月\\s*(?<day>\\d{1,2})日(?:\\s*" CLOCK ZONE "?)?)";

static GRegex *
get_date_regex (void)
{
  static gsize once;
  static GRegex *regex;

  if (g_once_init_enter (&once))
    {
      regex =
        g_regex_new (date_pattern, G_REGEX_CASELESS | G_REGEX_DUPNAMES | G_REGEX_OPTIMIZE, 0, NULL);
      g_once_init_leave (&once, 1);
    }
  return regex;
}

/* The number of a group, -1 where the date has no such part. */
static int
fetch_number (GMatchInfo *match, const char *group)
{
  g_autofree char *text = g_match_info_fetch_named (match, group);

  return text != NULL && g_ascii_isdigit (text[0]) ? atoi (text) : -1;
}

static int
fetch_month (GMatchInfo *match)
{
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  g_autofree char *text = g_match_info_fetch_named (match, "month");
  g_autofree char *lower = g_ascii_strdown (text != NULL ? text : "", -1);
  const char *found;

  if (g_ascii_isdigit (lower[0]))
    return atoi (lower);
  found = strlen (lower) == 3 ? strstr (months, lower) : NULL;
  return found != NULL ? (int)(found - months) / 3 + 1 : -1;
}

static GTimeZone *
fetch_zone (GMatchInfo *match)
{
  g_autofree char *text = g_match_info_fetch_named (match, "zone");
  GTimeZone *zone = NULL;

  if (text != NULL && (text[0] == '+' || text[0] == '-'))
    zone = g_time_zone_new_identifier (text);
  return zone != NULL ? zone : g_time_zone_new_utc ();
}

/* The date in UTC, NULL where it is none (the 31st of February). */
static GDateTime *
read_date (GMatchInfo *match, guint *resolution_s)
{
  int hour = fetch_number (match, "hour");
  int minute = fetch_number (match, "minute");
  int second = fetch_number (match, "second");
  g_autoptr (GTimeZone) zone = fetch_zone (match);
  g_autoptr (GDateTime) local = NULL;

  *resolution_s = hour < 0 ? 86400 : second < 0 ? 60
                                                : 1;
  local =
    g_date_time_new (zone, fetch_number (match, "year"), fetch_month (match),
                     fetch_number (match, "day"), MAX (hour, 0), MAX (minute, 0), MAX (second, 0));
  return local != NULL ? g_date_time_to_utc (local) : NULL;
}

gboolean
lk_period_parse (LkPeriod *period, const char *text)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_auto (LkPeriod) read = { 0 };
  guint resolution_s;
  gboolean matched;

  g_return_val_if_fail (period != NULL, FALSE);

  if (text == NULL || strlen (text) > MAX_TEXT_BYTES || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (matched = g_regex_match (get_date_regex (), text, 0, &match); matched;
       matched = g_match_info_next (match, NULL))
    {
      g_autoptr (GDateTime) date = read_date (match, &resolution_s);

      if (date == NULL || read.not_after != NULL)
        return FALSE;
      read.resolution_s = MAX (read.resolution_s, resolution_s);
      if (read.not_before == NULL)
        read.not_before = g_steal_pointer (&date);
      else
        read.not_after = g_steal_pointer (&date);
    }
  if (read.not_after == NULL || g_date_time_compare (read.not_after, read.not_before) < 0)
    return FALSE;
  *period = read;
  read = (LkPeriod){ 0 };
  return TRUE;
}

void
lk_period_clear (LkPeriod *period)
{
  g_clear_pointer (&period->not_before, g_date_time_unref);
  g_clear_pointer (&period->not_after, g_date_time_unref);
}

static gboolean
is_same (GDateTime *shown, GDateTime *exact, guint resolution_s)
{
  if (exact == NULL)
    return FALSE;
  /* The Unix epoch is a midnight in UTC, so that days and minutes are cut where a clock cuts
   * them. */
  return g_date_time_to_unix (shown) / resolution_s == g_date_time_to_unix (exact) / resolution_s;
}

gboolean
lk_period_covers (const LkPeriod *period, GDateTime *not_before, GDateTime *not_after)
{
  g_return_val_if_fail (period != NULL && period->not_before != NULL && period->not_after != NULL,
                        FALSE);

  return is_same (period->not_before, not_before, period->resolution_s) &&
         is_same (period->not_after, not_after, period->resolution_s);
}
