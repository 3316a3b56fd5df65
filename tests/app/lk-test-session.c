/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-test-session.h"

LkCameraSession *
lk_test_session_new (LkTestCamera *door)
{
  g_autoptr (LkSecret) password = lk_secret_new (LK_TEST_CAMERA_PASSWORD, -1);
  g_autoptr (LkCameraRecord) record =
    lk_store_get_camera (door->store, door->request.camera_id, NULL);
  LkCameraRecordFields fields = *lk_camera_record_get_fields (record);
  g_autoptr (LkCameraRecord) pinned = NULL;
  LkCameraSession *session;

  fields.pin = door->pin;
  fields.user = LK_SIM_DEFAULT_USER;
  pinned = lk_camera_record_new (&fields);
  session = lk_camera_session_new (pinned, door->store);
  lk_camera_session_set_password (session, password);
  return session;
}

static gboolean
give_up_cb (gpointer data)
{
  g_error ("nothing happened for %d seconds", LK_TEST_PATIENCE_S);
  return G_SOURCE_REMOVE;
}

guint
lk_test_session_lose_patience (void)
{
  return g_timeout_add_seconds (LK_TEST_PATIENCE_S, give_up_cb, NULL);
}

void
lk_test_session_settle (LkCameraSession *session)
{
  const guint patience = lk_test_session_lose_patience ();

  while (lk_camera_session_is_busy (session))
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_source_remove (patience);
}

GtkWidget *
lk_test_find_label (GtkWidget *widget, const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = lk_test_find_label (child, text);
  return found;
}
