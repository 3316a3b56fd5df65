/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-span.h"
#include "setup/lk-checklist.h"

#include "lk-test-identity.h"

#include <string.h>

/* Everything that the rows below may spoil; all is well in a new one. */
typedef struct
{
  const char *firmware;
  gint64 clock_offset_s;
  gboolean no_clock;
  gboolean no_facts;
  LkSslTabFields tab;
  gboolean no_tab;
  gboolean other_ca;     /* the camera trusts another one */
  gboolean ca_by_name;   /* the camera shows four fields only */
  const char *ca_period; /* as it shows it then, NULL: a good one */
  gboolean no_identity;
  const char *eku;
  const char *not_after;
  LkSituationFields fields;
} World;

typedef struct
{
  const char *path;
  void (*spoil) (World *world);
  const char *id;
  LkCheckState state;
  gboolean warning;
  gboolean ready;
} Row;

static void
leave (World *world)
{
}

static void
old_firmware_off (World *world)
{
  world->firmware = "2.10";
}

static void
way_b (World *world)
{
  world->firmware = "2.9.9";
  world->tab.client_enabled = TRUE;
}

static void
way_b_without_identity (World *world)
{
  way_b (world);
  world->no_identity = TRUE;
}

static void
firmware_in_words (World *world)
{
  world->firmware = "release";
}

static void
unknown_firmware (World *world)
{
  world->firmware = NULL;
}

static void
not_asked (World *world)
{
  world->no_facts = TRUE;
}

static void
clock_behind (World *world)
{
  world->clock_offset_s = -301;
}

static void
clock_three_years_off (World *world)
{
  world->clock_offset_s = 94608000;
}

static void
clock_years_off (World *world)
{
  world->clock_offset_s = -50 * 365 * 24 * 3600LL;
}

/* The camera says it is the last second that a date can tell, and a moment later it is asked for.
 */
static void
clock_at_the_end (World *world)
{
  world->clock_offset_s = 8000 * 365 * 24 * 3600LL;
}

static void
clock_untold (World *world)
{
  world->no_clock = TRUE;
}

static void
ssl_disabled (World *world)
{
  world->tab.ssl_function = LK_SSL_FUNCTION_DISABLE;
}

static void
no_server (World *world)
{
  world->tab.server_status = LK_SERVER_STATUS_NONE;
}

static void
invalid_server (World *world)
{
  world->tab.server_status = LK_SERVER_STATUS_INVALID;
}

static void
old_tls (World *world)
{
  world->tab.tls_versions = LK_TLS_HAS_1_0 | LK_TLS_HAS_1_1;
}

static void
some_old_tls (World *world)
{
  world->tab.tls_versions = LK_TLS_HAS_1_1 | LK_TLS_HAS_1_2;
}

static void
cn_is_user (World *world)
{
  world->tab.cn_is_user = TRUE;
}

static void
no_tab (World *world)
{
  world->no_tab = TRUE;
}

static void
no_trusted (World *world)
{
  world->tab.trusted_capacity = 0;
}

static void
other_ca (World *world)
{
  world->other_ca = TRUE;
}

static void
ca_by_name (World *world)
{
  world->ca_by_name = TRUE;
}

static void
ca_with_odd_period (World *world)
{
  world->ca_by_name = TRUE;
  world->ca_period = "some day";
}

static void
ca_by_name_with_word (World *world)
{
  world->ca_by_name = TRUE;
  world->fields.word_rehearsal = g_date_time_new_now_utc ();
}

static void
no_identity (World *world)
{
  world->no_identity = TRUE;
}

static void
in_a_file (World *world)
{
  world->fields.installed = LK_INSTALLED_FILE;
  world->fields.exportable = LK_ANSWER_UNKNOWN;
}

static void
in_a_file_with_word (World *world)
{
  in_a_file (world);
  world->fields.word_exportable = g_date_time_new_now_utc ();
}

static void
not_exportable (World *world)
{
  world->fields.exportable = LK_ANSWER_NO;
}

static void
for_servers (World *world)
{
  world->eku = "server";
}

static void
no_purpose (World *world)
{
  world->eku = NULL;
}

static void
expired (World *world)
{
  world->not_after = "2021-01-01";
}

static void
no_lifeline (World *world)
{
  world->fields.lifeline = LK_ANSWER_NO;
}

static void
plain_http_only (World *world)
{
  world->fields.lifeline = LK_ANSWER_NO;
  world->fields.plain_http = LK_ANSWER_YES;
}

static void
way_back_untried (World *world)
{
  world->fields.lifeline = LK_ANSWER_UNKNOWN;
}

static void
no_word (World *world)
{
  g_clear_pointer (&world->fields.word_others, g_date_time_unref);
}

static const Row rows[] = {
  { "/setup/checklist/all-is-well", leave, "firmware", LK_CHECK_PASSED, FALSE, TRUE },
  { "/setup/checklist/firmware-older-and-off-warns", old_firmware_off, "firmware", LK_CHECK_PASSED, TRUE, TRUE },
  { "/setup/checklist/firmware-way-b-warns", way_b, "firmware", LK_CHECK_PASSED, TRUE, TRUE },
  { "/setup/checklist/firmware-way-b-needs-identity", way_b_without_identity, "firmware", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/firmware-untold-warns", unknown_firmware, "firmware", LK_CHECK_PASSED, TRUE, TRUE },
  { "/setup/checklist/firmware-in-words-warns", firmware_in_words, "firmware", LK_CHECK_PASSED, TRUE, TRUE },
  { "/setup/checklist/firmware-not-asked", not_asked, "firmware", LK_CHECK_UNCHECKED, FALSE, FALSE },
  { "/setup/checklist/clock-in-step", leave, "clock", LK_CHECK_PASSED, FALSE, TRUE },
  { "/setup/checklist/clock-behind-fails", clock_behind, "clock", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/clock-years-off-says-years", clock_three_years_off, "clock", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/clock-at-the-end-of-time", clock_at_the_end, "clock", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/clock-untold-warns", clock_untold, "clock", LK_CHECK_PASSED, TRUE, TRUE },
  { "/setup/checklist/server-valid", leave, "server", LK_CHECK_PASSED, FALSE, TRUE },
  { "/setup/checklist/server-needs-ssl-function", ssl_disabled, "server", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/server-missing-fails", no_server, "server", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/server-invalid-fails", invalid_server, "server", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/server-old-tls-warns", old_tls, "server", LK_CHECK_PASSED, TRUE, TRUE },
  { "/setup/checklist/server-some-old-tls", some_old_tls, "server", LK_CHECK_PASSED, FALSE, TRUE },
  { "/setup/checklist/client-use-common-name-warns", cn_is_user, "client-use", LK_CHECK_PASSED, TRUE, TRUE },
  { "/setup/checklist/server-not-asked", no_tab, "server", LK_CHECK_UNCHECKED, FALSE, FALSE },
  { "/setup/checklist/trusted-there", leave, "trusted", LK_CHECK_PASSED, FALSE, TRUE },
  { "/setup/checklist/trusted-missing-fails", no_trusted, "trusted", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/trusted-not-yet-valid-for-camera", clock_years_off, "trusted", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/trusted-period-unreadable-warns", ca_with_odd_period, "trusted", LK_CHECK_PASSED, TRUE, FALSE },
  { "/setup/checklist/installed-in-store", leave, "installed", LK_CHECK_PASSED, FALSE, TRUE },
  { "/setup/checklist/installed-nothing-fails", no_identity, "installed", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/installed-file-needs-word", in_a_file, "installed", LK_CHECK_ATTEST, FALSE, FALSE },
  { "/setup/checklist/installed-file-with-word", in_a_file_with_word, "installed", LK_CHECK_PASSED, TRUE, TRUE },
  { "/setup/checklist/exportable-by-store", leave, "exportable", LK_CHECK_PASSED, FALSE, TRUE },
  { "/setup/checklist/exportable-not-fails", not_exportable, "exportable", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/exportable-file-needs-word", in_a_file, "exportable", LK_CHECK_ATTEST, FALSE, FALSE },
  { "/setup/checklist/exportable-file-with-word", in_a_file_with_word, "exportable", LK_CHECK_PASSED, FALSE, TRUE },
  { "/setup/checklist/key-matches", leave, "key-matches", LK_CHECK_PASSED, FALSE, TRUE },
  { "/setup/checklist/key-of-nothing", no_identity, "key-matches", LK_CHECK_UNCHECKED, FALSE, FALSE },
  { "/setup/checklist/in-period", leave, "in-period", LK_CHECK_PASSED, FALSE, TRUE },
  { "/setup/checklist/in-period-expired-fails", expired, "in-period", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/trusted-at-the-end-of-time", clock_at_the_end, "trusted", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/in-period-at-the-end-of-time", clock_at_the_end, "in-period", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/in-period-by-camera-clock", clock_years_off, "in-period", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/client-use-named", leave, "client-use", LK_CHECK_PASSED, FALSE, TRUE },
  { "/setup/checklist/client-use-not-named-warns", no_purpose, "client-use", LK_CHECK_PASSED, TRUE, TRUE },
  { "/setup/checklist/client-use-server-fails", for_servers, "client-use", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/chains", leave, "chains", LK_CHECK_PASSED, FALSE, TRUE },
  { "/setup/checklist/chains-to-nobody-fails", other_ca, "chains", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/chains-by-name-warns", ca_by_name, "chains", LK_CHECK_PASSED, TRUE, FALSE },
  { "/setup/checklist/rehearsal-passed", leave, "rehearsal", LK_CHECK_PASSED, FALSE, TRUE },
  { "/setup/checklist/rehearsal-unknown-ca-fails", other_ca, "rehearsal", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/rehearsal-by-name-needs-word", ca_by_name, "rehearsal", LK_CHECK_ATTEST, FALSE, FALSE },
  { "/setup/checklist/rehearsal-by-name-with-word", ca_by_name_with_word, "rehearsal", LK_CHECK_PASSED, TRUE, TRUE },
  { "/setup/checklist/rehearsal-without-identity", no_identity, "rehearsal", LK_CHECK_UNCHECKED, FALSE, FALSE },
  { "/setup/checklist/rehearsal-without-trusted-says-so", no_trusted, "rehearsal", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/way-back-lifeline", leave, "way-back", LK_CHECK_PASSED, FALSE, TRUE },
  { "/setup/checklist/way-back-none-fails", no_lifeline, "way-back", LK_CHECK_FAILED, FALSE, FALSE },
  { "/setup/checklist/way-back-plain-http-warns", plain_http_only, "way-back", LK_CHECK_PASSED, TRUE, TRUE },
  { "/setup/checklist/way-back-untried", way_back_untried, "way-back", LK_CHECK_UNCHECKED, FALSE, FALSE },
  { "/setup/checklist/others-by-word", leave, "others", LK_CHECK_PASSED, FALSE, TRUE },
  { "/setup/checklist/others-needs-word", no_word, "others", LK_CHECK_ATTEST, FALSE, FALSE },
};

/* What the evidence of some of them has to say. */
static const struct
{
  void (*spoil) (World *world);
  const char *id;
  const char *evidence;
} words[] = {
  { clock_behind, "clock", "off by 5 minutes." },
  { clock_three_years_off, "clock", "off by 3 years." },
  { no_trusted, "rehearsal", "has no trusted CA certificate yet" },
};

static LkTabCertificate *
show (const LkTestCert *cert, gboolean by_name, const char *period)
{
  g_autoptr (LkCertificate) certificate = lk_test_certificate (cert);

  if (by_name)
    return lk_tab_certificate_new (lk_certificate_get_issuer (certificate),
                                   lk_certificate_get_subject (certificate),
                                   period != NULL ? period : "2020-01-01 - 2039-01-01", "");
  return lk_tab_certificate_new_whole (certificate);
}

static LkCameraFacts *
make_facts (const World *world, GDateTime *now)
{
  g_autoptr (GDateTime) clock = lk_span_add (now, world->clock_offset_s);
  LkCameraFactsFields fields = { .model = "Test",
                                 .firmware = world->firmware,
                                 .clock_offset_s = world->clock_offset_s };

  fields.clock = world->no_clock ? NULL : clock;
  return world->no_facts ? NULL : lk_camera_facts_new (&fields);
}

static LkSituation *
make_situation (World *world)
{
  g_autoptr (LkTestCert) ca = lk_test_ca_new ("CN=Site CA,O=Example", NULL);
  g_autoptr (LkTestCert) other = lk_test_ca_new ("CN=Other CA,O=Example", NULL);
  g_autoptr (LkTestCert) server = lk_test_server_new ("CN=192.0.2.10", "IP:192.0.2.10", ca);
  g_autoptr (LkTestCert) client =
    lk_test_cert_new (&(LkTestSpec){ .subject = "CN=ada",
                                     .issuer = ca,
                                     .eku = world->eku,
                                     .not_before = world->not_after != NULL ? "2020-01-01" : NULL,
                                     .not_after = world->not_after });
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (LkIdentity) identity = lk_test_identity (client, NULL);
  g_autoptr (LkTabCertificate) shown_ca =
    show (world->other_ca ? other : ca, world->ca_by_name, world->ca_period);
  g_autoptr (LkTabCertificate) shown_server = show (server, FALSE, NULL);
  g_autoptr (LkCameraFacts) facts = make_facts (world, now);
  g_autoptr (LkSslTab) tab = NULL;
  g_autoptr (LkSituation) so_far = NULL;
  g_autoptr (GPtrArray) trusted = NULL;
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (LkRehearsal) rehearsal = NULL;
  guint n_by_name;

  world->tab.server_certificate =
    world->tab.server_status != LK_SERVER_STATUS_NONE ? shown_server : NULL;
  world->tab.trusted[0] = world->tab.trusted_capacity > 0 ? shown_ca : NULL;
  tab = world->no_tab ? NULL : lk_ssl_tab_new (&world->tab);
  world->fields.facts = facts;
  world->fields.tab = tab;
  world->fields.now = now;
  world->fields.identity = world->no_identity ? NULL : identity;
  so_far = lk_situation_new (&world->fields);
  if (world->no_identity)
    return g_steal_pointer (&so_far);
  trusted = lk_situation_dup_trusted (so_far, &n_by_name);
  time = lk_situation_dup_camera_time (so_far);
  rehearsal = lk_rehearsal_run (trusted, identity, time, NULL, NULL);
  world->fields.rehearsal = rehearsal;
  return lk_situation_new (&world->fields);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  World world = {
    .firmware = "3.0.0",
    .eku = "client",
    .tab = { .ssl_function = LK_SSL_FUNCTION_ENABLE,
             .server_status = LK_SERVER_STATUS_VALID,
             .trusted_capacity = 4 },
    .fields = { .installed = LK_INSTALLED_STORE,
                .exportable = LK_ANSWER_YES,
                .lifeline = LK_ANSWER_YES },
  };
  g_autoptr (LkSituation) situation = NULL;
  g_autoptr (LkChecklist) checklist = NULL;
  const LkCheck *check;

  world.fields.word_others = g_date_time_new_now_utc ();
  row->spoil (&world);
  situation = make_situation (&world);
  checklist = lk_checklist_evaluate (situation);
  g_assert_cmpuint (lk_checklist_get_n_checks (checklist), ==, 13);
  check = lk_checklist_find (checklist, row->id);
  g_test_message ("%s: %s", lk_check_state_get_name (check->state), check->evidence);
  if (!lk_checklist_is_ready (checklist))
    g_test_message ("obstacle: %s: %s", lk_checklist_get_obstacle (checklist)->info->id,
                    lk_checklist_get_obstacle (checklist)->evidence);
  g_assert_cmpstr (lk_check_state_get_name (check->state), ==,
                   lk_check_state_get_name (row->state));
  g_assert_cmpint (check->warning, ==, row->warning);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].spoil == row->spoil && g_str_equal (words[i].id, row->id))
      g_assert_nonnull (strstr (check->evidence, words[i].evidence));
  /* What only the camera's clock spoils is not mended by new certificates. */
  if (row->spoil == clock_years_off)
    g_assert_cmpstr (check->action, ==, "set-clock");
  /* The sheet for every computer is needed whatever is well on this one. */
  g_assert_cmpint (check->offers_action, ==, row->spoil == way_b);
  g_assert_cmpint (lk_checklist_is_ready (checklist), ==, row->ready);
  g_clear_pointer (&world.fields.word_others, g_date_time_unref);
  g_clear_pointer (&world.fields.word_exportable, g_date_time_unref);
  g_clear_pointer (&world.fields.word_rehearsal, g_date_time_unref);
}

static void
test_json (void)
{
  static const char *const ids[] = { "firmware", "clock", "server", "trusted", "installed", "exportable", "key-matches",
                                     "in-period", "client-use", "chains", "rehearsal", "way-back", "others" };
  g_autoptr (LkSituation) situation = lk_situation_new (&(LkSituationFields){ 0 });
  g_autoptr (LkChecklist) checklist = lk_checklist_evaluate (situation);
  g_autoptr (JsonNode) json = lk_checklist_to_json (checklist);
  JsonArray *checks = json_object_get_array_member (json_node_get_object (json), "checks");

  g_assert_false (json_object_get_boolean_member (json_node_get_object (json), "ready"));
  g_assert_cmpuint (json_array_get_length (checks), ==, G_N_ELEMENTS (ids));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (checks, i), "id"), ==, ids[i]);
  g_assert_true (lk_check_can_attest ("others"));
  g_assert_false (lk_check_can_attest ("clock"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_test_add_data_func (rows[i].path, &rows[i], test_row);
  g_test_add_func ("/setup/checklist/json-has-fixed-keys", test_json);
  return g_test_run ();
}
