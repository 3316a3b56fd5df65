/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* HTTP/1.1 as a small camera speaks it (RFC 9112), one request after the other on a stream. libsoup
 * reads the headers, forms and multipart bodies; the bytes of a reply are ours, because a faulty
 * camera cuts and spoils them. */

#pragma once

#include "simcamera/lk-sim-stream.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct
{
  guint connection;
  gboolean is_tls;
  const char *subject; /* (nullable) of the personal certificate, the stream's own */
  gboolean keeps_alive;
  char *method;
  char *target; /* as sent */
  char *path;
  char *query; /* (nullable) */
  SoupMessageHeaders *headers;
  GBytes *body;
} LkSimRequest;

typedef struct
{
  guint status;
  const char *content_type; /* static */
  GString *body;
  GString *headers; /* further lines, each ended by CR LF */
} LkSimReply;

/* NULL when no request comes any more. A request that is none gives @refusal (out): answer it and
 * close. */
LkSimRequest *lk_sim_request_read (LkSimStream *stream, GByteArray *rest, LkSimReply **refusal);
void lk_sim_request_free (LkSimRequest *self);

/* Names and values of a query or form, decoded: (element-type LkSimParameter). */
typedef struct
{
  char *name;
  char *value;
} LkSimParameter;

/* Where the request keeps its parameters: the address and, with a form or multipart body, that too.
 * @file: (out) (nullable) the multipart file, or the whole of any other body. (transfer full) */
GPtrArray *lk_sim_request_get_parameters (LkSimRequest *self, GBytes **file, char **file_field);
const char *lk_sim_parameters_get (GPtrArray *parameters, const char *name);

LkSimReply *lk_sim_reply_new (guint status, const char *content_type, const char *body);
void lk_sim_reply_free (LkSimReply *self);
GBytes *lk_sim_reply_to_bytes (LkSimReply *self, gint64 now, gboolean keeps_alive);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSimRequest, lk_sim_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSimReply, lk_sim_reply_free)

G_END_DECLS
