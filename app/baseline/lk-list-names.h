/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Before GTK 4.12 nobody can tell a list item its name, so a screen reader says nothing for the row
 * that has the focus. The widget around the child of the item can be told. Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From a factory's bind, with the child set: the row is said as “first, second”. */
void lk_list_item_name (GtkListItem *item, const char *first, const char *second);

G_END_DECLS
