/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "connection/lk-form.h"

#include <string.h>

typedef struct
{
  char *name;
  LkSecret *value; /* all of them: which one is secret need not be told apart */
  GBytes *content; /* (nullable) for a file, instead of value */
  char *file_name;
  char *content_type;
} Field;

struct _LkForm
{
  GPtrArray *fields;
};

static void
field_free (gpointer data)
{
  Field *field = data;

  g_free (field->name);
  lk_secret_unref (field->value);
  g_clear_pointer (&field->content, g_bytes_unref);
  g_free (field->file_name);
  g_free (field->content_type);
  g_free (field);
}

LkForm *
lk_form_new (void)
{
  LkForm *self = g_new0 (LkForm, 1);

  self->fields = g_ptr_array_new_with_free_func (field_free);
  return self;
}

void
lk_form_free (LkForm *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->fields);
  g_free (self);
}

static Field *
add_field (LkForm *self, const char *name)
{
  Field *field = g_new0 (Field, 1);

  field->name = g_strdup (name);
  g_ptr_array_add (self->fields, field);
  return field;
}

void
lk_form_add (LkForm *self, const char *name, const char *value)
{
  g_return_if_fail (self != NULL && name != NULL && value != NULL);

  add_field (self, name)->value = lk_secret_new (value, -1);
}

void
lk_form_add_secret (LkForm *self, const char *name, LkSecret *value)
{
  g_return_if_fail (self != NULL && name != NULL && value != NULL);

  add_field (self, name)->value = lk_secret_ref (value);
}

void
lk_form_add_file (
  LkForm *self, const char *name, const char *file_name, const char *content_type, GBytes *content)
{
  Field *field;

  g_return_if_fail (self != NULL && name != NULL && file_name != NULL && content != NULL);

  field = add_field (self, name);
  field->content = g_bytes_ref (content);
  field->file_name = g_strdup (file_name);
  field->content_type = g_strdup (content_type != NULL ? content_type : "application/octet-stream");
}

/* Room for everything at once: a buffer that grows leaves copies behind that nobody wipes. */
static gsize
measure (LkForm *self)
{
  gsize size = 256;

  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *field = g_ptr_array_index (self->fields, i);

      size += 512 + strlen (field->name) * 3;
      if (field->value != NULL)
        size += lk_secret_get_length (field->value) * 3;
      if (field->content != NULL)
        size += g_bytes_get_size (field->content) +
                (strlen (field->file_name) + strlen (field->content_type)) * 3;
    }
  return size;
}

static GString *
encode (LkForm *self)
{
  GString *text = g_string_sized_new (measure (self));

  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *field = g_ptr_array_index (self->fields, i);
      g_autofree char *name = g_uri_escape_string (field->name, NULL, FALSE);
      char *value;

      if (field->value == NULL)
        continue;
      value = g_uri_escape_bytes ((const guint8 *)lk_secret_get_text (field->value),
                                  lk_secret_get_length (field->value), NULL);
      g_string_append_printf (text, "%s%s=", text->len > 0 ? "&" : "", name);
      g_string_append (text, value);
      lk_secret_free_text (value);
    }
  return text;
}

static void
free_wiped (gpointer data)
{
  GString *text = data;

  lk_secret_wipe (text->str, text->allocated_len);
  g_string_free (text, TRUE);
}

static GBytes *
to_bytes (GString *text)
{
  return g_bytes_new_with_free_func (text->str, text->len, free_wiped, text);
}

GBytes *
lk_form_to_urlencoded (LkForm *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return to_bytes (encode (self));
}

char *
lk_form_to_query (LkForm *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_string_free (encode (self), FALSE);
}

/* A quoted name in Content-Disposition, as browsers write it: RFC 7578 4.2 leaves it to them. */
static void
append_quoted (GString *text, const char *name)
{
  for (const char *at = name; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\r' || *at == '\n')
        g_string_append_printf (text, "%%%02X", (guint)*at);
      else
        g_string_append_c (text, *at);
    }
}

static void
append_part (GString *text, const Field *field, const char *boundary)
{
  g_string_append_printf (text, "--%s\r\nContent-Disposition: form-data; name=\"", boundary);
  append_quoted (text, field->name);
  g_string_append_c (text, '"');
  if (field->content != NULL)
    {
      gsize size;
      const char *data = g_bytes_get_data (field->content, &size);

      g_string_append (text, "; filename=\"");
      append_quoted (text, field->file_name);
      g_string_append_printf (text, "\"\r\nContent-Type: %s\r\n\r\n", field->content_type);
      g_string_append_len (text, data, (gssize)size);
    }
  else
    {
      g_string_append (text, "\r\n\r\n");
      g_string_append_len (text, lk_secret_get_text (field->value),
                           (gssize)lk_secret_get_length (field->value));
    }
  g_string_append (text, "\r\n");
}

GBytes *
lk_form_to_multipart (LkForm *self, char **content_type)
{
  g_autofree char *random = g_uuid_string_random ();
  g_autofree char *boundary = g_strconcat ("latchkey-", random, NULL);
  GString *text;

  g_return_val_if_fail (self != NULL && content_type != NULL, NULL);

  text = g_string_sized_new (measure (self));
  for (guint i = 0; i < self->fields->len; i++)
    append_part (text, g_ptr_array_index (self->fields, i), boundary);
  g_string_append_printf (text, "--%s--\r\n", boundary);
  *content_type = g_strdup_printf ("multipart/form-data; boundary=%s", boundary);
  return to_bytes (text);
}
