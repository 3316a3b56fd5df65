/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "baseline/lk-row-feed.h"

#include <glib/gi18n.h>

#define AT_ONCE 4 /* rows that a turn of the main loop has time for */

struct _LkRowFeed
{
  GObject parent_instance;

  GtkListBox *list; /* (unowned) */
  GtkButton *more;  /* (unowned) */
  GListModel *model;
  GtkSliceListModel *slice;
  guint limit; /* rows that are asked for */
  guint source;
};

G_DEFINE_FINAL_TYPE (LkRowFeed, lk_row_feed, G_TYPE_OBJECT)

static void
show_rest (LkRowFeed *self)
{
  guint count = g_list_model_get_n_items (self->model);
  guint next = MIN (count > self->limit ? count - self->limit : 0, LK_ROW_FEED_PAGE);
  g_autofree char *label = g_strdup_printf (ngettext ("Show %u More", "Show %u More", next), next);

  gtk_widget_set_visible (GTK_WIDGET (self->more), next > 0);
  if (next > 0)
    gtk_button_set_label (self->more, label);
}

/* After frames are drawn: rows that are there can be seen and used meanwhile. */
static gboolean
grow_cb (gpointer data)
{
  LkRowFeed *self = data;
  guint wanted = MIN (self->limit, g_list_model_get_n_items (self->model));
  guint size = gtk_slice_list_model_get_size (self->slice);

  if (size < wanted)
    gtk_slice_list_model_set_size (self->slice, MIN (size + AT_ONCE, wanted));
  if (size + AT_ONCE < wanted)
    return G_SOURCE_CONTINUE;
  self->source = 0;
  return G_SOURCE_REMOVE;
}

static void
update (LkRowFeed *self)
{
  show_rest (self);
  if (self->source == 0)
    self->source = g_idle_add (grow_cb, self);
}

static void
more_cb (LkRowFeed *self)
{
  self->limit += LK_ROW_FEED_PAGE;
  update (self);
}

static void
lk_row_feed_dispose (GObject *object)
{
  LkRowFeed *self = LK_ROW_FEED (object);

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  self->list = NULL;
  g_clear_object (&self->slice);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (lk_row_feed_parent_class)->dispose (object);
}

static void
lk_row_feed_class_init (LkRowFeedClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_row_feed_dispose;
}

static void
lk_row_feed_init (LkRowFeed *self)
{
  self->limit = LK_ROW_FEED_PAGE;
}

LkRowFeed *
lk_row_feed_new (GtkListBox *list,
                 GtkButton *more,
                 GListModel *model,
                 GtkListBoxCreateWidgetFunc create,
                 gpointer data)
{
  LkRowFeed *self = g_object_new (LK_TYPE_ROW_FEED, NULL);

  self->list = list;
  self->more = more;
  self->model = g_object_ref (model);
  self->slice = gtk_slice_list_model_new (g_object_ref (model), 0, AT_ONCE);
  gtk_list_box_bind_model (list, G_LIST_MODEL (self->slice), create, data, NULL);
  g_signal_connect_object (more, "clicked", G_CALLBACK (more_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

void
lk_row_feed_restart (LkRowFeed *self)
{
  g_return_if_fail (LK_IS_ROW_FEED (self));

  self->limit = LK_ROW_FEED_PAGE;
  gtk_slice_list_model_set_size (self->slice, AT_ONCE);
  update (self);
}
