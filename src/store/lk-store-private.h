/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of this folder share: the open database with its lock, and statements that are
 * bound and stepped in one call. The lock is held from lk_store_lock() to the end of the scope. */

#pragma once

#include "store/lk-store.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* A prepared statement that is finalized with its scope. */
typedef sqlite3_stmt LkStatement;

static inline void
lk_statement_free (LkStatement *statement)
{
  (void)sqlite3_finalize (statement); /* repeats the error of the step, which was handled there */
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkStatement, lk_statement_free)

GMutex *lk_store_get_lock (LkStore *self);
const char *lk_store_get_path (LkStore *self); /* of the database */

/* @types has one letter a parameter: s string (nullable), i gint64, b GBytes. */
LkStatement *
lk_store_prepare (LkStore *self, GError **error, const char *sql, const char *types, ...);

/* Runs a statement to its end, dropping its rows. @changed (nullable) gets the number of rows. */
gboolean lk_store_run (LkStore *self, LkStatement *statement, gint64 *changed, GError **error);

/* TRUE while there is a row; FALSE at the end, or with @error set. */
gboolean lk_store_step (LkStore *self, LkStatement *statement, GError **error);

gint64 lk_store_get_last_id (LkStore *self);

/* Brings an open database to the newest schema, each version in a transaction of its own. */
gboolean lk_schema_migrate (sqlite3 *db, const char *path, GError **error);
int lk_schema_get_newest (void);

/* Sets LK_ERROR_STORE_FAILED, or STORE_LOCKED, from the database's own last error. */
void lk_schema_set_error (sqlite3 *db, const char *path, GError **error);

G_END_DECLS
