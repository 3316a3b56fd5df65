/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-sim-fixture.h"

#include <libsoup/soup.h>
#include <string.h>

#define SYSTEM "/command/inquiry.cgi?inq=system"

static void
test_digest (void)
{
  static const struct
  {
    LkSimLogin login;
    const char *offered;
  } rows[] = {
    { LK_SIM_LOGIN_MD5, "algorithm=MD5" },
    { LK_SIM_LOGIN_SHA256, "algorithm=SHA-256" },
    { LK_SIM_LOGIN_BOTH, "algorithm=SHA-256" },
  };

  if (!lk_sim_fixture_has ("curl"))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const LkSimCameraOptions options = { .login = rows[i].login };
      g_autoptr (LkSimFixture) fixture = lk_sim_fixture_new (&options, NULL);
      guint status = 0;
      g_autofree char *text =
        lk_sim_fixture_curl (fixture, (const char *const[]){ "-i", NULL }, SYSTEM, &status, NULL);

      g_assert_cmpuint (status, ==, 200);
      g_assert_nonnull (strstr (text, rows[i].offered));
      g_assert_nonnull (strstr (text, "ModelName=SNC-VB770"));
      g_assert_true (lk_sim_fixture_recorded (fixture, "\"auth\":\"ok\"", NULL));
    }
}

static void
test_wrong_password (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autofree char *text = NULL;
  guint status = 0;

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  text = lk_sim_fixture_curl (fixture, (const char *const[]){ "-u", "admin:wrong", NULL }, SYSTEM,
                              &status, NULL);
  g_assert_cmpuint (status, ==, 401);
  g_assert_true (lk_sim_fixture_recorded (fixture, "\"auth\":\"wrong\"", NULL));
}

static gboolean
accept_cb (SoupMessage *message,
           GTlsCertificate *certificate,
           GTlsCertificateFlags errors,
           gpointer user_data)
{
  return TRUE;
}

static gboolean
authenticate_cb (SoupMessage *message, SoupAuth *auth, gboolean retrying, gpointer user_data)
{
  if (!retrying)
    soup_auth_authenticate (auth, LK_SIM_DEFAULT_USER, LK_SIM_DEFAULT_PASSWORD);
  return TRUE;
}

static guint
get (SoupSession *session, LkSimFixture *fixture)
{
  g_autofree char *address = g_strconcat (lk_sim_camera_get_uri (fixture->camera), SYSTEM, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", address);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;

  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  g_signal_connect (message, "authenticate", G_CALLBACK (authenticate_cb), NULL);
  body = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  return soup_message_get_status (message);
}

/* An independent client, on one connection: many requests, also after its nonce is no longer
 * good. */
static void
test_libsoup (void)
{
  const LkSimCameraOptions options = { .nonce_lifetime_s = 1 };
  g_autoptr (LkSimFixture) fixture = lk_sim_fixture_new (&options, NULL);
  g_autoptr (SoupSession) session = soup_session_new ();

  for (guint i = 0; i < 20; i++)
    g_assert_cmpuint (get (session, fixture), ==, 200);
  g_assert_true (lk_sim_camera_add_fault (fixture->camera, "stale-nonce@inquiry:1", NULL));
  g_assert_cmpuint (get (session, fixture), ==, 200);
  g_assert_true (lk_sim_fixture_recorded (fixture, "\"fault\":\"stale-nonce\"", "\"status\":\"401\"", NULL));
  g_assert_true (lk_sim_fixture_recorded (fixture, "\"connection\":1", "\"event\":\"request\"", NULL));
  g_assert_false (lk_sim_fixture_recorded (fixture, "\"connection\":2", NULL));
  lk_sim_camera_close_connections (fixture->camera);
}

static void
test_replayed_count_is_stale (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  char *header;
  guint status = 0;

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  text =
    lk_sim_fixture_curl (fixture, (const char *const[]){ "-v", "-S", NULL }, SYSTEM, &status, NULL);
  g_assert_cmpuint (status, ==, 200);
  header = strstr (text, "Authorization: Digest");
  g_assert_nonnull (header);
  line = g_strndup (header, strcspn (header, "\r\n"));
  g_clear_pointer (&text, g_free);
  text = lk_sim_fixture_curl (
    fixture, (const char *const[]){ "-i", "--no-digest", "-H", line, NULL }, SYSTEM, &status, NULL);
  g_assert_cmpuint (status, ==, 401);
  g_assert_nonnull (strstr (text, "stale=true"));
}

/* Names, answer form, success and Referer of a second profile: nothing of the first is wired in. */
static void
test_other_profile (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autofree char *referer = NULL;
  g_autofree char *text = NULL;
  guint status = 0;

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (NULL, "snc-g5");
  referer = g_strconcat ("Referer: ", lk_sim_camera_get_uri (fixture->camera), "/index.html", NULL);
  text = lk_sim_fixture_curl (fixture, NULL, "/command/inquiry.cgi?inqjs=system", &status, NULL);
  g_assert_cmpuint (status, ==, 403);
  g_clear_pointer (&text, g_free);
  text = lk_sim_fixture_curl (fixture, (const char *const[]){ "-H", referer, NULL },
                              "/command/inquiry.cgi?inqjs=system&inqjs=security", &status, NULL);
  g_assert_cmpuint (status, ==, 200);
  g_assert_nonnull (strstr (text, "var ModelName=\"SNC-CH280\""));
  g_assert_nonnull (strstr (text, "var HttpsMode=\"1\""));
  g_clear_pointer (&text, g_free);
  text = lk_sim_fixture_curl (fixture, (const char *const[]){ "-H", referer, NULL },
                              "/command/inquiry.cgi?inq=system", &status, NULL);
  g_assert_cmpuint (status, ==, 400);
  g_clear_pointer (&text, g_free);
  text = lk_sim_fixture_curl (fixture, (const char *const[]){ "-H", referer, NULL },
                              "/command/security.cgi?HttpsClientAuth=0", &status, NULL);
  g_assert_cmpuint (status, ==, 200);
  g_assert_cmpstr (text, ==, "OK");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simcamera/login/digest-by-curl", test_digest);
  g_test_add_func ("/simcamera/login/wrong-password", test_wrong_password);
  g_test_add_func ("/simcamera/login/libsoup-on-one-connection", test_libsoup);
  g_test_add_func ("/simcamera/login/replayed-count-is-stale", test_replayed_count_is_stale);
  g_test_add_func ("/simcamera/login/other-profile", test_other_profile);
  return g_test_run ();
}
