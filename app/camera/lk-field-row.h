/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One field of a certificate in a boxed list: its name small above, its value below, to be selected
 * or copied. The value is foreign text and never markup. Properties value, copyable. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_FIELD_ROW (lk_field_row_get_type ())
G_DECLARE_FINAL_TYPE (LkFieldRow, lk_field_row, LK, FIELD_ROW, AdwPreferencesRow)

LkFieldRow *lk_field_row_new (const char *title, const char *value);

/* An empty value is shown as a dash and cannot be copied. */
void lk_field_row_set_value (LkFieldRow *self, const char *value);
const char *lk_field_row_get_value (LkFieldRow *self);

/* (nullable) an icon before the value, with its style class. */
void lk_field_row_set_icon (LkFieldRow *self, const char *icon_name, const char *style);

G_END_DECLS
