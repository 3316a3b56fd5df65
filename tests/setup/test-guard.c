/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store/lk-journal.h"

#include "lk-test-camera.h"

#include <string.h>

static void
print_outcome (LkOutcome *outcome)
{
  g_test_message ("%s (enabled %d): %s",
                  lk_outcome_result_get_name (lk_outcome_get_result (outcome)),
                  lk_outcome_get_enabled (outcome), lk_outcome_get_message (outcome));
  for (gsize i = 0; i < lk_outcome_get_n_steps (outcome); i++)
    g_test_message ("  %s %s: %s", lk_outcome_get_step (outcome, i)->ok ? "ok " : "BAD",
                    lk_outcome_get_step (outcome, i)->step,
                    lk_outcome_get_step (outcome, i)->detail);
}

/* What was open before the change must be the way back, not luck. */
static void
check_by_lifeline (LkOutcome *outcome)
{
  const LkOutcomeStep *step = lk_outcome_find_step (outcome, "roll-back");

  g_assert_nonnull (step);
  g_assert_nonnull (strstr (step->detail, "lifeline"));
}

static void
check_journal (LkTestCamera *door, LkJournalOutcome expected)
{
  g_autoptr (GPtrArray) open = lk_journal_list_open (door->store, NULL, NULL);
  g_autoptr (GPtrArray) all = lk_journal_list (door->store, "door", 10, NULL);

  g_assert_cmpuint (open->len, ==, 0);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpint (lk_journal_entry_get_fields (g_ptr_array_index (all, 0))->outcome, ==, expected);
}

static void
test_enable (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (LkOutcome) outcome = lk_guard_run (&door->request, NULL);

  print_outcome (outcome);
  g_assert_cmpint (lk_outcome_get_result (outcome), ==, LK_OUTCOME_KEPT);
  g_assert_cmpint (lk_outcome_get_enabled (outcome), ==, TRUE);
  g_assert_cmpuint (lk_outcome_get_n_steps (outcome), ==, 8);
  g_assert_true (lk_test_camera_is_enabled (door));
  g_assert_true (lk_test_camera_is_reached (door, door->identity));
  g_assert_false (lk_test_camera_is_reached (door, NULL));
  check_journal (door, LK_JOURNAL_KEPT);
}

static void
test_disable (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (TRUE);
  g_autoptr (LkOutcome) outcome = NULL;

  g_assert_false (lk_test_camera_is_reached (door, NULL));
  door->request.kind = LK_GUARD_DISABLE;
  outcome = lk_guard_run (&door->request, NULL);
  print_outcome (outcome);
  g_assert_cmpint (lk_outcome_get_result (outcome), ==, LK_OUTCOME_KEPT);
  g_assert_cmpint (lk_outcome_get_enabled (outcome), ==, FALSE);
  g_assert_false (lk_test_camera_is_enabled (door));
  g_assert_true (lk_test_camera_is_reached (door, NULL));
  check_journal (door, LK_JOURNAL_KEPT);
}

static void
test_nobody_answers (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (LkOutcome) outcome = NULL;

  door->request.keep_unasked = FALSE;
  outcome = lk_guard_run (&door->request, NULL);
  print_outcome (outcome);
  g_assert_cmpint (lk_outcome_get_result (outcome), ==, LK_OUTCOME_ROLLED_BACK);
  g_assert_cmpint (lk_outcome_get_enabled (outcome), ==, FALSE);
  g_assert_false (lk_test_camera_is_enabled (door));
  g_assert_true (lk_test_camera_is_reached (door, NULL));
  check_by_lifeline (outcome);
  check_journal (door, LK_JOURNAL_ROLLED_BACK);
}

static void
test_without_word (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (LkOutcome) outcome = NULL;
  g_autoptr (LkOutcome) mistyped = NULL;
  g_autoptr (LkOutcome) overridden = NULL;

  g_clear_pointer (&door->request.given.word_others, g_date_time_unref);
  outcome = lk_guard_run (&door->request, NULL);
  g_assert_cmpint (lk_outcome_get_result (outcome), ==, LK_OUTCOME_REFUSED);
  g_assert_cmpint (lk_outcome_get_enabled (outcome), ==, FALSE);
  door->request.override = "front door";
  mistyped = lk_guard_run (&door->request, NULL);
  g_assert_cmpint (lk_outcome_get_result (mistyped), ==, LK_OUTCOME_REFUSED);
  g_assert_false (lk_test_camera_is_enabled (door));
  door->request.override = "Front door";
  overridden = lk_guard_run (&door->request, NULL);
  print_outcome (overridden);
  g_assert_cmpint (lk_outcome_get_result (overridden), ==, LK_OUTCOME_KEPT);
  check_journal (door, LK_JOURNAL_KEPT);
}

static void
test_stranger (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (LkTestCert) stranger = lk_test_client_new ("CN=eve", door->other_ca);
  g_autoptr (LkIdentity) identity = lk_test_identity (stranger, NULL);
  g_autoptr (LkOutcome) outcome = NULL;

  door->request.given.identity = identity;
  outcome = lk_guard_run (&door->request, NULL);
  print_outcome (outcome);
  g_assert_cmpint (lk_outcome_get_result (outcome), ==, LK_OUTCOME_REFUSED);
  g_assert_false (lk_test_camera_is_enabled (door));
}

static void
test_stranger_overridden (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (LkTestCert) stranger = lk_test_client_new ("CN=eve", door->other_ca);
  g_autoptr (LkIdentity) identity = lk_test_identity (stranger, NULL);
  g_autoptr (LkOutcome) outcome = NULL;

  door->request.given.identity = identity;
  door->request.override = "Front door";
  outcome = lk_guard_run (&door->request, NULL);
  print_outcome (outcome);
  g_assert_cmpint (lk_outcome_get_result (outcome), ==, LK_OUTCOME_ROLLED_BACK);
  check_by_lifeline (outcome);
  g_assert_false (lk_test_camera_is_enabled (door));
  g_assert_true (lk_test_camera_is_reached (door, NULL));
}

/* That it is on already proves nothing about the personal certificate. */
static void
test_on_already (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (TRUE);
  g_autoptr (LkTestCert) stranger = lk_test_client_new ("CN=eve", door->other_ca);
  g_autoptr (LkIdentity) identity = lk_test_identity (stranger, NULL);
  g_autoptr (LkOutcome) proved = lk_guard_run (&door->request, NULL);
  g_autoptr (LkOutcome) refused = NULL;

  print_outcome (proved);
  g_assert_cmpint (lk_outcome_get_result (proved), ==, LK_OUTCOME_KEPT);
  g_assert_nonnull (lk_outcome_find_step (proved, "probe"));
  door->request.given.identity = identity;
  refused = lk_guard_run (&door->request, NULL);
  print_outcome (refused);
  g_assert_cmpint (lk_outcome_get_result (refused), ==, LK_OUTCOME_REFUSED);
  g_assert_cmpint (lk_outcome_get_enabled (refused), ==, TRUE);
  g_assert_true (lk_test_camera_is_enabled (door));
}

static void
test_change_trusted (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (TRUE);
  g_autoptr (GPtrArray) add = lk_test_certificates (door->other_ca);
  g_autoptr (LkOutcome) outcome = NULL;
  g_autoptr (LkOutcome) fatal = NULL;

  door->request.kind = LK_GUARD_CHANGE_TRUSTED;
  door->request.add = add;
  outcome = lk_guard_run (&door->request, NULL);
  print_outcome (outcome);
  g_assert_cmpint (lk_outcome_get_result (outcome), ==, LK_OUTCOME_KEPT);
  check_journal (door, LK_JOURNAL_KEPT);
  /* Now the CA that our own certificate needs is to go. */
  door->request.add = NULL;
  door->request.remove = 1u << 1;
  fatal = lk_guard_run (&door->request, NULL);
  print_outcome (fatal);
  g_assert_cmpint (lk_outcome_get_result (fatal), ==, LK_OUTCOME_REFUSED);
  g_assert_true (lk_test_camera_is_reached (door, door->identity));
}

/* A camera that closes after each answer gives no lifeline; plain HTTP may stand in where the user
 * allows it. */
static void
test_plain_http (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  LkTabChange change = LK_TAB_CHANGE_KEEP;
  g_autoptr (LkSslTab) tab = NULL;
  g_autoptr (LkCameraRecord) record = NULL;
  g_autoptr (LkOutcome) refused = NULL;
  g_autoptr (LkOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  change.ssl_function = LK_SSL_FUNCTION_ENABLE_WITH_HTTP;
  tab = lk_camera_apply (door->camera, &change, NULL, &error);
  g_assert_no_error (error);
  lk_sim_camera_add_fault (door->sim, "reset-after@any:*", &error);
  g_assert_no_error (error);
  door->request.plain_uri = lk_sim_camera_get_http_uri (door->sim);
  refused = lk_guard_run (&door->request, NULL);
  g_assert_cmpint (lk_outcome_get_result (refused), ==, LK_OUTCOME_REFUSED);
  record = lk_camera_record_new (&(LkCameraRecordFields){
    .id = "door", .name = "Front door", .uri = door->uri, .driver = "snc", .user = "admin", .allow_plain_http = TRUE });
  g_assert_true (lk_store_save_camera (door->store, record, &error));
  door->request.keep_unasked = FALSE;
  outcome = lk_guard_run (&door->request, NULL);
  print_outcome (outcome);
  g_assert_cmpint (lk_outcome_get_result (outcome), ==, LK_OUTCOME_ROLLED_BACK);
  g_assert_false (lk_test_camera_is_enabled (door));
}

static void
test_cancelled (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (LkOutcome) outcome = NULL;

  g_cancellable_cancel (cancellable);
  outcome = lk_guard_run (&door->request, cancellable);
  g_assert_cmpint (lk_outcome_get_result (outcome), ==, LK_OUTCOME_REFUSED);
  g_assert_false (lk_test_camera_is_enabled (door));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup/guard/enables-and-keeps", test_enable);
  g_test_add_func ("/setup/guard/disables", test_disable);
  g_test_add_func ("/setup/guard/rolls-back-when-nobody-answers", test_nobody_answers);
  g_test_add_func ("/setup/guard/override-only-by-name", test_without_word);
  g_test_add_func ("/setup/guard/refuses-stranger", test_stranger);
  g_test_add_func ("/setup/guard/rolls-back-overridden-stranger", test_stranger_overridden);
  g_test_add_func ("/setup/guard/proves-what-is-on-already", test_on_already);
  g_test_add_func ("/setup/guard/changes-trusted", test_change_trusted);
  g_test_add_func ("/setup/guard/plain-http-is-a-way-back", test_plain_http);
  g_test_add_func ("/setup/guard/stops-when-cancelled", test_cancelled);
  return g_test_run ();
}
