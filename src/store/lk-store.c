/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store/lk-store.h"

#include "base/lk-error.h"
#include "store/lk-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <unistd.h>

#define BUSY_TIMEOUT_MS 5000

struct _LkStore
{
  GObject parent_instance;

  GMutex lock;
  sqlite3 *db;
  char *path;
};

G_DEFINE_FINAL_TYPE (LkStore, lk_store, G_TYPE_OBJECT)

static void
lk_store_finalize (GObject *object)
{
  LkStore *self = LK_STORE (object);

  /* no statement outlives its call, so nothing is left that could fail */
  (void)sqlite3_close_v2 (self->db);
  g_free (self->path);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (lk_store_parent_class)->finalize (object);
}

static void
lk_store_class_init (LkStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_store_finalize;
}

static void
lk_store_init (LkStore *self)
{
  g_mutex_init (&self->lock);
}

static gboolean
set_file_error (const char *what, const char *path, GError **error)
{
  g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "%s “%s”: %s", what, path, g_strerror (errno));
  return FALSE;
}

/* SQLite gives its journal files the mode of the database: nobody else reads any of them. */
static gboolean
make_private_file (const char *path, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    return set_file_error ("The database cannot be opened:", path, error);
  return g_close (fd, error);
}

/* Opened for reading only, so that a database which is not ours to change stays byte by byte as it
 * was. */
static gboolean
check_version (const char *path, GError **error)
{
  sqlite3 *db = NULL;
  g_autoptr (LkStatement) statement = NULL;
  gboolean is_ours = FALSE;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
      sqlite3_busy_timeout (db, BUSY_TIMEOUT_MS) != SQLITE_OK ||
      sqlite3_prepare_v2 (db, "PRAGMA user_version", -1, &statement, NULL) != SQLITE_OK ||
      sqlite3_step (statement) != SQLITE_ROW)
    lk_schema_set_error (db, path, error);
  else if (sqlite3_column_int (statement, 0) > lk_schema_get_newest ())
    g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED,
                 "The database “%s” was written by a newer Latchkey (version %d, this one knows "
                 "%d); use that one",
                 path, sqlite3_column_int (statement, 0), lk_schema_get_newest ());
  else
    is_ours = TRUE;

  g_clear_pointer (&statement, lk_statement_free);
  (void)sqlite3_close (db); /* read only: nothing to lose */
  return is_ours;
}

static gboolean
check_health (LkStore *self, GError **error)
{
  g_autoptr (LkStatement) statement = NULL;

  if (sqlite3_prepare_v2 (self->db, "PRAGMA quick_check(1)", -1, &statement, NULL) != SQLITE_OK ||
      sqlite3_step (statement) != SQLITE_ROW)
    {
      lk_schema_set_error (self->db, self->path, error);
      return FALSE;
    }
  if (g_strcmp0 ((const char *)sqlite3_column_text (statement, 0), "ok") == 0)
    return TRUE;
  g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED,
               "The database “%s” is damaged (%s); it was left as it is: move it away to begin "
               "with an empty one",
               self->path, (const char *)sqlite3_column_text (statement, 0));
  return FALSE;
}

static gboolean
open_database (LkStore *self, GError **error)
{
  static const char settings[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;";

  if (!make_private_file (self->path, error) || !check_version (self->path, error))
    return FALSE;
  if (sqlite3_open_v2 (self->path, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX,
                       NULL) != SQLITE_OK ||
      sqlite3_busy_timeout (self->db, BUSY_TIMEOUT_MS) != SQLITE_OK)
    {
      lk_schema_set_error (self->db, self->path, error);
      return FALSE;
    }
  if (!check_health (self, error))
    return FALSE;
  if (sqlite3_exec (self->db, settings, NULL, NULL, NULL) != SQLITE_OK)
    {
      lk_schema_set_error (self->db, self->path, error);
      return FALSE;
    }
  return lk_schema_migrate (self->db, self->path, error);
}

LkStore *
lk_store_open (const char *folder, GError **error)
{
  g_autoptr (LkStore) self = g_object_new (LK_TYPE_STORE, NULL);
  g_autofree char *own_folder = g_build_filename (g_get_user_data_dir (), "latchkey", NULL);
  const char *place = folder != NULL ? folder : own_folder;

  if (g_mkdir_with_parents (place, 0700) != 0)
    {
      set_file_error ("The folder cannot be made:", place, error);
      return NULL;
    }
  if (folder == NULL && g_chmod (place, 0700) != 0)
    {
      set_file_error ("The folder cannot be made private:", place, error);
      return NULL;
    }
  self->path = g_build_filename (place, "latchkey.db", NULL);
  return open_database (self, error) ? g_steal_pointer (&self) : NULL;
}

GMutex *
lk_store_get_lock (LkStore *self)
{
  return &self->lock;
}

const char *
lk_store_get_path (LkStore *self)
{
  return self->path;
}

static int
bind_text (LkStatement *statement, int index, const char *text)
{
  return sqlite3_bind_text (statement, index, text, -1, SQLITE_TRANSIENT);
}

static int
bind_bytes (LkStatement *statement, int index, GBytes *bytes)
{
  return sqlite3_bind_blob64 (statement, index, g_bytes_get_data (bytes, NULL),
                              g_bytes_get_size (bytes), SQLITE_TRANSIENT);
}

LkStatement *
lk_store_prepare (LkStore *self, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (LkStatement) statement = NULL;
  int code = sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL);
  va_list values;

  va_start (values, types);
  for (int i = 0; code == SQLITE_OK && types[i] != '\0'; i++)
    {
      if (types[i] == 'i')
        code = sqlite3_bind_int64 (statement, i + 1, va_arg (values, gint64));
      else if (types[i] == 'b')
        code = bind_bytes (statement, i + 1, va_arg (values, GBytes *));
      else
        code = bind_text (statement, i + 1, va_arg (values, const char *));
    }
  va_end (values);

  if (code == SQLITE_OK)
    return g_steal_pointer (&statement);
  lk_schema_set_error (self->db, self->path, error);
  return NULL;
}

gboolean
lk_store_step (LkStore *self, LkStatement *statement, GError **error)
{
  int code = sqlite3_step (statement);

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    lk_schema_set_error (self->db, self->path, error);
  return FALSE;
}

gboolean
lk_store_run (LkStore *self, LkStatement *statement, gint64 *changed, GError **error)
{
  g_autoptr (GError) step_error = NULL;

  while (lk_store_step (self, statement, &step_error))
    ;
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }
  if (changed != NULL)
    *changed = sqlite3_changes (self->db);
  return TRUE;
}

gint64
lk_store_get_last_id (LkStore *self)
{
  return sqlite3_last_insert_rowid (self->db);
}
