/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The left side of the inspector: the objects of all files that are open, to be searched and chosen
 * from. Rows are recycled, so that ten thousand of them scroll like ten. Signal "chosen" (LkEntry).
 * Main thread. */

#pragma once

#include "certificate/lk-entry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_ENTRY_LIST (lk_entry_list_get_type ())
G_DECLARE_FINAL_TYPE (LkEntryList, lk_entry_list, LK, ENTRY_LIST, AdwBin)

void lk_entry_list_set_model (LkEntryList *self, GListModel *entries);

/* Selects without telling. */
void lk_entry_list_select (LkEntryList *self, LkEntry *entry);

/* All words are made: from now on a search costs nothing. */
void lk_entry_list_set_searchable (LkEntryList *self, gboolean searchable);

void lk_entry_list_set_search (LkEntryList *self, const char *text);
guint lk_entry_list_count_shown (LkEntryList *self);

G_END_DECLS
