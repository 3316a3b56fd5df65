/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/snc/lk-snc-request.h"

#include "base/lk-error.h"
#include "base/lk-secret.h"

#include <string.h>

#define PASSWORD "{password}"

char *
lk_snc_request_dup_inquiry (LkSncProfile *profile, const char *const *groups)
{
  GString *path = g_string_new (lk_snc_profile_get_inquiry_path (profile));
  const char *query = lk_snc_profile_get_inquiry_query (profile);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *group = g_uri_escape_string (groups[i], NULL, FALSE);

      g_string_append_printf (path, "%c%s=%s", strchr (path->str, '?') == NULL ? '?' : '&', query, group);
    }
  return g_string_free (path, FALSE);
}

/* A GString whose old copies are wiped when it grows: made large enough at once. */
static GString *
new_body (gsize extra)
{
  return g_string_sized_new (4096 + extra);
}

static void
free_body (gpointer data)
{
  GString *body = data;

  lk_secret_wipe (body->str, body->allocated_len);
  g_string_free (body, TRUE);
}

static GBytes *
take_body (GString *body)
{
  return g_bytes_new_with_free_func (body->str, body->len, free_body, body);
}

static void
append_pair (GString *text, const char *name, const char *value)
{
  char *escaped_value = g_uri_escape_string (value, NULL, FALSE);
  g_autofree char *escaped_name = g_uri_escape_string (name, NULL, FALSE);

  g_string_append_printf (text, "%s%s=%s", text->len > 0 ? "&" : "", escaped_name, escaped_value);
  lk_secret_free_text (escaped_value);
}

/* Calls @append for each parameter of the command and each setting, placeholders filled in. */
static void
for_each_pair (
  const LkSncCommand *command,
  const LkSncArguments *arguments,
  const LkSncSetting *settings,
  void (*append) (GString *text, const char *name, const char *value, const char *boundary),
  GString *text,
  const char *boundary)
{
  for (gsize i = 0; i < command->n_parameters; i++)
    {
      g_autofree char *name = lk_snc_template_fill (command->parameters[i].name, arguments);
      char *value = lk_snc_template_fill (command->parameters[i].value, arguments);

      append (text, name, value, boundary);
      lk_secret_free_text (value);
    }
  for (; settings != NULL && settings->name != NULL; settings++)
    append (text, settings->name, settings->value, boundary);
}

static void
append_form_pair (GString *text, const char *name, const char *value, const char *boundary)
{
  append_pair (text, name, value);
}

static void
append_part (GString *text, const char *name, const char *value, const char *boundary)
{
  g_string_append_printf (text, "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n", boundary, name, value);
}

static void
append_file_part (GString *text, const LkSncCommand *command, GBytes *file, const char *boundary)
{
  gsize length;
  const char *data = g_bytes_get_data (file, &length);

  g_string_append_printf (text, "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n", boundary,
                          command->file_field != NULL ? command->file_field : "file",
                          command->file_name != NULL ? command->file_name : "file",
                          command->file_type != NULL ? command->file_type : "application/octet-stream");
  g_string_append_len (text, data, (gssize)length);
  g_string_append (text, "\r\n");
}

/* A line that does not occur in the file: 128 random bits. */
static char *
make_boundary (void)
{
  return g_strdup_printf ("latchkey-%08x%08x%08x%08x", g_random_int (), g_random_int (), g_random_int (), g_random_int ());
}

static gboolean
carries_password (const LkSncCommand *command)
{
  for (gsize i = 0; i < command->n_parameters; i++)
    if (strstr (command->parameters[i].value, PASSWORD) != NULL)
      return TRUE;
  return FALSE;
}

static void
put_into_address (LkSncRequest *self,
                  const LkSncCommand *command,
                  const LkSncArguments *arguments,
                  const LkSncSetting *settings)
{
  GString *query = new_body (0);
  char *path;

  for_each_pair (command, arguments, settings, append_form_pair, query, NULL);
  path =
    g_strconcat (self->path, query->len > 0 ? (strchr (self->path, '?') == NULL ? "?" : "&") : "",
                 query->str, NULL);
  g_free (self->path);
  self->path = path;
  free_body (query);
}

static void
put_into_form (LkSncRequest *self,
               const LkSncCommand *command,
               const LkSncArguments *arguments,
               const LkSncSetting *settings)
{
  GString *body = new_body (0);

  for_each_pair (command, arguments, settings, append_form_pair, body, NULL);
  self->body = take_body (body);
  self->content_type = g_strdup ("application/x-www-form-urlencoded");
}

static void
put_into_multipart (LkSncRequest *self,
                    const LkSncCommand *command,
                    const LkSncArguments *arguments,
                    const LkSncSetting *settings,
                    GBytes *file)
{
  g_autofree char *boundary = make_boundary ();
  GString *body = new_body (file != NULL ? g_bytes_get_size (file) : 0);

  for_each_pair (command, arguments, settings, append_part, body, boundary);
  if (file != NULL)
    append_file_part (body, command, file, boundary);
  g_string_append_printf (body, "--%s--\r\n", boundary);
  self->body = take_body (body);
  self->content_type = g_strdup_printf ("multipart/form-data; boundary=%s", boundary);
}

gboolean
lk_snc_request_init (LkSncRequest *self,
                     const LkSncCommand *command,
                     const LkSncArguments *arguments,
                     const LkSncSetting *settings,
                     GBytes *file,
                     GError **error)
{
  gboolean in_address =
    command->encoding == LK_SNC_ENCODING_QUERY || command->encoding == LK_SNC_ENCODING_RAW;

  if (in_address && arguments->password != NULL && arguments->password[0] != '\0' &&
      carries_password (command))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The device profile would put the private key password into the address “%s”: use the encoding “form” there",
                   command->path);
      return FALSE;
    }
  *self = (LkSncRequest){ .path = lk_snc_template_fill (command->path, arguments) };
  switch (command->encoding)
    {
    case LK_SNC_ENCODING_QUERY:
      put_into_address (self, command, arguments, settings);
      break;
    case LK_SNC_ENCODING_FORM:
      put_into_form (self, command, arguments, settings);
      break;
    case LK_SNC_ENCODING_MULTIPART:
      put_into_multipart (self, command, arguments, settings, file);
      break;
    case LK_SNC_ENCODING_RAW:
    default:
      put_into_address (self, command, arguments, settings);
      self->body = file != NULL ? g_bytes_ref (file) : g_bytes_new_static ("", 0);
      self->content_type = g_strdup (command->file_type != NULL ? command->file_type : "application/octet-stream");
      break;
    }
  self->request = (LkRequest){
    .method = command->encoding == LK_SNC_ENCODING_QUERY ? "GET" : "POST",
    .path = self->path,
    .content_type = self->content_type,
    .body = self->body,
  };
  return TRUE;
}

void
lk_snc_request_clear (LkSncRequest *self)
{
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->request = (LkRequest){ 0 };
}
