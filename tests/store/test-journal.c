/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "lk-test-pki.h"
#include "store/lk-claim.h"
#include "store/lk-journal.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const fingerprints[] = { "aa11", "bb22", NULL };

static const LkJournalFields example = {
  .camera_id = "gate",
  .kind = LK_JOURNAL_ENABLE,
  .user = "admin",
  .state_before = "off",
  .state_intended = "on",
  .ca_fingerprints = fingerprints,
  .personal = "cc33",
  .note = "no way back was proved",
};

static void
test_life (void)
{
  g_autofree char *folder = lk_test_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LkStore) store = lk_store_open (folder, &error);
  g_autoptr (LkJournalEntry) entry = lk_journal_begin (store, &example, &error);
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GPtrArray) unknown = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) all = NULL;
  const LkJournalFields *fields;
  gint64 id;

  g_assert_no_error (error);
  id = lk_journal_entry_get_id (entry);
  g_assert_cmpint (id, >, 0);
  g_assert_true (lk_journal_advance (store, id, "enable", &error));

  open = lk_journal_list_open (store, NULL, &error);
  g_assert_cmpuint (open->len, ==, 1);
  fields = lk_journal_entry_get_fields (g_ptr_array_index (open, 0));
  g_assert_cmpstr (fields->phase, ==, "enable");
  g_assert_cmpstr (fields->camera_id, ==, "gate");
  g_assert_cmpstr (fields->state_before, ==, "off");
  g_assert_cmpstr (fields->state_intended, ==, "on");
  g_assert_cmpstrv (fields->ca_fingerprints, fingerprints);
  g_assert_cmpstr (fields->personal, ==, "cc33");
  g_assert_cmpint (fields->kind, ==, LK_JOURNAL_ENABLE);
  g_assert_nonnull (fields->started);

  g_assert_true (lk_journal_close (store, id, LK_JOURNAL_UNKNOWN, "nothing answers", &error));
  unknown = lk_journal_list_open (store, "gate", &error);
  g_assert_cmpuint (unknown->len, ==, 1);
  g_assert_true (lk_journal_close (store, id, LK_JOURNAL_ROLLED_BACK, NULL, &error));
  none = lk_journal_list_open (store, NULL, &error);
  g_assert_cmpuint (none->len, ==, 0);

  g_assert_false (lk_journal_close (store, id, LK_JOURNAL_KEPT, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (lk_journal_advance (store, id, "probe", &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_NOT_FOUND);
  g_clear_error (&error);

  all = lk_journal_list (store, "gate", 10, &error);
  g_assert_cmpuint (all->len, ==, 1);
  fields = lk_journal_entry_get_fields (g_ptr_array_index (all, 0));
  g_assert_cmpint (fields->outcome, ==, LK_JOURNAL_ROLLED_BACK);
  g_assert_cmpstr (fields->note, ==, "no way back was proved; nothing answers");
  g_clear_object (&store);
  lk_test_folder_remove (folder);
}

/* Run again as a process of its own: writes a row, says so and waits to be killed. */
static int
write_and_wait (const char *folder)
{
  g_autoptr (LkStore) store = lk_store_open (folder, NULL);
  g_autoptr (LkClaim) claim = lk_claim_take (store, "gate", NULL);
  g_autoptr (LkJournalEntry) entry = lk_journal_begin (store, &example, NULL);

  if (claim == NULL || entry == NULL || write (STDOUT_FILENO, "!", 1) != 1)
    return 1;
  pause ();
  return 0;
}

static char *program;

static void
test_killed (void)
{
  g_autofree char *folder = lk_test_folder_new ();
  const char *const arguments[] = { program, "--write-and-wait", folder, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (LkStore) store = NULL;
  g_autoptr (GPtrArray) open = NULL;
  char byte = 0;
  GPid pid;
  int output;
  int status;

  g_assert_true (g_spawn_async_with_pipes (NULL, (char **)arguments, NULL,
                                           G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL,
                                           &output, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (read (output, &byte, 1), ==, 1);
  g_assert_cmpint (byte, ==, '!');
  store = lk_store_open (folder, &error);
  g_assert_no_error (error);
  g_assert_true (lk_claim_is_taken (store, "gate"));
  g_clear_object (&store);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
  close (output);

  store = lk_store_open (folder, &error);
  g_assert_no_error (error);
  open = lk_journal_list_open (store, "gate", &error);
  g_assert_cmpuint (open->len, ==, 1);
  g_assert_false (lk_claim_is_taken (store, "gate"));
  g_clear_object (&store);
  lk_test_folder_remove (folder);
}

static void
test_one_claim (void)
{
  g_autofree char *folder = lk_test_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LkStore) store = lk_store_open (folder, &error);
  g_autoptr (LkClaim) first = lk_claim_take (store, "gate", &error);
  g_autoptr (LkClaim) second = NULL;
  g_autoptr (LkClaim) other = NULL;
  g_autoptr (LkClaim) again = NULL;

  g_assert_no_error (error);
  second = lk_claim_take (store, "gate", &error);
  g_assert_error (error, LK_ERROR, LK_ERROR_STORE_LOCKED);
  g_assert_null (second);
  g_clear_error (&error);
  g_assert_true (lk_claim_is_taken (store, "gate"));
  g_assert_false (lk_claim_is_taken (store, "door"));
  other = lk_claim_take (store, "door", &error);
  g_assert_no_error (error);

  g_clear_pointer (&first, lk_claim_release);
  g_assert_false (lk_claim_is_taken (store, "gate"));
  again = lk_claim_take (store, "gate", &error);
  g_assert_no_error (error);
  g_clear_object (&store);
  lk_test_folder_remove (folder);
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--write-and-wait"))
    return write_and_wait (argv[2]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/journal/row/lives-until-closed", test_life);
  g_test_add_func ("/journal/row/survives-a-kill", test_killed);
  g_test_add_func ("/journal/claim/one-a-camera", test_one_claim);

  return g_test_run ();
}
