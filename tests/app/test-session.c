/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A session against the simulated camera: what it shows after each action, and what it keeps to
 * itself. */

#include "config.h"

#include "base/lk-error.h"
#include "camera/lk-camera-list.h"
#include "camera/lk-import-ca.h"
#include "lk-test-pki.h"
#include "simcamera/lk-sim-camera.h"

#define WAIT_S 20

typedef struct
{
  LkSimCamera *camera;
  LkCameraSession *session;
} Fixture;

static gboolean
late_cb (gpointer data)
{
  g_error ("nothing happened for %d seconds", WAIT_S);
  return G_SOURCE_REMOVE;
}

static void
wait_idle (LkCameraSession *session)
{
  guint late = g_timeout_add_seconds (WAIT_S, late_cb, NULL);

  while (lk_camera_session_is_busy (session))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
}

static void
run (Fixture *self, const LkCameraRequest *request)
{
  lk_camera_session_run_async (self->session, request, NULL, NULL);
  wait_idle (self->session);
}

static void
set_up_with (Fixture *self, const char *pin, const char *password)
{
  LkSimCameraOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (LkCameraRecord) record = NULL;
  g_autoptr (LkSecret) secret = lk_secret_new (password, -1);
  g_autofree char *own_pin = NULL;

  self->camera = lk_sim_camera_new (&options, &error);
  g_assert_no_error (error);
  lk_sim_camera_start (self->camera);
  own_pin = lk_sim_camera_dup_pin (self->camera);
  record = lk_camera_record_new (&(LkCameraRecordFields){
    .name = "Test",
    .uri = lk_sim_camera_get_uri (self->camera),
    .driver = "auto",
    .user = LK_SIM_DEFAULT_USER,
    .pin = pin != NULL ? pin : own_pin,
  });
  self->session = lk_camera_session_new (record, NULL);
  lk_camera_session_set_password (self->session, secret);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  set_up_with (self, NULL, LK_SIM_DEFAULT_PASSWORD);
  lk_camera_session_reload (self->session);
  wait_idle (self->session);
  g_assert_no_error (lk_camera_session_get_error (self->session));
  g_assert_nonnull (lk_camera_session_get_tab (self->session));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->session);
  lk_sim_camera_stop (self->camera);
  g_object_unref (self->camera);
}

static const LkSslTabFields *
get_tab (Fixture *self)
{
  return lk_ssl_tab_get_fields (lk_camera_session_get_tab (self->session));
}

static void
test_reload (Fixture *self, gconstpointer data)
{
  g_autofree char *subtitle = NULL;
  g_autofree char *status = NULL;

  g_object_get (self->session, "subtitle", &subtitle, "status-text", &status, NULL);
  g_assert_true (g_str_has_suffix (subtitle, "clock in step · CGI"));
  g_assert_cmpstr (status, ==, "Client authentication off");
  g_assert_cmpuint (get_tab (self)->trusted_capacity, ==, 4);
  g_assert_cmpuint (lk_log_count_handshakes (lk_camera_session_get_log (self->session)), ==, 1);
}

/* What was asked for the name may live on while somebody renames the camera. */
static void
test_renamed (Fixture *self, gconstpointer data)
{
  g_autofree char *before = lk_camera_session_dup_name (self->session);
  g_autofree char *after = NULL;
  LkCameraRecordFields fields =
    *lk_camera_record_get_fields (lk_camera_session_get_record (self->session));
  g_autoptr (LkCameraRecord) record = NULL;

  fields.name = "Gate";
  record = lk_camera_record_new (&fields);
  lk_camera_session_set_record (self->session, record);
  after = lk_camera_session_dup_name (self->session);
  g_assert_cmpstr (before, ==, "Test");
  g_assert_cmpstr (after, ==, "Gate");
}

static void
test_pending (Fixture *self, gconstpointer data)
{
  LkSslFunction now = get_tab (self)->ssl_function;

  g_assert_false (lk_camera_session_is_pending (self->session));
  lk_camera_session_wish_ssl_function (self->session, LK_SSL_FUNCTION_ENABLE_WITH_HTTP);
  g_assert_true (lk_camera_session_is_pending (self->session));
  lk_camera_session_wish_ssl_function (self->session, now);
  g_assert_false (lk_camera_session_is_pending (self->session));

  lk_camera_session_wish_client_enabled (self->session, TRUE);
  g_assert_true (lk_camera_session_is_pending (self->session));
  lk_camera_session_reset_change (self->session);
  g_assert_false (lk_camera_session_is_pending (self->session));
}

static LkServerImport *
create_import (LkTestCert *ca)
{
  g_autoptr (LkTestCert) server = lk_test_server_new ("CN=127.0.0.1", "IP:127.0.0.1", ca);
  g_autoptr (GBytes) bytes = lk_test_cert_to_pkcs12 (server, ca, "secret");
  g_autoptr (LkSecret) password = lk_secret_new ("secret", -1);
  g_autoptr (GError) error = NULL;
  LkServerImport *import = lk_server_import_new (bytes, password, &error);

  g_assert_no_error (error);
  return import;
}

/* The pin goes to the key that we imported ourselves, and the camera is reached with it at once. */
static void
test_import_server (Fixture *self, gconstpointer data)
{
  g_autoptr (LkTestCert) ca = lk_test_ca_new ("CN=Site CA", NULL);
  g_autoptr (LkServerImport) import = create_import (ca);
  const char *spki = lk_certificate_get_spki_sha256 (lk_server_import_get_certificate (import));

  run (self, &(LkCameraRequest){ .action = LK_ACTION_IMPORT_SERVER, .import = import });
  g_assert_no_error (lk_camera_session_get_error (self->session));
  g_assert_cmpint (get_tab (self)->server_status, ==, LK_SERVER_STATUS_VALID);
  g_assert_true (g_str_has_suffix (
    lk_camera_record_get_fields (lk_camera_session_get_record (self->session))->pin, spki));

  lk_camera_session_reload (self->session);
  wait_idle (self->session);
  g_assert_no_error (lk_camera_session_get_error (self->session));
}

static void
test_trusted (Fixture *self, gconstpointer data)
{
  g_autoptr (LkTestCert) ca = lk_test_ca_new ("CN=Site CA", NULL);
  g_autoptr (LkTestCert) person = lk_test_client_new ("CN=Somebody", ca);
  g_autoptr (LkServerImport) import = create_import (ca);
  g_autoptr (LkCertificate) authority = lk_certificate_new_from_der (ca->der, NULL);
  g_autoptr (LkCertificate) leaf = lk_certificate_new_from_der (person->der, NULL);
  g_autofree char *leaf_obstacle = NULL;
  g_autofree char *free_obstacle = NULL;
  g_autofree char *twice_obstacle = NULL;

  run (self, &(LkCameraRequest){ .action = LK_ACTION_IMPORT_SERVER, .import = import });

  leaf_obstacle = lk_import_ca_find_obstacle (lk_camera_session_get_tab (self->session), leaf);
  free_obstacle = lk_import_ca_find_obstacle (lk_camera_session_get_tab (self->session), authority);
  g_assert_nonnull (leaf_obstacle);
  g_assert_null (free_obstacle);

  run (self,
       &(LkCameraRequest){ .action = LK_ACTION_IMPORT_CA, .slot = 2, .certificate = authority });
  g_assert_no_error (lk_camera_session_get_error (self->session));
  g_assert_cmpstr (lk_tab_certificate_get_title (get_tab (self)->trusted[1]), ==, "Site CA");
  twice_obstacle =
    lk_import_ca_find_obstacle (lk_camera_session_get_tab (self->session), authority);
  g_assert_nonnull (twice_obstacle);

  run (self, &(LkCameraRequest){ .action = LK_ACTION_DELETE_CA, .slot = 2 });
  g_assert_null (get_tab (self)->trusted[1]);
}

static void
test_apply (Fixture *self, gconstpointer data)
{
  lk_camera_session_wish_server_option (self->session, LK_SERVER_OPTION_SELF_SIGNED);
  g_assert_true (lk_camera_session_is_pending (self->session));
  run (self, &(LkCameraRequest){ .action = LK_ACTION_APPLY,
                                 .change = lk_camera_session_get_change (self->session) });
  g_assert_no_error (lk_camera_session_get_error (self->session));
  g_assert_cmpint (get_tab (self)->server_option, ==, LK_SERVER_OPTION_SELF_SIGNED);
  g_assert_false (lk_camera_session_is_pending (self->session));
}

static void
finished_cb (LkCameraSession *session, guint action, const GError *error, GError **told)
{
  *told = error != NULL ? g_error_copy (error) : NULL;
}

/* A change that failed is told once; the tab that was read afterwards stays on the screen. */
static void
test_failed_change (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) told = NULL;

  g_signal_connect (self->session, "finished", G_CALLBACK (finished_cb), &told);
  run (self, &(LkCameraRequest){ .action = LK_ACTION_DELETE_CA, .slot = 3 });
  g_assert_error (told, LK_ERROR, LK_ERROR_NOT_FOUND);
  g_assert_no_error (lk_camera_session_get_error (self->session));
  g_assert_nonnull (lk_camera_session_get_tab (self->session));
}

static void
busy_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GError **error = data;

  g_assert_false (lk_camera_session_run_finish (LK_CAMERA_SESSION (source), result, error));
}

static void
test_one_at_a_time (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  lk_camera_session_reload (self->session);
  lk_camera_session_run_async (self->session, &(LkCameraRequest){ .action = LK_ACTION_RELOAD },
                               busy_cb, &error);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  wait_idle (self->session);
}

/* Stopping a reload leaves what was known. */
static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_sim_camera_add_fault (self->camera, "hang", &error) || error != NULL);
  lk_camera_session_reload (self->session);
  lk_camera_session_cancel (self->session);
  wait_idle (self->session);
  g_assert_nonnull (lk_camera_session_get_tab (self->session));
  g_assert_no_error (lk_camera_session_get_error (self->session));
}

static void
test_wrong_password (void)
{
  Fixture self;

  set_up_with (&self, NULL, "wrong");
  lk_camera_session_reload (self.session);
  wait_idle (self.session);
  g_assert_error (lk_camera_session_get_error (self.session), LK_ERROR, LK_ERROR_AUTH_REFUSED);
  g_assert_null (lk_camera_session_get_tab (self.session));
  tear_down (&self, NULL);
}

/* Another key than the pinned one: nothing is read until somebody compared and accepted it. */
static void
test_changed_key (void)
{
  Fixture self;

  set_up_with (&self, "sha256:0000000000000000000000000000000000000000000000000000000000000000", LK_SIM_DEFAULT_PASSWORD);
  lk_camera_session_reload (self.session);
  wait_idle (self.session);
  g_assert_error (lk_camera_session_get_error (self.session), LK_ERROR, LK_ERROR_PEER_UNTRUSTED);
  g_assert_nonnull (lk_camera_session_get_peer (self.session));

  lk_camera_session_accept_key (self.session);
  lk_camera_session_reload (self.session);
  wait_idle (self.session);
  g_assert_no_error (lk_camera_session_get_error (self.session));
  g_assert_nonnull (lk_camera_session_get_tab (self.session));
  tear_down (&self, NULL);
}

static void
wait_ready (LkCameraList *list)
{
  guint late = g_timeout_add_seconds (WAIT_S, late_cb, NULL);

  while (!lk_camera_list_is_ready (list))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
}

/* What is in the store after the writing jobs are through. */
static guint
wait_stored (const char *folder, guint expected)
{
  gint64 end = g_get_monotonic_time () + WAIT_S * G_USEC_PER_SEC;
  g_autoptr (LkStore) store = lk_store_open (folder, NULL);
  guint n = G_MAXUINT;

  while (n != expected && g_get_monotonic_time () < end)
    {
      g_autoptr (GPtrArray) records = lk_store_list_cameras (store, NULL);

      n = records->len;
      g_main_context_iteration (NULL, FALSE);
    }
  return n;
}

static void
test_list (void)
{
  g_autofree char *folder = lk_test_folder_new ();
  g_autoptr (LkCameraList) list = lk_camera_list_new (folder);
  g_autoptr (LkCameraRecord) record = lk_camera_record_new (
    &(LkCameraRecordFields){ .name = "Roof", .uri = "https://192.0.2.1", .driver = "auto" });
  g_autoptr (LkCameraSession) session = NULL;
  g_autoptr (LkCameraList) again = NULL;

  lk_camera_list_load (list);
  wait_ready (list);
  session = lk_camera_list_create_session (list, record);
  lk_camera_list_add (list, session);
  g_assert_true (lk_camera_list_find_by_uri (list, "https://192.0.2.1") == session);
  g_assert_cmpuint (wait_stored (folder, 1), ==, 1);

  again = lk_camera_list_new (folder);
  lk_camera_list_load (again);
  wait_ready (again);
  g_assert_cmpuint (g_list_model_get_n_items (lk_camera_list_get_model (again)), ==, 1);

  lk_camera_list_remove (list, session);
  g_assert_cmpuint (wait_stored (folder, 0), ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  lk_test_folder_remove (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/session/reload/shows-the-tab", Fixture, NULL, set_up, test_reload, tear_down);
  g_test_add ("/session/pending/forgets-what-the-camera-says", Fixture, NULL, set_up, test_pending, tear_down);
  g_test_add ("/session/name/outlives-a-rename", Fixture, NULL, set_up, test_renamed, tear_down);
  g_test_add ("/session/import-server/moves-the-pin", Fixture, NULL, set_up, test_import_server, tear_down);
  g_test_add ("/session/trusted/imports-and-deletes", Fixture, NULL, set_up, test_trusted, tear_down);
  g_test_add ("/session/apply/leaves-nothing-pending", Fixture, NULL, set_up, test_apply, tear_down);
  g_test_add ("/session/change/keeps-the-tab-when-it-fails", Fixture, NULL, set_up, test_failed_change, tear_down);
  g_test_add ("/session/job/one-at-a-time", Fixture, NULL, set_up, test_one_at_a_time, tear_down);
  g_test_add ("/session/job/cancel-keeps-what-was-known", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add_func ("/session/login/refused", test_wrong_password);
  g_test_add_func ("/session/key/changed-until-accepted", test_changed_key);
  g_test_add_func ("/list/kept-between-runs", test_list);
  return g_test_run ();
}
