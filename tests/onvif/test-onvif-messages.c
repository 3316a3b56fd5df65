/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every request that the driver can send and every answer that the simulated camera gives to it,
 * held against the official schemas. What it answers to others' mistakes: test-onvif-faults.c. */

#include "config.h"

#include "base/lk-error.h"
#include "bench.h"
#include "driver/lk-driver.h"
#include "driver/onvif/lk-onvif-camera.h"
#include "driver/onvif/lk-onvif-operation.h"

#include <string.h>

static char *folder; /* of all messages */
static guint n_folders;

static const BenchKind *
find_kind (const char *name)
{
  for (gsize i = 0; i < n_bench_kinds; i++)
    if (g_str_equal (bench_kinds[i].name, name))
      return &bench_kinds[i];
  g_assert_not_reached ();
}

static Bench *
new_bench (const char *kind, gboolean has_http)
{
  g_autofree char *name = g_strdup_printf ("%u", n_folders++);
  g_autofree char *own = g_build_filename (folder, name, NULL);
  LkSimCameraOptions options = { .onvif_messages = own, .has_http = has_http };

  g_mkdir_with_parents (own, 0700);
  return bench_new (find_kind (kind), &options);
}

static void
expect (LkSslTab *tab, GError *error)
{
  g_autoptr (LkSslTab) own = tab;

  g_assert_no_error (error);
  g_assert_nonnull (own);
}

/* The tab from its first to its last button. */
static void
use_everything (Bench *bench)
{
  const BenchPki *pki = bench_get_pki ();
  g_autoptr (LkServerImport) import =
    bench_make_server (pki->server_cert, LK_SERVER_FILE_PKCS12, "secret");
  g_autoptr (LkServerImport) other =
    bench_make_server (pki->other_server_cert, LK_SERVER_FILE_PEM, NULL);
  g_autoptr (LkCameraFacts) facts = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  LkTabChange change = LK_TAB_CHANGE_KEEP;
  GError *error = NULL;

  facts = lk_camera_read_facts (bench->camera, NULL, &error);
  g_assert_no_error (error);
  lk_camera_set_clock (bench->camera, now, NULL, &error);
  expect (lk_camera_import_ca (bench->camera, 0, pki->cas[0], NULL, &error), error);
  expect (lk_camera_import_ca (bench->camera, 0, pki->cas[1], NULL, &error), error);
  expect (lk_camera_import_ca (bench->camera, 2, pki->cas[2], NULL, &error), error);
  expect (lk_camera_delete_ca (bench->camera, 2, NULL, &error), error);
  expect (lk_camera_delete_ca (bench->camera, 1, NULL, &error), error);
  expect (lk_camera_import_server (bench->camera, import, NULL, &error), error);
  expect (lk_camera_import_server (bench->camera, other, NULL, &error), error);
  expect (lk_camera_generate_self_signed (bench->camera, "127.0.0.1", 100, NULL, &error), error);
  expect (lk_camera_import_ca (bench->camera, 0, pki->cas[0], NULL, &error), error);
  change.client_enabled = TRUE;
  expect (lk_camera_apply (bench->camera, &change, NULL, &error), error);
  change.client_enabled = FALSE;
  change.ssl_function = LK_SSL_FUNCTION_ENABLE_WITH_HTTP;
  expect (lk_camera_apply (bench->camera, &change, NULL, &error), error);
}

static void
test_kind (gconstpointer data)
{
  Bench *bench = new_bench (data, FALSE);

  use_everything (bench);
  bench_free (bench);
}

/* A CA certificate that is there already because it came with the server certificate. */
static void
test_duplicate (void)
{
  const BenchPki *pki = bench_get_pki ();
  Bench *bench = new_bench ("onvif", FALSE);
  g_autoptr (GBytes) file = lk_test_cert_to_pkcs12 (pki->server_cert, pki->ca_certs[0], "secret");
  g_autoptr (LkSecret) password = lk_secret_new ("secret", -1);
  g_autoptr (LkServerImport) import = lk_server_import_new (file, password, NULL);
  g_autoptr (LkSslTab) tab = NULL;
  GError *error = NULL;

  expect (lk_camera_import_server (bench->camera, import, NULL, &error), error);
  tab = lk_camera_import_ca (bench->camera, 0, pki->cas[0], NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_ssl_tab_find_trusted (tab, pki->cas[0]), ==, 1);
  g_assert_cmpuint (bench_count_record (bench, "GetAllCertificates"), ==, 1);
  bench_free (bench);
}

/* At most four requests when nothing is there: between reading the tab before and after. */
static void
test_import_is_short (void)
{
  Bench *bench = new_bench ("onvif", FALSE);
  g_autoptr (LkSslTab) tab = NULL;
  guint before, reading, all;
  GError *error = NULL;

  tab = lk_camera_read_tab (bench->camera, NULL, &error);
  before = bench_count_record (bench, "\"request\"");
  g_clear_object (&tab);
  tab = lk_camera_read_tab (bench->camera, NULL, &error);
  reading = bench_count_record (bench, "\"request\"") - before;
  before += reading;
  expect (lk_camera_import_ca (bench->camera, 0, bench_get_pki ()->cas[0], NULL, &error), error);
  all = bench_count_record (bench, "\"request\"") - before;
  /* Reading it afterwards takes two more: the policy and its one certificate. */
  g_test_message ("import of a CA: %u requests, reading the tab: %u", all - 2 * reading - 2, reading);
  g_assert_cmpuint (all - 2 * reading - 2, <=, 4);
  bench_free (bench);
}

/* Answers that are lost: of the upload, and of new policies until there is no room for one. */
static void
test_lost (void)
{
  const BenchPki *pki = bench_get_pki ();
  Bench *bench = new_bench ("onvif", FALSE);
  g_autoptr (LkServerImport) import =
    bench_make_server (pki->server_cert, LK_SERVER_FILE_PKCS12, "secret");
  GError *error = NULL;

  bench_add_fault (bench, "reset-before@upload");
  expect (lk_camera_import_server (bench->camera, import, NULL, &error), error);
  for (guint i = 0; i < 2; i++)
    {
      bench_add_fault (bench, "reset-before@set");
      g_assert_null (lk_camera_import_ca (bench->camera, 0, pki->cas[0], NULL, &error));
      g_clear_error (&error);
    }
  expect (lk_camera_import_ca (bench->camera, 0, pki->cas[0], NULL, &error), error);
  g_assert_cmpuint (bench_count_record (bench, "GetAllCertPathValidationPolicies"), ==, 1);
  bench_free (bench);
}

/* A key that never leaves the camera. */
static void
test_request (gconstpointer kind)
{
  const BenchPki *pki = bench_get_pki ();
  Bench *bench = new_bench (kind, FALSE);
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autoptr (LkCertificate) certificate = NULL;
  g_autoptr (GBytes) request = NULL;
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();
  GError *error = NULL;

  request = lk_camera_create_request (bench->camera, "gate.example", FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (request), >, 100);
  /* A certificate of another key is none for this one. */
  g_ptr_array_add (chain, pki->leaf);
  g_assert_null (lk_camera_import_signed (bench->camera, chain, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_NO_PRIVATE_KEY);
  g_clear_error (&error);
  if (openssl != NULL)
    {
      certificate = bench_sign_request (request);
      g_ptr_array_index (chain, 0) = certificate;
      expect (lk_camera_import_signed (bench->camera, chain, NULL, &error), error);
    }
  bench_free (bench);
}

/* What may be done over plain HTTP only: taking the server certificate away. */
static void
use_http (const char *kind)
{
  Bench *bench = new_bench (kind, TRUE);
  LkConnectionOptions options = {
    .uri = lk_sim_camera_get_http_uri (bench->sim),
    .user = LK_SIM_DEFAULT_USER,
    .password = bench->password,
    .flags = LK_CONNECTION_ALLOW_PLAIN_HTTP,
  };
  LkTabChange change = { .ssl_function = LK_SSL_FUNCTION_DISABLE, .client_enabled = -1 };
  g_autoptr (LkServerImport) import =
    bench_make_server (bench_get_pki ()->server_cert, LK_SERVER_FILE_PKCS12, "secret");
  g_autoptr (LkConnection) connection = NULL;
  g_autoptr (LkCamera) plain = NULL;
  GError *error = NULL;

  expect (lk_camera_import_server (bench->camera, import, NULL, &error), error);
  connection = lk_connection_new (&options, &error);
  g_assert_no_error (error);
  plain = lk_driver_open (connection, "auto", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lk_camera_get_driver (plain), ==, "onvif");
  g_assert_null (lk_camera_import_server (plain, import, NULL, &error)); /* never in the clear */
  g_assert_error (error, LK_ERROR, LK_ERROR_PLAIN_TEXT);
  g_clear_error (&error);
  g_assert_null (lk_camera_delete_server (plain, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA);
  g_clear_error (&error);
  expect (lk_camera_apply (plain, &change, NULL, &error), error);
  expect (lk_camera_delete_server (plain, NULL, &error), error);
  change.ssl_function = LK_SSL_FUNCTION_ENABLE;
  /* no certificate to enable it with */
  g_assert_null (lk_camera_apply (plain, &change, NULL, &error));
  g_clear_error (&error);
  bench_free (bench);
}

/* What every connection has to bear. */
static void
test_entry (void)
{
  Bench *bench = new_bench ("onvif-pkcs8", FALSE);
  LkTabChange change = LK_TAB_CHANGE_KEEP;
  GError *error = NULL;

  change.tls_versions = LK_TLS_HAS_1_3;
  change.cn_is_user = LK_CN_IS_USER;
  expect (lk_camera_apply (bench->camera, &change, NULL, &error), error);
  bench_free (bench);
}

static void
test_http (void)
{
  use_http ("onvif");
}

static void
append_messages (GPtrArray *words, GString *operations)
{
  for (guint i = 0; i < n_folders; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      g_autofree char *own = g_build_filename (folder, name, NULL);
      g_autoptr (GDir) dir = g_dir_open (own, 0, NULL);
      const char *file;

      while ((file = g_dir_read_name (dir)) != NULL)
        {
          char *path = g_build_filename (own, file, NULL);
          g_autofree char *text = NULL;

          g_ptr_array_add (words, path);
          g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
          /* SetupDuration is newer than the schemas. */
          if (strstr (text, "SetupDuration") != NULL)
            {
              g_ptr_array_remove_index (words, words->len - 1);
              continue;
            }
          if (strstr (file, "request") != NULL)
            g_string_append (operations, text);
        }
    }
}

static void
test_all_seen_and_valid (void)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  GString *operations = g_string_new (NULL);
  g_autofree char *validator = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "onvif", "validate.py", NULL);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_ptr_array_add (words, g_strdup ("/usr/bin/python3"));
  g_ptr_array_add (words, g_strdup (validator));
  append_messages (words, operations);
  for (guint i = 0; i < LK_ONVIF_N_OPERATIONS; i++)
    {
      g_autofree char *element = g_strdup_printf ("<%s>", lk_onvif_operation_get (i)->element);

      if (strstr (operations->str, element) == NULL)
        g_error ("%s was never sent", lk_onvif_operation_get (i)->name);
    }
  g_string_free (operations, TRUE);
  if (!g_file_test (validator, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the official schemas are not here (../shared/onvif)");
      return;
    }
  g_test_message ("%u messages", words->len - 2);
  g_ptr_array_add (words, NULL);
  g_assert_true (g_spawn_sync (NULL, (char **)words->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL,
                               &output, NULL, &status, &error));
  g_assert_no_error (error);
  if (strstr (output, " 0 invalid") == NULL)
    g_printerr ("%s\n", output);
  g_assert_cmpint (status, ==, 0);
}

static void
remove_messages (void)
{
  for (guint i = 0; i < n_folders; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      g_autofree char *own = g_build_filename (folder, name, NULL);

      lk_test_folder_remove (own);
    }
  lk_test_folder_remove (folder);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = lk_test_folder_new ();
  g_test_add_data_func ("/onvif/messages/new", "onvif", test_kind);
  g_test_add_data_func ("/onvif/messages/old", "onvif-old", test_kind);
  g_test_add_data_func ("/onvif/messages/pkcs8", "onvif-pkcs8", test_kind);
  g_test_add_data_func ("/onvif/messages/legacy", "onvif-legacy", test_kind);
  g_test_add_func ("/onvif/messages/duplicate", test_duplicate);
  g_test_add_func ("/onvif/messages/lost", test_lost);
  g_test_add_data_func ("/onvif/messages/request", "onvif", test_request);
  g_test_add_data_func ("/onvif/messages/request-legacy", "onvif-legacy", test_request);
  g_test_add_func ("/onvif/messages/http", test_http);
  g_test_add_func ("/onvif/messages/entry", test_entry);
  g_test_add_func ("/onvif/import-of-a-ca-is-short", test_import_is_short);
  g_test_add_func ("/onvif/messages/zz-all-seen-and-valid", test_all_seen_and_valid);
  status = g_test_run ();
  remove_messages ();
  bench_drop_pki ();
  g_free (folder);
  return status;
}
