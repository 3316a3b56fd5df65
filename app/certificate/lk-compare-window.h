/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Shows two certificates field by field, what differs marked. The second is chosen from a list or a
 * file. Main thread. */

#pragma once

#include "certificate/lk-entry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_COMPARE_WINDOW (lk_compare_window_get_type ())
G_DECLARE_FINAL_TYPE (LkCompareWindow, lk_compare_window, LK, COMPARE_WINDOW, AdwWindow)

/* @others: of LkEntry, those that can be chosen; only certificates among them count. May be empty:
 * a file is asked for. */
LkCompareWindow *lk_compare_window_new (GtkWindow *parent, LkEntry *first, GListModel *others);

/* As if it was chosen; it is added to those that can be. */
void lk_compare_window_add (LkCompareWindow *self, LkEntry *second);
void lk_compare_window_ask_for_file (LkCompareWindow *self);
gboolean lk_compare_window_has_choice (LkCompareWindow *self);

/* (nullable): of LkComparedField */
GListModel *lk_compare_window_get_fields (LkCompareWindow *self);

G_END_DECLS
