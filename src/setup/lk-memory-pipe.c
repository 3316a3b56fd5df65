/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-memory-pipe.h"

#include <errno.h>
#include <string.h>

typedef struct
{
  LkMemoryPipe *pipe;
  gnutls_session_t session;
  GByteArray *incoming;
  GByteArray *outgoing;
} End;

struct _LkMemoryPipe
{
  GByteArray *to_server;
  GByteArray *to_client;
  End client;
  End server;
  gsize moved;
};

static ssize_t
push (gnutls_transport_ptr_t pointer, const void *data, size_t length)
{
  End *end = pointer;

  g_byte_array_append (end->outgoing, data, (guint)length);
  end->pipe->moved += length;
  return (ssize_t)length;
}

static ssize_t
pull (gnutls_transport_ptr_t pointer, void *data, size_t length)
{
  End *end = pointer;
  guint taken = (guint)MIN (length, end->incoming->len);

  if (taken == 0)
    {
      gnutls_transport_set_errno (end->session, EAGAIN);
      return -1;
    }
  memcpy (data, end->incoming->data, taken);
  g_byte_array_remove_range (end->incoming, 0, taken);
  end->pipe->moved += taken;
  return taken;
}

static int
pull_timeout (gnutls_transport_ptr_t pointer, unsigned int milliseconds)
{
  End *end = pointer;

  return end->incoming->len > 0 ? 1 : 0;
}

static void
attach (End *end, gnutls_session_t session)
{
  end->session = session;
  gnutls_transport_set_ptr (session, end);
  gnutls_transport_set_push_function (session, push);
  gnutls_transport_set_pull_function (session, pull);
  gnutls_transport_set_pull_timeout_function (session, pull_timeout);
}

LkMemoryPipe *
lk_memory_pipe_new (void)
{
  LkMemoryPipe *self = g_new0 (LkMemoryPipe, 1);

  self->to_server = g_byte_array_new ();
  self->to_client = g_byte_array_new ();
  self->client = (End){ .pipe = self, .incoming = self->to_client, .outgoing = self->to_server };
  self->server = (End){ .pipe = self, .incoming = self->to_server, .outgoing = self->to_client };
  return self;
}

void
lk_memory_pipe_free (LkMemoryPipe *self)
{
  g_byte_array_unref (self->to_server);
  g_byte_array_unref (self->to_client);
  g_free (self);
}

void
lk_memory_pipe_attach_client (LkMemoryPipe *self, gnutls_session_t session)
{
  attach (&self->client, session);
}

void
lk_memory_pipe_attach_server (LkMemoryPipe *self, gnutls_session_t session)
{
  attach (&self->server, session);
}

gsize
lk_memory_pipe_get_moved (LkMemoryPipe *self)
{
  return self->moved;
}
