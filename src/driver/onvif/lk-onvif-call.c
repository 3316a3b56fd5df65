/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Calls: one operation, its login and its answer. */

#include "config.h"

#include "driver/onvif/lk-onvif-private.h"

#include "base/lk-error.h"
#include "base/lk-span.h"
#include "driver/onvif/lk-onvif-fault.h"
#include "driver/onvif/lk-onvif-token.h"

/* The clock of the camera as far as it is known; without it our own. */
static LkSoapWriter *
make_header (LkOnvifCamera *self)
{
  LkConnection *connection = lk_camera_get_connection (LK_CAMERA (self));
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) there = lk_span_add (now, self->clock_offset_s);
  LkSoapWriter *header = lk_soap_writer_new ();

  lk_onvif_token_write (header, lk_connection_get_user (connection),
                        lk_connection_get_password (connection), there);
  return header;
}

static LkReply *
send (LkOnvifCamera *self,
      const LkOnvifOperationRow *row,
      LkSoapWriter *arguments,
      gboolean anonymous,
      GCancellable *cancellable,
      GError **error)
{
  LkSoapWriter *header = !anonymous && self->uses_token ? make_header (self) : NULL;
  g_autoptr (GBytes) body = lk_soap_envelope_new (header, row->element, arguments);
  g_autofree char *content_type = g_strdup_printf ("%s; action=\"%s\"", LK_SOAP_CONTENT_TYPE, row->action);
  LkRequest request = {
    .method = "POST",
    .path = row->is_security ? self->security_path : self->device_path,
    .content_type = content_type,
    .soap_action = row->action,
    .body = body,
    .flags = row->access == LK_ONVIF_WRITE ? LK_REQUEST_CHANGES : LK_REQUEST_READS,
  };

  lk_soap_writer_free (header);
  if (anonymous || self->uses_token)
    request.flags |= LK_REQUEST_ANONYMOUS; /* never both kinds of login at once (Core 5.9.1) */
  return lk_connection_send (lk_camera_get_connection (LK_CAMERA (self)), &request, cancellable,
                             error);
}

static gboolean
set_status_error (const LkOnvifOperationRow *row, guint status, GError **error)
{
  static const struct
  {
    guint status;
    int code;
    const char *meaning;
  } rows[] = {
    { 401, LK_ERROR_AUTH_REFUSED, "it asks for user and password" },
    { 403, LK_ERROR_REFUSED_BY_CAMERA, "the user may not do this, or the name in the personal certificate is no user of the camera" },
    { 404, LK_ERROR_UNSUPPORTED, "it has no ONVIF service at this address" },
    { 405, LK_ERROR_UNSUPPORTED, "it has no ONVIF service at this address" },
    { 501, LK_ERROR_UNSUPPORTED, "it has no such service" },
    { 503, LK_ERROR_REFUSED_BY_CAMERA, "it is busy: try again in a minute" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].status == status)
      {
        g_set_error (error, LK_ERROR, rows[i].code, "The camera answered %u to %s: %s", status, row->name, rows[i].meaning);
        return FALSE;
      }
  g_set_error (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA, "The camera answered %u to %s", status, row->name);
  return FALSE;
}

/* The message in @reply; NULL with an error where it is none. */
static LkSoapReply *
read_reply (const LkOnvifOperationRow *row, LkReply *reply, GError **error)
{
  g_autoptr (LkSoapReply) message = lk_soap_reply_new (lk_reply_get_body (reply), error);

  if (message == NULL && !lk_reply_is_success (reply))
    {
      g_clear_error (error);
      (void)set_status_error (row, lk_reply_get_status (reply), error); /* sets the error */
    }
  return g_steal_pointer (&message);
}

static gboolean
is_refused_login (LkReply *reply, LkSoapReply *message)
{
  const LkSoapFault *fault = message != NULL ? lk_soap_reply_get_fault (message) : NULL;

  return lk_reply_get_status (reply) == 401 ||
         (fault != NULL && g_strcmp0 (fault->subcode, "NotAuthorized") == 0);
}

/* A server that knows no digest answers 400 with a fault instead of a challenge (Core 5.9.1). */
static gboolean
wants_token (LkOnvifCamera *self, LkReply *reply, LkSoapReply *message)
{
  return !self->uses_token && lk_reply_get_status (reply) != 401 &&
         is_refused_login (reply, message) &&
         lk_connection_get_user (lk_camera_get_connection (LK_CAMERA (self))) != NULL &&
         lk_connection_get_password (lk_camera_get_connection (LK_CAMERA (self))) != NULL;
}

static LkSoapReply *
check_message (const LkOnvifOperationRow *row, LkSoapReply *message, GError **error)
{
  g_autoptr (LkSoapReply) own = message;

  if (lk_soap_reply_get_fault (own) != NULL)
    {
      lk_onvif_fault_set_error (lk_soap_reply_get_fault (own), row->name, error);
      return NULL;
    }
  if (!lk_soap_is (lk_soap_reply_get_content (own), row->reply))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The camera's answer to %s is the answer to something else", row->name);
      return NULL;
    }
  return g_steal_pointer (&own);
}

/* One exchange, and a second one where the first tells how to log in. */
static LkSoapReply *
exchange (LkOnvifCamera *self,
          const LkOnvifOperationRow *row,
          LkSoapWriter *arguments,
          gboolean anonymous,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (LkReply) reply = send (self, row, arguments, anonymous, cancellable, error);
  g_autoptr (LkSoapReply) message = NULL;
  g_autoptr (GError) failure = NULL;

  if (reply == NULL)
    return NULL;
  message = read_reply (row, reply, &failure);
  /* Some cameras ask for a login where none may be asked for. */
  if (anonymous && is_refused_login (reply, message) &&
      lk_connection_get_user (lk_camera_get_connection (LK_CAMERA (self))) != NULL)
    {
      self->always_logs_in = TRUE;
      return exchange (self, row, arguments, FALSE, cancellable, error);
    }
  if (!anonymous && wants_token (self, reply, message))
    {
      self->uses_token = TRUE;
      if (!self->knows_clock && row->access != LK_ONVIF_PRE_AUTH)
        {
          g_autoptr (GDateTime) clock = lk_onvif_device_read_clock (self, cancellable, error);

          if (clock == NULL)
            return NULL;
        }
      return exchange (self, row, arguments, FALSE, cancellable, error);
    }
  if (message == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return check_message (row, g_steal_pointer (&message), error);
}

/* A store that is full of what lost answers left behind is cleared, once. */
static LkSoapReply *
exchange_with_room (LkOnvifCamera *self,
                    const LkOnvifOperationRow *row,
                    LkSoapWriter *arguments,
                    GCancellable *cancellable,
                    GError **error)
{
  gboolean anonymous = row->access == LK_ONVIF_PRE_AUTH && !self->always_logs_in;
  g_autoptr (GError) failure = NULL;
  LkSoapReply *message = exchange (self, row, arguments, anonymous, cancellable, &failure);

  if (row->is_security && !self->makes_room &&
      g_error_matches (failure, LK_ERROR, LK_ERROR_FULL))
    {
      g_clear_error (&failure);
      self->makes_room = TRUE;
      lk_onvif_make_room (self, cancellable);
      self->makes_room = FALSE;
      message = exchange (self, row, arguments, FALSE, cancellable, &failure);
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return message;
}

LkSoapReply *
lk_onvif_camera_call (LkOnvifCamera *self,
                      LkOnvifOperation operation,
                      LkSoapWriter *arguments,
                      GCancellable *cancellable,
                      GError **error)
{
  const LkOnvifOperationRow *row = lk_onvif_operation_get (operation);
  LkSoapReply *message = NULL;

  if (row->is_security && self->security_path == NULL)
    g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "This camera has no security service, so it cannot be asked for %s", row->name);
  else
    message = exchange_with_room (self, row, arguments, cancellable, error);
  lk_soap_writer_free (arguments);
  return message;
}

gboolean
lk_onvif_camera_do (LkOnvifCamera *self,
                    LkOnvifOperation operation,
                    LkSoapWriter *arguments,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (LkSoapReply) message =
    lk_onvif_camera_call (self, operation, arguments, cancellable, error);

  return message != NULL;
}

LkSoapReply *
lk_onvif_camera_ask (LkOnvifCamera *self,
                     LkOnvifOperation operation,
                     const char *element,
                     const char *text,
                     GCancellable *cancellable,
                     GError **error)
{
  LkSoapWriter *arguments = lk_soap_writer_new ();

  lk_soap_write_text (arguments, element, text);
  return lk_onvif_camera_call (self, operation, arguments, cancellable, error);
}

gboolean
lk_onvif_camera_tell (LkOnvifCamera *self,
                      LkOnvifOperation operation,
                      const char *element,
                      const char *text,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (LkSoapReply) message =
    lk_onvif_camera_ask (self, operation, element, text, cancellable, error);

  return message != NULL;
}

void
lk_onvif_explain_loss (GError *error)
{
  if (!g_error_matches (error, LK_ERROR, LK_ERROR_NOT_FOUND) &&
      !g_error_matches (error, LK_ERROR, LK_ERROR_NO_PRIVATE_KEY))
    return;
  error->code = LK_ERROR_REFUSED_BY_CAMERA;
  g_prefix_error_literal (&error, "The camera agreed to store it and did not: ");
}

gboolean
lk_onvif_wait_ms (gint64 ms, GCancellable *cancellable, GError **error)
{
  GPollFD fd;

  if (!g_cancellable_make_pollfd (cancellable, &fd))
    {
      g_usleep ((gulong)(ms * 1000));
      return TRUE;
    }
  g_poll (&fd, 1, (int)ms);
  g_cancellable_release_fd (cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gboolean
lk_onvif_camera_wait_setup (LkOnvifCamera *self, GCancellable *cancellable, GError **error)
{
  return self->capabilities.setup_ms == 0 ||
         lk_onvif_wait_ms (self->capabilities.setup_ms, cancellable, error);
}
