/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-facts.h"
#include "camera/lk-distinguished-name.h"
#include "camera/lk-extended-key-usage.h"
#include "camera/lk-period.h"

/* Text as cameras print it, and what is read from it. */

static const struct
{
  const char *a;
  const char *b;
  gboolean equal;
} name_rows[] = {
  { "CN=Site CA,O=Example", "CN=Site CA,O=Example", TRUE },
  { "CN=Site CA,O=Example", "CN=Site CA, O=Example", TRUE },
  { "CN=Site CA,O=Example", "O = Example, CN = Site CA", TRUE },
  { "CN=Site CA,O=Example", "/O=Example/CN=Site CA", TRUE },
  { "CN=Site CA,O=Example", "cn=site ca;o=EXAMPLE", TRUE },
  { "CN=Site CA,O=Example", "commonName=Site  CA , organizationName=Example ", TRUE },
  { "CN=Site CA,O=Example", "2.5.4.3=Site CA,OID.2.5.4.10=Example", TRUE },
  { "CN=Site CA,O=Example", "CN=#0c0753697465204341,O=Example", TRUE },
  { "CN=a\\,b,O=Example", "CN=\"a,b\",O=Example", TRUE },
  { "CN=a\\,b", "CN=a\\2cb", TRUE },
  { "CN=J\\C3\\BCrgen", "CN=Jürgen", TRUE },
  { "CN=a+OU=b,O=c", "OU=b+CN=a,O=c", TRUE },
  { "/CN=http://a/b/O=c", "CN=http://a/b,O=c", TRUE },
  { "EMAILADDRESS=a@b.example,CN=x", "E=a@b.example,CN=x", TRUE },
  { "ST=Tokyo,C=JP", "S=Tokyo,C=JP", TRUE },
  { "", "", TRUE },
  { "nonsense", "nonsense", TRUE },
  { "nonsense", "other nonsense", FALSE },
  { "nonsense", "NONSENSE", FALSE },
  { "CN=Site CA,O=Example", "CN=Site CA", FALSE },
  { "CN=Site CA,O=Example", "CN=Site CB,O=Example", FALSE },
  { "CN=Site CA,O=Example", "CN=Example,O=Site CA", FALSE },
  { "CN=a,CN=b", "CN=a,CN=a", FALSE },
  { "CN=a", "CN=a,CN=a", FALSE },
  { "CN=a", "", FALSE },
  { "CN=a", NULL, FALSE },
  { "CN=\\", "CN=", TRUE },
  { "CN=#zz", "CN=#zz", TRUE },
  { "CN=#0c05", "CN=#0c05 ", TRUE },
};

static void
test_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (name_rows); i++)
    {
      g_test_message ("“%s” and “%s”", name_rows[i].a, name_rows[i].b);
      g_assert_cmpint (lk_distinguished_name_equal (name_rows[i].a, name_rows[i].b), ==,
                       name_rows[i].equal);
      g_assert_cmpint (lk_distinguished_name_equal (name_rows[i].b, name_rows[i].a), ==,
                       name_rows[i].equal);
    }
}

static const struct
{
  const char *name;
  const char *common_name;
} common_name_rows[] = {
  { "CN=Site CA,O=Example", "Site CA" },
  { "/C=JP/CN=192.0.2.10", "192.0.2.10" },
  { "O=Example", NULL },
  { "CN=", NULL },
  { "", NULL },
  { "\xff\xfe", NULL },
};

static void
test_common_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (common_name_rows); i++)
    {
      g_autofree char *found = lk_distinguished_name_dup_common_name (common_name_rows[i].name);

      g_assert_cmpstr (found, ==, common_name_rows[i].common_name);
    }
}

static const struct
{
  const char *text;
  const char *not_before; /* NULL: not to be read */
  const char *not_after;
  guint resolution_s;
} period_rows[] = {
  { "2026-01-05 - 2028-01-05", "2026-01-05T00:00:00Z", "2028-01-05T00:00:00Z", 86400 },
  { "2026-01-05 – 2028-01-05", "2026-01-05T00:00:00Z", "2028-01-05T00:00:00Z", 86400 },
  { "2026-01-05-2028-01-05", "2026-01-05T00:00:00Z", "2028-01-05T00:00:00Z", 86400 },
  { "2026/1/5 ~ 2028/1/5", "2026-01-05T00:00:00Z", "2028-01-05T00:00:00Z", 86400 },
  { "From 2026.01.05 to 2028.01.05.", "2026-01-05T00:00:00Z", "2028-01-05T00:00:00Z", 86400 },
  { "2026-01-05 09:30 - 2028-01-05 09:30", "2026-01-05T09:30:00Z", "2028-01-05T09:30:00Z", 60 },
  { "2026-01-05 09:30:07 - 2028-01-05 09:30:08", "2026-01-05T09:30:07Z", "2028-01-05T09:30:08Z", 1 },
  { "2026-01-05 09:30:07-2028-01-05 09:30:08", "2026-01-05T09:30:07Z", "2028-01-05T09:30:08Z", 1 },
  { "2026-01-05T09:30:07Z/2028-01-05T09:30:08Z", "2026-01-05T09:30:07Z", "2028-01-05T09:30:08Z", 1 },
  { "2026-01-05T09:30:07+09:00 2028-01-05T09:30:08+0900", "2026-01-05T00:30:07Z", "2028-01-05T00:30:08Z", 1 },
  { "Jan  5 00:00:00 2026 GMT - Jan  5 00:00:00 2028 GMT", "2026-01-05T00:00:00Z", "2028-01-05T00:00:00Z", 1 },
  { "notBefore=Jan 15 23:59:59 2026 GMT\nnotAfter=Feb 29 23:59:59 2028 GMT", "2026-01-15T23:59:59Z", "2028-02-29T23:59:59Z", 1 },
  { "Mon Jan  5 00:00:00 2026 - Wed Jan  5 00:00:00 2028", "2026-01-05T00:00:00Z", "2028-01-05T00:00:00Z", 1 },
  { "January 5, 2026 - December 31, 2028", "2026-01-05T00:00:00Z", "2028-12-31T00:00:00Z", 86400 },
  { "5 Jan 2026 - 31 Dec 2028", "2026-01-05T00:00:00Z", "2028-12-31T00:00:00Z", 86400 },
  { "05-Jan-2026 10:00:00 GMT to 31-Dec-2028 10:00:00 GMT", "2026-01-05T10:00:00Z", "2028-12-31T10:00:00Z", 1 },
  { "20260105000000Z - 20280105000000Z", "2026-01-05T00:00:00Z", "2028-01-05T00:00:00Z", 1 },
  { "20260105-20280105", "2026-01-05T00:00:00Z", "2028-01-05T00:00:00Z", 86400 },
  { "2026年1月5日 ～ 2028年1月5日", "2026-01-05T00:00:00Z", "2028-01-05T00:00:00Z", 86400 },
  { "2026-01-05 00:00:00 - 9999-12-31 23:59:59", "2026-01-05T00:00:00Z", "9999-12-31T23:59:59Z", 1 },
  { "2026-01-05", NULL, NULL, 0 },
  { "2026-01-05 - 2027-01-05 - 2028-01-05", NULL, NULL, 0 },
  { "2028-01-05 - 2026-01-05", NULL, NULL, 0 },
  { "2026-02-31 - 2028-01-05", NULL, NULL, 0 },
  { "2026-01-05 25:00:00 - 2028-01-05 00:00:00", NULL, NULL, 0 },
  { "01/05/2026 - 01/05/2028", NULL, NULL, 0 },
  { "Put correct private key password", NULL, NULL, 0 },
  { "", NULL, NULL, 0 },
  { NULL, NULL, NULL, 0 },
  { "\xff\xfe 2026-01-05 - 2028-01-05", NULL, NULL, 0 },
};

static void
test_periods (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (period_rows); i++)
    {
      g_auto (LkPeriod) period = { 0 };
      g_autofree char *not_before = NULL;
      g_autofree char *not_after = NULL;

      g_test_message ("row %zu", i);
      g_assert_cmpint (lk_period_parse (&period, period_rows[i].text), ==,
                       period_rows[i].not_before != NULL);
      if (period_rows[i].not_before == NULL)
        {
          g_assert_null (period.not_before);
          continue;
        }
      not_before = g_date_time_format_iso8601 (period.not_before);
      not_after = g_date_time_format_iso8601 (period.not_after);
      g_assert_cmpstr (not_before, ==, period_rows[i].not_before);
      g_assert_cmpstr (not_after, ==, period_rows[i].not_after);
      g_assert_cmpuint (period.resolution_s, ==, period_rows[i].resolution_s);
    }
}

static void
test_period_resolution (void)
{
  g_autoptr (GDateTime) from = g_date_time_new_utc (2026, 1, 5, 9, 30, 7);
  g_autoptr (GDateTime) to = g_date_time_new_utc (2028, 1, 5, 9, 30, 8);
  g_autoptr (GDateTime) later = g_date_time_new_utc (2028, 1, 5, 9, 31, 8);
  g_auto (LkPeriod) day = { 0 };
  g_auto (LkPeriod) minute = { 0 };

  g_assert_true (lk_period_parse (&day, "2026-01-05 - 2028-01-05"));
  g_assert_true (lk_period_covers (&day, from, to));
  g_assert_true (lk_period_covers (&day, from, later));
  g_assert_true (lk_period_parse (&minute, "2026-01-05 09:30 - 2028-01-05 09:30"));
  g_assert_true (lk_period_covers (&minute, from, to));
  g_assert_false (lk_period_covers (&minute, from, later));
  g_assert_false (lk_period_covers (&minute, from, NULL));
}

static const char *const server_only[] = { "1.3.6.1.5.5.7.3.1", NULL };
static const char *const both[] = { "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1", NULL };

static const struct
{
  const char *text;
  const char *const *oids;
  gboolean may_be;
} usage_rows[] = {
  { "Server authentication", server_only, TRUE },
  { "TLS Web Server Authentication, TLS Web Client Authentication", both, TRUE },
  { "serverAuth,clientAuth", both, TRUE },
  { "1.3.6.1.5.5.7.3.1", server_only, TRUE },
  { "", both, TRUE },
  { "-", NULL, TRUE },
  { "サーバー認証", server_only, TRUE },
  { "Client authentication", server_only, FALSE },
  { "Server authentication", both, FALSE },
  { "Server authentication", NULL, FALSE },
};

static void
test_usages (void)
{
  g_autofree char *text = lk_extended_key_usage_to_text (both);
  g_autofree char *none = lk_extended_key_usage_to_text (NULL);
  g_auto (GStrv) oids = lk_extended_key_usage_from_text (text);
  g_auto (GStrv) unknown = lk_extended_key_usage_from_text ("serverAuth, Baking");

  g_assert_cmpstr (text, ==, "Client authentication, Server authentication");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstrv (oids, both);
  g_assert_cmpstrv (unknown, ((const char *const[]){ "1.3.6.1.5.5.7.3.1", "Baking", NULL }));
  g_assert_null (lk_extended_key_usage_from_text (" - "));
  for (gsize i = 0; i < G_N_ELEMENTS (usage_rows); i++)
    g_assert_cmpint (lk_extended_key_usage_may_be (usage_rows[i].text, usage_rows[i].oids), ==,
                     usage_rows[i].may_be);
}

static const struct
{
  const char *a;
  const char *b;
  int order;
} firmware_rows[] = {
  { "2.9.0", "3.0.0", -1 },
  { "2.10", "2.9", 1 },
  { "3.0", "3.0.0", 0 },
  { "V3.0.0", "3.0.0", 0 },
  { "1.18.00", "1.18.0", 0 },
  { "", "0.1", -1 },
  { NULL, "", 0 },
  { "99999999999999999999999", "3", 1 },
};

static void
test_firmware (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (firmware_rows); i++)
    {
      g_assert_cmpint (lk_firmware_compare (firmware_rows[i].a, firmware_rows[i].b), ==,
                       firmware_rows[i].order);
      g_assert_cmpint (lk_firmware_compare (firmware_rows[i].b, firmware_rows[i].a), ==,
                       -firmware_rows[i].order);
    }
}

static void
test_facts_copy (void)
{
  g_autoptr (GDateTime) clock = g_date_time_new_utc (2026, 1, 5, 0, 0, 0);
  LkCameraFacts *facts = lk_camera_facts_new (
    &(LkCameraFactsFields){ .model = "M", .clock = clock, .clock_offset_s = -3 });

  g_assert_cmpstr (lk_camera_facts_get_fields (facts)->model, ==, "M");
  g_assert_null (lk_camera_facts_get_fields (facts)->firmware);
  g_assert_cmpint (lk_camera_facts_get_fields (facts)->clock_offset_s, ==, -3);
  g_assert_finalize_object (facts);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera/distinguished-name/equal", test_names);
  g_test_add_func ("/camera/distinguished-name/common-name", test_common_names);
  g_test_add_func ("/camera/period/parse", test_periods);
  g_test_add_func ("/camera/period/resolution", test_period_resolution);
  g_test_add_func ("/camera/extended-key-usage/words", test_usages);
  g_test_add_func ("/camera/facts/firmware-compare", test_firmware);
  g_test_add_func ("/camera/facts/copies", test_facts_copy);
  return g_test_run ();
}
