/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store/lk-journal.h"

#include "base/lk-error.h"
#include "store/lk-store-private.h"

#define SELECT_ENTRY \
  "SELECT id, camera_id, kind, user, started_at, state_before, state_intended, ca_fingerprints, personal, phase, outcome, note FROM journal "

/* LK_JOURNAL_OPEN and LK_JOURNAL_UNKNOWN: an end that nobody saw is no end. */
#define IS_OPEN "outcome IN (0, 3)"
G_STATIC_ASSERT (LK_JOURNAL_OPEN == 0 && LK_JOURNAL_UNKNOWN == 3);

static LkJournalEntry *
read_entry (LkStatement *row)
{
  g_autoptr (GDateTime) started =
    g_date_time_new_from_unix_utc (sqlite3_column_int64 (row, 4) / G_USEC_PER_SEC);
  g_auto (GStrv) fingerprints = g_strsplit ((const char *)sqlite3_column_text (row, 7), " ", -1);
  LkJournalFields fields = {
    .id = sqlite3_column_int64 (row, 0),
    .camera_id = (const char *)sqlite3_column_text (row, 1),
    .kind = (LkJournalKind)sqlite3_column_int (row, 2),
    .user = (const char *)sqlite3_column_text (row, 3),
    .started = started,
    .state_before = (const char *)sqlite3_column_text (row, 5),
    .state_intended = (const char *)sqlite3_column_text (row, 6),
    .ca_fingerprints = (const char *const *)fingerprints,
    .personal = (const char *)sqlite3_column_text (row, 8),
    .phase = (const char *)sqlite3_column_text (row, 9),
    .outcome = (LkJournalOutcome)sqlite3_column_int (row, 10),
    .note = (const char *)sqlite3_column_text (row, 11),
  };

  return lk_journal_entry_new (&fields);
}

LkJournalEntry *
lk_journal_begin (LkStore *store, const LkJournalFields *fields, GError **error)
{
  static const char sql[] =
    "INSERT INTO journal (camera_id, kind, user, started_at, state_before, state_intended, ca_fingerprints, personal, phase, outcome, note)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (LkJournalEntry) entry = NULL;
  g_autoptr (LkStatement) statement = NULL;
  g_autofree char *fingerprints = NULL;
  LkJournalFields written;

  g_return_val_if_fail (LK_IS_STORE (store) && fields != NULL && fields->camera_id != NULL, NULL);

  entry = lk_journal_entry_new (fields);
  written = *lk_journal_entry_get_fields (entry);
  fingerprints = g_strjoinv (" ", (char **)written.ca_fingerprints);
  locker = g_mutex_locker_new (lk_store_get_lock (store));
  statement =
    lk_store_prepare (store, error, sql, "sisisssssis", written.camera_id, (gint64)written.kind,
                      written.user, g_date_time_to_unix (written.started) * G_USEC_PER_SEC,
                      written.state_before, written.state_intended, fingerprints, written.personal,
                      written.phase, (gint64)LK_JOURNAL_OPEN, written.note);
  /* With synchronous=FULL the commit returns when the disk has the row. */
  if (statement == NULL || !lk_store_run (store, statement, NULL, error))
    return NULL;
  written.id = lk_store_get_last_id (store);
  written.outcome = LK_JOURNAL_OPEN;
  return lk_journal_entry_new (&written);
}

static gboolean
change_one (LkStore *store, LkStatement *statement, gint64 id, GError **error)
{
  gint64 changed = 0;

  if (statement == NULL || !lk_store_run (store, statement, &changed, error))
    return FALSE;
  if (changed > 0)
    return TRUE;
  g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND, "The journal has no open row %" G_GINT64_FORMAT, id);
  return FALSE;
}

gboolean
lk_journal_advance (LkStore *store, gint64 id, const char *phase, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (LkStatement) statement = NULL;

  g_return_val_if_fail (LK_IS_STORE (store) && phase != NULL, FALSE);

  locker = g_mutex_locker_new (lk_store_get_lock (store));
  statement = lk_store_prepare (store, error, "UPDATE journal SET phase = ? WHERE id = ? AND " IS_OPEN, "si", phase, id);
  return change_one (store, statement, id, error);
}

gboolean
lk_journal_close (
  LkStore *store, gint64 id, LkJournalOutcome outcome, const char *note, GError **error)
{
  static const char sql[] =
    "UPDATE journal SET outcome = ?1, note = CASE WHEN ?2 IS NULL THEN note WHEN note IS NULL THEN ?2 ELSE note || '; ' || ?2 END"
    " WHERE id = ?3 AND " IS_OPEN;
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (LkStatement) statement = NULL;

  g_return_val_if_fail (LK_IS_STORE (store) && outcome != LK_JOURNAL_OPEN, FALSE);

  locker = g_mutex_locker_new (lk_store_get_lock (store));
  statement = lk_store_prepare (store, error, sql, "isi", (gint64)outcome, note, id);
  return change_one (store, statement, id, error);
}

static GPtrArray *
read_entries (LkStore *store, LkStatement *row, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) step_error = NULL;

  if (row == NULL)
    return NULL;
  while (lk_store_step (store, row, &step_error))
    g_ptr_array_add (entries, read_entry (row));
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return NULL;
    }
  return g_steal_pointer (&entries);
}

GPtrArray *
lk_journal_list_open (LkStore *store, const char *camera_id, GError **error)
{
  static const char sql[] = SELECT_ENTRY "WHERE " IS_OPEN " AND (?1 IS NULL OR camera_id = ?1) ORDER BY id";
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (LkStatement) row = NULL;

  g_return_val_if_fail (LK_IS_STORE (store), NULL);

  locker = g_mutex_locker_new (lk_store_get_lock (store));
  row = lk_store_prepare (store, error, sql, "s", camera_id);
  return read_entries (store, row, error);
}

GPtrArray *
lk_journal_list (LkStore *store, const char *camera_id, guint limit, GError **error)
{
  static const char sql[] = SELECT_ENTRY "WHERE camera_id = ? ORDER BY id DESC LIMIT ?";
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (LkStatement) row = NULL;

  g_return_val_if_fail (LK_IS_STORE (store) && camera_id != NULL, NULL);

  locker = g_mutex_locker_new (lk_store_get_lock (store));
  row = lk_store_prepare (store, error, sql, "si", camera_id, (gint64)limit);
  return read_entries (store, row, error);
}
