/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-http.h"

#include "base/lk-secret.h"

#include <string.h>

#define MAX_HEADER_BYTES 16384
#define MAX_BODY_BYTES   1048576
#define MAX_PARAMETERS   100

void
lk_sim_request_free (LkSimRequest *self)
{
  if (self == NULL)
    return;
  g_free (self->method);
  g_free (self->target);
  g_free (self->path);
  g_free (self->query);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

/* Appends what comes next; FALSE at the end of the stream. */
static gboolean
read_more (LkSimStream *stream, GByteArray *rest)
{
  guint8 buffer[8192];
  gssize n = lk_sim_stream_read (stream, buffer, sizeof buffer);

  if (n <= 0)
    return FALSE;
  g_byte_array_append (rest, buffer, (guint)n);
  return TRUE;
}

/* The length of the header with its empty line; 0 when the stream ended, -1 when it is too long. */
static gssize
read_header (LkSimStream *stream, GByteArray *rest)
{
  for (;;)
    {
      const char *end =
        rest->len > 0 ? g_strstr_len ((const char *)rest->data, rest->len, "\r\n\r\n") : NULL;

      if (end != NULL)
        return end - (const char *)rest->data + 4;
      if (rest->len > MAX_HEADER_BYTES)
        return -1;
      if (!read_more (stream, rest))
        return 0;
    }
}

static gboolean
parse_header (LkSimRequest *self, const char *header, gsize length)
{
  SoupHTTPVersion version = SOUP_HTTP_1_0;
  const char *connection;
  char *question;

  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  /* Without the empty line, which the parser does not want. */
  if (soup_headers_parse_request (header, (int)length - 2, self->headers, &self->method,
                                  &self->target, &version) != SOUP_STATUS_OK)
    return FALSE;
  if (*self->target != '/' || !g_utf8_validate (self->target, -1, NULL))
    return FALSE;
  connection = soup_message_headers_get_list (self->headers, "Connection");
  self->keeps_alive =
    version == SOUP_HTTP_1_1 && (connection == NULL || !soup_header_contains (connection, "close"));
  self->path = g_strdup (self->target);
  question = strchr (self->path, '?');
  if (question != NULL)
    {
      *question = '\0';
      self->query = g_strdup (question + 1);
    }
  return TRUE;
}

static LkSimReply *
read_body (LkSimRequest *self, LkSimStream *stream, GByteArray *rest)
{
  const char *length_text = soup_message_headers_get_one (self->headers, "Content-Length");
  guint64 length = 0;
  guint8 *body;

  if (soup_message_headers_get_list (self->headers, "Transfer-Encoding") != NULL)
    return lk_sim_reply_new (411, "text/plain", "A length is needed");
  if (length_text != NULL &&
      !g_ascii_string_to_unsigned (length_text, 10, 0, G_MAXINT64, &length, NULL))
    return lk_sim_reply_new (400, "text/plain", "Bad length");
  if (length > MAX_BODY_BYTES)
    return lk_sim_reply_new (413, "text/plain", "Too long");
  if (soup_message_headers_get_expectations (self->headers) == SOUP_EXPECTATION_CONTINUE &&
      rest->len < length)
    (void)lk_sim_stream_write (stream, "HTTP/1.1 100 Continue\r\n\r\n", 25); /* a broken stream shows below */
  while (rest->len < length)
    if (!read_more (stream, rest))
      return lk_sim_reply_new (400, "text/plain", "Cut short");
  /* With a NUL behind it: libsoup's multipart reader looks for text without an end. */
  body = g_malloc0 (length + 1);
  if (length > 0)
    memcpy (body, rest->data, length);
  self->body = g_bytes_new_take (body, length);
  g_byte_array_remove_range (rest, 0, (guint)length);
  return NULL;
}

LkSimRequest *
lk_sim_request_read (LkSimStream *stream, GByteArray *rest, LkSimReply **refusal)
{
  g_autoptr (LkSimRequest) self = g_new0 (LkSimRequest, 1);
  gssize length = read_header (stream, rest);

  if (length == 0)
    return NULL;
  self->connection = lk_sim_stream_get_connection (stream);
  self->is_tls = lk_sim_stream_is_tls (stream);
  self->subject = lk_sim_stream_get_subject (stream);
  if (length < 0)
    *refusal = lk_sim_reply_new (431, "text/plain", "Header too long");
  else if (!parse_header (self, (const char *)rest->data, (gsize)length))
    *refusal = lk_sim_reply_new (400, "text/plain", "Bad request");
  else
    {
      g_byte_array_remove_range (rest, 0, (guint)length);
      *refusal = read_body (self, stream, rest);
    }
  return *refusal == NULL ? g_steal_pointer (&self) : NULL;
}

static void
free_parameter (gpointer data)
{
  LkSimParameter *parameter = data;

  g_free (parameter->name);
  lk_secret_free_text (parameter->value);
  g_free (parameter);
}

static void
add_parameter (
  GPtrArray *parameters, const char *name, gsize name_size, const char *value, gsize value_size)
{
  LkSimParameter *parameter;

  if (parameters->len >= MAX_PARAMETERS)
    return;
  parameter = g_new0 (LkSimParameter, 1);
  parameter->name = g_utf8_make_valid (name, (gssize)name_size);
  parameter->value = g_utf8_make_valid (value, (gssize)value_size);
  g_ptr_array_add (parameters, parameter);
}

static void
add_form (GPtrArray *parameters, const char *text, gsize size)
{
  GUriParamsIter iterator;
  char *name, *value;

  g_uri_params_iter_init (&iterator, text, (gssize)size, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iterator, &name, &value, NULL))
    {
      add_parameter (parameters, name, strlen (name), value, strlen (value));
      g_free (name);
      lk_secret_free_text (value);
    }
}

static void
add_multipart (LkSimRequest *self, GPtrArray *parameters, GBytes **file, char **file_field)
{
  g_autoptr (SoupMultipart) multipart = soup_multipart_new_from_message (self->headers, self->body);

  for (int i = 0; multipart != NULL && i < soup_multipart_get_length (multipart); i++)
    {
      SoupMessageHeaders *headers = NULL;
      GBytes *body = NULL;
      g_autofree char *disposition = NULL;
      g_autoptr (GHashTable) values = NULL;
      const char *name;

      if (!soup_multipart_get_part (multipart, i, &headers, &body) ||
          !soup_message_headers_get_content_disposition (headers, &disposition, &values) ||
          values == NULL)
        continue;
      name = g_hash_table_lookup (values, "name");
      if (name == NULL)
        continue;
      if (g_hash_table_contains (values, "filename") && *file == NULL)
        {
          *file = g_bytes_ref (body);
          *file_field = g_strdup (name);
        }
      else
        {
          gsize size = 0;
          const char *data = g_bytes_get_data (body, &size);

          add_parameter (parameters, name, strlen (name), data != NULL ? data : "", size);
        }
    }
}

GPtrArray *
lk_sim_request_get_parameters (LkSimRequest *self, GBytes **file, char **file_field)
{
  GPtrArray *parameters = g_ptr_array_new_with_free_func (free_parameter);
  const char *type = soup_message_headers_get_content_type (self->headers, NULL);
  gsize size = 0;
  const char *data = g_bytes_get_data (self->body, &size);

  *file = NULL;
  *file_field = NULL;
  if (self->query != NULL)
    add_form (parameters, self->query, strlen (self->query));
  if (size == 0)
    return parameters;
  if (g_strcmp0 (type, "application/x-www-form-urlencoded") == 0)
    add_form (parameters, data, size);
  else if (g_strcmp0 (type, "multipart/form-data") == 0)
    add_multipart (self, parameters, file, file_field);
  else
    *file = g_bytes_ref (self->body);
  return parameters;
}

const char *
lk_sim_parameters_get (GPtrArray *parameters, const char *name)
{
  for (guint i = 0; i < parameters->len; i++)
    {
      LkSimParameter *parameter = g_ptr_array_index (parameters, i);

      if (g_str_equal (parameter->name, name))
        return parameter->value;
    }
  return NULL;
}

LkSimReply *
lk_sim_reply_new (guint status, const char *content_type, const char *body)
{
  LkSimReply *self = g_new0 (LkSimReply, 1);

  self->status = status;
  self->content_type = content_type;
  self->body = g_string_new (body);
  self->headers = g_string_new (NULL);
  return self;
}

void
lk_sim_reply_free (LkSimReply *self)
{
  if (self == NULL)
    return;
  g_string_free (self->body, TRUE);
  g_string_free (self->headers, TRUE);
  g_free (self);
}

GBytes *
lk_sim_reply_to_bytes (LkSimReply *self, gint64 now, gboolean keeps_alive)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (now);
  g_autofree char *date_text =
    date != NULL ? soup_date_time_to_string (date, SOUP_DATE_HTTP) : NULL;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "HTTP/1.1 %u %s\r\n", self->status, soup_status_get_phrase (self->status));
  if (date_text != NULL)
    g_string_append_printf (text, "Date: %s\r\n", date_text);
  g_string_append (text, "Server: camera\r\nCache-Control: no-cache\r\n");
  g_string_append_len (text, self->headers->str, (gssize)self->headers->len);
  if (self->status != 204)
    g_string_append_printf (text, "Content-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n", self->content_type, self->body->len);
  g_string_append_printf (text, "Connection: %s\r\n\r\n", keeps_alive ? "keep-alive" : "close");
  if (self->status != 204)
    g_string_append_len (text, self->body->str, (gssize)self->body->len);
  return g_string_free_to_bytes (text);
}
