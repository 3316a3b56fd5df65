/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The NSS library, started once without any database, and one database opened as a token of its
 * own. NSS keeps its own global state, so everything that touches it goes through here. Any thread;
 * the token belongs to the thread that opened it. */

#pragma once

#include "personal/lk-pin-prompt.h"

#include <pk11pub.h>

G_BEGIN_DECLS

typedef struct _LkNssDatabase LkNssDatabase;

/* Opens the SQL database in @folder. NOT_FOUND when there is none, STORE_LOCKED while another
 * program writes to it, STORE_FAILED with NSS's reason. */
LkNssDatabase *lk_nss_database_open (const char *folder, gboolean writable, GError **error);

/* The same, made new where there is none, without a primary password. */
LkNssDatabase *lk_nss_database_create (const char *folder, GError **error);
LkNssDatabase *lk_nss_database_ref (LkNssDatabase *self);
void lk_nss_database_unref (LkNssDatabase *self); /* the last one closes it */

PK11SlotInfo *lk_nss_database_get_slot (LkNssDatabase *self);

/* Whether the private keys can be seen without asking for a primary password. */
gboolean lk_nss_database_is_unlocked (LkNssDatabase *self);

/* Makes them visible, asking for the primary password at most three times. STORE_LOCKED without a
 * prompt or when it gives up, PASSWORD_WRONG, G_IO_ERROR_CANCELLED. */
gboolean lk_nss_database_unlock (LkNssDatabase *self,
                                 const char *title,
                                 const LkPinPrompt *prompt,
                                 GCancellable *cancellable,
                                 GError **error);

/* Sets @code with NSS's own reason after "@what: ". */
void lk_nss_set_error (GError **error, int code, const char *what);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkNssDatabase, lk_nss_database_unref)

G_END_DECLS
