/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the page and the sidebar show of a camera whose last change did not end, and how one that
 * asks for a personal certificate gets it. */

#include "config.h"

#include "base/lk-error.h"
#include "camera/lk-camera-page.h"
#include "camera/lk-camera-personal.h"
#include "camera/lk-camera-row.h"
#include "camera/lk-import-view.h"
#include "personal/lk-personal-chooser.h"

#include "lk-test-identity.h"
#include "lk-test-session.h"

#define SKIPPED 77

/* The strip that offers to finish or undo. */
static GtkRevealer *
find_offer (LkCameraPage *page)
{
  GtkWidget *label =
    lk_test_find_label (GTK_WIDGET (page), "The last change to client authentication was interrupted.");

  g_assert_nonnull (label);
  return GTK_REVEALER (gtk_widget_get_ancestor (label, GTK_TYPE_REVEALER));
}

static void
test_interruption (void)
{
  g_autoptr (LkCameraRecord) record = lk_camera_record_new (
    &(LkCameraRecordFields){ .name = "Roof", .uri = "https://127.0.0.1:1", .driver = "auto" });
  g_autoptr (LkCameraSession) session = lk_camera_session_new (record, NULL);
  g_autoptr (LkCameraPage) page = g_object_ref_sink (g_object_new (LK_TYPE_CAMERA_PAGE, NULL));
  g_autoptr (LkCameraRow) row = g_object_ref_sink (lk_camera_row_new (session));
  GtkRevealer *offer = find_offer (page);

  lk_camera_page_set_session (page, session); /* which reads it; nobody answers there */
  while (lk_camera_session_is_busy (session))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (gtk_revealer_get_reveal_child (offer));
  g_assert_nonnull (lk_test_find_label (GTK_WIDGET (row), "Cannot be reached"));

  lk_camera_session_set_interruption (session, 7);
  g_assert_true (gtk_revealer_get_reveal_child (offer));
  g_assert_nonnull (lk_test_find_label (GTK_WIDGET (row), "Interrupted change"));

  lk_camera_session_set_interruption (session, 0);
  g_assert_false (gtk_revealer_get_reveal_child (offer));
  g_assert_nonnull (lk_test_find_label (GTK_WIDGET (row), "Cannot be reached"));
}

static GtkWidget *
find_chooser (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (LK_IS_PERSONAL_CHOOSER (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_chooser (child);
  return found;
}

/* As the dialogue has it that the page opens: the one window there is. */
static LkPersonalChooser *
find_open_chooser (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows) && found == NULL; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      found = find_chooser (window);
    }
  return found != NULL ? LK_PERSONAL_CHOOSER (found) : NULL;
}

static LkPersonal *
write_personal (LkTestCamera *door)
{
  g_autofree char *path = g_build_filename (door->folder, "me.pem", NULL);
  g_autofree char *selector = g_strconcat ("file:", path, NULL);
  g_autofree char *pem = lk_test_cert_to_pem_with_key (door->client, door->ca, NULL);

  g_assert_true (g_file_set_contents (path, pem, -1, NULL));
  return lk_personal_new (&(LkPersonalFields){
    .selector = selector,
    .store_id = selector,
    .store_title = "me.pem",
    .certificate = lk_identity_get_certificate (door->identity),
    .has_key = LK_ANSWER_YES,
  });
}

static void
test_choose_personal (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (TRUE);
  g_autoptr (LkCameraSession) session = lk_test_session_new (door);
  g_autoptr (LkPersonal) personal = write_personal (door);
  const guint patience = lk_test_session_lose_patience ();

  lk_camera_session_reload (session);
  while (lk_camera_session_is_busy (session))
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (lk_camera_session_get_error (session), LK_ERROR, LK_ERROR_CLIENT_REFUSED);

  lk_camera_personal_choose (NULL, session);
  g_assert_nonnull (find_open_chooser ());
  lk_personal_chooser_take (find_open_chooser (), personal);
  while (lk_camera_session_get_tab (session) == NULL || find_open_chooser () != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (lk_camera_session_get_error (session));
  g_assert_cmpstr (
    lk_camera_record_get_fields (lk_camera_session_get_record (session))->personal, ==,
    lk_personal_get_fields (personal)->selector);
  while (lk_camera_session_is_busy (session))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
}

static void
finished_cb (LkCameraSession *session, LkCameraAction action, const GError *error)
{
  g_assert_no_error (error);
}

/* A clock that is in the way of an import is set where the import is offered. */
static void
test_import_sets_clock (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (LkCameraSession) session = lk_test_session_new (door);
  g_autoptr (LkTestCert) ca = lk_test_ca_new ("CN=New CA", NULL);
  g_autoptr (LkCertificate) certificate = lk_test_certificate (ca);
  g_autoptr (LkImportView) view = g_object_ref_sink (g_object_new (LK_TYPE_IMPORT_VIEW, NULL));
  const LkJudgeContext use = { .purpose = LK_JUDGE_AS_CA, .certificate = certificate };
  GtkWidget *button =
    gtk_widget_get_ancestor (lk_test_find_label (GTK_WIDGET (view), "Set Clock"), GTK_TYPE_BUTTON);
  const LkCameraFactsFields *facts;

  g_signal_connect (session, "finished", G_CALLBACK (finished_cb), NULL);
  lk_sim_camera_set_clock_offset (door->sim, -50 * 365 * 86400LL);
  lk_camera_session_reload (session);
  lk_test_session_settle (session);
  g_assert_false (lk_import_view_show (view, session, &use, 0, NULL));
  g_assert_true (gtk_widget_get_visible (button));

  g_signal_emit_by_name (button, "clicked");
  g_assert_true (lk_camera_session_is_busy (session));
  lk_test_session_settle (session);
  g_assert_no_error (lk_camera_session_get_error (session));
  facts = lk_camera_facts_get_fields (lk_camera_session_get_facts (session));
  g_assert_cmpint (ABS (facts->clock_offset_s), <, 60);
  g_assert_true (lk_import_view_show (view, session, &use, 0, NULL));
  g_assert_false (gtk_widget_get_visible (button));
  g_assert_true (gtk_widget_get_sensitive (button));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return SKIPPED;
    }
  adw_init ();
  g_test_add_func ("/camera/page/interruption-shows-at-once", test_interruption);
  g_test_add_func ("/camera/page/chooses-personal-certificate", test_choose_personal);
  g_test_add_func ("/camera/page/import-sets-the-clock", test_import_sets_clock);
  return g_test_run ();
}
