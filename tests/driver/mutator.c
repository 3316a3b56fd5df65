/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mutator.h"

#include <string.h>

struct _Mutator
{
  GSocketListener *listener;
  GCancellable *cancellable;
  GThread *thread;
  guint16 port;
  char *target;
  GMutex mutex;
  int spoilt_number;
  guint32 seed;
  int count;
};

/* Where the header ends, behind the blank line; 0 when it has not. */
static gsize
find_header_end (GByteArray *bytes)
{
  for (guint i = 3; i < bytes->len; i++)
    if (memcmp (bytes->data + i - 3, "\r\n\r\n", 4) == 0)
      return i + 1;
  return 0;
}

static gsize
read_content_length (GByteArray *bytes, gsize header_end)
{
  g_autofree char *header = g_strndup ((const char *)bytes->data, header_end);
  g_autofree char *lower = g_ascii_strdown (header, -1);
  const char *found = strstr (lower, "content-length:");

  return found != NULL ? (gsize)g_ascii_strtoull (found + strlen ("content-length:"), NULL, 10) : 0;
}

/* One HTTP message; FALSE at the end of the stream. */
static gboolean
read_message (GInputStream *stream, GByteArray *bytes)
{
  guint8 buffer[4096];
  gsize header_end = 0;
  gsize wanted = 0;

  while (header_end == 0 || bytes->len < wanted)
    {
      gssize got = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL);

      if (got <= 0)
        return FALSE;
      g_byte_array_append (bytes, buffer, (guint)got);
      header_end = find_header_end (bytes);
      wanted = header_end + (header_end > 0 ? read_content_length (bytes, header_end) : 0);
    }
  return TRUE;
}

static void
spoil_bytes (GByteArray *bytes, guint from, GRand *random)
{
  static const char spice[] = "=&\"\\%\r\n\0<>;\xff\xc3'+";
  guint times = (guint)g_rand_int_range (random, 1, 5);

  for (guint i = 0; i < times && bytes->len > from; i++)
    {
      guint at = (guint)g_rand_int_range (random, (gint32)from, (gint32)bytes->len);
      guint wanted = (guint)g_rand_int_range (random, 1, 40);
      guint length = MIN (wanted, bytes->len - at);
      g_autofree guint8 *piece = g_memdup2 (bytes->data + at, length);
      guint8 other = (guint8)spice[g_rand_int_range (random, 0, sizeof spice - 1)];

      switch (g_rand_int_range (random, 0, 5))
        {
        case 0:
          bytes->data[at] ^= (guint8)(1 << g_rand_int_range (random, 0, 8));
          break;
        case 1:
          bytes->data[at] = other;
          break;
        case 2:
          g_byte_array_remove_range (bytes, at, length);
          break;
        case 3:
          g_byte_array_append (bytes, piece, length);
          break;
        default:
          g_byte_array_set_size (bytes, at);
        }
    }
}

/* A spoilt body whose length is told right, three times out of four; else anything goes, and the
 * connection ends. */
static gboolean
spoil (GByteArray *reply, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  gsize header_end = find_header_end (reply);
  gsize body_bytes = reply->len - header_end;
  g_autofree char *header = NULL;
  char *found;

  if (body_bytes == 0 || g_rand_int_range (random, 0, 4) == 0)
    {
      spoil_bytes (reply, 0, random);
      return FALSE;
    }
  spoil_bytes (reply, (guint)header_end, random);
  header = g_strndup ((const char *)reply->data, header_end);
  found = strstr (header, "Content-Length: ");
  if (found != NULL)
    {
      g_autofree char *before = g_strndup (header, (gsize)(found - header));
      g_autofree char *changed = g_strdup_printf ("%sContent-Length: %zu%s", before,
                                                  reply->len - header_end, strstr (found, "\r\n"));

      g_byte_array_remove_range (reply, 0, (guint)header_end);
      g_byte_array_prepend (reply, (const guint8 *)changed, (guint)strlen (changed));
    }
  return TRUE;
}

static gboolean
pass_one (Mutator *self, GIOStream *client, GIOStream *camera)
{
  g_autoptr (GByteArray) request = g_byte_array_new ();
  g_autoptr (GByteArray) reply = g_byte_array_new ();
  gboolean goes_on = TRUE;
  gboolean is_spoilt;
  guint32 seed;

  if (!read_message (g_io_stream_get_input_stream (client), request) ||
      !g_output_stream_write_all (g_io_stream_get_output_stream (camera), request->data,
                                  request->len, NULL, NULL, NULL) ||
      !read_message (g_io_stream_get_input_stream (camera), reply))
    return FALSE;
  g_mutex_lock (&self->mutex);
  is_spoilt = self->count++ == self->spoilt_number;
  seed = self->seed;
  g_mutex_unlock (&self->mutex);
  if (is_spoilt)
    goes_on = spoil (reply, seed);
  return g_output_stream_write_all (g_io_stream_get_output_stream (client), reply->data, reply->len,
                                    NULL, NULL, NULL) &&
         goes_on;
}

typedef struct
{
  Mutator *mutator;
  GSocketConnection *client;
} Conversation;

static gpointer
conversation_thread (gpointer data)
{
  g_autofree Conversation *self = data;
  g_autoptr (GSocketConnection) client = self->client;
  g_autoptr (GSocketClient) dialer = g_socket_client_new ();
  g_autoptr (GSocketConnection) camera =
    g_socket_client_connect_to_host (dialer, self->mutator->target, 80, NULL, NULL);

  while (camera != NULL && pass_one (self->mutator, G_IO_STREAM (client), G_IO_STREAM (camera)))
    ;
  (void)g_io_stream_close (G_IO_STREAM (client), NULL, NULL); /* it may be gone already */
  return NULL;
}

static gpointer
accept_thread (gpointer data)
{
  Mutator *self = data;
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  GSocketConnection *client;

  while ((client = g_socket_listener_accept (self->listener, NULL, self->cancellable, NULL)) !=
         NULL)
    {
      Conversation *conversation = g_new0 (Conversation, 1);

      conversation->mutator = self;
      conversation->client = client;
      g_ptr_array_add (threads, g_thread_new ("conversation", conversation_thread, conversation));
    }
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (g_ptr_array_index (threads, i));
  return NULL;
}

Mutator *
mutator_new (const char *target_uri)
{
  Mutator *self = g_new0 (Mutator, 1);
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->mutex);
  self->spoilt_number = -1;
  self->target = g_strdup (target_uri + strlen ("http://"));
  self->cancellable = g_cancellable_new ();
  self->listener = g_socket_listener_new ();
  self->port = g_socket_listener_add_any_inet_port (self->listener, NULL, &error);
  g_assert_no_error (error);
  self->thread = g_thread_new ("mutator", accept_thread, self);
  return self;
}

void
mutator_free (Mutator *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  g_object_unref (self->listener);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->mutex);
  g_free (self->target);
  g_free (self);
}

char *
mutator_dup_uri (Mutator *self)
{
  return g_strdup_printf ("http://127.0.0.1:%u", self->port);
}

void
mutator_arm (Mutator *self, int number, guint32 seed)
{
  g_mutex_lock (&self->mutex);
  self->count = 0;
  self->spoilt_number = number;
  self->seed = seed;
  g_mutex_unlock (&self->mutex);
}

int
mutator_count_replies (Mutator *self)
{
  int count;

  g_mutex_lock (&self->mutex);
  count = self->count;
  g_mutex_unlock (&self->mutex);
  return count;
}
