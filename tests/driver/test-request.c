/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Server certificates for keys that never leave the camera, on every kind of camera: openssl is the
 * CA. */

#include "config.h"

#include "bench.h"

#include "base/lk-error.h"

static GBytes *
create_request (Bench *bench, const char *name)
{
  g_autoptr (GError) error = NULL;
  GBytes *request = lk_camera_create_request (bench->camera, name, FALSE, NULL, &error);

  g_assert_no_error (error);
  return request;
}

/* The camera serves what the CA made of @request; the CA's own certificate in the file goes along
 * unharmed. */
static void
answer_request (Bench *bench, GBytes *request)
{
  g_autoptr (GPtrArray) certificates = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (LkSslTab) tab = NULL;
  g_autoptr (LkSslTab) seen = NULL;
  g_autoptr (LkCamera) again = NULL;
  g_autoptr (LkCertificate) peer = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (certificates, g_object_ref (bench_get_pki ()->cas[0]));
  g_ptr_array_add (certificates, bench_sign_request (request));
  tab = lk_camera_import_signed (bench->camera, certificates, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (lk_certificate_equal (
    lk_tab_certificate_get_certificate (lk_ssl_tab_get_fields (tab)->server_certificate),
    g_ptr_array_index (certificates, 1)));
  again = lk_camera_dup_fresh (bench->camera, NULL);
  seen = lk_camera_read_tab (again, NULL, &error);
  g_assert_no_error (error);
  peer = lk_connection_dup_peer_certificate (lk_camera_get_connection (again));
  g_assert_true (lk_certificate_equal (peer, g_ptr_array_index (certificates, 1)));
}

static void
refuse_signed (Bench *bench, LkCertificate *certificate, int code)
{
  g_autoptr (GPtrArray) certificates = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (certificates, certificate);
  g_assert_null (lk_camera_import_signed (bench->camera, certificates, NULL, &error));
  g_assert_error (error, LK_ERROR, code);
}

/* Whether there is anything to test. */
static gboolean
can_request (Bench *bench)
{
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autoptr (GError) error = NULL;

  if ((lk_camera_get_capabilities (bench->camera).features & LK_CAMERA_CAN_CREATE_REQUEST) == 0)
    {
      g_assert_null (lk_camera_create_request (bench->camera, "gate.example", FALSE, NULL, &error));
      g_assert_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED);
      return FALSE;
    }
  if (openssl == NULL)
    g_test_skip ("openssl is not installed");
  return openssl != NULL;
}

/* A second request makes nothing of the first useless: each can be answered, in any order. */
static void
test_two_requests (Bench *bench)
{
  g_autoptr (GBytes) earlier = NULL;
  g_autoptr (GBytes) later = NULL;

  if (!can_request (bench))
    return;
  earlier = create_request (bench, "gate.example");
  later = create_request (bench, "door.example");
  g_assert_false (g_bytes_equal (earlier, later));
  refuse_signed (bench, bench_get_pki ()->cas[0], LK_ERROR_BAD_CERTIFICATE); /* the CA alone */
  refuse_signed (bench, bench_get_pki ()->leaf, LK_ERROR_NO_PRIVATE_KEY);
  answer_request (bench, later);
  answer_request (bench, earlier);
}

/* Other changes in between are no harm to it. */
static void
test_request_outlives_import (Bench *bench)
{
  g_autoptr (GBytes) request = NULL;
  g_autoptr (LkServerImport) import =
    bench_make_server (bench_get_pki ()->other_server_cert, LK_SERVER_FILE_PKCS12, "secret");
  g_autoptr (LkSslTab) tab = NULL;
  g_autoptr (GError) error = NULL;

  if (!can_request (bench))
    return;
  bench_prepare (bench);
  request = create_request (bench, "gate.example");
  tab = lk_camera_import_server (bench->camera, import, NULL, &error);
  g_assert_no_error (error);
  answer_request (bench, request);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  bench_add_test ("request/two", test_two_requests);
  bench_add_test ("request/outlives-import", test_request_outlives_import);
  status = g_test_run ();
  bench_drop_pki ();
  return status;
}
