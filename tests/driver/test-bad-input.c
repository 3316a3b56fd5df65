/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench.h"
#include "mutator.h"

#include "base/lk-error.h"
#include "certificate/lk-bundle.h"
#include "driver/lk-driver.h"

#include <string.h>

/* What comes from outside may be anything: it ends in an error or in an import, and soon. The times
 * are generous, for machines that are slow; what hangs, hangs for ever. */

#define MAX_FILE_S        20
#define MUTATIONS_QUICK   5
#define MUTATIONS_SLOW    50
#define MAX_TRIED_IN_FILE 3

static char *
find_corpus (void)
{
  g_autofree char *path = g_build_filename (g_test_get_dir (G_TEST_DIST), "..", "..", "shared", "corpus", NULL);

  return g_file_test (path, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&path) : NULL;
}

static void
offer_as_ca (Bench *bench, GBytes *bytes, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkBundle) bundle = lk_bundle_new_from_bytes (bytes, name, NULL, NULL, &error);
  g_autoptr (GPtrArray) certificates = bundle != NULL ? lk_bundle_list_certificates (bundle) : NULL;

  g_assert_true ((bundle != NULL) == (error == NULL));
  for (guint i = 0; certificates != NULL && i < MIN (certificates->len, MAX_TRIED_IN_FILE); i++)
    {
      g_autoptr (GError) refusal = NULL;
      g_autoptr (LkSslTab) tab =
        lk_camera_import_ca (bench->camera, 0, g_ptr_array_index (certificates, i), NULL, &refusal);
      g_autoptr (LkSslTab) without = NULL;

      g_assert_true ((tab != NULL) == (refusal == NULL));
      if (tab != NULL)
        without = lk_camera_delete_ca (bench->camera, 1, NULL, NULL);
    }
}

/* Whatever came of an import: the camera can be opened anew. Its key may be another one then. */
static void
open_anew (Bench *bench, const char *name)
{
  g_autofree char *pin = lk_sim_camera_dup_pin (bench->sim);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkCamera) again = bench_open (bench, NULL, pin, &error);
  g_autoptr (LkSslTab) tab = again != NULL ? lk_camera_read_tab (again, NULL, &error) : NULL;

  if (tab == NULL)
    g_error ("%s: the camera is lost: %s", name, error->message);
  g_set_object (&bench->camera, again);
}

static void
offer_as_server (Bench *bench, GBytes *bytes, const char *name, const char *password_text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSecret) password =
    password_text[0] != '\0' ? lk_secret_new (password_text, -1) : NULL;
  g_autoptr (LkServerImport) import = lk_server_import_new (bytes, password, &error);
  g_autoptr (LkSslTab) tab = NULL;

  g_assert_true ((import != NULL) == (error == NULL));
  if (import == NULL)
    return;
  tab = lk_camera_import_server (bench->camera, import, NULL, &error);
  g_assert_true ((tab != NULL) == (error == NULL));
  if (error != NULL)
    g_test_message ("%s: %s", name, error->message);
  open_anew (bench, name);
}

static void
test_corpus (void)
{
  g_autofree char *corpus = find_corpus ();
  g_autofree char *manifest_path = NULL;
  g_autofree char *manifest = NULL;
  g_auto (GStrv) lines = NULL;
  Bench *bench;

  if (corpus == NULL)
    {
      g_test_skip ("The corpus of certificates is not here");
      return;
    }
  manifest_path = g_build_filename (corpus, "MANIFEST.tsv", NULL);
  g_assert_true (g_file_get_contents (manifest_path, &manifest, NULL, NULL));
  lines = g_strsplit (manifest, "\n", -1);
  bench = bench_new (&bench_kinds[0], NULL);
  for (gsize i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) columns = g_strsplit (lines[i], "\t", -1);
      g_autofree char *path = NULL;
      char *content = NULL;
      gsize length = 0;
      g_autoptr (GBytes) bytes = NULL;
      gint64 begun = g_get_monotonic_time ();

      if (g_strv_length (columns) < 8)
        continue;
      path = g_build_filename (corpus, columns[0], NULL);
      if (!g_file_get_contents (path, &content, &length, NULL))
        continue;
      bytes = g_bytes_new_take (content, length);
      offer_as_ca (bench, bytes, columns[0]);
      offer_as_server (bench, bytes, columns[0], columns[7]);
      if (g_get_monotonic_time () - begun > MAX_FILE_S * G_USEC_PER_SEC)
        g_error ("%s took longer than %d s", columns[0], MAX_FILE_S);
    }
  bench_free (bench);
}

/* Everything that can be asked, one after the other, whatever comes of it. */
static void
ask_everything (LkConnection *connection, const BenchKind *kind)
{
  const BenchPki *pki = bench_get_pki ();
  g_autoptr (LkCamera) camera = lk_driver_open (connection, kind->driver, NULL, NULL, NULL);
  LkTabChange change = { .ssl_function = LK_SSL_FUNCTION_ENABLE_WITH_HTTP,
                         .client_enabled = FALSE };
  g_autoptr (LkServerImport) import =
    bench_make_server (pki->server_cert, LK_SERVER_FILE_PEM, NULL);
  g_autoptr (LkCameraFacts) facts = NULL;
  LkSslTab *tabs[6] = { NULL };

  if (camera == NULL)
    return;
  lk_camera_allow_plain_key (camera, TRUE); /* there is nobody on the way but the mutator */
  facts = lk_camera_read_facts (camera, NULL, NULL);
  tabs[0] = lk_camera_read_tab (camera, NULL, NULL);
  tabs[1] = lk_camera_import_ca (camera, 0, pki->cas[0], NULL, NULL);
  tabs[2] = lk_camera_import_server (camera, import, NULL, NULL);
  tabs[3] = lk_camera_apply (camera, &change, NULL, NULL);
  tabs[4] = lk_camera_delete_ca (camera, 1, NULL, NULL);
  tabs[5] = lk_camera_delete_server (camera, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tabs); i++)
    g_clear_object (&tabs[i]);
}

static void
ask_through (Mutator *mutator, Bench *bench)
{
  g_autofree char *uri = mutator_dup_uri (mutator);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkConnection) connection = NULL;
  LkConnectionOptions options = {
    .uri = uri,
    .user = LK_SIM_DEFAULT_USER,
    .password = bench->password,
    .flags = LK_CONNECTION_ALLOW_PLAIN_HTTP,
    .timeout_s = 2,
  };

  connection = lk_connection_new (&options, &error);
  g_assert_no_error (error);
  ask_everything (connection, bench->kind);
}

static void
spoil_each_reply (const BenchKind *kind, guint mutations)
{
  Bench *bench = bench_new (kind, &(LkSimCameraOptions){ .has_http = TRUE });
  Mutator *mutator = mutator_new (lk_sim_camera_get_http_uri (bench->sim));
  int replies;

  ask_through (mutator, bench);
  replies = mutator_count_replies (mutator);
  g_assert_cmpint (replies, >=, 12);
  for (int number = 0; number < replies; number++)
    for (guint i = 0; i < mutations; i++)
      {
        guint32 seed = (guint32)g_test_rand_int ();

        g_test_message ("%s: reply %d, seed %u", kind->name, number, seed);
        mutator_arm (mutator, number, seed);
        ask_through (mutator, bench);
        /* And the next time, without harm. */
        mutator_arm (mutator, -1, 0);
        ask_through (mutator, bench);
      }
  bench_free (bench);
  mutator_free (mutator);
}

static void
test_mutations (gconstpointer data)
{
  spoil_each_reply (data, g_test_slow () ? MUTATIONS_SLOW : MUTATIONS_QUICK);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/driver/bad-input/corpus", test_corpus);
  for (gsize i = 0; i < n_bench_kinds; i++)
    {
      g_autofree char *path = g_strdup_printf ("/driver/bad-input/mutations/%s", bench_kinds[i].name);

      g_test_add_data_func (path, &bench_kinds[i], test_mutations);
    }
  status = g_test_run ();
  bench_drop_pki ();
  return status;
}
