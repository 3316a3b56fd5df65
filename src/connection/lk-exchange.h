/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One request and its answer on a SoupSession: the server's key is judged before the request line
 * leaves, the personal certificate is shown where the camera asks for one, sizes are limited while
 * reading, and whatever goes wrong becomes an LK_ERROR. Blocking; lives on the stack of
 * lk_connection_send(). */

#pragma once

#include "connection/lk-deadline.h"
#include "connection/lk-log.h"
#include "connection/lk-pin.h"
#include "connection/lk-reply.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct
{
  SoupSession *session;
  SoupMessage *message;
  LkPin *pin;
  GTlsCertificate *identity; /* (nullable) */
  LkDeadline *deadline;
  GCancellable *cancellable; /* (nullable) the caller's own */
  LkLog *log;                /* (nullable) */
  gboolean may_repeat;
  gboolean may_connect;
} LkExchangeSpec;

typedef struct
{
  /* (nullable) (transfer full) the server's certificate when one was seen, also when it was
   * refused */
  LkCertificate *peer;
  gboolean lost; /* a connection that was kept alive ended before any byte of an answer */
} LkExchangeFindings;

/* @findings is filled in any case. */
LkReply *lk_exchange_run (const LkExchangeSpec *spec, LkExchangeFindings *findings, GError **error);

/* The target as it stands in the request line, for digest and log; (transfer full). */
char *lk_exchange_dup_target (SoupMessage *message);

G_END_DECLS
