/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-span.h"

#define DAY_S 86400

static const struct
{
  gint64 seconds;
  const char *text;
} spans[] = {
  { 0, "0 seconds" },
  { 1, "1 second" },
  { 119, "119 seconds" },
  { 120, "2 minutes" },
  { 7199, "119 minutes" },
  { 7200, "2 hours" },
  { 2 * DAY_S - 1, "47 hours" },
  { 2 * DAY_S, "2 days" },
  { 730 * DAY_S - 1, "729 days" },
  { 730 * DAY_S, "2 years" },
  { 94608000, "3 years" },
  { G_MAXINT64, "5883516 years" },
};

static void
test_units (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      g_autofree char *text = lk_span_format (spans[i].seconds);

      g_assert_cmpstr (text, ==, spans[i].text);
    }
}

static void
test_add (void)
{
  static const struct
  {
    gint64 seconds;
    const char *then;
  } rows[] = {
    { 60, "2026-11-24T12:01:00Z" },
    { -60, "2026-11-24T11:59:00Z" },
    { 8000 * 365 * (gint64)DAY_S, "9999-12-31T23:59:59Z" },
    { -8000 * 365 * (gint64)DAY_S, "0001-01-01T00:00:00Z" },
    { G_MAXINT64, "9999-12-31T23:59:59Z" },
    { G_MININT64, "0001-01-01T00:00:00Z" },
  };
  g_autoptr (GDateTime) time = g_date_time_new_utc (2026, 11, 24, 12, 0, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GDateTime) then = lk_span_add (time, rows[i].seconds);
      g_autofree char *text = g_date_time_format_iso8601 (then);

      g_assert_cmpstr (text, ==, rows[i].then);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/span/largest-fitting-unit", test_units);
  g_test_add_func ("/base/span/ends-of-the-calendar", test_add);
  return g_test_run ();
}
