/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-sim-fixture.h"

#include <string.h>

#define SERVER_CGI "/command/sslservercert.cgi"

static char *
write_der (LkSimFixture *fixture, LkTestCert *certificate)
{
  return lk_sim_fixture_write_bytes (fixture, "file.der", certificate->der);
}

static char *
write_pem (LkSimFixture *fixture, LkTestCert *certificate)
{
  g_autofree char *pem = lk_test_cert_to_pem (certificate);

  return lk_sim_fixture_write (fixture, "file.pem", pem);
}

static void
assert_slot (LkSimFixture *fixture, guint slot, const char *subject)
{
  g_autofree char *parameter = g_strdup_printf ("SslCaCert%uSubject", slot);
  g_autofree char *value = lk_sim_fixture_ask (fixture, "ssl", parameter);

  g_assert_cmpstr (value, ==, subject);
}

static void
test_ca_slots (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autofree char *path = NULL;
  g_autofree char *other_path = NULL;

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  path = write_pem (fixture, fixture->ca);
  for (guint slot = 1; slot <= 4; slot++)
    {
      g_assert_cmpuint (lk_sim_fixture_import_ca (fixture, slot, path), ==, 204);
      assert_slot (fixture, slot, "CN=Site CA,O=Example");
    }
  g_assert_cmpuint (lk_sim_fixture_import_ca (fixture, 5, path), ==, 404);
  other_path = write_pem (fixture, fixture->other_ca);
  g_assert_cmpuint (lk_sim_fixture_import_ca (fixture, 2, other_path), ==, 204);
  assert_slot (fixture, 2, "CN=Other CA");
  assert_slot (fixture, 3, "CN=Site CA,O=Example");
}

/* The camera says that all is well and stores nothing. */
static void
test_drops_what_is_no_ca (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autofree char *leaf = NULL;
  g_autofree char *der = NULL;
  g_autofree char *text = NULL;
  const char *paths[3];

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  paths[0] = leaf = write_pem (fixture, fixture->server);
  paths[1] = der = write_der (fixture, fixture->ca);
  paths[2] = text = lk_sim_fixture_write (fixture, "text.pem", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n");
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_assert_cmpuint (lk_sim_fixture_import_ca (fixture, 1, paths[i]), ==, 204);
      assert_slot (fixture, 1, "");
    }
  g_assert_true (lk_sim_fixture_recorded (fixture, "dropped", "not a CA", NULL));
}

static void
test_ca_too_long (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autofree char *pem = NULL;
  g_autofree char *long_text = NULL;
  g_autofree char *path = NULL;

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  pem = lk_test_cert_to_pem (fixture->ca);
  long_text = g_strdup_printf ("%s%*s", pem, 70000, "");
  path = lk_sim_fixture_write (fixture, "long.pem", long_text);
  g_assert_cmpuint (lk_sim_fixture_import_ca (fixture, 1, path), ==, 400);
  assert_slot (fixture, 1, "");
}

/* What a server file and a password make of the status. */
typedef struct
{
  const char *name;
  gboolean is_pkcs12;
  const char *file_password; /* NULL: none */
  gboolean without_key;
  const char *given; /* NULL: nothing */
  const char *status;
  const char *subject;
} ServerFile;

#define NEEDS "Put correct private key password"

static const ServerFile server_files[] = {
  { "PKCS#12, right", TRUE, "secret", FALSE, "secret", "valid", "CN=camera.example" },
  { "PKCS#12, wrong", TRUE, "secret", FALSE, "other", "invalid", NEEDS },
  { "PKCS#12, missing", TRUE, "secret", FALSE, NULL, "invalid", NEEDS },
  { "PKCS#12, none needed", TRUE, "", FALSE, NULL, "valid", "CN=camera.example" },
  { "PKCS#12, needless", TRUE, "", FALSE, "secret", "invalid", NEEDS },
  { "PEM, not encrypted", FALSE, NULL, FALSE, NULL, "valid", "CN=camera.example" },
  { "PEM, needless", FALSE, NULL, FALSE, "secret", "invalid", "CN=camera.example" },
  { "PEM, right", FALSE, "secret", FALSE, "secret", "valid", "CN=camera.example" },
  { "PEM, wrong", FALSE, "secret", FALSE, "other", "invalid", "CN=camera.example" },
  { "PEM, missing", FALSE, "secret", FALSE, NULL, "invalid", "CN=camera.example" },
  { "PEM, no key", FALSE, NULL, TRUE, NULL, "invalid", "CN=camera.example" },
};

static char *
write_server_file (LkSimFixture *fixture, const ServerFile *row)
{
  g_autofree char *pem = NULL;

  if (row->is_pkcs12)
    {
      g_autoptr (GBytes) bytes =
        lk_test_cert_to_pkcs12 (fixture->server, fixture->ca, row->file_password);

      return lk_sim_fixture_write_bytes (fixture, "server.p12", bytes);
    }
  pem = row->without_key ? lk_test_cert_to_pem (fixture->server)
                         : lk_test_cert_to_pem_with_key (fixture->server, NULL, row->file_password);
  return lk_sim_fixture_write (fixture, "server.pem", pem);
}

static void
test_server_status (void)
{
  if (!lk_sim_fixture_has ("curl"))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (server_files); i++)
    {
      const ServerFile *row = &server_files[i];
      const char *const fields[] = { "Action=import", row->is_pkcs12 ? "Format=pkcs12" : "Format=pem", NULL };
      g_autoptr (LkSimFixture) fixture = lk_sim_fixture_new (NULL, NULL);
      g_autofree char *path = write_server_file (fixture, row);
      g_autofree char *form = g_strdup_printf ("SslServerKeyPassword=%s", row->given != NULL ? row->given : "");
      g_autofree char *status = NULL;
      g_autofree char *subject = NULL;
      g_autofree char *password = NULL;

      g_test_message ("%s", row->name);
      g_assert_cmpuint (lk_sim_fixture_upload (fixture, SERVER_CGI, fields, path), ==, 204);
      if (row->given != NULL)
        g_assert_cmpuint (lk_sim_fixture_set (fixture, "/command/ssl.cgi", form), ==, 204);
      status = lk_sim_fixture_ask (fixture, "ssl", "SslServerCertStatus");
      subject = lk_sim_fixture_ask (fixture, "ssl", "SslServerCertSubject");
      password = lk_sim_fixture_ask (fixture, "ssl", "SslServerKeyPassword");
      g_assert_cmpstr (status, ==, row->status);
      g_assert_cmpstr (subject, ==, row->subject);
      g_assert_cmpstr (password, ==, row->given != NULL ? "********" : "");
    }
}

static void
test_password_rules (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autofree char *fifty = g_strnfill (50, 'x');
  g_autofree char *good = g_strconcat ("SslServerKeyPassword=", fifty, NULL);
  g_autofree char *bad = g_strconcat ("SslServerKeyPassword=", fifty, "x", NULL);
  g_autofree char *value = NULL;

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  g_assert_cmpuint (lk_sim_fixture_set (fixture, "/command/ssl.cgi", bad), ==, 400);
  g_assert_cmpuint (lk_sim_fixture_set (fixture, "/command/ssl.cgi", good), ==, 204);
  g_assert_cmpuint (lk_sim_fixture_set (fixture, "/command/ssl.cgi", "SslServerKeyPasswordReset=on"), ==, 204);
  value = lk_sim_fixture_ask (fixture, "ssl", "SslServerKeyPassword");
  g_assert_cmpstr (value, ==, "");
  g_assert_false (lk_sim_fixture_recorded (fixture, fifty, NULL));
}

static void
test_self_signed (void)
{
  static const char *const bad[] = { "Action=generate&CommonName=&Days=10", "Action=generate&CommonName=x&Days=0", "Action=generate&CommonName=x&Days=many" };
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autofree char *value = NULL;

  if (!lk_sim_fixture_has ("curl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpuint (lk_sim_fixture_set (fixture, SERVER_CGI, bad[i]), ==, 400);
  g_assert_cmpuint (lk_sim_fixture_set (fixture, "/command/ssl.cgi", "SslServerCertOption=selfsigned"), ==, 204);
  value = lk_sim_fixture_ask (fixture, "ssl", "SslServerCertStatus");
  g_assert_cmpstr (value, ==, "invalid");
  g_clear_pointer (&value, g_free);
  g_assert_cmpuint (lk_sim_fixture_set (fixture, SERVER_CGI, "Action=generate&CommonName=192.0.2.10&Days=365"), ==, 204);
  value = lk_sim_fixture_ask (fixture, "ssl", "SslServerCertStatus");
  g_assert_cmpstr (value, ==, "valid");
}

static void
test_new_connections_get_new_certificate (void)
{
  g_autoptr (LkSimFixture) fixture = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (!lk_sim_fixture_has ("curl") || !lk_sim_fixture_has ("openssl"))
    return;
  fixture = lk_sim_fixture_new (NULL, NULL);
  before = lk_sim_fixture_s_client (fixture, "-tls1_2", NULL);
  lk_sim_fixture_prepare (fixture);
  after = lk_sim_fixture_s_client (fixture, "-tls1_2", NULL);
  g_assert_null (strstr (before, "camera.example"));
  /* OpenSSL 3.2 and later leave out the spaces. */
  g_assert_true (strstr (after, "subject=CN = camera.example") != NULL ||
                 strstr (after, "subject=CN=camera.example") != NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simcamera/certificates/four-slots", test_ca_slots);
  g_test_add_func ("/simcamera/certificates/drops-what-is-no-ca", test_drops_what_is_no_ca);
  g_test_add_func ("/simcamera/certificates/ca-too-long", test_ca_too_long);
  g_test_add_func ("/simcamera/certificates/server-status", test_server_status);
  g_test_add_func ("/simcamera/certificates/password-rules", test_password_rules);
  g_test_add_func ("/simcamera/certificates/self-signed", test_self_signed);
  g_test_add_func ("/simcamera/certificates/served-to-new-connections", test_new_connections_get_new_certificate);
  return g_test_run ();
}
