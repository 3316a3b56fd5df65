/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "driver/onvif/lk-discovery.h"
#include "lk-test-responder.h"

#include <string.h>

static const LkTestMatch gate[] = {
  { "urn:uuid:1",
    "onvif://www.onvif.org/name/Gate%202 onvif://www.onvif.org/hardware/SIM-1 "
    "onvif://www.onvif.org/Profile/Streaming http://other.example/",
    "http://192.0.2.7/onvif/device_service https://192.0.2.7/onvif/device_service file:///etc/passwd" },
  { NULL, NULL, NULL },
};

/* Answers to nobody's probe in particular. */
#define ANSWER                                                                       \
  "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\" "                 \
  "xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" "                    \
  "xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\"><e:Header>"           \
  "<a:RelatesTo>urn:uuid:mine</a:RelatesTo></e:Header><e:Body><d:ProbeMatches>"      \
  "<d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:1</a:Address>"             \
  "</a:EndpointReference><d:XAddrs>http://192.0.2.7/onvif/device_service</d:XAddrs>" \
  "</d:ProbeMatch></d:ProbeMatches></e:Body></e:Envelope>"

typedef struct
{
  guint count;
  char *name;
  char *hardware;
  char *xaddrs;
  char *address;
} Found;

static void
found_cb (const LkDiscovered *camera, gpointer data)
{
  Found *found = data;

  if (found->count++ > 0)
    return;
  found->name = g_strdup (camera->name);
  found->hardware = g_strdup (camera->hardware);
  found->xaddrs = g_strjoinv (" ", camera->xaddrs);
  found->address = g_strdup (camera->address);
}

static void
ask_addresses (const char *own, const char *const *addresses, guint least)
{
  LkTestResponder *responder = lk_test_responder_new (own, 0, gate);
  Found found = { 0 };
  g_autoptr (GError) error = NULL;

  if (responder == NULL)
    {
      g_test_skip ("This computer has no such address");
      return;
    }
  lk_discovery_run (&(LkDiscoveryOptions){ .timeout_ms = 2000,
                                           .addresses = addresses,
                                           .only_addresses = TRUE,
                                           .port = lk_test_responder_get_port (responder) },
                    found_cb, &found, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_test_responder_stop (responder), >=, least);
  g_assert_cmpuint (found.count, ==, 1);
  g_assert_cmpstr (found.name, ==, "Gate 2");
  g_assert_cmpstr (found.hardware, ==, "SIM-1");
  g_assert_cmpstr (found.xaddrs, ==, "http://192.0.2.7/onvif/device_service https://192.0.2.7/onvif/device_service");
  g_assert_cmpstr (found.address, ==, own);
  g_free (found.name);
  g_free (found.hardware);
  g_free (found.xaddrs);
  g_free (found.address);
}

static void
test_unicast (void)
{
  static const char *const addresses[] = { "127.0.0.1", "127.0.0.0/30", "127.0.0.1-127.0.0.2", NULL };

  ask_addresses ("127.0.0.1", addresses, 4);
}

static void
test_unicast_ipv6 (void)
{
  static const char *const addresses[] = { "::1", NULL };

  ask_addresses ("::1", addresses, 2);
}

static void
test_bad_addresses (void)
{
  static const char *const rows[] = { "192.0.2.9-192.0.2.3", "10.0.0.0/8", "192.0.2.1/x", "not an address at all" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *const addresses[] = { rows[i], NULL };
      Found found = { 0 };
      g_autoptr (GError) error = NULL;

      g_assert_false (lk_discovery_run (
        &(LkDiscoveryOptions){ .timeout_ms = 100, .addresses = addresses, .only_addresses = TRUE },
        found_cb, &found, NULL, &error));
      g_assert_error (error, LK_ERROR, LK_ERROR_USAGE);
    }
}

static void
test_cancelled (void)
{
  static const char *const addresses[] = { "127.0.0.1", NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Found found = { 0 };
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (lk_discovery_run (
    &(LkDiscoveryOptions){ .timeout_ms = 60000, .addresses = addresses, .only_addresses = TRUE },
    found_cb, &found, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_foreign_answers (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new (ANSWER, strlen (ANSWER));
  g_autoptr (GBytes) noise = g_bytes_new ("noise", 5);
  g_autoptr (GPtrArray) mine = lk_discovery_read (bytes, "urn:uuid:mine");
  g_autoptr (GPtrArray) foreign = lk_discovery_read (bytes, "urn:uuid:other");
  g_autoptr (GPtrArray) none = lk_discovery_read (noise, NULL);

  g_assert_cmpuint (mine->len, ==, 1);
  g_assert_cmpuint (foreign->len, ==, 0);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/discovery/asks-typed-addresses", test_unicast);
  g_test_add_func ("/discovery/asks-typed-addresses/ipv6", test_unicast_ipv6);
  g_test_add_func ("/discovery/refuses-what-is-no-address", test_bad_addresses);
  g_test_add_func ("/discovery/stops-when-cancelled", test_cancelled);
  g_test_add_func ("/discovery/takes-only-answers-to-its-own-probe", test_foreign_answers);
  return g_test_run ();
}
