/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-nss-lock.h"

#include "base/lk-error.h"

#include <sqlite3.h>

static gboolean
is_busy (const char *folder, const char *name, const char *question)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  sqlite3 *database = NULL;
  int code = sqlite3_open_v2 (path, &database, SQLITE_OPEN_READWRITE, NULL);

  if (code == SQLITE_OK)
    code = sqlite3_exec (database, question, NULL, NULL, NULL);
  sqlite3_close (database); /* ends what the question began */
  return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

gboolean
lk_nss_lock_is_held (const char *folder, gboolean to_write)
{
  const char *question = to_write ? "BEGIN IMMEDIATE" : "SELECT count(*) FROM sqlite_master";

  g_return_val_if_fail (folder != NULL, FALSE);

  return is_busy (folder, "cert9.db", question) || is_busy (folder, "key4.db", question);
}

gboolean
lk_nss_lock_set_error (const char *folder, gboolean to_write, GError **error)
{
  if (!lk_nss_lock_is_held (folder, to_write))
    return FALSE;
  g_set_error (error, LK_ERROR, LK_ERROR_STORE_LOCKED,
               "Another program is writing to the NSS database in “%s”; close the browser that "
               "uses it and try again",
               folder);
  return TRUE;
}
