/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What TLS demands of everybody, in the window: pending until OK, and tried before it is believed.
 */

#include "config.h"

#include "base/lk-error.h"
#include "camera/lk-camera-page.h"
#include "camera/lk-confirm.h"

#include "lk-test-session.h"

#define SKIPPED 77

typedef struct
{
  LkTestCamera *door;
  LkCameraSession *session;
  LkCameraPage *page;
  int code; /* of the error that the last action ended with, -1: none */
} World;

static void
finished_cb (LkCameraSession *session, LkCameraAction action, const GError *error, World *world)
{
  if (action == LK_ACTION_APPLY)
    world->code = error != NULL ? error->code : -1;
}

static void
world_init (World *world, const char *const *quirks)
{
  const LkTestCameraKind kind = { "onvif-entry", "onvif", quirks };

  world->door = lk_test_camera_new_of_kind (&kind, FALSE);
  world->session = lk_test_session_new (world->door);
  world->page = g_object_ref_sink (g_object_new (LK_TYPE_CAMERA_PAGE, NULL));
  lk_camera_page_set_session (world->page, world->session);
  g_signal_connect (world->session, "finished", G_CALLBACK (finished_cb), world);
  lk_test_session_settle (world->session);
  g_assert_no_error (lk_camera_session_get_error (world->session));
}

static AdwMessageDialog *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window); /* its window system holds it */
    }
  return NULL;
}

static void
world_clear (World *world)
{
  AdwMessageDialog *told = find_question ();

  if (told != NULL)
    gtk_window_destroy (GTK_WINDOW (told));
  lk_camera_page_set_session (world->page, NULL);
  g_clear_object (&world->page);
  g_signal_handlers_disconnect_by_data (world->session, world);
  g_clear_object (&world->session);
  lk_test_camera_free (world->door);
}

static GtkCheckButton *
find_version (World *world, const char *label)
{
  GtkWidget *found = lk_test_find_label (GTK_WIDGET (world->page), label);

  g_assert_nonnull (found);
  return GTK_CHECK_BUTTON (gtk_widget_get_ancestor (found, GTK_TYPE_CHECK_BUTTON));
}

static GtkSwitch *
find_switch (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_SWITCH (widget))
    return GTK_SWITCH (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = (GtkWidget *)find_switch (child);
  return (GtkSwitch *)found;
}

static void
press (World *world, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (world->page), action, NULL));
  lk_test_session_settle (world->session);
}

static LkTlsVersions
get_versions (World *world)
{
  return lk_ssl_tab_get_fields (lk_camera_session_get_tab (world->session))->tls_versions;
}

static void
test_versions (void)
{
  static const char *const quirks[] = { "tls-versions", NULL };
  World world = { 0 };
  GtkCheckButton *older;
  GtkCheckButton *newer;

  world_init (&world, quirks);
  older = find_version (&world, "1.2");
  newer = find_version (&world, "1.3");
  g_assert_true (gtk_check_button_get_active (older));
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (older)));
  g_assert_false (lk_camera_session_is_pending (world.session));

  gtk_check_button_set_active (older, FALSE);
  g_assert_true (lk_camera_session_is_pending (world.session));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (newer))); /* one has to stay */
  press (&world, "camera.cancel");
  g_assert_true (gtk_check_button_get_active (older));
  g_assert_cmpint (get_versions (&world), ==, LK_TLS_HAS_1_2 | LK_TLS_HAS_1_3);

  gtk_check_button_set_active (older, FALSE);
  press (&world, "camera.ok");
  g_assert_cmpint (world.code, ==, -1);
  g_assert_cmpint (get_versions (&world), ==, LK_TLS_HAS_1_3);
  g_assert_false (gtk_check_button_get_active (older));
  g_assert_false (lk_camera_session_is_pending (world.session));
  world_clear (&world);
}

static void
toggle (World *world, const char *label)
{
  GtkCheckButton *button = find_version (world, label);

  gtk_check_button_set_active (button, !gtk_check_button_get_active (button));
}

/* A version that the camera only claims to speak, and that cannot be tried before it is enabled. */
static void
test_versions_taken_back (void)
{
  static const char *const quirks[] = { "old-tls", "no-tls13", NULL };
  World world = { 0 };

  world_init (&world, quirks);
  toggle (&world, "1.3");
  press (&world, "camera.ok");
  g_assert_cmpint (world.code, ==, LK_ERROR_ROLLED_BACK);
  g_assert_cmpint (get_versions (&world), ==, LK_TLS_HAS_1_0 | LK_TLS_HAS_1_1);
  world_clear (&world);
}

static void
test_versions_refused (void)
{
  static const char *const quirks[] = { "no-tls13", NULL };
  World world = { 0 };

  world_init (&world, quirks);
  toggle (&world, "1.2");
  press (&world, "camera.ok");
  g_assert_cmpint (world.code, ==, LK_ERROR_WOULD_LOCK_OUT);
  g_assert_cmpint (get_versions (&world), ==, LK_TLS_HAS_1_2 | LK_TLS_HAS_1_3);
  world_clear (&world);
}

/* Beside the version that must not go nothing is lost: old ones may be ticked and unticked. */
static void
test_old_versions (void)
{
  static const char *const quirks[] = { "old-tls", NULL };
  World world = { 0 };

  world_init (&world, quirks);
  g_assert_true (gtk_check_button_get_active (find_version (&world, "1.0")));
  gtk_check_button_set_active (find_version (&world, "1.0"), FALSE);
  gtk_check_button_set_active (find_version (&world, "1.2"), TRUE);
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (find_version (&world, "1.2"))));
  press (&world, "camera.ok");
  g_assert_cmpint (get_versions (&world), ==, LK_TLS_HAS_1_1 | LK_TLS_HAS_1_2);
  world_clear (&world);
}

static void
test_common_name (void)
{
  static const char *const quirks[] = { "cn-maps", NULL };
  World world = { 0 };
  GtkWidget *title;
  GtkSwitch *button;

  world_init (&world, quirks);
  title = lk_test_find_label (GTK_WIDGET (world.page), "Common name is the user");
  button = find_switch (gtk_widget_get_ancestor (title, ADW_TYPE_ACTION_ROW));
  g_assert_false (gtk_switch_get_active (button));
  gtk_switch_set_active (button, TRUE);
  g_assert_true (lk_camera_session_is_pending (world.session));
  press (&world, "camera.ok");
  g_assert_cmpint (world.code, ==, -1);
  g_assert_true (gtk_switch_get_active (button));
  g_assert_true (
    lk_ssl_tab_get_fields (lk_camera_session_get_tab (world.session))->cn_is_user);
  world_clear (&world);
}

/* As a person does who presses a button. */
static void
answer (const char *response)
{
  AdwMessageDialog *question = find_question ();

  g_assert_true (adw_message_dialog_has_response (question, response));
  adw_message_dialog_response (question, response);
  gtk_window_destroy (GTK_WINDOW (question));
  while (g_main_context_iteration (NULL, FALSE))
    ; /* who asked hears of it, and goes on */
}

static gboolean
create_request (World *world, const char *name)
{
  g_autofree char *path = g_build_filename (world->door->folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  lk_confirm_create_request_into (NULL, world->session, "gate.example", file);
  lk_test_session_settle (world->session);
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Where a new request makes earlier ones useless, somebody says so before. */
static void
test_requests (void)
{
  static const char *const quirks[] = { "max-keys=3", NULL };
  World world = { 0 };
  g_autofree char *path = NULL;

  world_init (&world, quirks); /* with the server's key */
  path = g_build_filename (world.door->folder, "third.csr", NULL);
  g_assert_true (create_request (&world, "first.csr"));
  g_assert_true (create_request (&world, "second.csr"));
  g_assert_null (find_question ());
  g_assert_false (create_request (&world, "third.csr"));
  g_assert_cmpstr (adw_message_dialog_get_heading (find_question ()), ==, "Discard the Earlier Requests?");
  answer ("no");
  lk_test_session_settle (world.session);
  g_assert_null (find_question ());
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  g_assert_false (create_request (&world, "third.csr"));
  answer ("yes");
  lk_test_session_settle (world.session);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  world_clear (&world);
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
  g_test_add_func ("/camera/entry/versions", test_versions);
  g_test_add_func ("/camera/entry/versions-taken-back", test_versions_taken_back);
  g_test_add_func ("/camera/entry/versions-refused", test_versions_refused);
  g_test_add_func ("/camera/entry/old-versions", test_old_versions);
  g_test_add_func ("/camera/entry/common-name", test_common_name);
  g_test_add_func ("/camera/entry/requests", test_requests);
  return g_test_run ();
}
