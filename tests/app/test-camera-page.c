/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the page and the sidebar show of a camera whose last change did not end. */

#include "config.h"

#include "camera/lk-camera-page.h"
#include "camera/lk-camera-row.h"

#define SKIPPED 77

static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);
  return found;
}

/* The strip that offers to finish or undo. */
static GtkRevealer *
find_offer (LkCameraPage *page)
{
  GtkWidget *label =
    find_label (GTK_WIDGET (page), "The last change to client authentication was interrupted.");

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
  g_assert_nonnull (find_label (GTK_WIDGET (row), "Cannot be reached"));

  lk_camera_session_set_interruption (session, 7);
  g_assert_true (gtk_revealer_get_reveal_child (offer));
  g_assert_nonnull (find_label (GTK_WIDGET (row), "Interrupted change"));

  lk_camera_session_set_interruption (session, 0);
  g_assert_false (gtk_revealer_get_reveal_child (offer));
  g_assert_nonnull (find_label (GTK_WIDGET (row), "Cannot be reached"));
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
  return g_test_run ();
}
