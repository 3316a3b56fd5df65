/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The ASN.1 tree of an object and, below it, the bytes of the node that is selected. Children are
 * made when a node is opened. Main thread. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_STRUCTURE_WINDOW (lk_structure_window_get_type ())
G_DECLARE_FINAL_TYPE (LkStructureWindow, lk_structure_window, LK, STRUCTURE_WINDOW, AdwWindow)

LkStructureWindow *lk_structure_window_new (GtkWindow *parent, const char *title, GBytes *der);

GtkSelectionModel *lk_structure_window_get_nodes (LkStructureWindow *self); /* of GtkTreeListRow */
/* what the lower half shows */
char *lk_structure_window_dup_bytes_text (LkStructureWindow *self);

G_END_DECLS
