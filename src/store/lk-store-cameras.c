/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "store/lk-store-private.h"

#define SELECT_CAMERA "SELECT id, name, uri, driver, profile, user, pin, allow_plain_http, allow_basic, personal FROM camera "

static LkCameraRecord *
read_camera (LkStatement *row)
{
  LkCameraRecordFields fields = {
    .id = (const char *)sqlite3_column_text (row, 0),
    .name = (const char *)sqlite3_column_text (row, 1),
    .uri = (const char *)sqlite3_column_text (row, 2),
    .driver = (const char *)sqlite3_column_text (row, 3),
    .profile = (const char *)sqlite3_column_text (row, 4),
    .user = (const char *)sqlite3_column_text (row, 5),
    .pin = (const char *)sqlite3_column_text (row, 6),
    .allow_plain_http = sqlite3_column_int (row, 7) != 0,
    .allow_basic = sqlite3_column_int (row, 8) != 0,
    .personal = (const char *)sqlite3_column_text (row, 9),
  };

  return lk_camera_record_new (&fields);
}

GPtrArray *
lk_store_list_cameras (LkStore *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (GPtrArray) cameras = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (LkStatement) row = NULL;
  g_autoptr (GError) step_error = NULL;

  g_return_val_if_fail (LK_IS_STORE (self), NULL);

  locker = g_mutex_locker_new (lk_store_get_lock (self));
  row = lk_store_prepare (self, error, SELECT_CAMERA "ORDER BY name COLLATE NOCASE, id", "");
  if (row == NULL)
    return NULL;
  while (lk_store_step (self, row, &step_error))
    g_ptr_array_add (cameras, read_camera (row));
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return NULL;
    }
  return g_steal_pointer (&cameras);
}

static LkCameraRecord *
find_camera (LkStore *self, const char *sql, const char *value, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (lk_store_get_lock (self));
  g_autoptr (LkStatement) row = lk_store_prepare (self, error, sql, "s", value);
  g_autoptr (GError) step_error = NULL;

  if (row == NULL)
    return NULL;
  if (lk_store_step (self, row, &step_error))
    return read_camera (row);
  if (step_error != NULL)
    g_propagate_error (error, g_steal_pointer (&step_error));
  else
    g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND, "No camera “%s” is stored", value);
  return NULL;
}

LkCameraRecord *
lk_store_get_camera (LkStore *self, const char *id, GError **error)
{
  g_return_val_if_fail (LK_IS_STORE (self) && id != NULL, NULL);

  return find_camera (self, SELECT_CAMERA "WHERE id = ?", id, error);
}

LkCameraRecord *
lk_store_find_camera_by_uri (LkStore *self, const char *uri, GError **error)
{
  g_return_val_if_fail (LK_IS_STORE (self) && uri != NULL, NULL);

  return find_camera (self, SELECT_CAMERA "WHERE uri = ? ORDER BY rowid DESC", uri, error);
}

gboolean
lk_store_save_camera (LkStore *self, LkCameraRecord *record, GError **error)
{
  /* An update, not a replacement: replacing would delete the row, and with it everything that
   * refers to it. */
  static const char sql[] =
    "INSERT INTO camera (id, name, uri, driver, profile, user, pin, allow_plain_http, allow_basic, personal)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name, uri = excluded.uri, driver = excluded.driver,"
    " profile = excluded.profile, user = excluded.user, pin = excluded.pin, allow_plain_http = excluded.allow_plain_http,"
    " allow_basic = excluded.allow_basic, personal = excluded.personal";
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (LkStatement) statement = NULL;
  const LkCameraRecordFields *fields;

  g_return_val_if_fail (LK_IS_STORE (self) && LK_IS_CAMERA_RECORD (record), FALSE);

  fields = lk_camera_record_get_fields (record);
  locker = g_mutex_locker_new (lk_store_get_lock (self));
  statement = lk_store_prepare (self, error, sql, "sssssssiis", fields->id, fields->name,
                                fields->uri, fields->driver, fields->profile, fields->user,
                                fields->pin, (gint64)(fields->allow_plain_http != FALSE),
                                (gint64)(fields->allow_basic != FALSE), fields->personal);
  return statement != NULL && lk_store_run (self, statement, NULL, error);
}

gboolean
lk_store_remove_camera (LkStore *self, const char *id, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (LkStatement) statement = NULL;
  gint64 changed = 0;

  g_return_val_if_fail (LK_IS_STORE (self) && id != NULL, FALSE);

  locker = g_mutex_locker_new (lk_store_get_lock (self));
  statement = lk_store_prepare (self, error, "DELETE FROM camera WHERE id = ?", "s", id);
  if (statement == NULL || !lk_store_run (self, statement, &changed, error))
    return FALSE;
  if (changed > 0)
    return TRUE;
  g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND, "No camera “%s” is stored", id);
  return FALSE;
}
