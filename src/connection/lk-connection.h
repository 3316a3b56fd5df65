/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* HTTP(S) to one camera: one session of its own, digest (RFC 7616), the server key pinned by its
 * SPKI SHA-256, limits on size and time, no redirect to another host, and a log without secrets.
 * Blocking; belongs to the thread that uses it, one call at a time. A step that proves something
 * about TLS takes a fresh one with lk_connection_dup_fresh(). */

#pragma once

#include "base/lk-secret.h"
#include "certificate/lk-certificate.h"
#include "certificate/lk-identity.h"
#include "connection/lk-log.h"
#include "connection/lk-reply.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_TYPE_CONNECTION (lk_connection_get_type ())
G_DECLARE_FINAL_TYPE (LkConnection, lk_connection, LK, CONNECTION, GObject)

typedef enum
{
  LK_CONNECTION_DEFAULT = 0,
  LK_CONNECTION_ALLOW_PLAIN_HTTP = 1 << 0, /* the user's word: credentials may travel over http */
  /* the user's word: Basic over TLS where nothing else is offered */
  LK_CONNECTION_ALLOW_BASIC = 1 << 1,
  LK_CONNECTION_TRUST_FIRST_USE = 1 << 2 /* the user's word: pin whatever key answers first */
} LkConnectionFlags;

typedef struct
{
  const char *uri;      /* "https://192.0.2.10", "http://192.0.2.10:8080"; path and query are ignored */
  const char *user;     /* (nullable) */
  LkSecret *password;   /* (nullable) */
  const char *pin;      /* (nullable) "sha256:HEX" of the server's SPKI */
  LkIdentity *identity; /* (nullable) the personal certificate for TLS */
  LkConnectionFlags flags;
  gboolean send_referer; /* name the camera's own start page as Referer */
  guint timeout_s;       /* for one request, 0: 15 */
  LkLog *log;            /* (nullable) */
} LkConnectionOptions;

typedef enum
{
  LK_REQUEST_DEFAULT = 0,
  /* never answer a challenge: for what a camera must tell anybody */
  LK_REQUEST_ANONYMOUS = 1 << 0,
  /* changes something, also as a GET: never sent a second time by itself */
  LK_REQUEST_CHANGES = 1 << 1,
  LK_REQUEST_READS = 1 << 2, /* only reads, also as a POST: may be sent again as below */
  LK_REQUEST_SAME_CONNECTION =
    1 << 3 /* UNREACHABLE rather than open a new connection: for a lifeline */
} LkRequestFlags;

typedef struct
{
  const char *method;       /* NULL: GET */
  const char *path;         /* with query, starting with '/' */
  const char *content_type; /* of the body */
  const char *soap_action;  /* (nullable) */
  GBytes *body;             /* (nullable) */
  LkRequestFlags flags;
  guint timeout_s; /* 0: the connection's */
} LkRequest;

/* LK_ERROR_USAGE when the address is not an http(s) URI, LK_ERROR_PLAIN_TEXT for http without the
 * flag. */
LkConnection *lk_connection_new (const LkConnectionOptions *options, GError **error);

/* The same camera, user and pin on a session of its own; with @identity (NULL: without any). */
LkConnection *lk_connection_dup_fresh (LkConnection *self, LkIdentity *identity);

const char *lk_connection_get_uri (LkConnection *self); /* scheme://host[:port], no final slash */
const char *lk_connection_get_user (LkConnection *self);
LkSecret *lk_connection_get_password (LkConnection *self);
LkIdentity *lk_connection_get_identity (LkConnection *self);
LkLog *lk_connection_get_log (LkConnection *self);
void lk_connection_set_send_referer (LkConnection *self, gboolean send_referer);

/* The key that this connection holds the camera to; after a first use that was allowed, the key
 * seen. (nullable) */
const char *lk_connection_get_pin (LkConnection *self);

/* We are about to give the camera this server certificate: its key, too, is accepted from now on,
 * and becomes the pin when it is first seen. No other way changes a pin. */
void lk_connection_expect_key (LkConnection *self, LkCertificate *server_certificate);

/* The server's certificate as last seen, also when it was refused; (transfer full) (nullable). */
LkCertificate *lk_connection_dup_peer_certificate (LkConnection *self);

/* Sends one request and reads the whole answer, whatever its status. A 401 to the credentials is
 * LK_ERROR_AUTH_REFUSED, and they are not tried again. Other errors: UNREACHABLE (also when the
 * connection was closed before an answer: a change may or may not have been made), TIMEOUT,
 * PEER_UNTRUSTED, CLIENT_REFUSED, PLAIN_TEXT (also when only Basic is offered without the user's
 * word), UNSUPPORTED (an unknown kind of login), BAD_DATA (too long, cut short, not HTTP),
 * REFUSED_BY_CAMERA (a redirect), USAGE, G_IO_ERROR_CANCELLED. A GET, HEAD or READS whose
 * kept-alive connection turns out closed before any byte of an answer is sent once more on a new
 * connection; nothing else is ever repeated, but for the answer to a 401. */
LkReply *lk_connection_send (LkConnection *self,
                             const LkRequest *request,
                             GCancellable *cancellable,
                             GError **error);

/* While held, a request goes over the connection that is open or not at all: UNREACHABLE rather
 * than a new one. For a lifeline, whose worth is that it was opened before a change. */
void lk_connection_set_held (LkConnection *self, gboolean held);

/* Which connection carried the last answer, as lk_reply_get_connection_id(); 0 before the first. */
guint64 lk_connection_get_last_id (LkConnection *self);

/* Closes what is kept alive; the next request opens a new connection. */
void lk_connection_close (LkConnection *self);

G_END_DECLS
