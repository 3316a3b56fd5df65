/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tab does to a camera whose client authentication is on: nothing that locks anybody
 * out. */

#include "config.h"

#include "base/lk-error.h"
#include "camera/lk-camera-list.h"
#include "store/lk-journal.h"

#include "lk-test-camera.h"

#define PATIENCE_S   60
#define MAX_READINGS 8 /* that an action on a camera may begin with */

typedef struct
{
  LkTestCamera *door;
  LkCameraList *list;
  LkCameraSession *session;
  GError *error; /* of the action that finished last */
} Fixture;

static gboolean
give_up_cb (gpointer data)
{
  g_error ("nothing happened for %d seconds", PATIENCE_S);
  return G_SOURCE_REMOVE;
}

static void
wait_idle (LkCameraSession *session)
{
  const guint patience = g_timeout_add_seconds (PATIENCE_S, give_up_cb, NULL);

  while (lk_camera_session_is_busy (session))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
}

static void
finished_cb (LkCameraSession *session, guint action, const GError *error, Fixture *fixture)
{
  g_clear_error (&fixture->error);
  fixture->error = error != NULL ? g_error_copy (error) : NULL;
}

static void
run (Fixture *fixture, const LkCameraRequest *request)
{
  lk_camera_session_run_async (fixture->session, request, NULL, NULL);
  wait_idle (fixture->session);
}

/* Writes the record as the program would have, so that the list finds it. */
static void
save_record (Fixture *fixture, const char *personal)
{
  g_autoptr (LkCameraRecord) record =
    lk_store_get_camera (fixture->door->store, fixture->door->request.camera_id, NULL);
  LkCameraRecordFields fields = *lk_camera_record_get_fields (record);
  g_autoptr (LkCameraRecord) changed = NULL;

  fields.pin = fixture->door->pin;
  fields.user = LK_SIM_DEFAULT_USER;
  fields.personal = personal;
  changed = lk_camera_record_new (&fields);
  g_assert_true (lk_store_save_camera (fixture->door->store, changed, NULL));
}

/* A start of the program: the cameras as the store knows them. */
static void
start (Fixture *fixture)
{
  g_autoptr (LkSecret) password = lk_secret_new (LK_TEST_CAMERA_PASSWORD, -1);
  const guint patience = g_timeout_add_seconds (PATIENCE_S, give_up_cb, NULL);

  fixture->list = lk_camera_list_new (fixture->door->folder);
  lk_camera_list_load (fixture->list);
  while (!lk_camera_list_is_ready (fixture->list))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
  fixture->session = g_list_model_get_item (lk_camera_list_get_model (fixture->list), 0);
  g_assert_nonnull (fixture->session);
  lk_camera_session_set_password (fixture->session, password);
  g_signal_connect (fixture->session, "finished", G_CALLBACK (finished_cb), fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->door = lk_test_camera_new (TRUE);
  save_record (fixture, "file:/somewhere/me.p12");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->list);
  g_clear_error (&fixture->error);
  lk_test_camera_free (fixture->door);
}

static void
start_inside (Fixture *fixture)
{
  start (fixture);
  lk_camera_session_set_identity (fixture->session, fixture->door->identity);
  lk_camera_session_reload (fixture->session);
  wait_idle (fixture->session);
  g_assert_no_error (fixture->error);
  g_assert_true (
    lk_ssl_tab_get_fields (lk_camera_session_get_tab (fixture->session))->client_enabled);
}

static void
test_asks_once (Fixture *fixture, gconstpointer data)
{
  start (fixture);
  g_assert_null (lk_camera_session_claim_personal (fixture->session));
  lk_camera_session_reload (fixture->session);
  wait_idle (fixture->session);
  g_assert_error (fixture->error, LK_ERROR, LK_ERROR_CLIENT_REFUSED);

  g_assert_cmpstr (lk_camera_session_claim_personal (fixture->session), ==, "file:/somewhere/me.p12");
  g_assert_null (lk_camera_session_claim_personal (fixture->session));
  lk_camera_session_forget_claim (fixture->session);
  g_assert_nonnull (lk_camera_session_claim_personal (fixture->session));

  lk_camera_session_set_identity (fixture->session, fixture->door->identity);
  lk_camera_session_reload (fixture->session);
  wait_idle (fixture->session);
  g_assert_no_error (fixture->error);
  g_assert_nonnull (lk_camera_session_get_tab (fixture->session));
}

static void
test_shares_identity (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkCameraRecord) record =
    lk_store_get_camera (fixture->door->store, fixture->door->request.camera_id, NULL);
  LkCameraRecordFields fields = *lk_camera_record_get_fields (record);
  g_autoptr (LkCameraRecord) copy = NULL;
  g_autoptr (LkCameraSession) other = NULL;

  start (fixture);
  fields.id = NULL;
  copy = lk_camera_record_new (&fields);
  other = lk_camera_list_create_session (fixture->list, copy);
  lk_camera_list_add (fixture->list, other);

  lk_camera_session_set_identity (fixture->session, fixture->door->identity);
  g_assert_true (lk_camera_session_get_identity (other) == fixture->door->identity);
}

static void
test_keeps_last_ca (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkCertificate) ca = lk_certificate_new_from_der (fixture->door->ca->der, NULL);
  guint slot;

  start_inside (fixture);
  slot = lk_ssl_tab_find_trusted (lk_camera_session_get_tab (fixture->session), ca);
  g_assert_cmpuint (slot, >, 0);
  run (fixture, &(LkCameraRequest){ .action = LK_ACTION_DELETE_CA, .slot = slot });
  g_assert_error (fixture->error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT);
  g_assert_cmpuint (lk_ssl_tab_find_trusted (lk_camera_session_get_tab (fixture->session), ca), ==,
                    slot);
  g_assert_true (lk_test_camera_is_reached (fixture->door, fixture->door->identity));
}

/* Whichever reading fails, nothing is done past the guard. */
static void
test_one_reading_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LkCertificate) ca = lk_certificate_new_from_der (fixture->door->ca->der, NULL);
  guint slot;

  start_inside (fixture);
  slot = lk_ssl_tab_find_trusted (lk_camera_session_get_tab (fixture->session), ca);
  for (guint i = 1; i <= MAX_READINGS; i++)
    {
      g_autofree char *fault = g_strdup_printf ("503@inquiry:%u", i);
      g_autoptr (GError) error = NULL;

      lk_sim_camera_add_fault (fixture->door->sim, fault, &error);
      g_assert_no_error (error);
      run (fixture, &(LkCameraRequest){ .action = LK_ACTION_DELETE_CA, .slot = slot });
      g_test_message ("%s: %s", fault, fixture->error->message);
      g_assert_nonnull (fixture->error);
      lk_sim_camera_clear_faults (fixture->door->sim);
      g_assert_true (lk_test_camera_is_reached (fixture->door, fixture->door->identity));
    }
}

static void
test_adds_and_deletes_ca (Fixture *fixture, gconstpointer data)
{
  guint slot;

  start_inside (fixture);
  run (fixture,
       &(LkCameraRequest){ .action = LK_ACTION_IMPORT_CA, .certificate = fixture->door->other });
  g_assert_no_error (fixture->error);
  slot =
    lk_ssl_tab_find_trusted (lk_camera_session_get_tab (fixture->session), fixture->door->other);
  g_assert_cmpuint (slot, >, 0);

  run (fixture, &(LkCameraRequest){ .action = LK_ACTION_DELETE_CA, .slot = slot });
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (
    lk_ssl_tab_find_trusted (lk_camera_session_get_tab (fixture->session), fixture->door->other),
    ==, 0);
}

static void
test_disables_with_journal (Fixture *fixture, gconstpointer data)
{
  LkTabChange change = LK_TAB_CHANGE_KEEP;
  g_autoptr (GPtrArray) rows = NULL;
  const LkJournalFields *row;

  start_inside (fixture);
  change.client_enabled = FALSE;
  change.ssl_function = LK_SSL_FUNCTION_ENABLE_WITH_HTTP;
  run (fixture, &(LkCameraRequest){ .action = LK_ACTION_APPLY, .change = change });
  g_assert_no_error (fixture->error);
  g_assert_false (lk_test_camera_is_enabled (fixture->door));
  g_assert_cmpint (
    lk_ssl_tab_get_fields (lk_camera_session_get_tab (fixture->session))->ssl_function, ==,
    LK_SSL_FUNCTION_ENABLE_WITH_HTTP);

  rows = lk_journal_list (fixture->door->store, fixture->door->request.camera_id, 1, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  row = lk_journal_entry_get_fields (rows->pdata[0]);
  g_assert_cmpint (row->kind, ==, LK_JOURNAL_DISABLE);
  g_assert_cmpint (row->outcome, ==, LK_JOURNAL_KEPT);
}

static void
begin_change (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkJournalEntry) entry =
    lk_journal_begin (fixture->door->store,
                      &(LkJournalFields){
                        .camera_id = fixture->door->request.camera_id,
                        .kind = LK_JOURNAL_ENABLE,
                        .state_before = "enabled=0",
                        .state_intended = "enabled=1",
                        .phase = "enable",
                      },
                      &error);

  g_assert_no_error (error);
  g_assert_nonnull (entry);
}

static void
test_clears_up (Fixture *fixture, gconstpointer undo)
{
  g_autofree char *status = NULL;
  g_autoptr (GPtrArray) open = NULL;

  begin_change (fixture);
  start_inside (fixture);
  g_object_get (fixture->session, "status-text", &status, NULL);
  g_assert_cmpstr (status, ==, "Interrupted change");
  g_assert_cmpint (lk_camera_session_get_interruption (fixture->session), >, 0);

  run (fixture, &(LkCameraRequest){
                  .action = LK_ACTION_RECOVER,
                  .interruption = lk_camera_session_get_interruption (fixture->session),
                  .undo = undo != NULL,
                });
  g_assert_no_error (fixture->error);
  g_assert_cmpint (lk_camera_session_get_interruption (fixture->session), ==, 0);
  g_assert_true (lk_test_camera_is_enabled (fixture->door) == (undo == NULL));
  open = lk_journal_list_open (fixture->door->store, NULL, NULL);
  g_assert_cmpuint (open->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
    gconstpointer data;
  } tests[] = {
    { "/app/guarded/personal/asks-once", test_asks_once, NULL },
    { "/app/guarded/personal/shares-identity", test_shares_identity, NULL },
    { "/app/guarded/keeps-last-ca", test_keeps_last_ca, NULL },
    { "/app/guarded/keeps-last-ca-when-a-reading-fails", test_one_reading_fails, NULL },
    { "/app/guarded/adds-and-deletes-ca", test_adds_and_deletes_ca, NULL },
    { "/app/guarded/disables-with-journal", test_disables_with_journal, NULL },
    { "/app/guarded/interruption/finishes", test_clears_up, NULL },
    { "/app/guarded/interruption/undoes", test_clears_up, "undo" },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].data, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
