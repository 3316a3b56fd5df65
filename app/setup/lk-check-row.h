/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One item of the checklist: its state as icon and words, the evidence, and the button that mends
 * it. Shown again and again as the item is judged anew. Main thread. */

#pragma once

#include "setup/lk-checklist.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_CHECK_ROW (lk_check_row_get_type ())
G_DECLARE_FINAL_TYPE (LkCheckRow, lk_check_row, LK, CHECK_ROW, AdwActionRow)

LkCheckRow *lk_check_row_new (const char *check_id);
const char *lk_check_row_get_check_id (LkCheckRow *self);

/* (nullable): not judged yet. */
void lk_check_row_set_check (LkCheckRow *self, const LkCheck *check);

/* What the button says in this situation, instead of what it says in most; until the next check. */
void lk_check_row_set_verb (LkCheckRow *self, const char *label);

G_END_DECLS
