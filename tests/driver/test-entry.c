/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What TLS demands of everybody that connects, on every kind of camera: a choice that could shut
 * this computer out is refused, or tried and taken back. */

#include "config.h"

#include "bench.h"

#include "base/lk-error.h"

static gboolean
can_read (LkCamera *camera, GError **error)
{
  g_autoptr (LkSslTab) tab = lk_camera_read_tab (camera, NULL, error);

  return tab != NULL;
}

static LkTlsVersions
read_versions (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSslTab) tab = lk_camera_read_tab (bench->camera, NULL, &error);

  g_assert_no_error (error);
  return lk_ssl_tab_get_fields (tab)->tls_versions;
}

static void
choose_versions (Bench *bench, LkTlsVersions versions)
{
  LkTabChange change = LK_TAB_CHANGE_KEEP;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSslTab) tab = NULL;

  change.tls_versions = versions;
  tab = lk_camera_apply (bench->camera, &change, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lk_ssl_tab_get_fields (tab)->tls_versions, ==, versions);
}

static void
refuse_versions (Bench *bench, LkTlsVersions versions, int code)
{
  LkTabChange change = LK_TAB_CHANGE_KEEP;
  g_autoptr (GError) error = NULL;

  change.tls_versions = versions;
  g_assert_null (lk_camera_apply (bench->camera, &change, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, LK_ERROR, code);
}

/* A camera that tells which versions of TLS are enabled names one that this session can have. */
static void
test_tls_versions (Bench *bench)
{
  LkTlsVersions versions = read_versions (bench);
  gboolean can =
    (lk_camera_get_capabilities (bench->camera).features & LK_CAMERA_CAN_SET_TLS_VERSIONS) != 0;

  g_test_message ("TLS versions: %d", versions);
  g_assert_true (versions == LK_TLS_NOT_TOLD ||
                 (versions & (LK_TLS_HAS_1_2 | LK_TLS_HAS_1_3)) != 0);
  g_assert_cmpint (can, ==, g_str_equal (bench->kind->name, "onvif-pkcs8"));
  g_assert_cmpint (versions != LK_TLS_NOT_TOLD, ==, can);
  if (!can)
    {
      refuse_versions (bench, LK_TLS_HAS_1_3, LK_ERROR_UNSUPPORTED);
      return;
    }
  /* Each choice is proven by a handshake of its own. */
  g_assert_cmpuint (bench_count_record (bench, "TLS1.2"), ==, 0);
  choose_versions (bench, LK_TLS_HAS_1_2);
  /* tried before and after */
  g_assert_cmpuint (bench_count_record (bench, "TLS1.2"), ==, 2);
  choose_versions (bench, LK_TLS_HAS_1_3);
  g_assert_cmpuint (bench_count_record (bench, "SetEnabledTLSVersions"), ==, 2);
  choose_versions (bench, LK_TLS_HAS_1_3); /* nothing to do */
  g_assert_cmpuint (bench_count_record (bench, "SetEnabledTLSVersions"), ==, 2);
  refuse_versions (bench, LK_TLS_HAS_1_1 | LK_TLS_HAS_1_3, LK_ERROR_UNSUPPORTED);
  bench_add_fault (bench, "ok-but-nothing@set");
  refuse_versions (bench, LK_TLS_HAS_1_2, LK_ERROR_REFUSED_BY_CAMERA);
  lk_sim_camera_clear_faults (bench->sim);
  bench_add_fault (bench, "reset-before@set"); /* the tab counts, not the lost answer */
  choose_versions (bench, LK_TLS_HAS_1_2 | LK_TLS_HAS_1_3);
}

/* A choice after which a new connection fails is taken back over the old one. */
static void
test_tls_versions_taken_back (Bench *bench)
{
  const LkTlsVersions both = LK_TLS_HAS_1_2 | LK_TLS_HAS_1_3;

  if ((lk_camera_get_capabilities (bench->camera).features & LK_CAMERA_CAN_SET_TLS_VERSIONS) == 0)
    return;
  /* Once is what a camera that starts its TLS anew may do. */
  bench_add_fault (bench, "tls-alert@connect:2");
  choose_versions (bench, LK_TLS_HAS_1_2);
  choose_versions (bench, both);
  lk_sim_camera_clear_faults (bench->sim);
  bench_add_fault (bench, "tls-alert@connect:2");
  bench_add_fault (bench, "tls-alert@connect:3");
  bench_add_fault (bench, "tls-alert@connect:4");
  refuse_versions (bench, LK_TLS_HAS_1_3, LK_ERROR_ROLLED_BACK);
  g_assert_cmpint (read_versions (bench), ==, both);
  lk_sim_camera_clear_faults (bench->sim);
  for (guint i = 2; i <= 7; i++) /* and those that see it as before */
    {
      g_autofree char *fault = g_strdup_printf ("tls-alert@connect:%u", i);

      bench_add_fault (bench, fault);
    }
  refuse_versions (bench, LK_TLS_HAS_1_3, LK_ERROR_ROLLBACK_FAILED);
  lk_sim_camera_clear_faults (bench->sim);
  bench_add_fault (bench, "tls-alert@connect:*"); /* not even beforehand */
  refuse_versions (bench, LK_TLS_HAS_1_3, LK_ERROR_WOULD_LOCK_OUT);
  lk_sim_camera_clear_faults (bench->sim);
  g_assert_cmpint (read_versions (bench), ==, both);
}

static LkSslTab *
wish (LkCamera *camera, LkTlsVersions versions, LkCnChange cn_is_user, GError **error)
{
  LkTabChange change = LK_TAB_CHANGE_KEEP;

  change.tls_versions = versions;
  change.cn_is_user = cn_is_user;
  return lk_camera_apply (camera, &change, NULL, error);
}

/* While client authentication is on, nothing is changed that nobody could try. */
static void
test_entry_while_enabled (Bench *bench)
{
  g_autoptr (LkTestCert) admin_cert =
    lk_test_client_new ("CN=" LK_SIM_DEFAULT_USER, bench_get_pki ()->ca_certs[0]);
  g_autoptr (LkIdentity) admin = bench_make_identity (admin_cert);
  LkTabChange change = LK_TAB_CHANGE_KEEP;
  g_autoptr (LkCamera) person = NULL;
  g_autoptr (LkCamera) administrator = NULL;
  g_autoptr (LkSslTab) tab = NULL;
  g_autoptr (GError) error = NULL;

  if ((lk_camera_get_capabilities (bench->camera).features & LK_CAMERA_CAN_SET_CN_IS_USER) == 0)
    {
      g_assert_null (wish (bench->camera, LK_TLS_NOT_TOLD, LK_CN_IS_USER, &error));
      g_assert_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED);
      return;
    }
  bench_prepare (bench);
  change.client_enabled = TRUE;
  tab = lk_camera_apply (bench->camera, &change, NULL, &error);
  g_assert_no_error (error);
  /* The connection that was open before has no personal certificate. */
  refuse_versions (bench, LK_TLS_HAS_1_3, LK_ERROR_WOULD_LOCK_OUT);
  person = lk_camera_dup_fresh (bench->camera, bench_get_pki ()->person);
  g_assert_null (wish (person, LK_TLS_NOT_TOLD, LK_CN_IS_USER, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT);
  g_assert_cmpuint (bench_count_record (bench, "SetCnMapsToUser"), ==, 0);
  g_clear_error (&error);
  administrator = lk_camera_dup_fresh (bench->camera, admin);
  g_clear_object (&tab);
  tab = wish (administrator, LK_TLS_HAS_1_3, LK_CN_IS_USER, &error);
  g_assert_no_error (error);
  g_assert_true (lk_ssl_tab_get_fields (tab)->cn_is_user);
  g_assert_cmpint (lk_ssl_tab_get_fields (tab)->tls_versions, ==, LK_TLS_HAS_1_3);
  g_assert_false (can_read (person, &error)); /* no user of that name */
  g_assert_error (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA);
  g_clear_error (&error);
  g_clear_object (&tab);
  tab = wish (administrator, LK_TLS_NOT_TOLD, LK_CN_IS_NO_USER, &error);
  g_assert_no_error (error);
  g_assert_true (can_read (person, &error));
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  bench_add_test ("tls-versions", test_tls_versions);
  bench_add_test ("tls-versions/taken-back", test_tls_versions_taken_back);
  bench_add_test ("entry-while-enabled", test_entry_while_enabled);
  status = g_test_run ();
  bench_drop_pki ();
  return status;
}
