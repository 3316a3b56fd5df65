/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "connection/lk-reply.h"

struct _LkReply
{
  GObject parent_instance;

  guint status;
  GBytes *body;
  char *text;
  char *content_type;
  GDateTime *date;
  guint64 connection_id;
};

G_DEFINE_FINAL_TYPE (LkReply, lk_reply, G_TYPE_OBJECT)

static void
lk_reply_finalize (GObject *object)
{
  LkReply *self = LK_REPLY (object);

  g_bytes_unref (self->body);
  g_free (self->text);
  g_free (self->content_type);
  g_clear_pointer (&self->date, g_date_time_unref);

  G_OBJECT_CLASS (lk_reply_parent_class)->finalize (object);
}

static void
lk_reply_class_init (LkReplyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_reply_finalize;
}

static void
lk_reply_init (LkReply *self)
{
}

LkReply *
lk_reply_new (const LkReplyFields *fields)
{
  LkReply *self;
  gconstpointer data;
  gsize size;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (LK_TYPE_REPLY, NULL);
  self->status = fields->status;
  self->body = fields->body != NULL ? g_bytes_ref (fields->body) : g_bytes_new (NULL, 0);
  self->content_type = g_strdup (fields->content_type);
  self->date = fields->date != NULL ? g_date_time_ref (fields->date) : NULL;
  self->connection_id = fields->connection_id;

  /* Made here and not when asked for, so that the value stays immutable on any thread. */
  data = g_bytes_get_data (self->body, &size);
  self->text = size > 0 ? g_utf8_make_valid (data, (gssize)size) : g_strdup ("");
  return self;
}

guint
lk_reply_get_status (LkReply *self)
{
  g_return_val_if_fail (LK_IS_REPLY (self), 0);

  return self->status;
}

gboolean
lk_reply_is_success (LkReply *self)
{
  g_return_val_if_fail (LK_IS_REPLY (self), FALSE);

  return self->status >= 200 && self->status < 300;
}

GBytes *
lk_reply_get_body (LkReply *self)
{
  g_return_val_if_fail (LK_IS_REPLY (self), NULL);

  return self->body;
}

const char *
lk_reply_get_text (LkReply *self)
{
  g_return_val_if_fail (LK_IS_REPLY (self), NULL);

  return self->text;
}

const char *
lk_reply_get_content_type (LkReply *self)
{
  g_return_val_if_fail (LK_IS_REPLY (self), NULL);

  return self->content_type;
}

GDateTime *
lk_reply_get_date (LkReply *self)
{
  g_return_val_if_fail (LK_IS_REPLY (self), NULL);

  return self->date;
}

guint64
lk_reply_get_connection_id (LkReply *self)
{
  g_return_val_if_fail (LK_IS_REPLY (self), 0);

  return self->connection_id;
}
