/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window of the guided setup offers, and when. */

#include "config.h"

#include "setup/lk-keep-dialog.h"
#include "setup/lk-setup-window.h"
#include "setup/lk-setup.h"
#include "setup/lk-sheet-window.h"

#include "lk-test-session.h"

#include <adwaita.h>
#include <string.h>

#define SKIPPED 77

static GtkWindow *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }
  return NULL;
}

static void
wait_for_survey (LkSetup *setup)
{
  const guint patience = lk_test_session_lose_patience ();

  while (lk_setup_is_busy (setup))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
}

/* One action at a time: the button waits for its turn, says for what, and is never pressed for
 * nothing. */
static void
test_set_clock (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (LkCameraSession) session = lk_test_session_new (door);
  GtkWidget *behind = adw_window_new ();
  LkSetup *setup = lk_setup_get_for_session (session);
  const LkCameraFactsFields *facts;
  GtkWidget *window;
  GtkWidget *button;

  lk_sim_camera_set_clock_offset (door->sim, -86400);
  lk_setup_window_present (GTK_WINDOW (behind), session);
  wait_for_survey (setup);
  window = GTK_WIDGET (find_window (LK_TYPE_SETUP_WINDOW));
  button =
    gtk_widget_get_ancestor (lk_test_find_label (window, "Set Clock"), GTK_TYPE_BUTTON);
  g_assert_true (gtk_widget_get_sensitive (button));

  lk_camera_session_reload (session);
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_nonnull (lk_test_find_label (window, "Reading the [SSL] tab…"));
  lk_test_session_settle (session);
  g_assert_true (gtk_widget_get_sensitive (button));

  g_signal_emit_by_name (button, "clicked");
  g_assert_true (lk_camera_session_is_busy (session));
  g_assert_false (gtk_widget_get_sensitive (button));
  lk_test_session_settle (session);
  wait_for_survey (setup);
  facts = lk_camera_facts_get_fields (lk_camera_session_get_facts (session));
  g_assert_cmpint (ABS (facts->clock_offset_s), <, 60);
  g_assert_cmpint (lk_checklist_find (lk_setup_get_checklist (setup), "clock")->state, ==,
                   LK_CHECK_PASSED);
  gtk_window_destroy (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (behind));
}

static AdwMessageDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (LK_IS_KEEP_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

/* Whoever is asked whether to keep the change learns that the way back is gone. */
static void
test_tells_of_cut_lifeline (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (LkCameraSession) session = lk_test_session_new (door);
  GtkWidget *behind = adw_window_new ();
  LkSetup *setup = lk_setup_get_for_session (session);
  LkGuardTimes times = lk_test_camera_times;
  guint patience;

  times.confirm_s = LK_TEST_PATIENCE_S;
  lk_setup_set_times (setup, &times);
  lk_setup_choose (setup, door->identity, NULL);
  lk_setup_attest (setup, "others");
  lk_setup_attest (setup, "exportable");
  lk_setup_window_present (GTK_WINDOW (behind), session);
  wait_for_survey (setup);
  lk_setup_run (setup, door->request.camera_name);
  patience = lk_test_session_lose_patience ();
  while (find_dialog () == NULL && lk_setup_is_running (setup))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (find_dialog ());
  g_assert_null (strstr (adw_message_dialog_get_body (find_dialog ()), "lifeline"));

  lk_sim_camera_close_connections (door->sim);
  while (strstr (adw_message_dialog_get_body (find_dialog ()), "The lifeline was cut") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (find_dialog ()), "second"));
  adw_message_dialog_response (find_dialog (), "keep");
  while (lk_setup_is_running (setup) || lk_camera_session_is_busy (session))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
  g_assert_cmpint (lk_outcome_get_result (lk_setup_get_outcome (setup)), ==, LK_OUTCOME_KEPT);
  gtk_window_destroy (find_window (LK_TYPE_SETUP_WINDOW));
  gtk_window_destroy (GTK_WINDOW (behind));
}

static GtkWidget *
find_view (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_TEXT_VIEW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_view (child);
  return found;
}

/* Read from left to right, what wraps below the words, and nobody types into it. */
static void
test_sheet (void)
{
  GtkWindow *window;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  lk_sheet_window_present (NULL, "To Do", "Camera: Gate 2\n\n☐ 1. Take it.", "to-do.txt");
  window = find_window (LK_TYPE_SHEET_WINDOW);
  view = GTK_TEXT_VIEW (find_view (GTK_WIDGET (window)));
  buffer = gtk_text_view_get_buffer (view);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_cmpstr (text, ==, "To Do\nCamera: Gate 2\n\n☐ 1. Take it.\n");
  g_assert_cmpint (gtk_text_view_get_justification (view), ==, GTK_JUSTIFY_LEFT);
  g_assert_false (gtk_text_view_get_editable (view));
  gtk_text_buffer_get_iter_at_line (buffer, &start, 3);
  g_assert_true (gtk_text_iter_has_tag (
    &start, gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "item")));
  gtk_window_destroy (window);
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
  g_test_add_func ("/setup/window/sets-the-clock-in-its-turn", test_set_clock);
  g_test_add_func ("/setup/window/tells-of-a-cut-lifeline", test_tells_of_cut_lifeline);
  g_test_add_func ("/setup/sheet/reads-like-a-document", test_sheet);
  return g_test_run ();
}
