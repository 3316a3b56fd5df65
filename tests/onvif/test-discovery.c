/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "driver/onvif/lk-discovery.h"

#include <string.h>

/* A camera that answers probes on a port of 127.0.0.1: three times each, as over three
 * interfaces. */
typedef struct
{
  GSocket *socket;
  guint16 port;
  GCancellable *stop;
  GThread *thread;
  guint n_probes;
} Responder;

#define ANSWER                                                                                   \
  "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\" "                             \
  "xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" "                                \
  "xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\"><e:Header><a:RelatesTo>%s</"      \
  "a:RelatesTo></e:Header><e:Body>"                                                              \
  "<d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:1</a:Address></"       \
  "a:EndpointReference>"                                                                         \
  "<d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>onvif://www.onvif.org/name/Gate%%202 " \
  "onvif://www.onvif.org/hardware/SIM-1 "                                                        \
  "onvif://www.onvif.org/Profile/Streaming http://other.example/</d:Scopes>"                     \
  "<d:XAddrs>http://192.0.2.7/onvif/device_service https://192.0.2.7/onvif/device_service "      \
  "file:///etc/passwd</d:XAddrs>"                                                                \
  "</d:ProbeMatch></d:ProbeMatches></e:Body></e:Envelope>"

static char *
dup_between (const char *text, const char *from, const char *to)
{
  const char *start = strstr (text, from);
  const char *end = start != NULL ? strstr (start, to) : NULL;

  return end != NULL ? g_strndup (start + strlen (from), (gsize)(end - start) - strlen (from))
                     : NULL;
}

static gpointer
respond (gpointer data)
{
  Responder *self = data;
  char buffer[8192];

  for (;;)
    {
      g_autoptr (GSocketAddress) sender = NULL;
      gssize size =
        g_socket_receive_from (self->socket, &sender, buffer, sizeof buffer - 1, self->stop, NULL);
      g_autofree char *id = NULL;
      g_autofree char *answer = NULL;

      if (size <= 0)
        return NULL;
      buffer[size] = '\0';
      id = dup_between (buffer, "<wsa:MessageID>", "</wsa:MessageID>");
      g_assert_nonnull (id);
      g_assert_null (strstr (buffer, "Security"));
      self->n_probes++;
      answer = g_strdup_printf (ANSWER, id);
      for (guint i = 0; i < 3; i++)
        g_socket_send_to (self->socket, sender, answer, strlen (answer), NULL, NULL);
      g_socket_send_to (self->socket, sender, "noise", 5, NULL, NULL);
    }
}

static void
responder_start (Responder *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  self->socket =
    g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_assert_true (g_socket_bind (self->socket, any, FALSE, NULL));
  bound = g_socket_get_local_address (self->socket, NULL);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->stop = g_cancellable_new ();
  self->thread = g_thread_new ("responder", respond, self);
}

static void
responder_stop (Responder *self)
{
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);
  g_object_unref (self->stop);
  g_object_unref (self->socket);
}

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
test_unicast (void)
{
  static const char *const addresses[] = { "127.0.0.1", "127.0.0.0/30", "127.0.0.1-127.0.0.2", NULL };
  Responder responder = { 0 };
  Found found = { 0 };
  g_autoptr (GError) error = NULL;

  responder_start (&responder);
  lk_discovery_run (
    &(LkDiscoveryOptions){
      .timeout_ms = 400, .addresses = addresses, .only_addresses = TRUE, .port = responder.port },
    found_cb, &found, NULL, &error);
  g_assert_no_error (error);
  responder_stop (&responder);
  g_assert_cmpuint (responder.n_probes, >=, 4);
  g_assert_cmpuint (found.count, ==, 1);
  g_assert_cmpstr (found.name, ==, "Gate 2");
  g_assert_cmpstr (found.hardware, ==, "SIM-1");
  g_assert_cmpstr (found.xaddrs, ==, "http://192.0.2.7/onvif/device_service https://192.0.2.7/onvif/device_service");
  g_assert_cmpstr (found.address, ==, "127.0.0.1");
  g_free (found.name);
  g_free (found.hardware);
  g_free (found.xaddrs);
  g_free (found.address);
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
  g_autofree char *text = g_strdup_printf (ANSWER, "urn:uuid:mine");
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
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
  g_test_add_func ("/discovery/refuses-what-is-no-address", test_bad_addresses);
  g_test_add_func ("/discovery/stops-when-cancelled", test_cancelled);
  g_test_add_func ("/discovery/takes-only-answers-to-its-own-probe", test_foreign_answers);
  return g_test_run ();
}
