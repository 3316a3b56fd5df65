/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-choice-row.h"

#include <glib/gi18n.h>

struct _LkChoiceRow
{
  AdwComboRow parent_instance;

  GArray *values; /* of int, beside the model's strings */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (LkChoiceRow, lk_choice_row, ADW_TYPE_COMBO_ROW)

static guint chosen_signal;

static void
selected_cb (LkChoiceRow *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  if (!self->updating && selected < self->values->len)
    g_signal_emit (self, chosen_signal, 0, g_array_index (self->values, int, selected));
}

/* The rows of the list that pops up. libadwaita's own cut what is longer than 20 letters. */

static void
update_mark_cb (GtkListItem *item, GParamSpec *pspec, AdwComboRow *row)
{
  GtkWidget *mark = gtk_widget_get_last_child (gtk_list_item_get_child (item));

  gtk_widget_set_opacity (
    mark, adw_combo_row_get_selected_item (row) == gtk_list_item_get_item (item) ? 1 : 0);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("object-select-symbolic"));
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AdwComboRow *row)
{
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  gtk_label_set_text (GTK_LABEL (label),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
  g_signal_connect_object (row, "notify::selected-item", G_CALLBACK (update_mark_cb), item, G_CONNECT_SWAPPED);
  update_mark_cb (item, NULL, row);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AdwComboRow *row)
{
  g_signal_handlers_disconnect_by_func (row, update_mark_cb, item);
}

static void
lk_choice_row_finalize (GObject *object)
{
  LkChoiceRow *self = LK_CHOICE_ROW (object);

  g_clear_pointer (&self->values, g_array_unref);
  G_OBJECT_CLASS (lk_choice_row_parent_class)->finalize (object);
}

static void
lk_choice_row_class_init (LkChoiceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_choice_row_finalize;
  chosen_signal = g_signal_new ("chosen", LK_TYPE_CHOICE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
lk_choice_row_init (LkChoiceRow *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->values = g_array_new (FALSE, FALSE, sizeof (int));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  adw_combo_row_set_list_factory (ADW_COMBO_ROW (self), factory);
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
}

static gboolean
holds (LkChoiceRow *self, GArray *values)
{
  return self->values->len == values->len &&
         memcmp (self->values->data, values->data, values->len * sizeof (int)) == 0;
}

void
lk_choice_row_set_choices (
  LkChoiceRow *self, guint offered, int last, LkChoiceLabelFunc get_label, int value)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint selected = GTK_INVALID_LIST_POSITION;

  g_return_if_fail (LK_IS_CHOICE_ROW (self));

  for (int i = 0; i <= last; i++)
    {
      if (i != value && (i == 0 || (offered & (1u << i)) == 0))
        continue;
      if (i == value)
        selected = values->len;
      g_array_append_val (values, i);
      gtk_string_list_append (labels, _ (get_label (i)));
    }

  self->updating = TRUE;
  if (!holds (self, values))
    {
      g_clear_pointer (&self->values, g_array_unref);
      self->values = g_steal_pointer (&values);
      adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (labels));
    }
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), selected);
  self->updating = FALSE;
}
