/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-span.h"

#include <glib/gi18n-lib.h>

#define MINUTE_S 60
#define HOUR_S   (60 * MINUTE_S)
#define DAY_S    (24 * HOUR_S)
#define YEAR_S   (365 * DAY_S)

char *
lk_span_format (gint64 seconds)
{
  const int minutes = (int)(MIN (seconds, YEAR_S) / MINUTE_S);
  const int hours = minutes / 60;
  const int days = (int)MIN (seconds / DAY_S, G_MAXINT);
  const int years = days / 365;

  g_return_val_if_fail (seconds >= 0, NULL);

  if (minutes < 2)
    return g_strdup_printf (ngettext ("%d second", "%d seconds", (gulong)seconds), (int)seconds);
  if (hours < 2)
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong)minutes), minutes);
  if (days < 2)
    return g_strdup_printf (ngettext ("%d hour", "%d hours", (gulong)hours), hours);
  if (years < 2)
    return g_strdup_printf (ngettext ("%d day", "%d days", (gulong)days), days);
  return g_strdup_printf (ngettext ("%d year", "%d years", (gulong)years), years);
}

GDateTime *
lk_span_add (GDateTime *time, gint64 seconds)
{
  const gint64 most = 10000 * (gint64)YEAR_S;
  GDateTime *then = g_date_time_add_seconds (time, (double)CLAMP (seconds, -most, most));

  if (then == NULL && seconds > 0)
    return g_date_time_new_utc (9999, 12, 31, 23, 59, 59);
  return then != NULL ? then : g_date_time_new_utc (1, 1, 1, 0, 0, 0);
}
