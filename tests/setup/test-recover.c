/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-recover.h"
#include "store/lk-journal.h"

#include "lk-test-camera.h"

#include <string.h>

/* A change that somebody began, and what the camera became meanwhile. */
typedef struct
{
  const char *path;
  gboolean was_enabled;
  LkJournalKind kind;
  LkRecoverChoice choice;
  gboolean is_enabled;
  LkOutcomeResult result;
  gboolean ends_enabled;
} Row;

static const Row rows[] = {
  { "/setup/recover/undoes-enabling", FALSE, LK_JOURNAL_ENABLE, LK_RECOVER_UNDO, TRUE, LK_OUTCOME_ROLLED_BACK, FALSE },
  { "/setup/recover/undoes-what-never-came", FALSE, LK_JOURNAL_ENABLE, LK_RECOVER_UNDO, FALSE, LK_OUTCOME_ROLLED_BACK, FALSE },
  { "/setup/recover/finishes-enabling", FALSE, LK_JOURNAL_ENABLE, LK_RECOVER_FINISH, TRUE, LK_OUTCOME_KEPT, TRUE },
  { "/setup/recover/finishes-nothing", FALSE, LK_JOURNAL_ENABLE, LK_RECOVER_FINISH, FALSE, LK_OUTCOME_ROLLED_BACK, FALSE },
  { "/setup/recover/finishes-disabling", TRUE, LK_JOURNAL_DISABLE, LK_RECOVER_FINISH, FALSE, LK_OUTCOME_KEPT, FALSE },
  { "/setup/recover/leaves-what-is-on", TRUE, LK_JOURNAL_DISABLE, LK_RECOVER_UNDO, TRUE, LK_OUTCOME_ROLLED_BACK, TRUE },
};

static void
begin (LkTestCamera *door, const Row *row)
{
  LkJournalFields fields = { .camera_id = "door", .kind = row->kind, .phase = "enable" };
  g_autoptr (LkJournalEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  fields.state_before = row->was_enabled ? "enabled=1" : "enabled=0";
  fields.state_intended = row->kind == LK_JOURNAL_ENABLE ? "enabled=1" : "enabled=0";
  entry = lk_journal_begin (door->store, &fields, &error);
  g_assert_no_error (error);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (LkTestCamera) door = lk_test_camera_new (row->is_enabled);
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (LkOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  begin (door, row);
  open = lk_recover_list (door->store, "door", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (open->len, ==, 1);
  g_assert_cmpstr (((LkInterruption *)g_ptr_array_index (open, 0))->camera_name, ==, "Front door");
  g_assert_cmpint (((LkInterruption *)g_ptr_array_index (open, 0))->was_enabled, ==,
                   row->was_enabled);
  outcome = lk_recover_run (g_ptr_array_index (open, 0), &door->request, row->choice, NULL);
  g_test_message ("%s", lk_outcome_get_message (outcome));
  g_assert_cmpint (lk_outcome_get_result (outcome), ==, row->result);
  g_assert_cmpint (lk_outcome_get_enabled (outcome), ==, row->ends_enabled);
  g_assert_cmpint (lk_test_camera_is_enabled (door), ==, row->ends_enabled);
  left = lk_recover_list (door->store, NULL, &error);
  g_assert_cmpuint (left->len, ==, 0);
}

/* The camera is read before anything is sent: one that is as before already is left alone, and
 * nobody is told that it was undone. */
static void
test_reads_first (void)
{
  const Row row = { .kind = LK_JOURNAL_ENABLE };
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (LkOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  begin (door, &row);
  lk_sim_camera_add_fault (door->sim, "403@set:*", &error);
  g_assert_no_error (error);
  open = lk_recover_list (door->store, NULL, NULL);
  outcome = lk_recover_run (g_ptr_array_index (open, 0), &door->request, LK_RECOVER_UNDO, NULL);
  g_test_message ("%s", lk_outcome_get_message (outcome));
  g_assert_cmpint (lk_outcome_get_result (outcome), ==, LK_OUTCOME_ROLLED_BACK);
  g_assert_cmpint (lk_outcome_get_enabled (outcome), ==, FALSE);
  g_assert_nonnull (strstr (lk_outcome_find_step (outcome, "roll-back")->detail, "nothing to undo"));
}

/* Whoever said yes is not asked again; what is left is to look. */
static void
test_was_kept (void)
{
  const Row row = { .kind = LK_JOURNAL_ENABLE };
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (GPtrArray) asked = NULL;
  g_autoptr (GPtrArray) kept = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  begin (door, &row);
  asked = lk_recover_list (door->store, NULL, NULL);
  g_assert_false (((LkInterruption *)g_ptr_array_index (asked, 0))->was_kept);
  id = ((LkInterruption *)g_ptr_array_index (asked, 0))->row;
  g_assert_true (lk_journal_advance (door->store, id, "close", &error));
  kept = lk_recover_list (door->store, NULL, NULL);
  g_assert_true (((LkInterruption *)g_ptr_array_index (kept, 0))->was_kept);
}

/* What was interrupted is cleared up before anything else is changed: whoever undid it later would
 * undo that as well. */
static void
test_before_anything_else (void)
{
  const Row row = { .kind = LK_JOURNAL_ENABLE };
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (LkOutcome) refused = NULL;
  g_autoptr (LkOutcome) undone = NULL;
  g_autoptr (LkOutcome) outcome = NULL;

  begin (door, &row);
  door->request.override = door->request.camera_name;
  refused = lk_guard_run (&door->request, NULL);
  g_test_message ("%s", lk_outcome_get_message (refused));
  g_assert_cmpint (lk_outcome_get_result (refused), ==, LK_OUTCOME_REFUSED);
  g_assert_false (lk_test_camera_is_enabled (door));
  open = lk_recover_list (door->store, NULL, NULL);
  g_assert_cmpuint (open->len, ==, 1);
  undone = lk_recover_run (g_ptr_array_index (open, 0), &door->request, LK_RECOVER_UNDO, NULL);
  g_assert_cmpint (lk_outcome_get_result (undone), ==, LK_OUTCOME_ROLLED_BACK);
  outcome = lk_guard_run (&door->request, NULL);
  g_assert_cmpint (lk_outcome_get_result (outcome), ==, LK_OUTCOME_KEPT);
}

/* Another window, or a command, while this one asks whether to keep the change. */
typedef struct
{
  LkTestCamera *door;
  LkStore *store;
  LkInterruption *known; /* from a moment before the change was claimed */
  guint n_asked;
} Neighbour;

static gboolean
meddle_cb (guint seconds, GCancellable *cancellable, gpointer user_data)
{
  Neighbour *self = user_data;
  LkGuardRequest request = self->door->request;
  g_autoptr (GPtrArray) seen = lk_recover_list (self->store, NULL, NULL);
  g_autoptr (GPtrArray) written = lk_journal_list_open (self->store, NULL, NULL);
  g_autoptr (LkOutcome) recovered = NULL;
  g_autoptr (LkOutcome) disabled = NULL;

  g_assert_cmpuint (seen->len, ==, 0);
  g_assert_cmpuint (written->len, ==, 1);
  request.store = self->store;
  request.confirm = NULL;
  self->known->row = lk_journal_entry_get_id (g_ptr_array_index (written, 0));
  recovered = lk_recover_run (self->known, &request, LK_RECOVER_UNDO, NULL);
  g_assert_cmpint (lk_outcome_get_result (recovered), ==, LK_OUTCOME_UNKNOWN);
  request.kind = LK_GUARD_DISABLE;
  disabled = lk_guard_run (&request, NULL);
  g_test_message ("%s", lk_outcome_get_message (disabled));
  g_assert_cmpint (lk_outcome_get_result (disabled), ==, LK_OUTCOME_REFUSED);
  g_assert_true (lk_test_camera_is_enabled (self->door));
  self->n_asked++;
  return TRUE;
}

static void
test_leaves_what_runs (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkStore) store = lk_store_open (door->folder, &error);
  g_autofree char *id = g_strdup ("door");
  LkInterruption known = { .camera_id = id, .kind = LK_GUARD_ENABLE };
  Neighbour neighbour = { .door = door, .store = store, .known = &known };
  g_autoptr (GPtrArray) written = NULL;
  g_autoptr (LkOutcome) outcome = NULL;

  g_assert_no_error (error);
  door->request.keep_unasked = FALSE;
  door->request.times.confirm_s = 30;
  door->request.confirm = meddle_cb;
  door->request.user_data = &neighbour;
  outcome = lk_guard_run (&door->request, NULL);
  g_assert_cmpuint (neighbour.n_asked, ==, 1);
  g_test_message ("%s", lk_outcome_get_message (outcome));
  g_assert_cmpint (lk_outcome_get_result (outcome), ==, LK_OUTCOME_KEPT);
  g_assert_true (lk_test_camera_is_enabled (door));
  written = lk_journal_list (store, "door", 10, NULL);
  g_assert_cmpuint (written->len, ==, 1);
  g_assert_cmpint (lk_journal_entry_get_fields (g_ptr_array_index (written, 0))->outcome, ==,
                   LK_JOURNAL_KEPT);
  g_assert_null (lk_journal_entry_get_fields (g_ptr_array_index (written, 0))->note);
}

static void
test_unreachable (void)
{
  const Row row = { .kind = LK_JOURNAL_ENABLE };
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (LkOutcome) outcome = NULL;

  begin (door, &row);
  open = lk_recover_list (door->store, NULL, NULL);
  lk_sim_camera_stop (door->sim);
  door->request.times.roll_back_ms = 100;
  outcome = lk_recover_run (g_ptr_array_index (open, 0), &door->request, LK_RECOVER_UNDO, NULL);
  g_assert_cmpint (lk_outcome_get_result (outcome), ==, LK_OUTCOME_UNKNOWN);
  g_assert_cmpint (lk_outcome_get_enabled (outcome), ==, -1);
  left = lk_recover_list (door->store, NULL, NULL);
  g_assert_cmpuint (left->len, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_test_add_data_func (rows[i].path, &rows[i], test_row);
  g_test_add_func ("/setup/recover/reads-first", test_reads_first);
  g_test_add_func ("/setup/recover/knows-what-was-kept", test_was_kept);
  g_test_add_func ("/setup/recover/comes-before-anything-else", test_before_anything_else);
  g_test_add_func ("/setup/recover/leaves-what-runs", test_leaves_what_runs);
  g_test_add_func ("/setup/recover/stays-open-when-unreachable", test_unreachable);
  return g_test_run ();
}
