/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A server certificate that the camera takes and cannot serve leaves nobody outside: on every kind
 * of camera it is not sent at all, or undone. */

#include "config.h"

#include "bench.h"

#include "base/lk-error.h"

/* The camera can be opened anew, by whoever could open it before. */
static void
assert_reachable (Bench *bench, LkIdentity *identity)
{
  g_autofree char *pin = lk_sim_camera_dup_pin (bench->sim);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkCamera) again = bench_open (bench, identity, pin, &error);
  g_autoptr (LkSslTab) tab = again != NULL ? lk_camera_read_tab (again, NULL, &error) : NULL;

  g_assert_no_error (error);
  g_assert_cmpint (lk_ssl_tab_get_fields (tab)->client_enabled, ==, identity != NULL);
}

/* The camera takes it, reports it as Valid, and nobody could connect any more. */
static void
refuse_unusable (Bench *bench, LkCamera *camera, const LkTestCert *cert)
{
  g_autoptr (LkServerImport) import = bench_make_server (cert, LK_SERVER_FILE_PKCS12, "secret");
  g_autoptr (GError) error = NULL;

  bench_add_fault (bench, "unusable-key@upload");
  g_assert_null (lk_camera_import_server (camera, import, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, LK_ERROR, LK_ERROR_ROLLED_BACK);
  g_assert_cmpuint (bench_count_record (bench, "the key cannot be used"), >=, 1);
  lk_sim_camera_clear_faults (bench->sim);
}

static gboolean
gives_back (Bench *bench)
{
  return g_str_has_prefix (bench->kind->name, "onvif");
}

static void
test_unusable_server (Bench *bench)
{
  const BenchPki *pki = bench_get_pki ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  refuse_unusable (bench, bench->camera, pki->other_server_cert);
  assert_reachable (bench, NULL);
  bench_prepare (bench);
  before = lk_sim_camera_dup_pin (bench->sim);
  refuse_unusable (bench, bench->camera, pki->other_server_cert);
  after = lk_sim_camera_dup_pin (bench->sim);
  g_assert_cmpint (g_str_equal (before, after), ==, gives_back (bench));
  assert_reachable (bench, NULL);
}

/* With and without a personal certificate on the connection that is open. */
static void
test_unusable_while_enabled (Bench *bench)
{
  const BenchPki *pki = bench_get_pki ();
  g_autoptr (LkCamera) person = NULL;
  LkTabChange enable = LK_TAB_CHANGE_KEEP;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSslTab) tab = NULL;

  bench_prepare (bench);
  enable.client_enabled = TRUE;
  tab = lk_camera_apply (bench->camera, &enable, NULL, &error);
  g_assert_no_error (error);
  person = lk_camera_dup_fresh (bench->camera, pki->person);
  refuse_unusable (bench, person, pki->other_server_cert);
  assert_reachable (bench, pki->person);
  refuse_unusable (bench, bench->camera, pki->other_server_cert);
  assert_reachable (bench, pki->person);
}

/* What no handshake could use is not sent. */
static void
test_blocked_server (Bench *bench)
{
  g_autoptr (LkTestCert) cert =
    lk_test_cert_new (&(LkTestSpec){ .subject = "CN=127.0.0.1",
                                     .key = "rsa2048",
                                     .key_usage = GNUTLS_KEY_KEY_CERT_SIGN,
                                     .issuer = bench_get_pki ()->ca_certs[0] });
  g_autoptr (LkServerImport) import = bench_make_server (cert, LK_SERVER_FILE_PEM, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (lk_camera_import_server (bench->camera, import, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, LK_ERROR, LK_ERROR_BAD_CERTIFICATE);
  g_assert_cmpuint (bench_count_record (bench, "upload"), ==, 0);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  bench_add_test ("served/unusable-is-undone", test_unusable_server);
  bench_add_test ("served/unusable-while-enabled-is-undone", test_unusable_while_enabled);
  bench_add_test ("served/blocked", test_blocked_server);
  status = g_test_run ();
  bench_drop_pki ();
  return status;
}
