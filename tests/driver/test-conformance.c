/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench.h"

#include "base/lk-error.h"

#include <string.h>

/* What every camera has to do, whatever language it speaks: against LkCamera alone. */

static LkSslTab *
read_tab (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  LkSslTab *tab = lk_camera_read_tab (bench->camera, NULL, &error);

  g_assert_no_error (error);
  return tab;
}

static void
import_ca (Bench *bench, guint slot, LkCertificate *certificate)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSslTab) tab = lk_camera_import_ca (bench->camera, slot, certificate, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (lk_ssl_tab_find_trusted (tab, certificate), !=, 0);
}

static void
refuse_ca (Bench *bench, guint slot, LkCertificate *certificate, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lk_camera_import_ca (bench->camera, slot, certificate, NULL, &error));
  g_assert_error (error, LK_ERROR, code);
}

static void
apply (Bench *bench, const LkTabChange *change)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSslTab) tab = lk_camera_apply (bench->camera, change, NULL, &error);

  g_assert_no_error (error);
  if (change->client_enabled >= 0)
    g_assert_cmpint (lk_ssl_tab_get_fields (tab)->client_enabled, ==, change->client_enabled);
}

static void
test_fresh_tab (Bench *bench)
{
  g_autoptr (LkSslTab) tab = read_tab (bench);
  const LkSslTabFields *fields = lk_ssl_tab_get_fields (tab);
  LkCapabilities capabilities = lk_camera_get_capabilities (bench->camera);

  g_assert_cmpstr (lk_camera_get_driver (bench->camera), ==, bench->kind->driver);
  g_assert_cmpuint (lk_ssl_tab_count_trusted (tab), ==, 0);
  g_assert_cmpuint (fields->trusted_capacity, ==, 4);
  g_assert_cmpuint (capabilities.trusted_capacity, ==, 4);
  g_assert_true ((capabilities.features & LK_CAMERA_HAS_CLIENT_AUTHENTICATION) != 0);
  g_assert_false (fields->client_enabled);
  g_assert_cmpint (fields->ssl_function, !=, LK_SSL_FUNCTION_UNKNOWN);
  g_assert_cmpint (fields->ssl_function, !=, LK_SSL_FUNCTION_DISABLE);
  g_assert_true ((fields->offered_ssl_functions & 1 << LK_SSL_FUNCTION_ENABLE) != 0);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* The requests in the log from @from on, sorted. */
static GPtrArray *
list_requests (const char *from)
{
  g_auto (GStrv) lines = g_strsplit (from, "\n", -1);
  GPtrArray *requests = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "> "))
      g_ptr_array_add (requests, g_strdup (lines[i]));
  g_ptr_array_sort (requests, compare_lines);
  return requests;
}

/* One TLS handshake, and nothing asked twice but what the login needs. */
static void
test_reads_once (Bench *bench)
{
  g_autoptr (LkCameraFacts) facts = NULL;
  g_autoptr (LkSslTab) tab = NULL;
  g_autoptr (GPtrArray) requests = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  guint handshakes = lk_log_count_handshakes (bench->log);
  guint repeated = 0;

  g_clear_object (&bench->camera);
  before = lk_log_to_text (bench->log);
  bench->camera = bench_open (bench, NULL, NULL, &error);
  g_assert_no_error (error);
  facts = lk_camera_read_facts (bench->camera, NULL, &error);
  g_assert_no_error (error);
  tab = read_tab (bench);
  after = lk_log_to_text (bench->log);
  requests = list_requests (after + strlen (before));
  for (guint i = 1; i < requests->len; i++)
    repeated += g_str_equal (g_ptr_array_index (requests, i - 1), g_ptr_array_index (requests, i));
  g_test_message ("%s: a load of the tab takes %u requests and %u TLS handshake",
                  bench->kind->name, requests->len,
                  lk_log_count_handshakes (bench->log) - handshakes);
  g_assert_cmpuint (lk_log_count_handshakes (bench->log) - handshakes, ==, 1);
  g_assert_cmpuint (requests->len, >=, 2);
  g_assert_cmpuint (repeated, <=, 1);
}

static void
test_facts (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkCameraFacts) facts = lk_camera_read_facts (bench->camera, NULL, &error);
  const LkCameraFactsFields *fields;

  g_assert_no_error (error);
  fields = lk_camera_facts_get_fields (facts);
  g_assert_nonnull (fields->model);
  g_assert_nonnull (fields->firmware);
  g_assert_nonnull (fields->clock);
  g_assert_nonnull (fields->clock_source);
  g_assert_cmpint (ABS (fields->clock_offset_s), <=, 2);
}

static void
test_clock (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkCameraFacts) facts = NULL;
  g_autoptr (GDateTime) clock = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  gint64 offset;

  /* What was asked when the camera was opened is not what it says now. */
  facts = lk_camera_read_facts (bench->camera, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&facts);
  lk_sim_camera_set_clock_offset (bench->sim, -7200);
  facts = lk_camera_read_facts (bench->camera, NULL, &error);
  g_assert_no_error (error);
  offset = lk_camera_facts_get_fields (facts)->clock_offset_s;
  g_assert_cmpint (ABS (offset + 7200), <=, 2);
  clock = lk_camera_read_clock (bench->camera, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_date_time_difference (now, clock) / G_TIME_SPAN_HOUR, >=, 1);
  if ((lk_camera_get_capabilities (bench->camera).features & LK_CAMERA_CAN_SET_CLOCK) == 0)
    return;
  lk_camera_set_clock (bench->camera, now, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&facts);
  facts = lk_camera_read_facts (bench->camera, NULL, &error);
  offset = lk_camera_facts_get_fields (facts)->clock_offset_s;
  g_assert_cmpint (ABS (offset), <=, 3);
}

static void
test_import_ca (Bench *bench)
{
  const BenchPki *pki = bench_get_pki ();
  g_autoptr (LkSslTab) tab = NULL;
  LkTabCertificate *first;

  import_ca (bench, 0, pki->cas[0]);
  import_ca (bench, 3, pki->cas[1]);
  import_ca (bench, 0, pki->cas[2]);
  tab = read_tab (bench);
  g_assert_cmpuint (lk_ssl_tab_count_trusted (tab), ==, 3);
  g_assert_cmpuint (lk_ssl_tab_find_trusted (tab, pki->cas[0]), ==, 1);
  first = lk_ssl_tab_get_trusted (tab, 1);
  g_assert_cmpstr (lk_tab_certificate_get_title (first), ==, "Site CA 0");
  g_assert_nonnull (lk_tab_certificate_get_not_after (first));
  g_assert_nonnull (lk_tab_certificate_get_certificate (first));
  g_assert_true (lk_certificate_equal (lk_tab_certificate_get_certificate (first), pki->cas[0]));
}

static void
test_expired_ca (Bench *bench)
{
  /* it is a CA certificate: the camera takes it, and so do we */
  import_ca (bench, 0, bench_get_pki ()->expired_ca);
}

static void
test_refused_cas (Bench *bench)
{
  const BenchPki *pki = bench_get_pki ();
  g_autoptr (LkSslTab) tab = NULL;

  refuse_ca (bench, 0, pki->leaf, LK_ERROR_BAD_CERTIFICATE);
  g_assert_cmpuint (bench_count_record (bench, "upload"), ==, 0);
  for (guint i = 0; i < 4; i++)
    import_ca (bench, 0, pki->cas[i]);
  refuse_ca (bench, 0, pki->cas[2], LK_ERROR_EXISTS);
  refuse_ca (bench, 4, pki->cas[2], LK_ERROR_EXISTS);
  refuse_ca (bench, 0, pki->cas[4], LK_ERROR_FULL);
  refuse_ca (bench, 5, pki->cas[4], LK_ERROR_NOT_FOUND);
  tab = read_tab (bench);
  g_assert_cmpuint (lk_ssl_tab_count_trusted (tab), ==, 4);
}

/* A certificate that is known whole may be replaced, and is kept; one of which there is no copy may
 * not. */
static void
test_replaced_ca (Bench *bench)
{
  const BenchPki *pki = bench_get_pki ();
  g_autoptr (GPtrArray) kept = NULL;
  gboolean gives_whole =
    (lk_camera_get_capabilities (bench->camera).features & LK_CAMERA_GIVES_WHOLE_CERTIFICATES) != 0;

  lk_camera_set_store (bench->camera, NULL, NULL);
  import_ca (bench, 1, pki->cas[0]);
  lk_camera_set_store (bench->camera, bench->store, "bench");
  if (!gives_whole)
    refuse_ca (bench, 1, pki->cas[1], LK_ERROR_EXISTS);
  import_ca (bench, 2, pki->cas[2]);
  import_ca (bench, 2, pki->cas[3]);
  kept = lk_store_list_certificates (bench->store, "bench", NULL);
  g_assert_true (
    g_ptr_array_find_with_equal_func (kept, pki->cas[2], (GEqualFunc)lk_certificate_equal, NULL));
  g_assert_true (
    g_ptr_array_find_with_equal_func (kept, pki->cas[3], (GEqualFunc)lk_certificate_equal, NULL));
}

static void
test_agrees_and_does_nothing (Bench *bench)
{
  const BenchPki *pki = bench_get_pki ();
  g_autoptr (LkServerImport) import =
    bench_make_server (pki->server_cert, LK_SERVER_FILE_PKCS12, "secret");
  g_autoptr (GError) error = NULL;
  LkTabChange change = LK_TAB_CHANGE_KEEP;

  bench_add_fault (bench, "ok-but-nothing@upload");
  refuse_ca (bench, 0, pki->cas[0], LK_ERROR_REFUSED_BY_CAMERA);
  lk_sim_camera_clear_faults (bench->sim);
  bench_add_fault (bench, "ok-but-nothing@upload");
  g_assert_null (lk_camera_import_server (bench->camera, import, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA);
  g_clear_error (&error);
  lk_sim_camera_clear_faults (bench->sim);
  import_ca (bench, 0, pki->cas[0]);
  bench_add_fault (bench, "ok-but-nothing@delete");
  g_assert_null (lk_camera_delete_ca (bench->camera, 1, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA);
  g_clear_error (&error);
  lk_sim_camera_clear_faults (bench->sim);
  bench_add_fault (bench, "ok-but-nothing@set");
  change.ssl_function = LK_SSL_FUNCTION_ENABLE_WITH_HTTP;
  g_assert_null (lk_camera_apply (bench->camera, &change, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA);
}

/* The answer is lost, the change is not: what the tab shows counts. */
static void
test_lost_answers (Bench *bench)
{
  const BenchPki *pki = bench_get_pki ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSslTab) tab = NULL;

  bench_add_fault (bench, "reset-before@upload");
  import_ca (bench, 0, pki->cas[0]);
  lk_sim_camera_clear_faults (bench->sim);
  bench_add_fault (bench, "drop@upload");
  g_assert_null (lk_camera_import_ca (bench->camera, 0, pki->cas[1], NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "the camera is as before"));
  lk_sim_camera_clear_faults (bench->sim);
  tab = read_tab (bench);
  g_assert_cmpuint (lk_ssl_tab_count_trusted (tab), ==, 1);
}

static void
test_delete_ca (Bench *bench)
{
  const BenchPki *pki = bench_get_pki ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSslTab) tab = NULL;

  import_ca (bench, 0, pki->cas[0]);
  import_ca (bench, 0, pki->cas[1]);
  tab = lk_camera_delete_ca (bench->camera, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_ssl_tab_count_trusted (tab), ==, 1);
  g_assert_cmpuint (lk_ssl_tab_find_trusted (tab, pki->cas[0]), ==, 0);
  g_assert_null (lk_camera_delete_ca (bench->camera, 4, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (lk_camera_delete_ca (bench->camera, 9, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_NOT_FOUND);
}

static const struct
{
  LkServerFileKind kind;
  LkCameraFeatures feature;
  const char *password;
} server_rows[] = {
  { LK_SERVER_FILE_PKCS12, LK_CAMERA_TAKES_PKCS12, "secret" },
  { LK_SERVER_FILE_PKCS12, LK_CAMERA_TAKES_PKCS12, "50 characters: äöü & = % + \" \\ 7890123456789012345" },
  { LK_SERVER_FILE_PEM, LK_CAMERA_TAKES_PEM_SERVER, "secret" },
  { LK_SERVER_FILE_PEM, LK_CAMERA_TAKES_PEM_SERVER, NULL },
};

static void
test_import_server (Bench *bench)
{
  const BenchPki *pki = bench_get_pki ();
  LkCameraFeatures features = lk_camera_get_capabilities (bench->camera).features;

  for (gsize i = 0; i < G_N_ELEMENTS (server_rows); i++)
    {
      const LkTestCert *cert = i % 2 == 0 ? pki->server_cert : pki->other_server_cert;
      g_autoptr (LkServerImport) import =
        bench_make_server (cert, server_rows[i].kind, server_rows[i].password);
      g_autoptr (GError) error = NULL;
      g_autoptr (LkSslTab) tab = NULL;
      g_autoptr (LkCamera) again = NULL;
      const LkSslTabFields *fields;

      g_test_message ("row %zu", i);
      if ((features & server_rows[i].feature) == 0)
        continue;
      tab = lk_camera_import_server (bench->camera, import, NULL, &error);
      g_assert_no_error (error);
      fields = lk_ssl_tab_get_fields (tab);
      g_assert_cmpint (fields->server_status, ==, LK_SERVER_STATUS_VALID);
      g_assert_true (
        lk_certificate_equal (lk_tab_certificate_get_certificate (fields->server_certificate),
                              lk_server_import_get_certificate (import)));
      g_assert_true (lk_ssl_tab_is_client_available (tab));
      /* The pin follows to the key that we gave, on a new connection too. */
      again = lk_camera_dup_fresh (bench->camera, NULL);
      g_assert_no_error (error);
      g_assert_true (LK_IS_SSL_TAB (lk_camera_read_tab (again, NULL, &error)) || error != NULL);
      g_assert_no_error (error);
    }
}

static void
test_invalid_status (Bench *bench)
{
  const BenchPki *pki = bench_get_pki ();
  g_autoptr (LkServerImport) import =
    bench_make_server (pki->server_cert, LK_SERVER_FILE_PKCS12, "secret");
  g_autoptr (LkSecret) wrong = lk_secret_new ("another", -1);
  g_autoptr (LkSecret) right = lk_secret_new ("secret", -1);
  g_autofree char *long_text = g_strnfill (51, 'x');
  g_autoptr (LkSecret) too_long = lk_secret_new (long_text, -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSslTab) tab = NULL;

  if ((lk_camera_get_capabilities (bench->camera).features & LK_CAMERA_CAN_SET_KEY_PASSWORD) == 0)
    return;
  tab = lk_camera_import_server (bench->camera, import, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (lk_ssl_tab_get_fields (tab)->key_password_set);
  g_clear_object (&tab);
  tab = lk_camera_set_key_password (bench->camera, wrong, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_ssl_tab_get_fields (tab)->server_status, ==, LK_SERVER_STATUS_INVALID);
  g_assert_false (lk_ssl_tab_is_client_available (tab));
  g_assert_null (lk_camera_set_key_password (bench->camera, too_long, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
  g_clear_error (&error);
  g_clear_object (&tab);
  tab = lk_camera_set_key_password (bench->camera, right, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_ssl_tab_get_fields (tab)->server_status, ==, LK_SERVER_STATUS_VALID);
  g_clear_object (&tab);
  tab = lk_camera_set_key_password (bench->camera, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (lk_ssl_tab_get_fields (tab)->key_password_set);
}

static void
test_delete_server (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSslTab) tab = NULL;
  LkTabChange enable = LK_TAB_CHANGE_KEEP;

  if ((lk_camera_get_capabilities (bench->camera).features & LK_CAMERA_CAN_DELETE_SERVER) == 0)
    return;
  bench_prepare (bench);
  enable.client_enabled = TRUE;
  apply (bench, &enable);
  g_assert_null (lk_camera_delete_server (bench->camera, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT);
  g_clear_error (&error);
  enable.client_enabled = FALSE;
  apply (bench, &enable);
  tab = lk_camera_delete_server (bench->camera, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_ssl_tab_get_fields (tab)->server_status, !=, LK_SERVER_STATUS_INVALID);
  g_assert_null (lk_camera_delete_server (bench->camera, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_NOT_FOUND);
}

static void
test_self_signed (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSslTab) tab = NULL;

  if ((lk_camera_get_capabilities (bench->camera).features & LK_CAMERA_CAN_GENERATE_SELF_SIGNED) ==
      0)
    return;
  tab = lk_camera_generate_self_signed (bench->camera, "gate.example", 100, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_ssl_tab_get_fields (tab)->server_option, ==, LK_SERVER_OPTION_SELF_SIGNED);
  g_assert_cmpint (lk_ssl_tab_get_fields (tab)->server_status, ==, LK_SERVER_STATUS_VALID);
}

static gboolean
can_read (LkCamera *camera, GError **error)
{
  g_autoptr (LkSslTab) tab = lk_camera_read_tab (camera, NULL, error);

  return tab != NULL;
}

static void
test_ssl_function (Bench *bench)
{
  LkTabChange change = LK_TAB_CHANGE_KEEP;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSslTab) tab = NULL;

  change.ssl_function = LK_SSL_FUNCTION_ENABLE_WITH_HTTP;
  apply (bench, &change);
  tab = read_tab (bench);
  g_assert_cmpint (lk_ssl_tab_get_fields (tab)->ssl_function, ==, LK_SSL_FUNCTION_ENABLE_WITH_HTTP);
  change.ssl_function = LK_SSL_FUNCTION_ENABLE;
  apply (bench, &change);
  g_clear_object (&tab);
  tab = lk_camera_apply (bench->camera, &LK_TAB_CHANGE_KEEP, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_ssl_tab_get_fields (tab)->ssl_function, ==, LK_SSL_FUNCTION_ENABLE);
}

static void
refuse_enabling (Bench *bench)
{
  LkTabChange enable = LK_TAB_CHANGE_KEEP;
  g_autoptr (GError) error = NULL;

  enable.client_enabled = TRUE;
  g_assert_null (lk_camera_apply (bench->camera, &enable, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT);
  g_assert_cmpuint (bench_count_record (bench, "client-enabled"), ==, 0);
}

static void
test_enabling_refused (Bench *bench)
{
  const BenchPki *pki = bench_get_pki ();
  g_autoptr (LkServerImport) import =
    bench_make_server (pki->server_cert, LK_SERVER_FILE_PKCS12, "secret");
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSslTab) tab = NULL;

  refuse_enabling (bench);
  tab = lk_camera_import_server (bench->camera, import, NULL, &error);
  g_assert_no_error (error);
  refuse_enabling (bench);
}

static void
test_enable_and_disable (Bench *bench)
{
  const BenchPki *pki = bench_get_pki ();
  LkTabChange change = LK_TAB_CHANGE_KEEP;
  g_autoptr (LkCamera) with = NULL;
  g_autoptr (LkCamera) without = NULL;
  g_autoptr (LkCamera) stranger = NULL;
  g_autoptr (LkCamera) after = NULL;
  g_autoptr (GError) error = NULL;

  bench_prepare (bench);
  change.client_enabled = TRUE;
  apply (bench, &change);
  with = lk_camera_dup_fresh (bench->camera, pki->person);
  g_assert_true (can_read (with, &error));
  g_assert_no_error (error);
  without = lk_camera_dup_fresh (bench->camera, NULL);
  g_assert_false (can_read (without, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED);
  g_clear_error (&error);
  stranger = lk_camera_dup_fresh (bench->camera, pki->stranger);
  g_assert_false (can_read (stranger, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED);
  g_clear_error (&error);
  /* The last trusted CA certificate may not go, nor the one that lets this computer in. */
  g_assert_null (lk_camera_delete_ca (with, 1, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT);
  g_clear_error (&error);
  import_ca (bench, 0, pki->cas[1]);
  g_assert_null (lk_camera_delete_ca (with, 1, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT);
  g_clear_error (&error);
  change.client_enabled = FALSE;
  apply (bench, &change);
  after = lk_camera_dup_fresh (bench->camera, NULL);
  g_assert_true (can_read (after, &error));
  g_assert_no_error (error);
}

/* What is sent is in the store, and was before it went. */
static void
test_store (Bench *bench)
{
  const BenchPki *pki = bench_get_pki ();
  g_autoptr (GPtrArray) sent = NULL;

  bench_add_fault (bench, "503@upload");
  refuse_ca (bench, 0, pki->cas[0], LK_ERROR_REFUSED_BY_CAMERA);
  sent = lk_store_list_certificates (bench->store, "bench", NULL);
  g_assert_cmpuint (sent->len, ==, 1);
  g_assert_true (lk_certificate_equal (g_ptr_array_index (sent, 0), pki->cas[0]));
}

static void
test_wrong_password (Bench *bench)
{
  g_autoptr (LkSecret) wrong = lk_secret_new ("wrong", -1);
  g_autoptr (GError) error = NULL;

  lk_secret_unref (bench->password);
  bench->password = lk_secret_ref (wrong);
  g_clear_object (&bench->camera);
  bench->camera = bench_open (bench, NULL, NULL, &error);
  if (bench->camera != NULL)
    g_assert_false (can_read (bench->camera, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_AUTH_REFUSED);
}

static void
test_other_key (Bench *bench)
{
  g_autofree char *zeros = g_strnfill (64, '0');
  g_autofree char *pin = g_strconcat ("sha256:", zeros, NULL);
  g_autoptr (GError) error = NULL;

  g_clear_object (&bench->camera);
  bench->camera = bench_open (bench, NULL, pin, &error);
  if (bench->camera != NULL)
    g_assert_false (can_read (bench->camera, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_PEER_UNTRUSTED);
}

static void
test_cancelled (Bench *bench)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (
    lk_camera_import_ca (bench->camera, 0, bench_get_pki ()->cas[0], cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (bench_count_record (bench, "upload"), ==, 0);
}

static const struct
{
  const char *name;
  void (*test) (Bench *bench);
} cases[] = {
  { "tab/fresh", test_fresh_tab },
  { "tab/one-handshake-and-nothing-twice", test_reads_once },
  { "facts", test_facts },
  { "clock", test_clock },
  { "ca/import", test_import_ca },
  { "ca/expired-is-taken", test_expired_ca },
  { "ca/refused", test_refused_cas },
  { "ca/replaced-is-kept", test_replaced_ca },
  { "ca/delete", test_delete_ca },
  { "agrees-and-does-nothing", test_agrees_and_does_nothing },
  { "lost-answers", test_lost_answers },
  { "server/import", test_import_server },
  { "server/invalid", test_invalid_status },
  { "server/delete", test_delete_server },
  { "server/self-signed", test_self_signed },
  { "ssl-function", test_ssl_function },
  { "client/enabling-refused", test_enabling_refused },
  { "client/enable-and-disable", test_enable_and_disable },
  { "store/has-what-was-sent", test_store },
  { "login/wrong-password", test_wrong_password },
  { "login/other-key", test_other_key },
  { "cancelled", test_cancelled },
};

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    bench_add_test (cases[i].name, cases[i].test);
  status = g_test_run ();
  bench_drop_pki ();
  return status;
}
