/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One HTTP answer, read whole and within the limits (body 1 MiB). Immutable, any thread. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_TYPE_REPLY (lk_reply_get_type ())
G_DECLARE_FINAL_TYPE (LkReply, lk_reply, LK, REPLY, GObject)

typedef struct
{
  guint status;
  GBytes *body;             /* (nullable): empty */
  const char *content_type; /* (nullable) */
  GDateTime *date;          /* (nullable) */
  guint64 connection_id;
} LkReplyFields;

LkReply *lk_reply_new (const LkReplyFields *fields);

guint lk_reply_get_status (LkReply *self);
gboolean lk_reply_is_success (LkReply *self); /* any 2xx */
GBytes *lk_reply_get_body (LkReply *self);
const char *lk_reply_get_text (LkReply *self); /* the body as valid UTF-8, NUL-terminated */
const char *lk_reply_get_content_type (LkReply *self);

/* The camera's clock by its Date header (RFC 9110 6.6.1), UTC; (nullable). */
GDateTime *lk_reply_get_date (LkReply *self);

/* Which connection carried it: equal numbers of one session mean the same TCP connection. */
guint64 lk_reply_get_connection_id (LkReply *self);

G_END_DECLS
