/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "connection/lk-connection.h"

#include "base/lk-error.h"
#include "connection/lk-digest.h"
#include "connection/lk-exchange.h"

#define DEFAULT_TIMEOUT_S 15
#define MAX_STALE         2

struct _LkConnection
{
  GObject parent_instance;

  char *uri;
  gboolean is_tls;
  char *user;
  LkSecret *password;
  LkIdentity *identity;
  GTlsCertificate *tls_identity; /* made of identity when first needed */
  LkConnectionFlags flags;
  gboolean send_referer;
  guint timeout_s;
  LkLog *log;

  SoupSession *session;
  LkPin *pin;
  LkCertificate *peer;
  LkDigest *digest; /* of the last challenge, for the next requests */
  gboolean uses_basic;
  gboolean worked;  /* these credentials were accepted once */
  gboolean refused; /* they were refused before they ever worked */
  gboolean held;
  guint64 last_id;
};

G_DEFINE_FINAL_TYPE (LkConnection, lk_connection, G_TYPE_OBJECT)

/* How the last attempt of a request proved who we are. */
typedef enum
{
  PROOF_NONE,
  PROOF_KEPT, /* with a challenge of an earlier request */
  PROOF_FRESH /* with a challenge of this request */
} Proof;

static void
lk_connection_finalize (GObject *object)
{
  LkConnection *self = LK_CONNECTION (object);

  lk_connection_close (self);
  g_clear_object (&self->session);
  g_free (self->uri);
  g_free (self->user);
  lk_secret_unref (self->password);
  g_clear_object (&self->identity);
  g_clear_object (&self->tls_identity);
  g_clear_object (&self->log);
  g_clear_object (&self->peer);
  lk_pin_free (self->pin);
  lk_digest_free (self->digest);

  G_OBJECT_CLASS (lk_connection_parent_class)->finalize (object);
}

static void
lk_connection_class_init (LkConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_connection_finalize;
}

static void
lk_connection_init (LkConnection *self)
{
}

/* scheme://host[:port] of an address, or NULL. The text is not repeated in the error: it may hold a
 * password. */
static char *
read_address (const char *text, gboolean *is_tls, GError **error)
{
  g_autoptr (GUri) uri = text != NULL ? g_uri_parse (text, SOUP_HTTP_URI_FLAGS, NULL) : NULL;
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  int port;

  if (host == NULL || *host == '\0' || (g_strcmp0 (scheme, "https") != 0 && g_strcmp0 (scheme, "http") != 0))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_USAGE, "A camera's address is like “https://192.0.2.10” or “http://camera.example:8080”");
      return NULL;
    }
  if (g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_USAGE, "A camera's address holds no user and no password; give them apart");
      return NULL;
    }
  *is_tls = g_str_equal (scheme, "https");
  port = g_uri_get_port (uri);
  if (port == (*is_tls ? 443 : 80))
    port = -1;
  /* Not libsoup's flags: with them an empty path becomes "/". */
  return g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, host, port, "", NULL, NULL);
}

static void
ensure_session (LkConnection *self)
{
  if (self->session != NULL)
    return;
  /* Without a database no authority counts, so that each handshake asks accept_certificate_cb().
   * Nothing closes an idle connection but the camera: it may be a lifeline. A camera is reached
   * directly, never through a proxy. */
  self->session = soup_session_new_with_options ("idle-timeout", 0u,
                                                 "timeout", 0u,
                                                 "user-agent", "Latchkey/" PACKAGE_VERSION,
                                                 "proxy-resolver", NULL,
                                                 NULL);
  soup_session_set_tls_database (self->session, NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
}

LkConnection *
lk_connection_new (const LkConnectionOptions *options, GError **error)
{
  g_autoptr (LkConnection) self = NULL;

  g_return_val_if_fail (options != NULL, NULL);

  self = g_object_new (LK_TYPE_CONNECTION, NULL);
  self->uri = read_address (options->uri, &self->is_tls, error);
  if (self->uri == NULL)
    return NULL;
  if (!self->is_tls && (options->flags & LK_CONNECTION_ALLOW_PLAIN_HTTP) == 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_PLAIN_TEXT, "“%s” is not encrypted: use https, or allow plain HTTP for this camera", self->uri);
      return NULL;
    }
  self->pin =
    lk_pin_new (options->pin, (options->flags & LK_CONNECTION_TRUST_FIRST_USE) != 0, error);
  if (self->pin == NULL)
    return NULL;

  self->user = g_strdup (options->user);
  self->password = options->password != NULL ? lk_secret_ref (options->password) : NULL;
  self->identity = options->identity != NULL ? g_object_ref (options->identity) : NULL;
  self->flags = options->flags;
  self->send_referer = options->send_referer;
  self->timeout_s = options->timeout_s > 0 ? options->timeout_s : DEFAULT_TIMEOUT_S;
  self->log = options->log != NULL ? g_object_ref (options->log) : NULL;
  if (self->log != NULL && self->password != NULL)
    lk_log_hide (self->log, self->password);
  return g_steal_pointer (&self);
}

LkConnection *
lk_connection_dup_fresh (LkConnection *self, LkIdentity *identity)
{
  LkConnection *fresh;

  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  fresh = g_object_new (LK_TYPE_CONNECTION, NULL);
  fresh->uri = g_strdup (self->uri);
  fresh->is_tls = self->is_tls;
  fresh->user = g_strdup (self->user);
  fresh->password = self->password != NULL ? lk_secret_ref (self->password) : NULL;
  fresh->identity = identity != NULL ? g_object_ref (identity) : NULL;
  fresh->flags = self->flags;
  fresh->send_referer = self->send_referer;
  fresh->timeout_s = self->timeout_s;
  fresh->log = self->log != NULL ? g_object_ref (self->log) : NULL;
  fresh->pin = lk_pin_copy (self->pin);
  return fresh;
}

const char *
lk_connection_get_uri (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  return self->uri;
}

const char *
lk_connection_get_user (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  return self->user;
}

LkSecret *
lk_connection_get_password (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  return self->password;
}

LkIdentity *
lk_connection_get_identity (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  return self->identity;
}

LkLog *
lk_connection_get_log (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  return self->log;
}

void
lk_connection_set_send_referer (LkConnection *self, gboolean send_referer)
{
  g_return_if_fail (LK_IS_CONNECTION (self));

  self->send_referer = send_referer;
}

const char *
lk_connection_get_pin (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  return lk_pin_get_text (self->pin);
}

void
lk_connection_expect_key (LkConnection *self, LkCertificate *server_certificate)
{
  g_return_if_fail (LK_IS_CONNECTION (self) && LK_IS_CERTIFICATE (server_certificate));

  lk_pin_expect (self->pin, server_certificate);
}

LkCertificate *
lk_connection_dup_peer_certificate (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), NULL);

  return self->peer != NULL ? g_object_ref (self->peer) : NULL;
}

void
lk_connection_set_held (LkConnection *self, gboolean held)
{
  g_return_if_fail (LK_IS_CONNECTION (self));

  self->held = held;
}

guint64
lk_connection_get_last_id (LkConnection *self)
{
  g_return_val_if_fail (LK_IS_CONNECTION (self), 0);

  return self->last_id;
}

void
lk_connection_close (LkConnection *self)
{
  g_return_if_fail (LK_IS_CONNECTION (self));

  if (self->session != NULL)
    soup_session_abort (self->session);
}

static SoupMessage *
make_message (LkConnection *self, const LkRequest *request, GError **error)
{
  g_autofree char *text = g_strconcat (self->uri, request->path, NULL);
  g_autoptr (GUri) uri =
    request->path[0] == '/' ? g_uri_parse (text, SOUP_HTTP_URI_FLAGS, NULL) : NULL;
  SoupMessage *message;
  SoupMessageHeaders *headers;

  if (uri == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_USAGE, "The path of the request is not one that HTTP allows");
      return NULL;
    }
  message =
    soup_message_new_from_uri (request->method != NULL ? request->method : SOUP_METHOD_GET, uri);
  /* libsoup gives every POST a connection of its own unless it is called idempotent, and a lifeline
   * would be of no use. Whether it is sent again is decided by the exchange, not by libsoup. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT);
  headers = soup_message_get_request_headers (message);
  if (self->send_referer)
    {
      g_autofree char *referer = g_strconcat (self->uri, "/", NULL);

      soup_message_headers_replace (headers, "Referer", referer);
    }
  if (request->soap_action != NULL)
    {
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", request->soap_action);

      soup_message_headers_replace (headers, "SOAPAction", quoted);
    }
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
  return message;
}

static Proof
add_proof (LkConnection *self, const LkRequest *request, SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *target = lk_exchange_dup_target (message);
  char *answer;

  if ((request->flags & LK_REQUEST_ANONYMOUS) != 0)
    return PROOF_NONE;
  if (self->digest != NULL)
    answer = lk_digest_answer (self->digest, soup_message_get_method (message), target, self->user,
                               self->password, NULL);
  else if (self->uses_basic)
    {
      char *pair = g_strconcat (self->user, ":", lk_secret_get_text (self->password), NULL);
      char *encoded = g_base64_encode ((const guchar *)pair, strlen (pair));

      answer = g_strconcat ("Basic ", encoded, NULL);
      lk_secret_free_text (pair);
      lk_secret_free_text (encoded);
    }
  else
    return PROOF_NONE;
  soup_message_headers_replace (headers, "Authorization", answer);
  lk_secret_free_text (answer);
  return PROOF_KEPT;
}

static gboolean
set_refused (LkConnection *self, GError **error)
{
  self->refused = !self->worked;
  g_clear_pointer (&self->digest, lk_digest_free);
  self->uses_basic = FALSE;
  g_set_error (error, LK_ERROR, LK_ERROR_AUTH_REFUSED, "The camera refuses user “%s” or the password", self->user);
  return FALSE;
}

/* Whether a further digest may be sent: never the same credentials twice to one that judged them
 * wrong. */
static gboolean
may_answer (LkConnection *self, LkChallenges challenges, Proof last, guint n_stale)
{
  if (last == PROOF_NONE)
    return TRUE;
  if ((challenges & LK_CHALLENGE_STALE) != 0)
    return n_stale < MAX_STALE;
  /* A camera that was restarted forgot its nonces, and many do not say "stale". */
  return last == PROOF_KEPT && self->worked;
}

/* Reads the challenges of a 401 and readies the answer; FALSE when there is none to give. */
static gboolean
take_challenges (
  LkConnection *self, SoupMessage *message, Proof last, guint *n_stale, GError **error)
{
  const char *header =
    soup_message_headers_get_list (soup_message_get_response_headers (message), "WWW-Authenticate");
  g_autoptr (LkDigest) digest = NULL;
  LkChallenges challenges = lk_digest_read_challenges (header != NULL ? header : "", &digest);

  if (self->user == NULL || self->password == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_AUTH_REFUSED, "The camera asks for user and password");
      return FALSE;
    }
  if (digest != NULL)
    {
      if (!may_answer (self, challenges, last, *n_stale))
        return set_refused (self, error);
      *n_stale += (challenges & LK_CHALLENGE_STALE) != 0 ? 1 : 0;
      g_clear_pointer (&self->digest, lk_digest_free);
      self->digest = g_steal_pointer (&digest);
      return TRUE;
    }
  if (challenges == LK_CHALLENGE_BASIC && self->is_tls &&
      (self->flags & LK_CONNECTION_ALLOW_BASIC) != 0)
    {
      if (last != PROOF_NONE)
        return set_refused (self, error);
      self->uses_basic = TRUE;
      return TRUE;
    }
  if (challenges == LK_CHALLENGE_BASIC)
    g_set_error (error, LK_ERROR, LK_ERROR_PLAIN_TEXT, "The camera offers no login but Basic, which hands over the password itself: allow it for this camera, over https only");
  else
    g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The camera offers no login that is known here (“%.200s”)", header != NULL ? header : "");
  return FALSE;
}

static gboolean
check_redirect (SoupMessage *message, GError **error)
{
  const char *location =
    soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
  g_autofree char *valid = NULL;

  if (!SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (message)) || location == NULL)
    return TRUE;
  valid = g_utf8_make_valid (location, (gssize)strnlen (location, 200));
  g_set_error (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA, "The camera points to another address, “%s”; if it is the camera's own, use that", valid);
  return FALSE;
}

static void
take_answer (LkConnection *self, SoupMessage *message)
{
  const char *info = soup_message_headers_get_list (soup_message_get_response_headers (message),
                                                    "Authentication-Info");

  self->worked = TRUE;
  if (info != NULL && self->digest != NULL)
    lk_digest_read_info (self->digest, info);
}

static gboolean
may_repeat (const LkRequest *request)
{
  if ((request->flags & LK_REQUEST_CHANGES) != 0)
    return FALSE;
  return (request->flags & LK_REQUEST_READS) != 0 || request->method == NULL ||
         g_str_equal (request->method, "GET") || g_str_equal (request->method, "HEAD");
}

/* One exchange; the proof that was given, if any, is in @last. */
static LkReply *
exchange (
  LkConnection *self, const LkRequest *request, LkExchangeSpec *spec, Proof *last, GError **error)
{
  g_autoptr (SoupMessage) message = make_message (self, request, error);
  LkExchangeFindings findings = { 0 };
  g_autoptr (GError) local = NULL;
  LkReply *reply;

  if (message == NULL)
    return NULL;
  *last = add_proof (self, request, message);
  g_set_object (&spec->message, message);
  reply = lk_exchange_run (spec, &findings, &local);
  if (findings.peer != NULL)
    g_set_object (&self->peer, findings.peer);
  g_clear_object (&findings.peer);
  if (reply != NULL)
    return reply;
  /* libsoup repeats a GET or HEAD by itself; what reads by another method is repeated here, on a
   * new connection. */
  if (findings.lost && (request->flags & LK_REQUEST_READS) != 0 && spec->may_connect)
    return exchange (self, request, spec, last, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* One exchange after the other until there is an answer that is no challenge. */
static LkReply *
send_until_answered (LkConnection *self,
                     const LkRequest *request,
                     LkExchangeSpec *spec,
                     GError **error)
{
  guint n_stale = 0;

  for (gboolean is_first = TRUE;; is_first = FALSE)
    {
      Proof last = PROOF_NONE;
      g_autoptr (LkReply) reply = exchange (self, request, spec, &last, error);

      if (reply == NULL)
        return NULL;
      if (lk_reply_get_status (reply) != SOUP_STATUS_UNAUTHORIZED ||
          (request->flags & LK_REQUEST_ANONYMOUS) != 0)
        {
          if (last != PROOF_NONE)
            take_answer (self, spec->message);
          return check_redirect (spec->message, error) ? g_steal_pointer (&reply) : NULL;
        }
      if (last == PROOF_KEPT && !is_first)
        last = PROOF_FRESH;
      if (!take_challenges (self, spec->message, last, &n_stale, error))
        return NULL;
    }
}

/* GIO tells a key that did not sign from a camera that refuses it no more than a closed door; the
 * identity knows. */
static void
blame_key (LkConnection *self, gboolean failed, GError **error)
{
  const int code = lk_identity_take_signing_code (self->identity);

  if (failed && code < 0 && error != NULL &&
      !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_identity_blame_key (self->identity, code, error);
}

LkReply *
lk_connection_send (LkConnection *self,
                    const LkRequest *request,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (LkDeadline) deadline = NULL;
  guint timeout_s;
  LkExchangeSpec spec = { 0 };
  LkReply *reply;

  g_return_val_if_fail (LK_IS_CONNECTION (self) && request != NULL && request->path != NULL, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (self->refused && (request->flags & LK_REQUEST_ANONYMOUS) == 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_AUTH_REFUSED, "The camera refused user “%s” or the password before; they are not tried again", self->user);
      return NULL;
    }
  if (self->identity != NULL && self->is_tls && self->tls_identity == NULL)
    {
      self->tls_identity = lk_identity_to_tls_certificate (self->identity, error);
      if (self->tls_identity == NULL)
        return NULL;
    }
  ensure_session (self);

  timeout_s = request->timeout_s > 0 ? request->timeout_s : self->timeout_s;
  deadline = lk_deadline_new (timeout_s * 1000, cancellable);
  spec.session = self->session;
  spec.pin = self->pin;
  spec.identity = self->tls_identity;
  spec.deadline = deadline;
  spec.cancellable = cancellable;
  spec.log = self->log;
  spec.may_repeat = may_repeat (request);
  spec.may_connect = !self->held && (request->flags & LK_REQUEST_SAME_CONNECTION) == 0;
  reply = send_until_answered (self, request, &spec, error);
  g_clear_object (&spec.message);
  if (self->tls_identity != NULL)
    blame_key (self, reply == NULL, error);
  return reply;
}
