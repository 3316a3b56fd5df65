/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-server.h"

#include "base/lk-error.h"
#include "simcamera/lk-sim-conversation.h"
#include "simcamera/lk-sim-port.h"

#define MAX_CONNECTIONS 200

struct _LkSimServer
{
  LkSimState *state;
  LkSimAuth *auth;
  LkSimFaults *faults;
  LkSimRecord *record;
  GPtrArray *faces;
  guint down_ms;

  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  LkSimPort *https;
  LkSimPort *http; /* (nullable) */

  GMutex mutex; /* guards what follows */
  GCond ended;
  GPtrArray *streams;
  guint last_connection;
  gint64 down_until_us; /* monotonic */
  gboolean is_running;
};

typedef struct
{
  LkSimServer *server;
  LkSimStream *stream;
  gboolean is_tls;
} Connection;

static gpointer
connection_thread (gpointer data)
{
  g_autofree Connection *connection = data;
  LkSimServer *self = connection->server;
  const LkSimConversation conversation = {
    .server = self,
    .stream = connection->stream,
    .state = self->state,
    .auth = self->auth,
    .faults = self->faults,
    .record = self->record,
    .faces = self->faces,
  };

  lk_sim_conversation_run (&conversation, connection->is_tls);
  lk_sim_stream_close (connection->stream);
  lk_sim_record_add (self->record, "closed", lk_sim_stream_get_connection (connection->stream), NULL);

  g_mutex_lock (&self->mutex);
  g_ptr_array_remove_fast (self->streams, connection->stream);
  lk_sim_stream_free (connection->stream);
  g_cond_broadcast (&self->ended);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

static void
accepted_cb (LkSimPort *port, GSocket *socket, gpointer user_data)
{
  LkSimServer *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Connection *connection;

  if (!self->is_running || self->streams->len >= MAX_CONNECTIONS)
    return;
  connection = g_new0 (Connection, 1);
  connection->server = self;
  connection->stream = lk_sim_stream_new (socket, ++self->last_connection, self->record);
  connection->is_tls = port == self->https;
  g_ptr_array_add (self->streams, connection->stream);
  lk_sim_record_add (self->record, "connected", self->last_connection, "port",
                     connection->is_tls ? "https" : "http", NULL);
  g_thread_unref (g_thread_new ("sim-connection", connection_thread, connection));
}

static void
set_ports (LkSimServer *self)
{
  LkSimSsl ssl = lk_sim_state_get_ssl (self->state);
  gboolean is_up = self->is_running && g_get_monotonic_time () >= self->down_until_us;

  lk_sim_port_set_open (self->https, is_up && ssl != LK_SIM_SSL_DISABLE);
  if (self->http != NULL)
    lk_sim_port_set_open (self->http, is_up && ssl != LK_SIM_SSL_ENABLE);
}

void
lk_sim_server_update_ports (LkSimServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  set_ports (self);
}

LkSimServer *
lk_sim_server_new (const LkSimServerOptions *options,
                   LkSimState *state,
                   LkSimAuth *auth,
                   LkSimFaults *faults,
                   LkSimRecord *record,
                   GError **error)
{
  g_autoptr (LkSimServer) self = g_new0 (LkSimServer, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->ended);
  self->state = state;
  self->auth = auth;
  self->faults = faults;
  self->record = record;
  self->down_ms = options->down_ms;
  self->faces = g_ptr_array_new ();
  self->streams = g_ptr_array_new ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->https = lk_sim_port_new (options->port, self->context, accepted_cb, self, error);
  if (self->https == NULL)
    return NULL;
  if (options->http_port >= 0)
    {
      self->http =
        lk_sim_port_new ((guint16)options->http_port, self->context, accepted_cb, self, error);
      if (self->http == NULL)
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
lk_sim_server_free (LkSimServer *self)
{
  if (self == NULL)
    return;
  lk_sim_server_stop (self);
  for (guint i = 0; i < self->faces->len; i++)
    {
      LkSimFace *face = g_ptr_array_index (self->faces, i);

      face->free (face);
    }
  g_ptr_array_unref (self->faces);
  g_ptr_array_unref (self->streams);
  lk_sim_port_free (self->https);
  lk_sim_port_free (self->http);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_cond_clear (&self->ended);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
lk_sim_server_add_face (LkSimServer *self, LkSimFace *face)
{
  g_ptr_array_add (self->faces, face);
}

static gpointer
server_thread (gpointer data)
{
  LkSimServer *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

void
lk_sim_server_start (LkSimServer *self)
{
  g_return_if_fail (self->thread == NULL);

  self->thread = g_thread_new ("sim-server", server_thread, self);
  g_mutex_lock (&self->mutex);
  self->is_running = TRUE;
  set_ports (self);
  g_mutex_unlock (&self->mutex);
}

static void
interrupt_all (LkSimServer *self, LkSimStream *except)
{
  for (guint i = 0; i < self->streams->len; i++)
    if (g_ptr_array_index (self->streams, i) != except)
      lk_sim_stream_interrupt (g_ptr_array_index (self->streams, i));
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

void
lk_sim_server_stop (LkSimServer *self)
{
  if (self->thread == NULL)
    return;
  g_mutex_lock (&self->mutex);
  self->is_running = FALSE;
  set_ports (self);
  interrupt_all (self, NULL);
  while (self->streams->len > 0)
    g_cond_wait (&self->ended, &self->mutex);
  g_mutex_unlock (&self->mutex);
  /* Through the context: the loop may not run yet, and would not see a quit that comes before. */
  g_main_context_invoke (self->context, quit_cb, self->loop);
  g_thread_join (g_steal_pointer (&self->thread));
}

guint16
lk_sim_server_get_port (LkSimServer *self)
{
  return lk_sim_port_get_number (self->https);
}

guint16
lk_sim_server_get_http_port (LkSimServer *self)
{
  return self->http != NULL ? lk_sim_port_get_number (self->http) : 0;
}

static gboolean
up_again_cb (gpointer user_data)
{
  lk_sim_server_update_ports (user_data);
  return G_SOURCE_REMOVE;
}

void
lk_sim_server_reboot (LkSimServer *self, gint64 down_ms)
{
  g_autoptr (GSource) timer = NULL;
  gint64 wait_ms = down_ms < 0 ? self->down_ms : down_ms;

  lk_sim_record_add (self->record, "down", 0, NULL);
  lk_sim_auth_forget (self->auth);
  g_mutex_lock (&self->mutex);
  self->down_until_us = g_get_monotonic_time () + wait_ms * G_TIME_SPAN_MILLISECOND;
  set_ports (self);
  interrupt_all (self, NULL);
  g_mutex_unlock (&self->mutex);

  timer = g_timeout_source_new ((guint)wait_ms + 1);
  g_source_set_callback (timer, up_again_cb, self, NULL);
  g_source_attach (timer, self->context);
}

void
lk_sim_server_close_connections (LkSimServer *self, LkSimStream *except)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  interrupt_all (self, except);
}
