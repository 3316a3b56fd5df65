/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-address.h"

#include "connection/lk-connection.h"

#define LABEL "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-012345678"

/* What is typed, and what becomes of it: an address, or the begin of what a person is told. */
static const struct
{
  const char *typed;
  const char *address;
  const char *problem;
} addresses[] = {
  { "192.0.2.10", "https://192.0.2.10", NULL },
  { "  camera.example.com:8443 ", "https://camera.example.com:8443", NULL },
  { "http://192.0.2.10:8080/index.html?x=1", "http://192.0.2.10:8080", NULL },
  { "192.0.2.10/index.html", "https://192.0.2.10", NULL },
  { "192.0.2.10:8443#top", "https://192.0.2.10:8443", NULL },
  { "HTTPS://Camera.Example.COM./", "https://camera.example.com", NULL },
  { "https://192.0.2.10:443", "https://192.0.2.10", NULL },
  { "http://192.0.2.10:80", "http://192.0.2.10", NULL },
  { "http://192.0.2.10:443", "http://192.0.2.10:443", NULL },
  { "gate_2", "https://gate_2", NULL },
  { "[2001:db8::1]", "https://[2001:db8::1]", NULL },
  { "[2001:db8::1]:8443", "https://[2001:db8::1]:8443", NULL },
  { "2001:DB8:0::1", "https://[2001:db8::1]", NULL },
  { "http://2001:db8::1/", "http://[2001:db8::1]", NULL },
  { "fe80::1%eth0", "https://[fe80::1%25eth0]", NULL },
  { "[fe80::1%25wlp3s0]:8443", "https://[fe80::1%25wlp3s0]:8443", NULL },
  { "::ffff:192.0.2.10", "https://[::ffff:192.0.2.10]", NULL },
  { "\u3000１９２．０．２．１０\u00a0", "https://192.0.2.10", NULL },
  { "カメラ。例え.jp:8443", "https://xn--lckxfya.xn--r8jz45g.jp:8443", NULL },
  { LABEL "." LABEL, "https://" LABEL "." LABEL, NULL },
  { "", NULL, NULL },
  { "   ", NULL, "This is no address" },
  { "https://", NULL, "This is no address" },
  { "https:///x", NULL, "This is no address" },
  { "two words", NULL, "This is no address" },
  { "https://two words/", NULL, "This is no address" },
  { "192.0.2.300", NULL, "This is no address" },
  { "192.0.2", NULL, "This is no address" },
  { "192.0.2.10.", "https://192.0.2.10", NULL },
  { "a..b", NULL, "This is no address" },
  { LABEL "x", NULL, "This is no address" },
  { LABEL "." LABEL "." LABEL "." LABEL, NULL, "This is no address" },
  { "camera\n.example", NULL, "This is no address" },
  { "camera\x7f", NULL, "This is no address" },
  { "camera%00.example", NULL, "This is no address" },
  { "<b>camera</b>", NULL, "This is no address" },
  { "camera\xff", NULL, "This is no address" },
  { "[2001:db8::1", NULL, "This is no address" },
  { "[2001:db8::1]x", NULL, "This is no address" },
  { "[192.0.2.10]", NULL, "This is no address" },
  { "2001:db8::zz", NULL, "This is no address" },
  { "fe80::1%", NULL, "This is no address" },
  { "fe80::1%eth0]", NULL, "This is no address" },
  { "ftp://192.0.2.10", NULL, "A camera’s address begins" },
  { "://192.0.2.10", NULL, "A camera’s address begins" },
  { "192.0.2.10:99999", NULL, "A port is" },
  { "192.0.2.10:0", NULL, "A port is" },
  { "192.0.2.10:", NULL, "A port is" },
  { "192.0.2.10:-1", NULL, "A port is" },
  { "192.0.2.10:8443:8444", NULL, "This is no address" },
  { "https://user@192.0.2.10", NULL, "Leave user and password" },
  { "https://user:pw@192.0.2.10:8443/x", NULL, "Leave user and password" },
  { "admin@192.0.2.10", NULL, "Leave user and password" },
};

static void
test_addresses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *address = lk_camera_address_complete (addresses[i].typed);
      const char *problem = lk_camera_address_get_problem (addresses[i].typed);

      g_test_message ("“%s”", addresses[i].typed);
      g_assert_cmpstr (address, ==, addresses[i].address);
      if (addresses[i].problem == NULL)
        g_assert_null (problem);
      else
        g_assert_true (problem != NULL && g_str_has_prefix (problem, addresses[i].problem));
    }
}

static void
test_length (void)
{
  g_autofree char *much = g_strnfill (100000, 'a');
  g_autofree char *path = g_strconcat ("192.0.2.10/", much, NULL);

  g_assert_null (lk_camera_address_complete (much));
  g_assert_nonnull (lk_camera_address_get_problem (much));
  g_assert_null (lk_camera_address_complete (path));
}

/* What is written once stays as it is, and can be connected to. */
static void
test_again (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      const char *address = addresses[i].address;
      LkConnectionOptions options = { .uri = address, .flags = LK_CONNECTION_ALLOW_PLAIN_HTTP };
      g_autofree char *again = address != NULL ? lk_camera_address_complete (address) : NULL;
      g_autoptr (LkConnection) connection = NULL;
      g_autoptr (GError) error = NULL;

      if (address == NULL)
        continue;
      g_assert_cmpstr (again, ==, address);
      connection = lk_connection_new (&options, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (lk_connection_get_uri (connection), ==, address);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera/address/is-completed", test_addresses);
  g_test_add_func ("/camera/address/has-an-end", test_length);
  g_test_add_func ("/camera/address/stays-as-it-is", test_again);
  return g_test_run ();
}
