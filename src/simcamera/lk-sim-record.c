/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-record.h"

#include "base/lk-error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <stdarg.h>
#include <stdio.h>

/* A camera that runs for weeks must not fill the memory. */
#define MAX_LINES 100000

struct _LkSimRecord
{
  gatomicrefcount refs;
  GMutex mutex;
  GPtrArray *lines;
  FILE *file;
  guint64 sequence;
};

LkSimRecord *
lk_sim_record_new (const char *path, GError **error)
{
  g_autoptr (LkSimRecord) self = g_new0 (LkSimRecord, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  self->lines = g_ptr_array_new_with_free_func (g_free);
  if (path != NULL)
    {
      self->file = g_fopen (path, "ae");
      if (self->file == NULL)
        {
          g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The record “%s” cannot be written: %s", path, g_strerror (errno));
          return NULL;
        }
    }
  return g_steal_pointer (&self);
}

LkSimRecord *
lk_sim_record_ref (LkSimRecord *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
lk_sim_record_unref (LkSimRecord *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  if (self->file != NULL)
    (void)fclose (self->file); /* every line was flushed */
  g_ptr_array_unref (self->lines);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, valid);
}

void
lk_sim_record_add (LkSimRecord *self, const char *event, guint connection, ...)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S.%fZ");
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  va_list arguments;
  char *line;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "n");
  json_builder_add_int_value (builder, (gint64)++self->sequence);
  add_text (builder, "time", time);
  add_text (builder, "event", event);
  if (connection > 0)
    {
      json_builder_set_member_name (builder, "connection");
      json_builder_add_int_value (builder, connection);
    }
  va_start (arguments, connection);
  for (const char *name = va_arg (arguments, const char *); name != NULL;
       name = va_arg (arguments, const char *))
    {
      const char *value = va_arg (arguments, const char *);

      if (value != NULL)
        add_text (builder, name, value);
    }
  va_end (arguments);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  line = json_to_string (root, FALSE);
  if (self->file != NULL)
    {
      (void)fprintf (self->file, "%s\n", line); /* a full disk must not stop the camera */
      (void)fflush (self->file);
    }
  if (self->lines->len >= MAX_LINES)
    g_ptr_array_remove_range (self->lines, 0, MAX_LINES / 2);
  g_ptr_array_add (self->lines, line);
}

static gpointer
copy_line (gconstpointer line, gpointer user_data)
{
  return g_strdup (line);
}

GPtrArray *
lk_sim_record_list (LkSimRecord *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_ptr_array_copy (self->lines, copy_line, NULL);
}
