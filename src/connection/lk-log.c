/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "connection/lk-log.h"

#include <stdarg.h>
#include <string.h>

#define MAX_LINES      1000
#define MAX_LINE_BYTES 2000
#define STRUCK_OUT     "[struck out]"

/* Shorter ones would strike out half the log, and tell by the gaps what they are. */
#define MIN_HIDDEN_BYTES 4

struct _LkLog
{
  GObject parent_instance;

  GMutex lock;
  GQueue lines;
  GPtrArray *hidden;
  guint n_handshakes;
  guint n_requests;
};

G_DEFINE_FINAL_TYPE (LkLog, lk_log, G_TYPE_OBJECT)

static void
lk_log_finalize (GObject *object)
{
  LkLog *self = LK_LOG (object);

  g_queue_clear_full (&self->lines, g_free);
  g_ptr_array_unref (self->hidden);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (lk_log_parent_class)->finalize (object);
}

static void
lk_log_class_init (LkLogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_log_finalize;
}

static void
lk_log_init (LkLog *self)
{
  g_mutex_init (&self->lock);
  g_queue_init (&self->lines);
  self->hidden = g_ptr_array_new_with_free_func ((GDestroyNotify)lk_secret_unref);
}

LkLog *
lk_log_new (void)
{
  return g_object_new (LK_TYPE_LOG, NULL);
}

static void
hide (LkLog *self, LkSecret *secret)
{
  for (guint i = 0; i < self->hidden->len; i++)
    {
      if (lk_secret_equal (g_ptr_array_index (self->hidden, i), secret))
        return;
    }
  if (lk_secret_get_length (secret) >= MIN_HIDDEN_BYTES)
    g_ptr_array_add (self->hidden, lk_secret_ref (secret));
}

void
lk_log_hide (LkLog *self, LkSecret *secret)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (LkSecret) encoded = NULL;

  g_return_if_fail (LK_IS_LOG (self) && secret != NULL);

  locker = g_mutex_locker_new (&self->lock);
  encoded = lk_secret_new_take (g_uri_escape_bytes ((const guint8 *)lk_secret_get_text (secret),
                                                    lk_secret_get_length (secret), NULL));
  hide (self, secret);
  hide (self, encoded);
}

/* The same words stand for headers and for parameters; a part of the name is enough. */
static gboolean
is_secret_name (const char *name, gsize length)
{
  static const char *const words[] = { "authorization", "cookie", "password", "passwd", "passphrase", "pwd", "secret", "token", "pass", "pin", "key" };
  g_autofree char *lower = g_ascii_strdown (name, (gssize)length);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strstr (lower, words[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* "Name: value" as it stands in a header, after the arrow that leads a logged line. */
static void
strike_header (GString *line)
{
  const char *colon = strstr (line->str, ": ");

  if (colon != NULL && memchr (line->str, '?', (gsize)(colon - line->str)) == NULL &&
      is_secret_name (line->str, (gsize)(colon - line->str)))
    {
      g_string_truncate (line, (gsize)(colon - line->str) + 2);
      g_string_append (line, STRUCK_OUT);
    }
}

/* Every "name=value" of a query. */
static void
strike_parameters (GString *line)
{
  gsize at = 0;

  while (at < line->len)
    {
      gsize name_length = strcspn (line->str + at, "=&? ;");
      gsize value = at + name_length + 1;

      if (line->str[at + name_length] == '=' && is_secret_name (line->str + at, name_length))
        {
          g_string_erase (line, (gssize)value, (gssize)strcspn (line->str + value, "& "));
          g_string_insert (line, (gssize)value, STRUCK_OUT);
          value += strlen (STRUCK_OUT);
        }
      at = value;
    }
}

static void
add_line (LkLog *self, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize)strnlen (text, MAX_LINE_BYTES));
  GString *line = g_string_new (valid);

  strike_header (line);
  strike_parameters (line);
  for (guint i = 0; i < self->hidden->len; i++)
    g_string_replace (line, lk_secret_get_text (g_ptr_array_index (self->hidden, i)), STRUCK_OUT,
                      0);

  g_queue_push_tail (&self->lines, g_string_free (line, FALSE));
  if (g_queue_get_length (&self->lines) > MAX_LINES)
    g_free (g_queue_pop_head (&self->lines));
}

void
lk_log_add (LkLog *self, const char *format, ...)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  va_list values;

  g_return_if_fail (LK_IS_LOG (self) && format != NULL);

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);

  locker = g_mutex_locker_new (&self->lock);
  lines = g_strsplit_set (text, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (lines[i][0] != '\0')
        add_line (self, lines[i]);
    }
}

char *
lk_log_to_text (LkLog *self)
{
  g_autoptr (GMutexLocker) locker = NULL;
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (LK_IS_LOG (self), g_string_free (text, FALSE));

  locker = g_mutex_locker_new (&self->lock);
  for (GList *link = self->lines.head; link != NULL; link = link->next)
    g_string_append_printf (text, "%s\n", (const char *)link->data);
  return g_string_free (text, FALSE);
}

static guint
change_count (LkLog *self, guint *count, guint by)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  *count += by;
  return *count;
}

guint
lk_log_count_handshakes (LkLog *self)
{
  g_return_val_if_fail (LK_IS_LOG (self), 0);

  return change_count (self, &self->n_handshakes, 0);
}

guint
lk_log_count_requests (LkLog *self)
{
  g_return_val_if_fail (LK_IS_LOG (self), 0);

  return change_count (self, &self->n_requests, 0);
}

void
lk_log_add_handshake (LkLog *self)
{
  g_return_if_fail (LK_IS_LOG (self));

  change_count (self, &self->n_handshakes, 1);
}

void
lk_log_add_request (LkLog *self)
{
  g_return_if_fail (LK_IS_LOG (self));

  change_count (self, &self->n_requests, 1);
}
