/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-recover.h"
#include "store/lk-journal.h"

#include "lk-test-camera.h"

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
  g_test_add_func ("/setup/recover/knows-what-was-kept", test_was_kept);
  g_test_add_func ("/setup/recover/stays-open-when-unreachable", test_unreachable);
  return g_test_run ();
}
