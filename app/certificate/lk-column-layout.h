/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Children below each other, as wide as there is room. What makes it worth having beside the box of
 * the toolkit: it never asks them how wide they would like to be, and so spares texts that wrap two
 * of the three times that they would be shaped. Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LK_TYPE_COLUMN_LAYOUT (lk_column_layout_get_type ())
G_DECLARE_FINAL_TYPE (LkColumnLayout, lk_column_layout, LK, COLUMN_LAYOUT, GtkLayoutManager)

/* @width_px: the least that its texts can wrap to. */
GtkLayoutManager *lk_column_layout_new (int width_px, int spacing_px);

G_END_DECLS
