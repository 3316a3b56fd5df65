/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/onvif/lk-discovery.h"

#include "base/lk-error.h"
#include "driver/onvif/lk-discovery-private.h"

#include <gio/gnetworking.h>
#ifdef G_OS_UNIX
#include <ifaddrs.h>
#include <net/if.h>
#endif
#include <string.h>

#define STANDARD_TIMEOUT_MS 4000
#define REPEAT_MS           700 /* UDP loses packets: everything is asked twice */
#define MULTICAST_IPV4      "239.255.255.250"
#define MULTICAST_IPV6      "ff02::c"
#define MAX_DATAGRAM        65536
#define MAX_CAMERAS         4096

static const char *const types[] = { "dn:NetworkVideoTransmitter", "tds:Device" };

typedef struct
{
  const LkDiscoveryOptions *options;
  GSocket *sockets[2]; /* IPv4, IPv6; (nullable) */
  char *ids[G_N_ELEMENTS (types)];
  GBytes *probes[G_N_ELEMENTS (types)];
  GPtrArray *targets; /* of GInetAddress */
  GHashTable *seen;   /* endpoints */
  guint n_sent;
  LkDiscoveredFunc found;
  gpointer data;
} Search;

static GSocket *
open_socket (GSocketFamily family)
{
  g_autoptr (GSocket) socket =
    g_socket_new (family, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GInetAddress) any = g_inet_address_new_any (family);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (any, 0);

  if (socket == NULL)
    return NULL;
  if (family == G_SOCKET_FAMILY_IPV6)
    /* there is one for IPv4 */
    (void)g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, 1, NULL);
  g_socket_set_blocking (socket, FALSE);
  return g_socket_bind (socket, address, FALSE, NULL) ? g_steal_pointer (&socket) : NULL;
}

static guint16
get_port (Search *search)
{
  return search->options->port != 0 ? search->options->port : LK_DISCOVERY_PORT;
}

/* That one way is not there is no failure of the others. */
static void
send_to (Search *search, GInetAddress *to)
{
  GSocket *socket = search->sockets[g_inet_address_get_family (to) == G_SOCKET_FAMILY_IPV6];
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (to, get_port (search));

  for (gsize i = 0; socket != NULL && i < G_N_ELEMENTS (types); i++)
    if (g_socket_send_to (socket, address, g_bytes_get_data (search->probes[i], NULL),
                          g_bytes_get_size (search->probes[i]), NULL, NULL) > 0)
      search->n_sent++;
}

#ifdef G_OS_UNIX
static void
send_from (Search *search, const struct ifaddrs *interface)
{
  gboolean is_ipv6 = interface->ifa_addr->sa_family == AF_INET6;
  GSocket *socket = search->sockets[is_ipv6];
  g_autoptr (GInetAddress) group =
    g_inet_address_new_from_string (is_ipv6 ? MULTICAST_IPV6 : MULTICAST_IPV4);

  if (socket == NULL)
    return;
  if (is_ipv6)
    {
      if (!g_socket_set_option (socket, IPPROTO_IPV6, IPV6_MULTICAST_IF,
                                (int)if_nametoindex (interface->ifa_name), NULL))
        return;
    }
  else
    {
      const struct sockaddr_in *own =
        (const struct sockaddr_in *)(gconstpointer)interface->ifa_addr;

      if (setsockopt (g_socket_get_fd (socket), IPPROTO_IP, IP_MULTICAST_IF, &own->sin_addr,
                      sizeof own->sin_addr) != 0)
        return;
    }
  send_to (search, group);
}

static void
send_multicast (Search *search)
{
  struct ifaddrs *interfaces = NULL;

  if (getifaddrs (&interfaces) != 0)
    return;
  for (const struct ifaddrs *at = interfaces; at != NULL; at = at->ifa_next)
    if (at->ifa_addr != NULL && (at->ifa_flags & IFF_UP) != 0 &&
        (at->ifa_flags & IFF_MULTICAST) != 0 &&
        (at->ifa_addr->sa_family == AF_INET || at->ifa_addr->sa_family == AF_INET6))
      send_from (search, at);
  freeifaddrs (interfaces);
}
#else
/* From the interface that the system chooses. */
static void
send_multicast (Search *search)
{
  g_autoptr (GInetAddress) ipv4 = g_inet_address_new_from_string (MULTICAST_IPV4);
  g_autoptr (GInetAddress) ipv6 = g_inet_address_new_from_string (MULTICAST_IPV6);

  send_to (search, ipv4);
  send_to (search, ipv6);
}
#endif

static void
send_all (Search *search)
{
  if (!search->options->only_addresses)
    send_multicast (search);
  for (guint i = 0; i < search->targets->len; i++)
    send_to (search, g_ptr_array_index (search->targets, i));
}

/* Answers */

static char *
dup_sender (GSocketAddress *sender)
{
  return G_IS_INET_SOCKET_ADDRESS (sender)
           ? g_inet_address_to_string (
               g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (sender)))
           : g_strdup ("");
}

static void
take (Search *search, GPtrArray *cameras, GSocketAddress *sender)
{
  for (guint i = 0; i < cameras->len; i++)
    {
      LkDiscovered *camera = g_ptr_array_index (cameras, i);

      if (g_hash_table_size (search->seen) >= MAX_CAMERAS ||
          !g_hash_table_add (search->seen, g_strdup (camera->endpoint)))
        continue;
      camera->address = dup_sender (sender);
      search->found (camera, search->data);
    }
}

static void
receive (Search *search, GSocket *socket, char *buffer)
{
  for (;;)
    {
      g_autoptr (GSocketAddress) sender = NULL;
      gssize size = g_socket_receive_from (socket, &sender, buffer, MAX_DATAGRAM, NULL, NULL);
      g_autoptr (GBytes) bytes = NULL;

      if (size <= 0)
        return;
      bytes = g_bytes_new (buffer, (gsize)size);
      for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
        {
          g_autoptr (GPtrArray) cameras = lk_discovery_read (bytes, search->ids[i]);

          take (search, cameras, sender);
        }
    }
}

/* Until @until_us; FALSE when cancelled. */
static gboolean
listen_until (
  Search *search, gint64 until_us, char *buffer, GCancellable *cancellable, GError **error)
{
  for (;;)
    {
      GPollFD fds[3] = { 0 };
      guint n = 0;
      gint64 left_ms = (until_us - g_get_monotonic_time ()) / 1000;
      gboolean has_cancel;

      if (left_ms <= 0)
        return TRUE;
      for (gsize i = 0; i < G_N_ELEMENTS (search->sockets); i++)
        if (search->sockets[i] != NULL)
          fds[n++] = (GPollFD){ .fd = g_socket_get_fd (search->sockets[i]), .events = G_IO_IN };
      has_cancel = g_cancellable_make_pollfd (cancellable, &fds[n]);
      g_poll (fds, n + (has_cancel ? 1 : 0), (int)left_ms);
      if (has_cancel)
        g_cancellable_release_fd (cancellable);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (gsize i = 0; i < G_N_ELEMENTS (search->sockets); i++)
        if (search->sockets[i] != NULL)
          receive (search, search->sockets[i], buffer);
    }
}

static void
search_clear (Search *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->sockets); i++)
    g_clear_object (&self->sockets[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_free (self->ids[i]);
      g_clear_pointer (&self->probes[i], g_bytes_unref);
    }
  g_ptr_array_unref (self->targets);
  g_hash_table_unref (self->seen);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static gboolean
list_targets (Search *search, GCancellable *cancellable, GError **error)
{
  for (gsize i = 0; search->options->addresses != NULL && search->options->addresses[i] != NULL;
       i++)
    {
      g_autoptr (GPtrArray) some =
        lk_discovery_parse_address (search->options->addresses[i], cancellable, error);

      if (some == NULL)
        return FALSE;
      for (guint j = 0; j < some->len; j++)
        g_ptr_array_add (search->targets, g_object_ref (g_ptr_array_index (some, j)));
    }
  return TRUE;
}

gboolean
lk_discovery_run (const LkDiscoveryOptions *options,
                  LkDiscoveredFunc found,
                  gpointer data,
                  GCancellable *cancellable,
                  GError **error)
{
  g_auto (Search) search = { .options = options, .found = found, .data = data };
  guint timeout_ms = options->timeout_ms != 0 ? options->timeout_ms : STANDARD_TIMEOUT_MS;
  g_autofree char *buffer = g_malloc (MAX_DATAGRAM);
  gint64 start_us;

  search.targets = g_ptr_array_new_with_free_func (g_object_unref);
  search.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !list_targets (&search, cancellable, error))
    return FALSE;
  search.sockets[0] = open_socket (G_SOCKET_FAMILY_IPV4);
  search.sockets[1] = open_socket (G_SOCKET_FAMILY_IPV6);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *uuid = g_uuid_string_random ();

      search.ids[i] = g_strconcat ("urn:uuid:", uuid, NULL);
      search.probes[i] = lk_discovery_make_probe (types[i], search.ids[i]);
    }
  start_us = g_get_monotonic_time ();
  send_all (&search);
  if (search.n_sent == 0)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_UNREACHABLE, "No probe could be sent: there is no network, or it does not reach these addresses");
      return FALSE;
    }
  if (!listen_until (&search, start_us + (gint64)MIN (timeout_ms / 2, REPEAT_MS) * 1000, buffer,
                     cancellable, error))
    return FALSE;
  send_all (&search);
  return listen_until (&search, start_us + (gint64)timeout_ms * 1000, buffer, cancellable, error);
}
