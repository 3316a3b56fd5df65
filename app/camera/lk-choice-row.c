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
  chosen_signal = g_signal_new ("chosen", LK_TYPE_CHOICE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
lk_choice_row_init (LkChoiceRow *self)
{
  self->values = g_array_new (FALSE, FALSE, sizeof (int));
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
}

static gboolean
holds (LkChoiceRow *self, GArray *values)
{
  return self->values->len == values->len &&
         memcmp (self->values->data, values->data, values->len * sizeof (int)) == 0;
}

void
lk_choice_row_set_choices (LkChoiceRow *self, guint offered, int last, LkChoiceLabelFunc get_label, int value)
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
