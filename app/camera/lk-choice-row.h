/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A row to choose one of a few enumerated values, each with its label. Setting the value from the
 * program is silent; the signal chosen (int value) comes only when a person chose. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_CHOICE_ROW (lk_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (LkChoiceRow, lk_choice_row, LK, CHOICE_ROW, AdwComboRow)

typedef const char *(*LkChoiceLabelFunc) (int value); /* untranslated */

/* Offers those of the values 1 to @last whose bit (1 << value) is set in @offered, and always
 * @value. */
void lk_choice_row_set_choices (
  LkChoiceRow *self, guint offered, int last, LkChoiceLabelFunc get_label, int value);

G_END_DECLS
