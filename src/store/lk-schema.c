/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "store/lk-store-private.h"

/* The n-th entry leads from version n to n + 1. Entries are never changed once released, only
 * added. */
static const char *const migrations[] = {
  "CREATE TABLE camera ("
  "  id TEXT PRIMARY KEY NOT NULL,"
  "  name TEXT NOT NULL,"
  "  uri TEXT NOT NULL,"
  "  driver TEXT NOT NULL,"
  "  profile TEXT,"
  "  user TEXT,"
  "  pin TEXT,"
  "  allow_plain_http INTEGER NOT NULL DEFAULT 0,"
  "  allow_basic INTEGER NOT NULL DEFAULT 0,"
  "  personal TEXT"
  ") STRICT;"
  "CREATE INDEX camera_uri ON camera (uri);"
  "CREATE TABLE certificate ("
  "  id INTEGER PRIMARY KEY,"
  "  camera_id TEXT NOT NULL REFERENCES camera (id) ON DELETE CASCADE,"
  "  purpose TEXT NOT NULL CHECK (purpose IN ('ca', 'server', 'personal')),"
  "  sha256 TEXT NOT NULL,"
  "  der BLOB NOT NULL,"
  "  sent_at INTEGER NOT NULL," /* microseconds since 1970, UTC */
  "  UNIQUE (camera_id, purpose, sha256)"
  ") STRICT;"
  "CREATE TABLE word ("
  "  id INTEGER PRIMARY KEY,"
  "  camera_id TEXT NOT NULL REFERENCES camera (id) ON DELETE CASCADE,"
  "  check_id TEXT NOT NULL,"
  "  subject TEXT NOT NULL,"
  "  given_at INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX word_subject ON word (camera_id, check_id, subject);"
  /* No reference to the camera: a change that is under way outlives its camera's entry. */
  "CREATE TABLE journal ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  camera_id TEXT NOT NULL,"
  "  kind INTEGER NOT NULL,"
  "  user TEXT,"
  "  started_at INTEGER NOT NULL,"
  "  state_before TEXT,"
  "  state_intended TEXT,"
  "  ca_fingerprints TEXT NOT NULL," /* separated by spaces */
  "  personal TEXT,"
  "  phase TEXT NOT NULL,"
  "  outcome INTEGER NOT NULL,"
  "  note TEXT"
  ") STRICT;"
  "CREATE INDEX journal_outcome ON journal (outcome);",
};

int
lk_schema_get_newest (void)
{
  return (int)G_N_ELEMENTS (migrations);
}

void
lk_schema_set_error (sqlite3 *db, const char *path, GError **error)
{
  int code = db != NULL ? sqlite3_errcode (db) : SQLITE_NOMEM;
  const char *message = db != NULL ? sqlite3_errmsg (db) : sqlite3_errstr (code);

  if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
    g_set_error (error, LK_ERROR, LK_ERROR_STORE_LOCKED, "The database “%s” is held by another program (%s); close that program", path, message);
  else if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
    g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "The database “%s” is damaged (%s); it was left as it is: move it away to begin with an empty one", path, message);
  else
    g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "The database “%s” failed: %s", path, message);
}

static int
read_version (sqlite3 *db)
{
  g_autoptr (LkStatement) statement = NULL;

  if (sqlite3_prepare_v2 (db, "PRAGMA user_version", -1, &statement, NULL) != SQLITE_OK ||
      sqlite3_step (statement) != SQLITE_ROW)
    return -1;
  return sqlite3_column_int (statement, 0);
}

static gboolean
migrate_one (sqlite3 *db, int version)
{
  g_autofree char *set_version = g_strdup_printf ("PRAGMA user_version = %d", version + 1);

  return sqlite3_exec (db, migrations[version], NULL, NULL, NULL) == SQLITE_OK &&
         sqlite3_exec (db, set_version, NULL, NULL, NULL) == SQLITE_OK;
}

gboolean
lk_schema_migrate (sqlite3 *db, const char *path, GError **error)
{
  int version;

  /* One transaction for all: two programs that start together do not both migrate, and what fails
   * leaves no half. */
  if (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
    {
      lk_schema_set_error (db, path, error);
      return FALSE;
    }
  version = read_version (db);
  if (version > lk_schema_get_newest ())
    {
      (void)sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL); /* nothing was written that could stay */
      g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED,
                   "The database “%s” was written by a newer Latchkey (version %d, this one knows "
                   "%d); use that one",
                   path, version, lk_schema_get_newest ());
      return FALSE;
    }
  while (version >= 0 && version < lk_schema_get_newest () && migrate_one (db, version))
    version++;
  if (version == lk_schema_get_newest () && sqlite3_exec (db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  lk_schema_set_error (db, path, error);
  (void)sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL); /* the first error is the one that says why */
  return FALSE;
}
