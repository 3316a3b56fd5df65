/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-setup-report.h"
#include "setup/lk-setup-summary.h"

#include "lk-test-pulse.h"
#include "lk-test-session.h"

#include <sqlite3.h>
#include <string.h>

typedef struct
{
  LkTestCamera *door;
  LkCameraSession *session;
  LkSetup *setup;
  guint n_confirms;
  guint n_untrue; /* reports that called it off when it was on */
  gboolean keep;
} Fixture;

static void
confirm_cb (LkSetup *setup, guint seconds, Fixture *fixture)
{
  g_assert_cmpuint (seconds, >, 0);
  g_assert_true (lk_setup_is_running (setup));
  fixture->n_confirms++;
  lk_setup_answer (setup, fixture->keep);
}

/* At no moment may the report tell what the camera said before the change. */
static void
changed_cb (LkSetup *setup, Fixture *fixture)
{
  LkOutcome *outcome = lk_setup_get_outcome (setup);
  g_autofree char *report = NULL;

  if (outcome == NULL || lk_outcome_get_enabled (outcome) != TRUE)
    return;
  report = lk_setup_dup_report (setup, FALSE);
  fixture->n_untrue += strstr (report, "SSL client authentication: off") != NULL;
}

/* Runs the main loop until the setup is at rest. */
static void
wait (Fixture *fixture)
{
  const guint patience = lk_test_session_lose_patience ();

  while (lk_setup_is_busy (fixture->setup) || lk_setup_is_running (fixture->setup) ||
         lk_camera_session_is_busy (fixture->session))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
}

static LkPersonal *
describe (LkIdentity *identity, const char *selector)
{
  return lk_personal_new (&(LkPersonalFields){
    .selector = selector,
    .store_title = "Browser",
    .certificate = lk_identity_get_certificate (identity),
    .has_key = LK_ANSWER_YES,
    .exportable = LK_ANSWER_YES,
    .evidence = "CKA_EXTRACTABLE is true",
  });
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkPersonal) personal = NULL;

  fixture->door = lk_test_camera_new (FALSE);
  fixture->session = lk_test_session_new (fixture->door);
  fixture->setup = lk_setup_new (fixture->session);
  g_signal_connect (fixture->setup, "confirm", G_CALLBACK (confirm_cb), fixture);
  g_signal_connect (fixture->setup, "changed", G_CALLBACK (changed_cb), fixture);
  personal = describe (fixture->door->identity, "nss:/somewhere#me");
  lk_setup_choose (fixture->setup, fixture->door->identity, personal);
  wait (fixture);
  g_assert_no_error (lk_setup_get_error (fixture->setup));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  wait (fixture);
  g_assert_finalize_object (fixture->setup);
  g_assert_finalize_object (fixture->session);
  lk_test_camera_free (fixture->door);
}

static LkCheckState
get_state (Fixture *fixture, const char *id)
{
  return lk_checklist_find (lk_setup_get_checklist (fixture->setup), id)->state;
}

static void
assert_summary (Fixture *fixture, const char *expected)
{
  g_autofree char *summary = lk_setup_format_summary (fixture->setup);

  g_assert_cmpstr (summary, ==, expected);
}

static void
test_word_makes_ready (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (get_state (fixture, "others"), ==, LK_CHECK_ATTEST);
  g_assert_cmpint (get_state (fixture, "exportable"), ==, LK_CHECK_PASSED);
  g_assert_false (lk_checklist_is_ready (lk_setup_get_checklist (fixture->setup)));

  lk_setup_attest (fixture->setup, "others");
  wait (fixture);
  g_assert_cmpint (get_state (fixture, "others"), ==, LK_CHECK_PASSED);
  g_assert_true (lk_checklist_is_ready (lk_setup_get_checklist (fixture->setup)));
  assert_summary (fixture, "Everything is ready");
}

static void
test_keeps (Fixture *fixture, gconstpointer data)
{
  g_autofree char *report = NULL;

  fixture->keep = TRUE;
  lk_setup_attest (fixture->setup, "others");
  wait (fixture);
  lk_setup_run (fixture->setup, NULL);
  wait (fixture);
  g_assert_no_error (lk_setup_get_error (fixture->setup));
  g_assert_cmpuint (fixture->n_confirms, ==, 1);
  g_assert_cmpuint (fixture->n_untrue, ==, 0);
  g_assert_cmpint (lk_outcome_get_result (lk_setup_get_outcome (fixture->setup)), ==,
                   LK_OUTCOME_KEPT);
  g_assert_true (lk_test_camera_is_enabled (fixture->door));
  for (guint i = 0; i < LK_GUARD_STEP_ROLL_BACK; i++)
    {
      g_assert_true (lk_setup_get_step (fixture->setup, i)->begun);
      g_assert_cmpint (lk_setup_get_step (fixture->setup, i)->state, ==, LK_GUARD_DONE);
    }
  g_assert_false (lk_setup_get_step (fixture->setup, LK_GUARD_STEP_ROLL_BACK)->begun);

  /* The session goes on with the certificate that let us in, and sees what the camera says now. */
  g_assert_true (lk_camera_session_get_identity (fixture->session) == fixture->door->identity);
  g_assert_true (
    lk_ssl_tab_get_fields (lk_camera_session_get_tab (fixture->session))->client_enabled);
  report = lk_setup_dup_report (fixture->setup, FALSE);
  g_assert_cmpuint (strlen (report), >, 100);
  g_assert_null (strstr (report, LK_TEST_CAMERA_PASSWORD));
  g_assert_nonnull (strstr (report, "SSL client authentication: on"));
}

/* What the run says of the question whether to keep it. */
static const char *
get_answer (Fixture *fixture)
{
  return lk_setup_get_step (fixture->setup, LK_GUARD_STEP_CONFIRM)->evidence;
}

static void
test_reverts (Fixture *fixture, gconstpointer data)
{
  fixture->keep = FALSE;
  lk_setup_attest (fixture->setup, "others");
  wait (fixture);
  lk_setup_run (fixture->setup, NULL);
  wait (fixture);
  g_assert_cmpuint (fixture->n_confirms, ==, 1);
  g_assert_cmpint (lk_outcome_get_result (lk_setup_get_outcome (fixture->setup)), ==,
                   LK_OUTCOME_ROLLED_BACK);
  g_assert_nonnull (strstr (get_answer (fixture), "The settings were not kept"));
  g_assert_false (lk_test_camera_is_enabled (fixture->door));
  g_assert_true (lk_setup_get_step (fixture->setup, LK_GUARD_STEP_ROLL_BACK)->begun);
}

static void
look_away_cb (LkSetup *setup, guint seconds, Fixture *fixture)
{
  fixture->n_confirms++;
}

static void
test_nobody_answers (Fixture *fixture, gconstpointer data)
{
  g_signal_handlers_disconnect_by_func (fixture->setup, confirm_cb, fixture);
  g_signal_connect (fixture->setup, "confirm", G_CALLBACK (look_away_cb), fixture);
  lk_setup_set_times (fixture->setup, &lk_test_camera_times);
  lk_setup_attest (fixture->setup, "others");
  wait (fixture);
  lk_setup_run (fixture->setup, NULL);
  wait (fixture);
  g_assert_cmpuint (fixture->n_confirms, ==, 1);
  g_assert_cmpint (lk_outcome_get_result (lk_setup_get_outcome (fixture->setup)), ==,
                   LK_OUTCOME_ROLLED_BACK);
  g_assert_nonnull (strstr (get_answer (fixture), "Nobody answered in time"));
  g_assert_false (lk_test_camera_is_enabled (fixture->door));
}

static void
cancel_at_question_cb (LkSetup *setup, guint seconds, Fixture *fixture)
{
  lk_setup_cancel (setup);
}

static void
test_cancel_undoes (Fixture *fixture, gconstpointer data)
{
  g_signal_handlers_disconnect_by_func (fixture->setup, confirm_cb, fixture);
  g_signal_connect (fixture->setup, "confirm", G_CALLBACK (cancel_at_question_cb), fixture);
  lk_setup_attest (fixture->setup, "others");
  wait (fixture);
  lk_setup_run (fixture->setup, NULL);
  wait (fixture);
  g_assert_cmpint (lk_outcome_get_result (lk_setup_get_outcome (fixture->setup)), ==,
                   LK_OUTCOME_ROLLED_BACK);
  g_assert_false (lk_test_camera_is_enabled (fixture->door));
}

/* The camera goes silent after it enabled: nobody knows how it ended, and that shows at once, with
 * a way to clear it up. */
static void
go_silent_cb (LkSetup *setup, guint seconds, Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  lk_sim_camera_add_fault (fixture->door->sim, "drop@connect:*", &error);
  g_assert_no_error (error);
  lk_sim_camera_close_connections (fixture->door->sim);
  lk_setup_answer (setup, TRUE);
}

static void
test_unknown_shows_at_once (Fixture *fixture, gconstpointer data)
{
  g_autofree char *status = NULL;
  gint64 row;

  g_signal_handlers_disconnect_by_func (fixture->setup, confirm_cb, fixture);
  g_signal_connect (fixture->setup, "confirm", G_CALLBACK (go_silent_cb), fixture);
  lk_setup_set_times (fixture->setup, &lk_test_camera_times);
  lk_setup_attest (fixture->setup, "others");
  wait (fixture);
  lk_setup_run (fixture->setup, NULL);
  wait (fixture);
  g_assert_cmpint (lk_outcome_get_result (lk_setup_get_outcome (fixture->setup)), ==,
                   LK_OUTCOME_UNKNOWN);
  row = lk_camera_session_get_interruption (fixture->session);
  g_assert_cmpint (row, >, 0);
  g_object_get (fixture->session, "status-text", &status, NULL);
  g_assert_cmpstr (status, ==, "Interrupted change");

  /* What was chosen for the change is what it is cleared up with. */
  lk_sim_camera_clear_faults (fixture->door->sim);
  lk_camera_session_run_async (
    fixture->session, &(LkCameraRequest){ .action = LK_ACTION_RECOVER, .interruption = row }, NULL,
    NULL);
  wait (fixture);
  g_assert_no_error (lk_camera_session_get_error (fixture->session));
  g_assert_cmpint (lk_camera_session_get_interruption (fixture->session), ==, 0);
  g_assert_true (
    lk_ssl_tab_get_fields (lk_camera_session_get_tab (fixture->session))->client_enabled);

  /* And what is done already is not offered as if it were to be done. */
  lk_setup_reset_run (fixture->setup);
  lk_setup_survey (fixture->setup);
  wait (fixture);
  assert_summary (fixture, "Client authentication is on already");
}

static void
test_refused_changes_nothing (Fixture *fixture, gconstpointer data)
{
  lk_setup_run (fixture->setup, NULL);
  wait (fixture);
  g_assert_cmpint (lk_outcome_get_result (lk_setup_get_outcome (fixture->setup)), ==,
                   LK_OUTCOME_REFUSED);
  g_assert_cmpuint (fixture->n_confirms, ==, 0);
  g_assert_false (lk_test_camera_is_enabled (fixture->door));
  g_assert_null (lk_camera_session_get_identity (fixture->session));
  g_assert_cmpint (lk_camera_session_get_interruption (fixture->session), ==, 0);
}

/* Nothing else is done to the camera while it is enabled, and nothing is enabled meanwhile. */
static void
test_one_at_a_time (Fixture *fixture, gconstpointer data)
{
  fixture->keep = FALSE;
  lk_setup_attest (fixture->setup, "others");
  wait (fixture);
  lk_camera_session_reload (fixture->session);
  g_assert_true (lk_setup_is_busy (fixture->setup));
  lk_setup_run (fixture->setup, NULL);
  wait (fixture);
  g_assert_error (lk_setup_get_error (fixture->setup), G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_null (lk_setup_get_outcome (fixture->setup));

  lk_setup_run (fixture->setup, NULL);
  g_assert_true (lk_camera_session_is_busy (fixture->session));
  wait (fixture);
  g_assert_no_error (lk_setup_get_error (fixture->setup));
  g_assert_nonnull (lk_setup_get_outcome (fixture->setup));
}

static void
test_another_certificate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkTestCert) stranger = lk_test_client_new ("CN=eve", fixture->door->other_ca);
  g_autoptr (LkIdentity) identity = lk_test_identity (stranger, NULL);
  g_autoptr (LkPersonal) personal = describe (identity, "nss:/somewhere#eve");

  lk_setup_attest (fixture->setup, "others");
  lk_setup_choose (fixture->setup, identity, personal);
  wait (fixture);
  g_assert_cmpint (get_state (fixture, "chains"), ==, LK_CHECK_FAILED);
  g_assert_false (lk_checklist_is_ready (lk_setup_get_checklist (fixture->setup)));
}

/* Another program writes to the store for as long as it likes. */
static void
test_word_while_store_is_busy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->door->folder, "latchkey.db", NULL);
  g_autoptr (GDateTime) recorded = NULL;
  gint64 start;
  sqlite3 *other;

  g_assert_cmpint (sqlite3_open (path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  start = g_get_monotonic_time ();
  lk_setup_attest (fixture->setup, "others");
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  g_assert_cmpint (sqlite3_exec (other, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (other), ==, SQLITE_OK);
  wait (fixture);
  g_assert_cmpint (get_state (fixture, "others"), ==, LK_CHECK_PASSED);
  recorded =
    lk_store_find_word (fixture->door->store, fixture->door->request.camera_id, "others", "");
  g_assert_nonnull (recorded);
}

/* The first survey has ended and nobody heard of it yet when another certificate is chosen: it says
 * nothing of that one. */
static void
test_late_survey (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkTestCert) stranger = lk_test_client_new ("CN=eve", fixture->door->other_ca);
  g_autoptr (LkIdentity) identity = lk_test_identity (stranger, NULL);
  g_autoptr (LkPersonal) personal = describe (identity, "nss:/somewhere#eve");
  const LkSituationFields *judged;

  lk_setup_attest (fixture->setup, "others");
  while (!g_main_context_pending (NULL))
    g_thread_yield ();
  lk_setup_choose (fixture->setup, identity, personal);
  wait (fixture);
  judged =
    lk_situation_get_fields (lk_checklist_get_situation (lk_setup_get_checklist (fixture->setup)));
  g_assert_true (judged->identity == identity);
  g_assert_cmpint (get_state (fixture, "chains"), ==, LK_CHECK_FAILED);
}

static void
choose_at_question_cb (LkSetup *setup, guint seconds, Fixture *fixture)
{
  g_autoptr (LkTestCert) stranger = lk_test_client_new ("CN=eve", fixture->door->other_ca);
  g_autoptr (LkIdentity) identity = lk_test_identity (stranger, NULL);
  g_autoptr (LkPersonal) personal = describe (identity, "nss:/somewhere#eve");

  lk_setup_choose (setup, identity, personal);
  lk_setup_answer (setup, TRUE);
}

/* What is remembered is the certificate that was proved, not one that came after it. */
static void
test_choice_stands (Fixture *fixture, gconstpointer data)
{
  g_signal_handlers_disconnect_by_func (fixture->setup, confirm_cb, fixture);
  g_signal_connect (fixture->setup, "confirm", G_CALLBACK (choose_at_question_cb), fixture);
  lk_setup_attest (fixture->setup, "others");
  wait (fixture);
  lk_setup_run (fixture->setup, NULL);
  wait (fixture);
  g_assert_cmpint (lk_outcome_get_result (lk_setup_get_outcome (fixture->setup)), ==,
                   LK_OUTCOME_KEPT);
  g_assert_true (lk_setup_get_identity (fixture->setup) == fixture->door->identity);
  g_assert_true (lk_camera_session_get_identity (fixture->session) == fixture->door->identity);
}

/* Another certificate on a camera that is on already: it is not let in, so what opens the camera
 * stays what did before. */
static void
test_refused_is_forgotten (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkTestCert) stranger = lk_test_client_new ("CN=eve", fixture->door->other_ca);
  g_autoptr (LkIdentity) identity = lk_test_identity (stranger, NULL);
  g_autoptr (LkPersonal) personal = describe (identity, "nss:/somewhere#eve");
  LkCameraRecord *record;

  fixture->keep = TRUE;
  lk_setup_attest (fixture->setup, "others");
  wait (fixture);
  lk_setup_run (fixture->setup, NULL);
  wait (fixture);
  lk_setup_reset_run (fixture->setup);
  lk_setup_choose (fixture->setup, identity, personal);
  wait (fixture);
  lk_setup_run (fixture->setup, NULL);
  wait (fixture);
  g_assert_cmpint (lk_outcome_get_result (lk_setup_get_outcome (fixture->setup)), ==,
                   LK_OUTCOME_REFUSED);
  g_assert_true (lk_camera_session_get_identity (fixture->session) == fixture->door->identity);
  record = lk_camera_session_get_record (fixture->session);
  g_assert_cmpstr (lk_camera_record_get_fields (record)->personal, ==, "nss:/somewhere#me");
}

/* The main loop */

#define LIMIT_US  (50 * 1000)
#define MAX_TRIES 3 /* a busy machine may hold any program up for a moment */

static void
test_never_blocks (Fixture *fixture, gconstpointer data)
{
  gint64 best = G_MAXINT64;

  fixture->keep = FALSE; /* so that it can be run again */
  for (guint i = 0; i < MAX_TRIES && best > LIMIT_US; i++)
    {
      LkTestPulse *pulse = lk_test_pulse_start ();
      gint64 longest;

      lk_setup_attest (fixture->setup, "others");
      wait (fixture);
      lk_setup_run (fixture->setup, NULL);
      wait (fixture);
      longest = lk_test_pulse_stop (pulse);
      g_assert_cmpuint (fixture->n_confirms, ==, i + 1);
      g_test_message ("longest gap: %.1f ms", (double)longest / 1000);
      best = MIN (best, longest);
    }
  g_assert_cmpint (best, <=, LIMIT_US);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/app/setup/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("word-makes-ready", test_word_makes_ready);
  ADD ("word-while-the-store-is-busy", test_word_while_store_is_busy);
  ADD ("keeps-when-told-so", test_keeps);
  ADD ("reverts-when-told-so", test_reverts);
  ADD ("nobody-answers-in-time", test_nobody_answers);
  ADD ("cancel-at-the-question-undoes", test_cancel_undoes);
  ADD ("refused-changes-nothing", test_refused_changes_nothing);
  ADD ("unknown-shows-at-once", test_unknown_shows_at_once);
  ADD ("one-change-at-a-time", test_one_at_a_time);
  ADD ("judges-another-certificate", test_another_certificate);
  ADD ("refused-certificate-is-forgotten", test_refused_is_forgotten);
  ADD ("late-survey-is-not-taken", test_late_survey);
  ADD ("choice-stands-while-it-runs", test_choice_stands);
  ADD ("never-blocks-the-main-loop", test_never_blocks);
  return g_test_run ();
}
