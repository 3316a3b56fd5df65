/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-sim-fixture.h"

#include "base/lk-error.h"

#include <string.h>

#define SSL_CGI      "/command/ssl.cgi"
#define ASK          "/command/inquiry.cgi?inq=ssl"
#define MAX_ATTEMPTS 1000

typedef struct
{
  const char *specification;
  guint status;         /* 0: no whole answer comes */
  gboolean carried_out; /* what the camera says afterwards */
} FaultRow;

/* "*" where no answer comes: curl tries again when a connection that it has used before breaks. */
static const FaultRow fault_rows[] = {
  { "drop@set:*", 0, FALSE },
  { "reset-before@set:*", 0, TRUE },
  { "reset-after@set:1", 204, TRUE },
  { "garbage@set:*", 0, TRUE },
  { "stale-nonce@set:1", 204, TRUE }, /* curl logs in again */
  { "403@set:1", 403, FALSE },
  { "500@set", 500, FALSE },
  { "503@any:1", 503, FALSE },
  { "hang@set:*", 0, FALSE },
  { "hang-after@set:*", 0, TRUE },
  { "slow=1@set:1", 204, TRUE },
  { "ok-but-nothing@set:*", 204, FALSE },
  { "reboot-new=0@set:*", 0, TRUE },
  { "reboot-old=0@set:*", 0, FALSE },
  { "refuse=0@set:*", 0, FALSE },
  { "tls-alert@set:*", 0, FALSE },
  { "clock-off=-1000000@set:1", 204, TRUE },
  { "close-idle@set:1", 204, TRUE },
  { "new-certificate@set:1", 204, TRUE },
  { "500@set:2", 204, TRUE }, /* not due yet */
  { "500@upload:1", 204, TRUE },
};

/* Waits until the camera is up again. */
static char *
ask_until_answered (LkSimFixture *fixture)
{
  for (guint i = 0; i < MAX_ATTEMPTS; i++)
    {
      guint status = 0;
      g_autofree char *text = lk_sim_fixture_curl (fixture, NULL, ASK, &status, NULL);

      if (status == 200)
        return g_steal_pointer (&text);
    }
  g_assert_not_reached ();
}

static void
test_table (void)
{
  if (!lk_sim_fixture_has ("curl"))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (fault_rows); i++)
    {
      const FaultRow *row = &fault_rows[i];
      g_autoptr (LkSimFixture) fixture = lk_sim_fixture_new (NULL, NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      g_autofree char *tab = NULL;
      guint status = 0;
      int code = 0;

      g_test_message ("%s", row->specification);
      g_assert_true (lk_sim_camera_add_fault (fixture->camera, row->specification, &error));
      text = lk_sim_fixture_curl (
        fixture,
        (const char *const[]){ "-m", strstr (row->specification, "hang") != NULL ? "5" : "60", "-d",
                               "SslFunction=both", NULL },
        SSL_CGI, &status, &code);
      if (row->status == 0)
        g_assert_cmpint (code, !=, 0);
      else
        g_assert_cmpuint (status, ==, row->status);
      tab = ask_until_answered (fixture);
      g_assert_cmpint (strstr (tab, "SslFunction=both") != NULL, ==, row->carried_out);
    }
}

static void
test_truncated_inquiry (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autofree char *text = NULL;
  int code = 0;

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  g_assert_true (lk_sim_camera_add_fault (fixture->camera, "truncate@inquiry:1", NULL));
  text = lk_sim_fixture_curl (fixture, NULL, ASK, NULL, &code);
  g_assert_cmpint (code, ==, 18); /* CURLE_PARTIAL_FILE */
}

static void
test_down_is_refused (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  int code = 0;

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  lk_sim_camera_reboot (fixture->camera, 3600000);
  text = lk_sim_fixture_curl (fixture, NULL, ASK, NULL, &code);
  g_assert_cmpint (code, ==, 7); /* CURLE_COULDNT_CONNECT */
  lk_sim_camera_reboot (fixture->camera, 1);
  again = ask_until_answered (fixture);
}

static void
test_connect (void)
{
  static const char *const specifications[] = { "drop@connect:1", "tls-alert@connect:1", "hang@connect:1", "refuse=0@connect:1" };

  if (!lk_sim_fixture_has ("curl"))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (specifications); i++)
    {
      g_autoptr (LkSimFixture) fixture = lk_sim_fixture_new (NULL, NULL);
      g_autofree char *text = NULL;
      g_autofree char *again = NULL;
      int code = 0;

      g_assert_true (lk_sim_camera_add_fault (fixture->camera, specifications[i], NULL));
      text = lk_sim_fixture_curl (fixture, (const char *const[]){ "-m", "2", NULL }, ASK, NULL, &code);
      g_assert_cmpint (code, !=, 0);
      again = ask_until_answered (fixture);
    }
}

static void
test_alert_is_told (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autofree char *output = NULL;

  if (!lk_sim_fixture_has ("openssl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  g_assert_true (lk_sim_camera_add_fault (fixture->camera, "tls-alert@connect:1", NULL));
  output = lk_sim_fixture_s_client (fixture, "-tls1_3", NULL);
  g_assert_nonnull (strstr (output, "alert internal error"));
}

static void
test_new_certificate (void)
{
  g_autoptr (LkSimFixture) fixture = lk_sim_fixture_new (NULL, NULL);
  g_autofree char *before = lk_sim_camera_dup_pin (fixture->camera);
  g_autofree char *after = NULL;

  lk_sim_camera_change_key (fixture->camera);
  after = lk_sim_camera_dup_pin (fixture->camera);
  g_assert_cmpstr (before, !=, after);
  g_assert_cmpuint (strlen (after), ==, strlen ("sha256:") + 64);
}

/* The camera enables client authentication and then lets nobody in, not even those with a good
 * certificate. */
static void
test_refuse_everybody (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autoptr (LkTestCert) person = NULL;
  g_autofree char *pem = NULL;
  g_autofree char *path = NULL;
  g_autofree char *output = NULL;

  if (!lk_sim_fixture_has ("curl") || !lk_sim_fixture_has ("openssl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  lk_sim_fixture_prepare (fixture);
  person = lk_test_client_new ("CN=Good", fixture->ca);
  pem = lk_test_cert_to_pem_with_key (person, NULL, NULL);
  path = lk_sim_fixture_write (fixture, "person.pem", pem);
  g_assert_true (lk_sim_camera_add_fault (fixture->camera, "refuse-everybody@set:1", NULL));
  g_assert_cmpuint (lk_sim_fixture_set (fixture, SSL_CGI, "SslClientAuth=on"), ==, 204);
  output = lk_sim_fixture_s_client (fixture, "-tls1_2", path);
  g_assert_nonnull (strstr (output, "alert unknown ca"));
}

/* What the camera says and what it does: visitors without a certificate and with somebody else's.
 */
static void
test_lets_everybody_in (void)
{
  static const struct
  {
    const char *fault;
    gboolean asks;
  } rows[] = { { "ask-nobody@set:1", FALSE }, { "let-everybody-in@set:1", TRUE } };

  if (!lk_sim_fixture_has ("curl") || !lk_sim_fixture_has ("openssl"))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LkSimFixture) fixture = lk_sim_fixture_new (NULL, NULL);
      g_autoptr (LkTestCert) stranger = lk_test_client_new ("CN=Stranger", NULL);
      g_autofree char *pem = lk_test_cert_to_pem_with_key (stranger, NULL, NULL);
      g_autofree char *path = lk_sim_fixture_write (fixture, "stranger.pem", pem);
      g_autofree char *with = NULL;
      g_autofree char *text = NULL;

      lk_sim_fixture_prepare (fixture);
      g_assert_true (lk_sim_camera_add_fault (fixture->camera, rows[i].fault, NULL));
      g_assert_cmpuint (lk_sim_fixture_set (fixture, SSL_CGI, "SslClientAuth=on"), ==, 204);
      with = lk_sim_fixture_s_client (fixture, "-tls1_3", path);
      g_assert_null (strstr (with, "alert"));
      g_assert_true ((strstr (with, "Acceptable client certificate CA names") != NULL) ==
                     rows[i].asks);
      text = lk_sim_fixture_curl (fixture, (const char *const[]){ "-i", NULL }, ASK, NULL, NULL);
      g_assert_nonnull (strstr (text, "SslClientAuth=on"));
    }
}

/* An open connection that is idle ends when another one sets something. */
static void
test_close_idle (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) idle = NULL;
  g_autoptr (GError) error = NULL;
  char byte;

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  g_socket_client_set_timeout (client, 20);
  idle = g_socket_client_connect_to_host (
    client, lk_sim_camera_get_uri (fixture->camera) + strlen ("https://"), 443, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (lk_sim_camera_add_fault (fixture->camera, "close-idle@set:1", NULL));
  g_assert_cmpuint (lk_sim_fixture_set (fixture, SSL_CGI, "SslFunction=on"), ==, 204);
  g_assert_cmpint (
    g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (idle)), &byte, 1, NULL, &error),
    ==, 0);
  g_assert_no_error (error);
}

static void
test_clock_off (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, 1000);
  g_autofree char *year = g_date_time_format (then, " %Y ");
  g_autofree char *text = NULL;

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  g_assert_true (lk_sim_camera_add_fault (fixture->camera, "clock-off=86400000@inquiry:1", NULL));
  text = lk_sim_fixture_curl (fixture, (const char *const[]){ "-i", NULL }, ASK, NULL, NULL);
  g_assert_nonnull (strstr (text, year));
}

static void
test_rejects (void)
{
  static const char *const rows[] = { "", "@", "fly@set:1", "500@moon", "500@set:0", "500@set:x", "slow=x@set:1", "500@connect:1", "500@set:1:1" };
  g_autoptr (LkSimFixture) fixture = lk_sim_fixture_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (lk_sim_camera_add_fault (fixture->camera, rows[i], &error));
      g_assert_error (error, LK_ERROR, LK_ERROR_USAGE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simcamera/faults/each-does-what-it-says", test_table);
  g_test_add_func ("/simcamera/faults/truncate", test_truncated_inquiry);
  g_test_add_func ("/simcamera/faults/down-is-refused", test_down_is_refused);
  g_test_add_func ("/simcamera/faults/at-connect", test_connect);
  g_test_add_func ("/simcamera/faults/alert-is-told", test_alert_is_told);
  g_test_add_func ("/simcamera/faults/new-certificate", test_new_certificate);
  g_test_add_func ("/simcamera/faults/refuse-everybody", test_refuse_everybody);
  g_test_add_func ("/simcamera/faults/lets-everybody-in", test_lets_everybody_in);
  g_test_add_func ("/simcamera/faults/close-idle", test_close_idle);
  g_test_add_func ("/simcamera/faults/clock-off", test_clock_off);
  g_test_add_func ("/simcamera/faults/rejects-bad-specifications", test_rejects);
  return g_test_run ();
}
