/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of a list box that come a few at a time, so that the main loop goes on turning however many
 * things there are: a first page by themselves, and each further page when a button is pressed.
 * For rows that differ too much to be recycled. Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LK_TYPE_ROW_FEED (lk_row_feed_get_type ())
G_DECLARE_FINAL_TYPE (LkRowFeed, lk_row_feed, LK, ROW_FEED, GObject)

/* How many rows are shown before anybody asks for more. */
#define LK_ROW_FEED_PAGE 25

/* @more: the button for the next page, seen only while there is one.
 * @create: makes the row of an item; @data is its. To be unreferenced before @list goes. */
LkRowFeed *lk_row_feed_new (GtkListBox *list,
                            GtkButton *more,
                            GListModel *model,
                            GtkListBoxCreateWidgetFunc create,
                            gpointer data);

/* Before much of the model changes: begins again with the first rows. */
void lk_row_feed_restart (LkRowFeed *self);

G_END_DECLS
