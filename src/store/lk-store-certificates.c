/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store/lk-store-private.h"

gboolean
lk_store_add_certificate (LkStore *self,
                          const char *camera_id,
                          const char *purpose,
                          LkCertificate *certificate,
                          GError **error)
{
  static const char sql[] =
    "INSERT INTO certificate (camera_id, purpose, sha256, der, sent_at) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (camera_id, purpose, sha256) DO UPDATE SET sent_at = excluded.sent_at";
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (LkStatement) statement = NULL;

  g_return_val_if_fail (LK_IS_STORE (self) && camera_id != NULL && purpose != NULL &&
                          LK_IS_CERTIFICATE (certificate),
                        FALSE);

  locker = g_mutex_locker_new (lk_store_get_lock (self));
  statement = lk_store_prepare (self, error, sql, "sssbi", camera_id, purpose,
                                lk_certificate_get_sha256 (certificate),
                                lk_certificate_get_der (certificate), (gint64)g_get_real_time ());
  return statement != NULL && lk_store_run (self, statement, NULL, error);
}

GPtrArray *
lk_store_list_certificates (LkStore *self, const char *camera_id, GError **error)
{
  static const char sql[] = "SELECT der FROM certificate WHERE camera_id = ? ORDER BY sent_at DESC, id DESC";
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (GPtrArray) certificates = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (LkStatement) row = NULL;
  g_autoptr (GError) step_error = NULL;

  g_return_val_if_fail (LK_IS_STORE (self) && camera_id != NULL, NULL);

  locker = g_mutex_locker_new (lk_store_get_lock (self));
  row = lk_store_prepare (self, error, sql, "s", camera_id);
  if (row == NULL)
    return NULL;
  while (step_error == NULL && lk_store_step (self, row, &step_error))
    {
      g_autoptr (GBytes) der =
        g_bytes_new (sqlite3_column_blob (row, 0), (gsize)sqlite3_column_bytes (row, 0));
      LkCertificate *certificate = lk_certificate_new_from_der (der, &step_error);

      if (certificate != NULL)
        g_ptr_array_add (certificates, certificate);
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return NULL;
    }
  return g_steal_pointer (&certificates);
}

gboolean
lk_store_add_word (
  LkStore *self, const char *camera_id, const char *check_id, const char *subject, GError **error)
{
  static const char sql[] = "INSERT INTO word (camera_id, check_id, subject, given_at) VALUES (?, ?, ?, ?)";
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (LkStatement) statement = NULL;

  g_return_val_if_fail (
    LK_IS_STORE (self) && camera_id != NULL && check_id != NULL && subject != NULL, FALSE);

  locker = g_mutex_locker_new (lk_store_get_lock (self));
  statement = lk_store_prepare (self, error, sql, "sssi", camera_id, check_id, subject,
                                (gint64)g_get_real_time ());
  return statement != NULL && lk_store_run (self, statement, NULL, error);
}

GDateTime *
lk_store_find_word (LkStore *self, const char *camera_id, const char *check_id, const char *subject)
{
  static const char sql[] = "SELECT max (given_at) FROM word WHERE camera_id = ? AND check_id = ? AND subject = ?";
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (LkStatement) row = NULL;

  g_return_val_if_fail (
    LK_IS_STORE (self) && camera_id != NULL && check_id != NULL && subject != NULL, NULL);

  locker = g_mutex_locker_new (lk_store_get_lock (self));
  row = lk_store_prepare (self, NULL, sql, "sss", camera_id, check_id, subject);
  /* A word that cannot be read was not given: the user is asked again. */
  if (row == NULL || !lk_store_step (self, row, NULL) ||
      sqlite3_column_type (row, 0) != SQLITE_INTEGER)
    return NULL;
  return g_date_time_new_from_unix_utc (sqlite3_column_int64 (row, 0) / G_USEC_PER_SEC);
}
