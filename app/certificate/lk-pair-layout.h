/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Lays out a name and its value: side by side in columns where there is room, the value below the
 * name where there is not. Its widget has exactly these two children. Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LK_TYPE_PAIR_LAYOUT (lk_pair_layout_get_type ())
G_DECLARE_FINAL_TYPE (LkPairLayout, lk_pair_layout, LK, PAIR_LAYOUT, GtkLayoutManager)

GtkLayoutManager *lk_pair_layout_new (void);

G_END_DECLS
