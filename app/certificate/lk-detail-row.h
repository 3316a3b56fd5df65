/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One field in the inspector: name, value, and a quiet button that copies. It can be focused, and
 * Ctrl+C copies then the value, or what is selected of it. The value is foreign text and never
 * markup. Main thread. */

#pragma once

#include "certificate/lk-description.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_DETAIL_ROW (lk_detail_row_get_type ())
G_DECLARE_FINAL_TYPE (LkDetailRow, lk_detail_row, LK, DETAIL_ROW, AdwPreferencesRow)

LkDetailRow *lk_detail_row_new (LkField *field);
void lk_detail_row_set_field (LkDetailRow *self, LkField *field);
LkField *lk_detail_row_get_field (LkDetailRow *self);

/* @folded: g_utf8_casefold()ed; found in the name or the value. */
gboolean lk_detail_row_matches (LkDetailRow *self, const char *folded);

/* Draws the eye to it for a moment. */
void lk_detail_row_flash (LkDetailRow *self);

G_END_DECLS
