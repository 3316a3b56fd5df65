/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The pop-ups before a certificate is sent: what can be pressed, and what is said first. */

#include "config.h"

#include "camera/lk-import-server.h"

#include "lk-test-session.h"

#include <string.h>

#define SKIPPED 77

/* The session of a camera that is reached over plain HTTP. */
static LkCameraSession *
start_plain (LkTestCamera *door)
{
  LkCameraSession *session = lk_test_session_new (door);
  LkCameraRecordFields fields =
    *lk_camera_record_get_fields (lk_camera_session_get_record (session));
  g_autoptr (LkCameraRecord) plain = NULL;
  LkTabChange change = LK_TAB_CHANGE_KEEP;
  g_autoptr (LkSslTab) tab = NULL;

  change.ssl_function = LK_SSL_FUNCTION_ENABLE_WITH_HTTP;
  tab = lk_camera_apply (door->camera, &change, NULL, NULL);
  g_assert_nonnull (tab);
  fields.uri = lk_sim_camera_get_http_uri (door->sim);
  fields.driver = door->kind->driver;
  fields.allow_plain_http = TRUE;
  plain = lk_camera_record_new (&fields);
  lk_camera_session_set_record (session, plain);
  lk_camera_session_reload (session);
  lk_test_session_settle (session);
  g_assert_no_error (lk_camera_session_get_error (session));
  g_assert_nonnull (lk_camera_session_get_tab (session));
  return session;
}

static GtkWidget *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        found = window;
    }
  g_assert_nonnull (found);
  return found;
}

static GtkWidget *
find_button (GtkWidget *window, const char *text)
{
  GtkWidget *label = lk_test_find_label (window, text);

  g_assert_nonnull (label);
  return gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON);
}

static GtkWidget *
find_switch (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_SWITCH (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_switch (child);
  return found;
}

/* The pop-up with the camera's own certificate in a file without a password, once it is open. */
static GtkWidget *
offer_server (LkTestCamera *door, LkCameraSession *session)
{
  char *pem = lk_test_cert_to_pem_with_key (door->server, NULL, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_take (pem, strlen (pem));
  g_autofree char *path = lk_test_folder_write (door->folder, "server.pem", bytes);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  const guint patience = lk_test_session_lose_patience ();
  GtkWidget *window, *button;

  lk_import_server_present (NULL, session, file);
  window = find_window (LK_TYPE_IMPORT_SERVER);
  button = find_button (window, "Import");
  while (!gtk_widget_get_visible (button))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
  return window;
}

static void
finished_cb (LkCameraSession *session, LkCameraAction action, const GError *error, guint *count)
{
  g_assert_no_error (error);
  *count += 1;
}

/* Over plain HTTP the key goes only after a conscious yes. */
static void
test_plain_key (void)
{
  g_autoptr (LkTestCamera) door =
    lk_test_camera_new_of_kind (lk_test_camera_kind_find ("snc"), FALSE);
  g_autoptr (LkCameraSession) session = start_plain (door);
  GtkWidget *window = offer_server (door, session);
  GtkWidget *button = find_button (window, "Import"), *yes = find_switch (window);
  guint finished = 0;

  g_assert_true (gtk_widget_is_visible (yes));
  g_assert_false (gtk_widget_get_sensitive (button));
  gtk_switch_set_active (GTK_SWITCH (yes), TRUE);
  g_assert_true (gtk_widget_get_sensitive (button));
  gtk_switch_set_active (GTK_SWITCH (yes), FALSE);
  g_assert_false (gtk_widget_get_sensitive (button));

  g_signal_connect (session, "finished", G_CALLBACK (finished_cb), &finished);
  gtk_switch_set_active (GTK_SWITCH (yes), TRUE);
  g_signal_emit_by_name (button, "clicked");
  lk_test_session_settle (session);
  g_assert_cmpuint (finished, >=, 1);
}

/* A standard may forbid it altogether. */
static void
test_no_plain_key (void)
{
  g_autoptr (LkTestCamera) door =
    lk_test_camera_new_of_kind (lk_test_camera_kind_find ("onvif"), FALSE);
  g_autoptr (LkCameraSession) session = start_plain (door);
  GtkWidget *window = offer_server (door, session);

  g_assert_false (gtk_widget_is_visible (find_switch (window)));
  g_assert_false (gtk_widget_get_sensitive (find_button (window, "Import")));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Nothing is asked over HTTPS. */
static void
test_encrypted_key (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (LkCameraSession) session = lk_test_session_new (door);
  GtkWidget *window;

  lk_camera_session_reload (session);
  lk_test_session_settle (session);
  window = offer_server (door, session);
  g_assert_false (gtk_widget_is_visible (find_switch (window)));
  g_assert_true (gtk_widget_get_sensitive (find_button (window, "Import")));
  gtk_window_destroy (GTK_WINDOW (window));
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
  g_test_add_func ("/camera/import/asks-before-a-key-goes-in-plain", test_plain_key);
  g_test_add_func ("/camera/import/sends-no-key-where-that-is-forbidden", test_no_plain_key);
  g_test_add_func ("/camera/import/asks-nothing-over-https", test_encrypted_key);
  return g_test_run ();
}
