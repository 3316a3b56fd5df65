/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-note-row.h"

#include "certificate/lk-column-layout.h"

#define LEAST_CHARS 16
/* The least width of the words beside everything else in a narrow window. */
#define WORDS_PX  120
#define WORDS_GAP 3

struct _LkNoteRow
{
  AdwPreferencesRow parent_instance;

  GtkWidget *header;
  GtkWidget *words;
  GtkWidget *suffixes; /* (nullable) */
  GtkWidget *list;     /* (nullable): borrowed, the one that it is in */
};

enum
{
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (LkNoteRow, lk_note_row, ADW_TYPE_PREFERENCES_ROW)

static guint signals[N_SIGNALS];

static void
row_activated_cb (LkNoteRow *self, GtkWidget *row)
{
  if (row == GTK_WIDGET (self))
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

/* Only the list knows when a row is clicked. */
static void
parent_cb (LkNoteRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  self->list = parent;
  if (parent != NULL)
    g_signal_connect_object (parent, "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
}

static void
lk_note_row_class_init (LkNoteRowClass *klass)
{
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", LK_TYPE_NOTE_ROW, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* The names of the styles are those of an AdwActionRow. */
static void
lk_note_row_init (LkNoteRow *self)
{
  self->header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->header, "header");
  gtk_widget_set_valign (self->header, GTK_ALIGN_CENTER);

  self->words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_layout_manager (self->words, lk_column_layout_new (WORDS_PX, WORDS_GAP));
  gtk_widget_add_css_class (self->words, "title");
  gtk_widget_set_hexpand (self->words, TRUE);
  gtk_widget_set_valign (self->words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->header), self->words);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), self->header);
  g_signal_connect (self, "notify::parent", G_CALLBACK (parent_cb), NULL);
}

static GtkWidget *
add_label (LkNoteRow *self, const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  g_object_set (label, "xalign", 0.0F, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
  lk_note_row_spare_wrapping (GTK_LABEL (label));
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (self->words), label);
  return label;
}

GtkWidget *
lk_note_row_new (const char *title, const char *subtitle)
{
  LkNoteRow *self = g_object_new (LK_TYPE_NOTE_ROW, "title", title, NULL);
  GtkWidget *label = add_label (self, title, "title");

  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label,
                                  NULL, -1);
  if (subtitle != NULL)
    {
      label = add_label (self, subtitle, "subtitle");
      gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                      label, NULL, -1);
    }
  return GTK_WIDGET (self);
}

void
lk_note_row_add_prefix (LkNoteRow *self, GtkWidget *widget)
{
  g_return_if_fail (LK_IS_NOTE_ROW (self) && GTK_IS_WIDGET (widget));

  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (widget, "prefixes");
  gtk_box_prepend (GTK_BOX (self->header), widget);
}

void
lk_note_row_add_suffix (LkNoteRow *self, GtkWidget *widget)
{
  g_return_if_fail (LK_IS_NOTE_ROW (self) && GTK_IS_WIDGET (widget));

  if (self->suffixes == NULL)
    {
      self->suffixes = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
      gtk_widget_add_css_class (self->suffixes, "suffixes");
      gtk_box_append (GTK_BOX (self->header), self->suffixes);
    }
  gtk_box_append (GTK_BOX (self->suffixes), widget);
}

void
lk_note_row_spare_wrapping (GtkLabel *label)
{
  g_return_if_fail (GTK_IS_LABEL (label));

  gtk_label_set_width_chars (label, LEAST_CHARS);
}
