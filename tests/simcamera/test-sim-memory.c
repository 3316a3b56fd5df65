/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-sim-fixture.h"

#include "base/lk-error.h"

#include <glib/gstdio.h>
#include <string.h>

#define SSL_CGI "/command/ssl.cgi"
#define ASK     "/command/inquiry.cgi?inq=ssl"

static void
test_survives_restart (void)
{
  g_autofree char *folder = lk_test_folder_new ();
  g_autofree char *pin_before = NULL;
  g_autofree char *pin_after = NULL;
  const LkSimCameraOptions options = { .state_folder = folder };

  if (lk_sim_fixture_has ("curl"))
    {
      LkSimFixture *fixture = lk_sim_fixture_new (&options, NULL);
      LkSimFixture *again;

      lk_sim_fixture_prepare (fixture);
      g_assert_cmpuint (lk_sim_fixture_set (fixture, SSL_CGI, "SslClientAuth=on"), ==, 204);
      pin_before = lk_sim_camera_dup_pin (fixture->camera);
      lk_sim_fixture_free (fixture);

      again = lk_sim_fixture_new (&options, NULL);
      pin_after = lk_sim_camera_dup_pin (again->camera);
      g_assert_cmpstr (pin_before, ==, pin_after);
      if (lk_sim_fixture_has ("openssl"))
        {
          g_autofree char *output = lk_sim_fixture_s_client (again, "-tls1_2", NULL);

          g_assert_nonnull (strstr (output, "alert handshake failure"));
          g_assert_nonnull (strstr (output, "CN = Site CA"));
        }
      lk_sim_fixture_free (again);
    }
  lk_test_folder_remove (folder);
}

static void
test_rejects_bad_folder (void)
{
  static const char *const rows[] = { "nonsense", "[Camera]\nSslFunction=enable\n", "[Camera]\nFactory=../x.pem\n", "[Camera]\nFactory=missing.pem\n" };
  g_autofree char *folder = lk_test_folder_new ();
  const LkSimCameraOptions options = { .state_folder = folder };
  g_autofree char *path = g_build_filename (folder, "camera.ini", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, rows[i], -1, NULL));
      g_assert_null (lk_sim_camera_new (&options, &error));
      g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
    }
  lk_test_folder_remove (folder);
}

static guint
fetch (LkSimFixture *fixture, const char *base, int *code)
{
  g_autofree char *address = g_strconcat (base, ASK, NULL);
  guint status = 0;
  g_autofree char *text = lk_sim_fixture_curl (fixture, NULL, address, &status, code);

  return status;
}

static void
test_plain_http_as_ssl_function_says (void)
{
  static const struct
  {
    const char *form;
    gboolean https;
    gboolean http;
  } rows[] = {
    { "SslFunction=both", TRUE, TRUE },
    { "SslFunction=on", TRUE, FALSE },
    { "SslFunction=both", TRUE, TRUE },
    { "SslFunction=off", FALSE, TRUE },
  };
  const LkSimCameraOptions options = { .has_http = TRUE };
  g_autoptr (LkSimFixture) fixture = NULL;

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (&options, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      int code = 0;

      g_assert_cmpuint (lk_sim_fixture_set (fixture, SSL_CGI, rows[i].form), ==, 204);
      g_assert_cmpuint (fetch (fixture, lk_sim_camera_get_uri (fixture->camera), &code), ==,
                        rows[i].https ? 200 : 0);
      g_assert_cmpuint (fetch (fixture, lk_sim_camera_get_http_uri (fixture->camera), &code), ==,
                        rows[i].http ? 200 : 0);
    }
}

static void
test_record_holds_no_secret (void)
{
  g_autofree char *folder = lk_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "record", NULL);
  g_autofree char *text = NULL;
  const LkSimCameraOptions options = { .record_path = path };

  if (lk_sim_fixture_has ("curl"))
    {
      static const char *const secrets[] = { LK_SIM_DEFAULT_PASSWORD, "open sesame", "PRIVATE KEY", "Digest", "nonce", "response" };
      LkSimFixture *fixture = lk_sim_fixture_new (&options, NULL);

      lk_sim_fixture_prepare (fixture);
      g_assert_cmpuint (lk_sim_fixture_set (fixture, SSL_CGI, "SslServerKeyPassword=open sesame"), ==, 204);
      g_assert_cmpuint (lk_sim_fixture_set (fixture, "/command/ssl.cgi?SslServerKeyPassword=open%20sesame", ""), ==, 204);
      g_assert_cmpuint (lk_sim_fixture_set (fixture, "/nowhere?open%20sesame", "open sesame"), ==, 404);
      lk_sim_fixture_free (fixture);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_nonnull (strstr (text, "\"event\":\"handshake\""));
      for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
        g_assert_null (strstr (text, secrets[i]));
    }
  lk_test_folder_remove (folder);
}

static void
send_bytes (const char *uri, GBytes *bytes)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  char answer[4096];

  g_socket_client_set_timeout (client, 20);
  connection = g_socket_client_connect_to_host (client, strstr (uri, "//") + 2, 80, NULL, &error);
  g_assert_no_error (error);
  /* What becomes of it is the camera's business; that it goes on is ours. */
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, NULL,
                             NULL);
  g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
  while (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), answer,
                              sizeof answer, NULL, NULL) > 0)
    ;
}

/* Random bytes, and a good request with some bytes changed. */
static GBytes *
make_garbage (guint i)
{
  static const char request[] =
    "POST /command/sslcacert.cgi?inq=ssl HTTP/1.1\r\nHost: camera\r\nAuthorization: Digest username=\"admin\", realm=\"x\", nonce=\"1\", uri=\"/\", "
    "qop=auth, nc=1, cnonce=\"2\", response=\"3\"\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 90\r\n\r\n"
    "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n-----BEGIN CERTIFICATE\r\n--b--\r\n";
  gsize size = i % 2 == 0 ? (gsize)g_random_int_range (1, 3000) : sizeof request - 1;
  g_autofree char *bytes = g_malloc (size);

  if (i % 2 == 0)
    for (gsize j = 0; j < size; j++)
      bytes[j] = (char)g_random_int_range (0, 256);
  else
    {
      memcpy (bytes, request, size);
      for (int j = g_random_int_range (0, 12); j > 0; j--)
        bytes[g_random_int_range (0, (int)size)] = (char)g_random_int_range (0, 256);
    }
  return g_bytes_new (bytes, size);
}

static void
test_takes_any_bytes (void)
{
  const LkSimCameraOptions options = { .has_http = TRUE };
  g_autoptr (LkSimFixture) fixture = lk_sim_fixture_new (&options, NULL);

  for (guint i = 0; i < 220; i++)
    {
      g_autoptr (GBytes) garbage = make_garbage (i);

      send_bytes (i < 200 ? lk_sim_camera_get_http_uri (fixture->camera)
                          : lk_sim_camera_get_uri (fixture->camera),
                  garbage);
    }
  if (lk_sim_fixture_has ("curl"))
    g_assert_cmpuint (fetch (fixture, lk_sim_camera_get_uri (fixture->camera), NULL), ==, 200);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simcamera/memory/survives-restart", test_survives_restart);
  g_test_add_func ("/simcamera/memory/rejects-bad-folder", test_rejects_bad_folder);
  g_test_add_func ("/simcamera/http/as-ssl-function-says", test_plain_http_as_ssl_function_says);
  g_test_add_func ("/simcamera/http/takes-any-bytes", test_takes_any_bytes);
  g_test_add_func ("/simcamera/record/holds-no-secret", test_record_holds_no_secret);
  return g_test_run ();
}
