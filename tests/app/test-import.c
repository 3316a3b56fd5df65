/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The pop-ups before a certificate is sent: what can be pressed, and what is said first. */

#include "config.h"

#include "camera/lk-import-ca.h"
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

/* A camera with as many trusted CA certificates, the first of which is the door's. */
static LkCameraSession *
start_with (LkTestCamera *door, guint count)
{
  LkCameraSession *session = lk_test_session_new (door);

  for (guint i = 1; i < count; i++)
    {
      g_autofree char *subject = g_strdup_printf ("CN=CA %u", i + 1);
      g_autoptr (LkTestCert) ca = lk_test_ca_new (subject, NULL);
      g_autoptr (LkCertificate) certificate = lk_certificate_new_from_der (ca->der, NULL);
      g_autoptr (LkSslTab) tab = lk_camera_import_ca (door->camera, 0, certificate, NULL, NULL);

      g_assert_nonnull (tab);
    }
  lk_camera_session_set_identity (session, door->identity);
  lk_camera_session_reload (session);
  lk_test_session_settle (session);
  g_assert_no_error (lk_camera_session_get_error (session));
  return session;
}

static GtkWidget *
offer_ca (LkTestCamera *door, LkCameraSession *session, guint slot)
{
  g_autoptr (LkTestCert) ca = lk_test_ca_new ("CN=New CA", NULL);
  g_autofree char *path = lk_test_folder_write (door->folder, "new-ca.cer", ca->der);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  const guint patience = lk_test_session_lose_patience ();
  GtkWidget *window;

  lk_import_ca_present (NULL, session, slot, file);
  window = find_window (LK_TYPE_IMPORT_CA);
  while (lk_test_find_label (window, "CN=New CA") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
  return window;
}

static GtkWidget *
find_place (GtkWidget *window)
{
  return gtk_widget_get_ancestor (lk_test_find_label (window, "Place on the camera"), ADW_TYPE_COMBO_ROW);
}

/* What is dropped on a place says where it goes. */
static void
test_places (void)
{
  static const struct
  {
    guint count, wanted;
    guint selected;   /* in the list of all four */
    const char *note; /* (nullable) */
    const char *verb; /* NULL: it cannot be imported */
  } rows[] = {
    { 1, 3, 2, NULL, "Import" },
    { 1, 0, 1, NULL, "Import" },
    { 2, 2, 2, "Trusted CA certificate 2 is taken by “CA 2”", "Import" },
    { 4, 3, 2, "“CA 3” will be removed from the camera", "Replace" },
    { 4, 0, GTK_INVALID_LIST_POSITION, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
      g_autoptr (LkCameraSession) session = start_with (door, rows[i].count);
      GtkWidget *window = offer_ca (door, session, rows[i].wanted);
      GtkWidget *button = find_button (window, rows[i].verb != NULL ? rows[i].verb : "Import");

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (find_place (window))), ==,
                        rows[i].selected);
      g_assert_true (rows[i].note == NULL ||
                     gtk_widget_is_visible (lk_test_find_label (window, rows[i].note)));
      g_assert_true (gtk_widget_get_sensitive (button) == (rows[i].verb != NULL));
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

/* In the place of another one, also while client authentication is on: then under guard. */
static void
test_replace (gconstpointer enabled)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (GPOINTER_TO_INT (enabled));
  g_autoptr (LkCameraSession) session = NULL;
  GtkWidget *window;
  LkSslTab *tab;
  guint finished = 0;

  session = start_with (door, 3);
  window = offer_ca (door, session, 2);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_place (window)), 1);
  g_signal_connect (session, "finished", G_CALLBACK (finished_cb), &finished);
  g_signal_emit_by_name (find_button (window, "Replace"), "clicked");
  lk_test_session_settle (session);
  g_assert_cmpuint (finished, >=, 1);

  tab = lk_camera_session_get_tab (session);
  g_assert_cmpuint (lk_ssl_tab_count_trusted (tab), ==, 3);
  for (guint slot = 1; slot <= LK_MAX_TRUSTED; slot++)
    if (lk_ssl_tab_get_trusted (tab, slot) != NULL)
      g_assert_cmpstr (lk_tab_certificate_get_title (lk_ssl_tab_get_trusted (tab, slot)), !=, "CA 2");
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
  g_test_add_func ("/camera/import/says-where-it-goes", test_places);
  g_test_add_data_func ("/camera/import/replaces-one-that-is-there", GINT_TO_POINTER (FALSE), test_replace);
  g_test_add_data_func ("/camera/import/replaces-under-guard", GINT_TO_POINTER (TRUE), test_replace);
  return g_test_run ();
}
