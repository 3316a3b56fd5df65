/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-sim-fixture.h"

#include <string.h>

#define SSL_CGI "/command/ssl.cgi"

static const char *const versions[] = { "-tls1_2", "-tls1_3" };

static void
test_needs_server_certificate (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autofree char *value = NULL;

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  g_assert_cmpuint (lk_sim_fixture_set (fixture, SSL_CGI, "SslClientAuth=on"), ==, 400);
  lk_sim_fixture_prepare (fixture);
  g_assert_cmpuint (lk_sim_fixture_set (fixture, SSL_CGI, "SslClientAuth=on&SslFunction=maybe"), ==, 400);
  value = lk_sim_fixture_ask (fixture, "ssl", "SslClientAuth");
  g_assert_cmpstr (value, ==, "off");
  g_assert_cmpuint (lk_sim_fixture_set (fixture, SSL_CGI, "SslClientAuth=on"), ==, 204);
  g_assert_true (lk_sim_fixture_recorded (fixture, "client-enabled", "\"on\"", NULL));
}

/* The connections on which client authentication was enabled and read back are one: curl keeps
 * it. */
static void
test_open_connections_live_on (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autofree char *address = NULL;
  g_autofree char *text = NULL;
  guint status = 0;
  int code = 0;

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  lk_sim_fixture_prepare (fixture);
  address = g_strconcat (lk_sim_camera_get_uri (fixture->camera), SSL_CGI, NULL);
  text =
    lk_sim_fixture_curl (fixture,
                         (const char *const[]){ "-d", "SslClientAuth=on", address, "--next", "-sk",
                                                "-m", "20", "--noproxy", "*", "--digest", "-u",
                                                LK_SIM_DEFAULT_USER ":" LK_SIM_DEFAULT_PASSWORD,
                                                "-w", "\n%{num_connects}", NULL },
                         "/command/inquiry.cgi?inq=ssl", &status, &code);
  g_assert_cmpint (code, ==, 0);
  g_assert_nonnull (strstr (text, "SslClientAuth=on"));
  g_assert_cmpuint (status, ==, 0); /* connections that the second transfer made */
  g_clear_pointer (&text, g_free);

  text = lk_sim_fixture_curl (fixture, NULL, "/command/inquiry.cgi?inq=ssl", &status, &code);
  g_assert_cmpint (code, !=, 0);
  g_assert_cmpuint (status, ==, 0);
}

typedef struct
{
  const char *name;
  LkTestSpec spec;
  gboolean by_other_ca;
  gboolean accepted;
  const char *verdict;
  const char *words[2]; /* what openssl says of the alert, with TLS 1.2 and 1.3 */
} Person;

static const Person people[] = {
  { "good", { .subject = "CN=Good", .eku = "client" }, FALSE, TRUE, "\"ok\"", { "", "" } },
  { "good without EKU", { .subject = "CN=Plain" }, FALSE, TRUE, "\"ok\"", { "", "" } },
  { "any purpose", { .subject = "CN=Any", .eku = "any" }, FALSE, TRUE, "\"ok\"", { "", "" } },
  { "wrong CA", { .subject = "CN=Stranger", .eku = "client" }, TRUE, FALSE, "unknown CA", { "unknown ca", "unknown ca" } },
  { "expired",
    { .subject = "CN=Late", .eku = "client", .not_before = "2020-01-01", .not_after = "2021-01-01" },
    FALSE,
    FALSE,
    "expired",
    { "certificate expired", "certificate expired" } },
  { "not yet valid",
    { .subject = "CN=Early", .eku = "client", .not_before = "2090-01-01", .not_after = "2091-01-01" },
    FALSE,
    FALSE,
    "not yet valid",
    { "bad certificate", "bad certificate" } },
  { "server only",
    { .subject = "CN=Server", .eku = "server" },
    FALSE,
    FALSE,
    "not for client",
    { "unsupported certificate", "unsupported certificate" } },
};

static void
check_person (LkSimFixture *fixture, const Person *person)
{
  LkTestSpec spec = person->spec;
  g_autoptr (LkTestCert) certificate = NULL;
  g_autofree char *pem = NULL;
  g_autofree char *path = NULL;

  spec.issuer = person->by_other_ca ? fixture->other_ca : fixture->ca;
  certificate = lk_test_cert_new (&spec);
  pem = lk_test_cert_to_pem_with_key (certificate, NULL, NULL);
  path = lk_sim_fixture_write (fixture, "person.pem", pem);
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autofree char *output = lk_sim_fixture_s_client (fixture, versions[i], path);

      g_test_message ("%s %s: %s", person->name, versions[i],
                      strstr (output, "alert") != NULL ? strstr (output, "alert") - 20
                                                       : "no alert");
      g_assert_nonnull (strstr (output, "Acceptable client certificate CA names"));
      g_assert_nonnull (strstr (output, "Site CA"));
      g_assert_cmpint (strstr (output, "HTTP/1.1 401") != NULL, ==, person->accepted);
      g_assert_nonnull (strstr (output, person->words[i]));
      g_assert_true (lk_sim_fixture_recorded (
        fixture, "handshake", person->accepted ? "\"ok\"" : "\"refused\"", person->verdict, NULL));
    }
}

static void
test_judges_people (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;

  if (!lk_sim_fixture_has ("curl") || !lk_sim_fixture_has ("openssl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  lk_sim_fixture_prepare (fixture);
  g_assert_cmpuint (lk_sim_fixture_set (fixture, SSL_CGI, "SslClientAuth=on"), ==, 204);
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    check_person (fixture, &people[i]);
}

static void
test_refuses_nobody (void)
{
  static const char *const words[] = { "alert handshake failure", "certificate required" };
  g_autoptr (LkSimFixture) fixture = NULL;

  if (!lk_sim_fixture_has ("curl") || !lk_sim_fixture_has ("openssl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  lk_sim_fixture_prepare (fixture);
  g_assert_cmpuint (lk_sim_fixture_set (fixture, SSL_CGI, "SslClientAuth=on"), ==, 204);
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autofree char *output = lk_sim_fixture_s_client (fixture, versions[i], NULL);

      g_test_message ("%s", output);
      g_assert_nonnull (strstr (output, words[i]));
      g_assert_null (strstr (output, "HTTP/1.1"));
    }
  g_assert_true (lk_sim_fixture_recorded (fixture, "refused", "no certificate", NULL));
}

/* The camera judges by its own clock: a year from now, in its opinion, this certificate has
 * expired. */
static void
test_own_clock (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autoptr (LkTestCert) person = NULL;
  g_autofree char *pem = NULL;
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *date = NULL;

  if (!lk_sim_fixture_has ("curl") || !lk_sim_fixture_has ("openssl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  lk_sim_fixture_prepare (fixture);
  person = lk_test_client_new ("CN=Good", fixture->ca);
  pem = lk_test_cert_to_pem_with_key (person, NULL, NULL);
  path = lk_sim_fixture_write (fixture, "person.pem", pem);
  g_assert_cmpuint (lk_sim_fixture_set (fixture, SSL_CGI, "SslClientAuth=on"), ==, 204);
  before = lk_sim_fixture_s_client (fixture, "-tls1_3", path);
  lk_sim_camera_set_clock_offset (fixture->camera, 5LL * 365 * 86400);
  after = lk_sim_fixture_s_client (fixture, "-tls1_3", path);
  g_assert_nonnull (strstr (before, "HTTP/1.1 401"));
  g_assert_null (strstr (after, "HTTP/1.1 401"));
  g_assert_nonnull (strstr (after, "certificate expired"));
}

/* Deleting the server certificate takes client authentication with it; deleting the CA takes
 * people's way in. */
static void
test_deleting (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autofree char *value = NULL;
  g_autofree char *status = NULL;
  g_autofree char *pin = NULL;
  g_autofree char *factory_pin = NULL;

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  factory_pin = lk_sim_camera_dup_pin (fixture->camera);
  lk_sim_fixture_prepare (fixture);
  pin = lk_sim_camera_dup_pin (fixture->camera);
  g_assert_cmpstr (pin, !=, factory_pin);
  g_clear_pointer (&pin, g_free);
  g_assert_cmpuint (lk_sim_fixture_set (fixture, "/command/sslservercert.cgi", "Action=delete"), ==, 204);
  pin = lk_sim_camera_dup_pin (fixture->camera);
  g_assert_cmpstr (pin, ==, factory_pin);
  status = lk_sim_fixture_ask (fixture, "ssl", "SslServerCertStatus");
  g_assert_cmpstr (status, ==, "none");
  g_assert_cmpuint (lk_sim_fixture_set (fixture, "/command/sslservercert.cgi", "Action=delete"), ==, 400);
  g_assert_cmpuint (lk_sim_fixture_set (fixture, "/command/sslcacert.cgi", "Action=delete&Number=1"), ==, 204);
  g_assert_cmpuint (lk_sim_fixture_set (fixture, "/command/sslcacert.cgi", "Action=delete&Number=1"), ==, 400);
  value = lk_sim_fixture_ask (fixture, "ssl", "SslCaCert1Subject");
  g_assert_cmpstr (value, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simcamera/client-auth/needs-server-certificate", test_needs_server_certificate);
  g_test_add_func ("/simcamera/client-auth/open-connections-live-on", test_open_connections_live_on);
  g_test_add_func ("/simcamera/client-auth/judges-people", test_judges_people);
  g_test_add_func ("/simcamera/client-auth/refuses-nobody", test_refuses_nobody);
  g_test_add_func ("/simcamera/client-auth/judges-by-own-clock", test_own_clock);
  g_test_add_func ("/simcamera/client-auth/deleting", test_deleting);
  return g_test_run ();
}
