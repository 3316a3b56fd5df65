/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Over plain HTTP a private key goes to no camera without the user's word, and to none that takes
 * it over HTTPS only. */

#include "config.h"

#include "base/lk-error.h"
#include "driver/lk-driver.h"

#include "bench.h"

static LkCamera *
open_plain (Bench *bench)
{
  const LkConnectionOptions options = {
    .uri = lk_sim_camera_get_http_uri (bench->sim),
    .user = LK_SIM_DEFAULT_USER,
    .password = bench->password,
    .flags = LK_CONNECTION_ALLOW_PLAIN_HTTP,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (LkConnection) connection = lk_connection_new (&options, &error);
  LkCamera *camera;

  g_assert_no_error (error);
  camera = lk_driver_open (connection, bench->kind->driver, NULL, NULL, &error);
  g_assert_no_error (error);
  return camera;
}

/* TRUE when it is there afterwards, and nothing was changed where it is refused. */
static gboolean
import (LkCamera *camera, LkServerFileKind kind)
{
  g_autoptr (LkServerImport) file =
    bench_make_server (bench_get_pki ()->server_cert, kind, "secret");
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSslTab) before = lk_camera_read_tab (camera, NULL, NULL);
  g_autoptr (LkSslTab) tab = lk_camera_import_server (camera, file, NULL, &error);
  g_autoptr (LkSslTab) after = lk_camera_read_tab (camera, NULL, NULL);

  if (tab != NULL)
    return lk_ssl_tab_get_fields (after)->server_status == LK_SERVER_STATUS_VALID;
  g_assert_error (error, LK_ERROR, LK_ERROR_PLAIN_TEXT);
  g_assert_true (lk_tab_certificate_equal (lk_ssl_tab_get_fields (before)->server_certificate,
                                           lk_ssl_tab_get_fields (after)->server_certificate));
  return FALSE;
}

static void
test_plain_key (gconstpointer data)
{
  const BenchKind *kind = data;
  Bench *bench = bench_new (kind, &(LkSimCameraOptions){ .has_http = TRUE });
  g_autoptr (LkCamera) camera = open_plain (bench);
  const gboolean takes = (lk_camera_get_capabilities (camera).features &
                          LK_CAMERA_TAKES_KEYS_IN_PLAIN) != 0;

  g_assert_true (takes == g_str_equal (kind->driver, "snc"));
  g_assert_false (import (camera, LK_SERVER_FILE_PKCS12));
  lk_camera_allow_plain_key (camera, TRUE);
  g_assert_true (import (camera, LK_SERVER_FILE_PKCS12) == takes);
  lk_camera_allow_plain_key (camera, FALSE);
  g_assert_false (import (camera, LK_SERVER_FILE_PEM));
  bench_free (bench);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < n_bench_kinds; i++)
    {
      g_autofree char *path = g_strdup_printf ("/driver/plain-key/%s", bench_kinds[i].name);

      g_test_add_data_func (path, &bench_kinds[i], test_plain_key);
    }
  status = g_test_run ();
  bench_drop_pki ();
  return status;
}
