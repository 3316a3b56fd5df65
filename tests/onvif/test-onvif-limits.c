/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Cameras that are small, slow or cannot do everything: what a person is told, and that an answer
 * that is lost anywhere spoils nothing for the next try. */

#include "config.h"

#include "bench.h"

#include "base/lk-error.h"

#include <string.h>

#define MANY_REQUESTS 40

static LkSimCamera *
start_camera (LkSimCameraOptions *options)
{
  g_autoptr (GError) error = NULL;
  LkSimCamera *sim;

  options->onvif = TRUE;
  sim = lk_sim_camera_new (options, &error);
  g_assert_no_error (error);
  return sim;
}

static Bench *
bench_with (const char *const *quirks)
{
  static const BenchKind kind = { "onvif", "onvif", start_camera };

  return bench_new (&kind, &(LkSimCameraOptions){ .onvif_quirks = quirks });
}

/* What a person does */

static gboolean
is_there (LkSslTab *tab)
{
  g_autoptr (LkSslTab) own = tab;

  return own != NULL;
}

static gboolean
import_ca (Bench *bench, GError **error)
{
  return is_there (lk_camera_import_ca (bench->camera, 0, bench_get_pki ()->cas[0], NULL, error));
}

static gboolean
import_server (Bench *bench, GError **error)
{
  g_autoptr (LkServerImport) import =
    bench_make_server (bench_get_pki ()->server_cert, LK_SERVER_FILE_PKCS12, "secret");

  return is_there (lk_camera_import_server (bench->camera, import, NULL, error));
}

static gboolean
generate (Bench *bench, GError **error)
{
  return is_there (
    lk_camera_generate_self_signed (bench->camera, "gate.example", 100, NULL, error));
}

static gboolean
create_request (Bench *bench, GError **error)
{
  g_autoptr (GBytes) request =
    lk_camera_create_request (bench->camera, "gate.example", FALSE, NULL, error);

  return request != NULL;
}

static gboolean
delete_server (Bench *bench, GError **error)
{
  return import_server (bench, error) &&
         is_there (lk_camera_delete_server (bench->camera, NULL, error));
}

static const struct
{
  const char *path;
  const char *quirks[3];
  gboolean (*act) (Bench *bench, GError **error);
  int code;
  const char *words; /* of the sentence that a person reads */
} rows[] = {
  { "/onvif/limits/certificates-full", { "max-certificates=0" }, import_ca, LK_ERROR_FULL, "no more certificates" },
  { "/onvif/limits/policies-full", { "max-policies=0" }, import_ca, LK_ERROR_FULL, "no more sets of trusted CA certificates" },
  { "/onvif/limits/paths-full", { "max-paths=0" }, import_server, LK_ERROR_FULL, "no more certificate chains" },
  { "/onvif/limits/keys-full-import", { "max-keys=0" }, import_server, LK_ERROR_FULL, "no more keys" },
  { "/onvif/limits/keys-full-generate", { "max-keys=0" }, generate, LK_ERROR_FULL, "no more keys" },
  { "/onvif/limits/keys-full-request", { "max-keys=0" }, create_request, LK_ERROR_FULL, "no more keys" },
  { "/onvif/limits/kind-of-key", { "no-ecc" }, import_server, LK_ERROR_BAD_CERTIFICATE, "this kind or size of key" },
  { "/onvif/limits/kind-of-key-of-a-ca", { "no-ecc" }, import_ca, LK_ERROR_BAD_CERTIFICATE, "this kind or size of key" },
  { "/onvif/limits/takes-no-keys", { "no-pkcs12", "no-pkcs8" }, import_server, LK_ERROR_UNSUPPORTED, "a certificate request" },
  { "/onvif/limits/makes-no-keys-generate", { "no-keys" }, generate, LK_ERROR_UNSUPPORTED, "makes no keys" },
  { "/onvif/limits/makes-no-keys-request", { "no-keys" }, create_request, LK_ERROR_UNSUPPORTED, "makes no keys" },
  { "/onvif/limits/legacy-makes-no-requests", { "legacy", "no-keys" }, create_request, LK_ERROR_UNSUPPORTED, "no such function" },
  { "/onvif/limits/still-in-use", { NULL }, delete_server, LK_ERROR_REFUSED_BY_CAMERA, "must be disabled first" },
};

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  Bench *bench = bench_with (rows[i].quirks);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  g_autoptr (LkSslTab) tab = NULL;

  g_assert_false (rows[i].act (bench, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, LK_ERROR, rows[i].code);
  g_assert_nonnull (strstr (error->message, rows[i].words));
  /* The same the second time, and the camera goes on. */
  g_assert_false (rows[i].act (bench, &again));
  g_assert_error (again, LK_ERROR, rows[i].code);
  tab = lk_camera_read_tab (bench->camera, NULL, NULL);
  g_assert_nonnull (tab);
  bench_free (bench);
}

/* Slow cameras */

static void
test_slow_key (void)
{
  static const char *const quirks[] = { "key-ms=1500", NULL };
  Bench *bench = bench_with (quirks);
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  g_assert_true (generate (bench, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 1400 * 1000);
  bench_free (bench);
}

typedef struct
{
  Bench *bench;
  GCancellable *cancellable;
} Stopper;

/* Once the key is waited for. */
static gpointer
cancel_thread (gpointer data)
{
  Stopper *stopper = data;

  while (bench_count_record (stopper->bench, "GetKeyStatus") == 0)
    g_usleep (10 * 1000);
  g_cancellable_cancel (stopper->cancellable);
  return NULL;
}

/* Who stops waiting leaves no key behind. */
static void
test_slow_key_stopped (void)
{
  static const char *const quirks[] = { "key-ms=60000", NULL };
  Bench *bench = bench_with (quirks);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Stopper stopper = { bench, cancellable };
  GThread *thread = g_thread_new ("cancel", cancel_thread, &stopper);

  g_assert_null (lk_camera_create_request (bench->camera, "gate.example", FALSE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_assert_cmpuint (bench_count_record (bench, "DeleteKey"), ==, 1);
  bench_free (bench);
}

/* Keys of requests whose certificates never came */

static void
count_key_deletions (Bench *bench, guint expected)
{
  g_assert_cmpuint (bench_count_record (bench, "DeleteKey"), ==, expected);
}

/* The keys of earlier requests stay until somebody says that they may go; the key of the server
 * certificate, ours too, stays in any case. */
static void
test_requests_keep_keys (void)
{
  static const char *const quirks[] = { "max-keys=3", NULL };
  Bench *bench = bench_with (quirks);
  g_autoptr (GBytes) request = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (generate (bench, &error));
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (create_request (bench, &error));
      g_assert_no_error (error);
    }
  g_assert_false (create_request (bench, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, LK_ERROR, LK_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, "beside 2 that wait"));
  g_clear_error (&error);
  /* The room is wanted for others, too. */
  g_assert_false (is_there (
    lk_camera_generate_self_signed (bench->camera, "door.example", 100, NULL, &error)));
  g_assert_error (error, LK_ERROR, LK_ERROR_FULL);
  g_assert_nonnull (strstr (error->message, "2 of its keys wait"));
  g_clear_error (&error);
  count_key_deletions (bench, 0);
  request = lk_camera_create_request (bench->camera, "gate.example", TRUE, NULL, &error);
  g_assert_no_error (error);
  count_key_deletions (bench, 2);
  g_assert_true (import_ca (bench, &error));
  bench_free (bench);
}

/* A change of TLS is in effect once the call is back, however long the camera takes for it. */
static void
test_setup_duration (void)
{
  static const char *const quirks[] = { "setup-ms=600", NULL };
  Bench *bench = bench_with (quirks);
  LkTabChange change = { .client_enabled = TRUE };
  g_autoptr (LkCamera) stranger = NULL;
  g_autoptr (LkSslTab) tab = NULL;
  g_autoptr (GError) error = NULL;

  bench_prepare (bench);
  g_assert_true (is_there (lk_camera_apply (bench->camera, &change, NULL, &error)));
  g_assert_no_error (error);
  stranger = lk_camera_dup_fresh (bench->camera, NULL);
  tab = lk_camera_read_tab (stranger, NULL, &error);
  g_assert_error (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED);
  bench_free (bench);
}

static void
set_versions (Bench *bench, LkTlsVersions versions, int code)
{
  LkTabChange change = LK_TAB_CHANGE_KEEP;
  g_autoptr (GError) error = NULL;
  gboolean done;

  change.tls_versions = versions;
  done = is_there (lk_camera_apply (bench->camera, &change, NULL, &error));
  g_test_message ("%s", error != NULL ? error->message : "done");
  g_assert_cmpint (done, ==, code < 0);
  if (!done)
    g_assert_error (error, LK_ERROR, code);
}

static void
expect_versions (Bench *bench, LkTlsVersions versions)
{
  g_autoptr (LkCamera) fresh = lk_camera_dup_fresh (bench->camera, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSslTab) tab = lk_camera_read_tab (fresh, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (lk_ssl_tab_get_fields (tab)->tls_versions, ==, versions);
}

/* One that claims TLS 1.3 and does not speak it would be lost with 1.3 alone. */
static void
test_claimed_version (void)
{
  static const char *const quirks[] = { "no-tls13", "setup-ms=50", NULL };
  Bench *bench = bench_with (quirks);

  set_versions (bench, LK_TLS_HAS_1_3, LK_ERROR_WOULD_LOCK_OUT);
  g_assert_cmpuint (bench_count_record (bench, "SetEnabledTLSVersions"), ==, 0);
  set_versions (bench, LK_TLS_HAS_1_2, -1);
  expect_versions (bench, LK_TLS_HAS_1_2);
  bench_free (bench);
}

/* Nor can one that was not enabled be tried beforehand. */
static void
test_new_version (void)
{
  static const char *const quirks[] = { "old-tls", "no-tls13", NULL };
  Bench *bench = bench_with (quirks);

  set_versions (bench, LK_TLS_HAS_1_3, LK_ERROR_ROLLED_BACK);
  expect_versions (bench, LK_TLS_HAS_1_0 | LK_TLS_HAS_1_1);
  bench_free (bench);
}

/* Old versions only: never at our hand; away from them: at any time. */
static void
test_old_versions (void)
{
  static const char *const quirks[] = { "old-tls", NULL };
  Bench *bench = bench_with (quirks);

  set_versions (bench, LK_TLS_HAS_1_1, LK_ERROR_WOULD_LOCK_OUT);
  g_assert_cmpuint (bench_count_record (bench, "SetEnabledTLSVersions"), ==, 0);
  set_versions (bench, LK_TLS_HAS_1_1 | LK_TLS_HAS_1_2, -1);
  expect_versions (bench, LK_TLS_HAS_1_1 | LK_TLS_HAS_1_2);
  bench_free (bench);
}

/* Lost answers */

/* Tries until it is done; what stands in the way may only be the lost answer. */
static void
insist (Bench *bench, gboolean (*act) (Bench *bench, GError **error), guint lost)
{
  g_autofree char *fault = g_strdup_printf ("reset-before@any:%u", lost);
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) second = NULL;

  bench_add_fault (bench, fault);
  if (!act (bench, &first))
    {
      lk_sim_camera_clear_faults (bench->sim);
      if (!act (bench, &second))
        g_error ("answer %u lost: %s; then: %s", lost, first->message, second->message);
    }
  lk_sim_camera_clear_faults (bench->sim);
}

static gboolean
import_and_delete_ca (Bench *bench, GError **error)
{
  LkCertificate *ca = bench_get_pki ()->cas[0];
  g_autoptr (LkSslTab) tab = lk_camera_read_tab (bench->camera, NULL, error);

  if (tab == NULL)
    return FALSE;
  if (lk_ssl_tab_find_trusted (tab, ca) == 0 && !import_ca (bench, error))
    return FALSE;
  return is_there (lk_camera_delete_ca (bench->camera, 1, NULL, error));
}

static gboolean
replace_server (Bench *bench, GError **error)
{
  g_autoptr (LkServerImport) other =
    bench_make_server (bench_get_pki ()->other_server_cert, LK_SERVER_FILE_PEM, NULL);

  return is_there (lk_camera_import_server (bench->camera, other, NULL, error)) &&
         import_server (bench, error);
}

/* One that is answered at once. */
static gboolean
request_and_answer (Bench *bench, GError **error)
{
  g_autoptr (GBytes) request =
    lk_camera_create_request (bench->camera, "gate.example", TRUE, NULL, error);
  g_autoptr (LkCertificate) certificate = request != NULL ? bench_sign_request (request) : NULL;
  g_autoptr (GPtrArray) certificates = g_ptr_array_new ();

  g_ptr_array_add (certificates, certificate);
  return certificate != NULL &&
         is_there (lk_camera_import_signed (bench->camera, certificates, NULL, error));
}

static const char *const legacy[] = { "legacy", NULL };
static const char *const small[] = { "max-policies=2", "max-paths=2", "max-keys=3", "max-certificates=6", NULL };
static const char *const small_pkcs8[] = { "no-pkcs12", "max-policies=2", "max-paths=2", "max-keys=3", "max-certificates=6", NULL };

static const struct
{
  const char *path;
  const char *const *quirks;
  gboolean (*act) (Bench *bench, GError **error);
} lost_rows[] = {
  { "/onvif/lost-answers/ca", small, import_and_delete_ca },
  { "/onvif/lost-answers/server", small, replace_server },
  { "/onvif/lost-answers/server-pkcs8", small_pkcs8, replace_server },
  { "/onvif/lost-answers/request", small, request_and_answer },
  { "/onvif/lost-answers/request-legacy", legacy, request_and_answer },
};

/* Every request in turn loses its answer, on a camera that has no room for what would be left
 * over. */
static void
test_lost (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  Bench *bench;

  if (openssl == NULL && lost_rows[i].act == request_and_answer)
    {
      g_test_skip ("openssl is not installed");
      return;
    }
  bench = bench_with (lost_rows[i].quirks);
  for (guint lost = 1; lost <= MANY_REQUESTS; lost++)
    insist (bench, lost_rows[i].act, lost);
  bench_free (bench);
}

/* What the camera tells of its TLS */

static const struct
{
  const char *path;
  const char *quirks[3];
  const char *versions;
  gboolean cn_is_user;
} told_rows[] = {
  { "/onvif/limits/told-nothing", { NULL }, NULL, FALSE },
  { "/onvif/limits/told-versions", { "tls-versions" }, "1.2 1.3", FALSE },
  { "/onvif/limits/told-old-versions", { "old-tls", "cn-maps=2" }, "1.0 1.1", TRUE },
  { "/onvif/limits/told-no-client-authentication", { "cn-maps", "no-client" }, NULL, FALSE },
};

static void
test_told (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  Bench *bench = bench_with (told_rows[i].quirks);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSslTab) tab = lk_camera_read_tab (bench->camera, NULL, &error);
  g_autofree char *versions = NULL;

  g_assert_no_error (error);
  versions = lk_tls_versions_dup_names (lk_ssl_tab_get_fields (tab)->tls_versions);
  g_assert_cmpstr (versions, ==, told_rows[i].versions);
  g_assert_cmpint (lk_ssl_tab_get_fields (tab)->cn_is_user, ==, told_rows[i].cn_is_user);
  g_assert_cmpuint (bench_count_record (bench, "GetEnabledTLSVersions"), ==, versions != NULL);
  bench_free (bench);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_test_add_data_func (rows[i].path, GSIZE_TO_POINTER (i), test_row);
  g_test_add_func ("/onvif/limits/slow-key", test_slow_key);
  g_test_add_func ("/onvif/limits/slow-key-stopped", test_slow_key_stopped);
  for (gsize i = 0; i < G_N_ELEMENTS (told_rows); i++)
    g_test_add_data_func (told_rows[i].path, GSIZE_TO_POINTER (i), test_told);
  g_test_add_func ("/onvif/limits/requests-keep-keys", test_requests_keep_keys);
  g_test_add_func ("/onvif/limits/slow-setup-duration", test_setup_duration);
  g_test_add_func ("/onvif/limits/claimed-version", test_claimed_version);
  g_test_add_func ("/onvif/limits/new-version", test_new_version);
  g_test_add_func ("/onvif/limits/old-versions", test_old_versions);
  for (gsize i = 0; i < G_N_ELEMENTS (lost_rows); i++)
    g_test_add_data_func (lost_rows[i].path, GSIZE_TO_POINTER (i), test_lost);
  status = g_test_run ();
  bench_drop_pki ();
  return status;
}
