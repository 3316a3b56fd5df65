/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "lk-sim-fixture.h"
#include "simcamera/lk-sim-samples.h"

#include <string.h>

#define SSL_CGI "/command/ssl.cgi"

static void
import_samples (LkSimFixture *fixture)
{
  static const char *const fields[] = { "Action=import", "Format=pkcs12", NULL };
  g_autofree char *ca = g_build_filename (fixture->folder, LK_SIM_SAMPLE_CA, NULL);
  g_autofree char *server = g_build_filename (fixture->folder, LK_SIM_SAMPLE_SERVER, NULL);
  g_autofree char *status = NULL;

  g_assert_cmpuint (lk_sim_fixture_import_ca (fixture, 1, ca), ==, 204);
  g_assert_cmpuint (lk_sim_fixture_upload (fixture, "/command/sslservercert.cgi", fields, server), ==, 204);
  g_assert_cmpuint (
    lk_sim_fixture_set (fixture, SSL_CGI, "SslServerKeyPassword=" LK_SIM_SAMPLE_SERVER_PASSWORD),
    ==, 204);
  status = lk_sim_fixture_ask (fixture, "ssl", "SslServerCertStatus");
  g_assert_cmpstr (status, ==, "valid");
  g_assert_cmpuint (lk_sim_fixture_set (fixture, SSL_CGI, "SslClientAuth=on"), ==, 204);
}

/* As PEM, by openssl. */
static char *
unpack (LkSimFixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *pem_path = g_build_filename (fixture->folder, "unpacked.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (
    G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "openssl", "pkcs12", "-in", path, "-out", pem_path,
    "-clcerts", "-nodes", "-passin", "pass:" LK_SIM_SAMPLE_PERSON_PASSWORD, NULL);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
  return g_steal_pointer (&pem_path);
}

static void
test_as_readme_says (void)
{
  static const struct
  {
    const char *name;
    gboolean accepted;
  } people[] = {
    { LK_SIM_SAMPLE_PERSON, TRUE },
    { LK_SIM_SAMPLE_EXPIRED_PERSON, FALSE },
    { LK_SIM_SAMPLE_FOREIGN_PERSON, FALSE },
    { LK_SIM_SAMPLE_SERVER_PERSON, FALSE },
  };
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autoptr (GError) error = NULL;

  if (!lk_sim_fixture_has ("curl") || !lk_sim_fixture_has ("openssl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  g_assert_true (lk_sim_samples_write (fixture->folder, &error));
  g_assert_no_error (error);
  import_samples (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autofree char *identity = unpack (fixture, people[i].name);
      g_autofree char *output = lk_sim_fixture_s_client (fixture, "-tls1_2", identity);

      g_test_message ("%s", people[i].name);
      g_assert_cmpint (strstr (output, "HTTP/1.1 401") != NULL, ==, people[i].accepted);
    }
}

static void
test_dropped_samples (void)
{
  static const char *const names[] = { LK_SIM_SAMPLE_NOT_A_CA, LK_SIM_SAMPLE_CA_DER };
  g_autoptr (LkSimFixture) fixture = NULL;

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  g_assert_true (lk_sim_samples_write (fixture->folder, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
      g_autofree char *subject = NULL;

      g_assert_cmpuint (lk_sim_fixture_import_ca (fixture, 1, path), ==, 204);
      subject = lk_sim_fixture_ask (fixture, "ssl", "SslCaCert1Subject");
      g_assert_cmpstr (subject, ==, "");
    }
}

static void
test_bad_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (lk_sim_samples_write ("/dev/null/samples", &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_STORE_FAILED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simcamera/samples/are-what-the-readme-says", test_as_readme_says);
  g_test_add_func ("/simcamera/samples/some-are-dropped", test_dropped_samples);
  g_test_add_func ("/simcamera/samples/bad-folder", test_bad_folder);
  return g_test_run ();
}
