/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-test-camera.h"

#include "driver/lk-driver.h"

#include <string.h>

#define PATIENCE_S 30 /* of a machine that is busy */

const LkGuardTimes lk_test_camera_times = { .confirm_s = 1,
                                            .roll_back_ms = 6000,
                                            .back_off_ms = 50,
                                            .settle_ms = 1500,
                                            .warm_ms = 200,
                                            .request_s = PATIENCE_S };

static const char *const slow_quirks[] = { "setup-ms=300", "token", "old-names", NULL };
static const char *const legacy_quirks[] = { "legacy", NULL };

static const LkTestCameraKind kinds[] = {
  { "snc", "snc", NULL },
  { "onvif", "onvif", NULL },
  { "onvif-slow", "onvif", slow_quirks },
  { "onvif-legacy", "onvif", legacy_quirks },
};

const LkTestCameraKind *
lk_test_camera_kind_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, name))
      return &kinds[i];
  return NULL;
}

static LkConnection *
connect_to (LkTestCamera *self, LkIdentity *identity, guint timeout_s)
{
  g_autoptr (LkSecret) password = lk_secret_new (LK_TEST_CAMERA_PASSWORD, -1);
  g_autoptr (GError) error = NULL;
  LkConnectionOptions options = {
    .uri = self->uri,
    .user = "admin",
    .password = password,
    .pin = self->pin,
    .identity = identity,
    .timeout_s = timeout_s,
    .log = self->log,
  };
  LkConnection *connection = lk_connection_new (&options, &error);

  g_assert_no_error (error);
  return connection;
}

LkCamera *
lk_test_camera_open (LkTestCamera *self, LkIdentity *identity)
{
  g_autoptr (LkConnection) connection =
    connect_to (self, identity, self->request.times.request_s);
  g_autoptr (GError) error = NULL;
  LkCamera *camera = lk_driver_open (connection, self->kind->driver, NULL, NULL, &error);

  g_assert_no_error (error);
  lk_camera_set_store (camera, self->store, self->request.camera_id);
  return camera;
}

static void
equip (LkTestCamera *self, gboolean enabled)
{
  g_autofree char *pem = lk_test_cert_to_pem_with_key (self->server, NULL, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (pem, strlen (pem));
  g_autoptr (GError) error = NULL;
  g_autoptr (LkServerImport) import = lk_server_import_new (bytes, NULL, &error);
  g_autoptr (LkCertificate) ca = lk_test_certificate (self->ca);
  g_autoptr (LkSslTab) with_server = NULL;
  g_autoptr (LkSslTab) with_ca = NULL;
  g_autoptr (LkSslTab) applied = NULL;

  g_assert_no_error (error);
  self->camera = lk_test_camera_open (self, self->identity);
  with_server = lk_camera_import_server (self->camera, import, NULL, &error);
  g_assert_no_error (error);
  with_ca = lk_camera_import_ca (self->camera, 0, ca, NULL, &error);
  g_assert_no_error (error);
  applied = lk_camera_apply (self->camera,
                             &(LkTabChange){ .ssl_function = LK_SSL_FUNCTION_ENABLE,
                                             .server_option = LK_SERVER_OPTION_EXTERNAL,
                                             .client_enabled = enabled ? TRUE : -1 },
                             NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&self->camera);
  g_free (self->pin);
  self->pin = lk_sim_camera_dup_pin (self->sim);
  self->camera = lk_test_camera_open (self, enabled ? self->identity : NULL);
}

static void
start_camera (LkTestCamera *self)
{
  g_autoptr (LkSecret) password = lk_secret_new (LK_TEST_CAMERA_PASSWORD, -1);
  LkSimCameraOptions options = {
    .password = password,
    .has_http = TRUE,
    .down_ms = 300,
    .state_folder = self->sim_folder,
    .onvif = g_str_equal (self->kind->driver, "onvif"),
    .onvif_quirks = self->kind->quirks,
  };
  g_autoptr (GError) error = NULL;

  self->sim = lk_sim_camera_new (&options, &error);
  g_assert_no_error (error);
  lk_sim_camera_start (self->sim);
  self->uri = g_strdup (lk_sim_camera_get_uri (self->sim));
  self->pin = lk_sim_camera_dup_pin (self->sim);
}

static void
make_people (LkTestCamera *self)
{
  self->ca = lk_test_ca_new ("CN=Site CA,O=Example", NULL);
  self->other_ca = lk_test_ca_new ("CN=Other CA,O=Example", NULL);
  self->server = lk_test_server_new ("CN=127.0.0.1", "IP:127.0.0.1", self->ca);
  self->client = lk_test_client_new ("CN=ada,O=Example", self->ca);
  self->identity = lk_test_identity (self->client, NULL);
  self->other = lk_test_certificate (self->other_ca);
}

static void
open_store (LkTestCamera *self)
{
  g_autoptr (LkCameraRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  self->store = lk_store_open (self->folder, &error);
  g_assert_no_error (error);
  record = lk_camera_record_new (&(LkCameraRecordFields){
    .id = "door", .name = "Front door", .uri = self->uri, .driver = self->kind->driver, .user = "admin" });
  lk_store_save_camera (self->store, record, &error);
  g_assert_no_error (error);
}

static void
fill_request (LkTestCamera *self)
{
  self->request = (LkGuardRequest){
    .kind = LK_GUARD_ENABLE,
    .store = self->store,
    .camera_id = "door",
    .camera_name = "Front door",
    .given = { .identity = self->identity,
               .installed = LK_INSTALLED_STORE,
               .place = "the test",
               .exportable = LK_ANSWER_YES },
    .keep_unasked = TRUE,
    .times = lk_test_camera_times,
  };
  self->request.given.word_others = g_date_time_new_now_utc ();
}

LkTestCamera *
lk_test_camera_new (gboolean enabled)
{
  return lk_test_camera_new_of_kind (&kinds[0], enabled);
}

LkTestCamera *
lk_test_camera_new_of_kind (const LkTestCameraKind *kind, gboolean enabled)
{
  LkTestCamera *self = g_new0 (LkTestCamera, 1);

  self->kind = kind;
  self->folder = lk_test_folder_new ();
  self->sim_folder = lk_test_folder_new ();
  self->log = lk_log_new ();
  start_camera (self);
  make_people (self);
  open_store (self);
  fill_request (self);
  equip (self, enabled);
  self->request.camera = self->camera;
  return self;
}

void
lk_test_camera_set_patience (LkTestCamera *self, guint seconds)
{
  gboolean enabled = lk_test_camera_is_enabled (self);

  self->request.times.request_s = seconds;
  g_clear_object (&self->camera);
  self->camera = lk_test_camera_open (self, enabled ? self->identity : NULL);
  self->request.camera = self->camera;
}

void
lk_test_camera_save (LkTestCamera *self)
{
  g_autoptr (GBytes) file =
    lk_test_cert_to_pkcs12 (self->client, NULL, LK_TEST_CAMERA_FILE_PASSWORD);
  g_autofree char *other_path = g_build_filename (self->sim_folder, "other.pem", NULL);
  g_autofree char *other_pem = lk_certificate_to_pem (self->other);

  g_free (lk_test_folder_write (self->sim_folder, "identity.p12", file));
  g_assert_true (g_file_set_contents (other_path, other_pem, -1, NULL));
}

LkTestCamera *
lk_test_camera_attach (const LkTestCameraKind *kind,
                       const char *folder,
                       const char *sim_folder,
                       const char *uri,
                       const char *pin)
{
  LkTestCamera *self = g_new0 (LkTestCamera, 1);
  g_autofree char *path = g_build_filename (sim_folder, "identity.p12", NULL);
  g_autofree char *other_path = g_build_filename (sim_folder, "other.pem", NULL);
  g_autofree char *pem = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (LkSecret) password = lk_secret_new (LK_TEST_CAMERA_FILE_PASSWORD, -1);
  g_autoptr (GError) error = NULL;

  self->kind = kind;
  self->folder = g_strdup (folder);
  self->sim_folder = g_strdup (sim_folder);
  self->uri = g_strdup (uri);
  self->pin = g_strdup (pin);
  self->log = lk_log_new ();
  self->identity = lk_identity_new_from_file (file, password, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (other_path, &pem, NULL, &error));
  self->other = lk_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  open_store (self);
  fill_request (self);
  self->camera = lk_test_camera_open (self, self->identity);
  self->request.camera = self->camera;
  return self;
}

void
lk_test_camera_free (LkTestCamera *self)
{
  g_clear_pointer (&self->request.given.word_others, g_date_time_unref);
  g_clear_object (&self->camera);
  g_clear_object (&self->identity);
  g_clear_object (&self->other);
  g_clear_object (&self->store);
  g_clear_object (&self->log);
  if (self->sim != NULL)
    {
      lk_sim_camera_stop (self->sim);
      g_clear_object (&self->sim);
      lk_test_cert_free (self->ca);
      lk_test_cert_free (self->other_ca);
      lk_test_cert_free (self->server);
      lk_test_cert_free (self->client);
      lk_test_folder_remove (self->folder);
      lk_test_folder_remove (self->sim_folder);
    }
  g_free (self->folder);
  g_free (self->sim_folder);
  g_free (self->uri);
  g_free (self->pin);
  g_free (self);
}

void
lk_test_camera_read_memory (LkTestCamera *self, LkSimMemory *memory)
{
  g_autoptr (GError) error = NULL;

  memset (memory, 0, sizeof *memory);
  g_assert_true (lk_sim_memory_load (memory, self->sim_folder, &error));
  g_assert_no_error (error);
}

gboolean
lk_test_camera_is_enabled (LkTestCamera *self)
{
  LkSimMemory memory;
  gboolean enabled;

  lk_test_camera_read_memory (self, &memory);
  enabled = memory.client_enabled;
  lk_sim_memory_clear (&memory);
  return enabled;
}

gboolean
lk_test_camera_is_reached (LkTestCamera *self, LkIdentity *identity)
{
  g_autoptr (LkCamera) camera = lk_camera_dup_fresh (self->camera, identity);
  g_autoptr (LkSslTab) tab = lk_camera_read_tab (camera, NULL, NULL);

  return tab != NULL;
}
