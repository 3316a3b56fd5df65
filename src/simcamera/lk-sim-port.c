/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-port.h"

#include "base/lk-error.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

struct _LkSimPort
{
  guint16 number;
  GMainContext *context;
  LkSimPortFunc accepted;
  gpointer user_data;
  GSocket *socket;
  GSource *source; /* while open */
};

static GSocket *
bind_socket (guint16 number, GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, number);
  g_autoptr (GSocket) socket =
    g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL || !g_socket_bind (socket, address, TRUE, error))
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, 50);
  return g_steal_pointer (&socket);
}

static gboolean
incoming_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  LkSimPort *self = user_data;
  g_autoptr (GSocket) peer = g_socket_accept (socket, NULL, NULL);

  if (peer == NULL)
    return G_SOURCE_CONTINUE;
  (void)g_socket_set_option (peer, IPPROTO_TCP, TCP_NODELAY, 1, NULL); /* only slower without */
  self->accepted (self, peer, self->user_data);
  return G_SOURCE_CONTINUE;
}

LkSimPort *
lk_sim_port_new (
  guint16 number, GMainContext *context, LkSimPortFunc accepted, gpointer user_data, GError **error)
{
  g_autoptr (GError) bind_error = NULL;
  g_autoptr (GSocket) socket = bind_socket (number, &bind_error);
  g_autoptr (GSocketAddress) address =
    socket != NULL ? g_socket_get_local_address (socket, &bind_error) : NULL;
  LkSimPort *self;

  if (address == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNREACHABLE, "Port %u cannot be had: %s", number, bind_error->message);
      return NULL;
    }
  self = g_new0 (LkSimPort, 1);
  self->number = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  self->context = g_main_context_ref (context);
  self->accepted = accepted;
  self->user_data = user_data;
  self->socket = g_steal_pointer (&socket);
  return self;
}

static void
close_source (LkSimPort *self)
{
  if (self->source == NULL)
    return;
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

void
lk_sim_port_free (LkSimPort *self)
{
  if (self == NULL)
    return;
  close_source (self);
  g_clear_object (&self->socket);
  g_main_context_unref (self->context);
  g_free (self);
}

guint16
lk_sim_port_get_number (LkSimPort *self)
{
  return self->number;
}

void
lk_sim_port_set_open (LkSimPort *self, gboolean is_open)
{
  if (is_open == (self->source != NULL))
    return;
  if (is_open)
    {
      if (self->socket == NULL)
        self->socket = bind_socket (self->number, NULL);
      if (self->socket == NULL || !g_socket_listen (self->socket, NULL))
        return;
      self->source = g_socket_create_source (self->socket, G_IO_IN, NULL);
      g_source_set_callback (self->source, G_SOURCE_FUNC (incoming_cb), self, NULL);
      g_source_attach (self->source, self->context);
      return;
    }
  /* A listening socket cannot be made deaf again: a new one takes its place. */
  close_source (self);
  g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
  self->socket = bind_socket (self->number, NULL);
}
