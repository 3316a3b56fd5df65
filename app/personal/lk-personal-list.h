/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* All the stores of personal certificates on this computer, each listed by a job of its own so that
 * a slow one holds nobody up. Looks again every few seconds, on a worker, for tokens and databases
 * that came or went. Main thread; signal "changed" when the stores, or one of them, changed. */

#pragma once

#include "personal/lk-personal-group.h"

G_BEGIN_DECLS

#define LK_TYPE_PERSONAL_LIST (lk_personal_list_get_type ())
G_DECLARE_FINAL_TYPE (LkPersonalList, lk_personal_list, LK, PERSONAL_LIST, GObject)

LkPersonalList *lk_personal_list_new (void);

/* of LkPersonalGroup */
GListModel *lk_personal_list_get_groups (LkPersonalList *self);
/* the stores are known, if not yet what they hold */
gboolean lk_personal_list_is_ready (LkPersonalList *self);
/* (transfer none) (nullable) */
LkPersonalGroup *lk_personal_list_find (LkPersonalList *self, const char *selector);

/* Looks for stores, and into each of them. */
void lk_personal_list_refresh (LkPersonalList *self);

G_END_DECLS
