/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A row with a title, words below it, and what stands before and behind them: for findings, uses
 * and certificates. It looks like an AdwActionRow and takes foreign text as it is; unlike it, it
 * does not have its texts shaped again for every width that they could have, which is felt when a
 * window opens. Signal "activated". Main thread. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_NOTE_ROW (lk_note_row_get_type ())
G_DECLARE_FINAL_TYPE (LkNoteRow, lk_note_row, LK, NOTE_ROW, AdwPreferencesRow)

GtkWidget *lk_note_row_new (const char *title, const char *subtitle); /* (nullable) @subtitle */

void lk_note_row_add_prefix (LkNoteRow *self, GtkWidget *widget);
void lk_note_row_add_suffix (LkNoteRow *self, GtkWidget *widget);

/* Keeps a label that wraps from finding out how narrow it could be, letter by letter: that takes
 * longer than all the rest of showing it. */
void lk_note_row_spare_wrapping (GtkLabel *label);

G_END_DECLS
