/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Built in C and not from a .ui file: a page has dozens of them, and parsing it for each would be
 * felt. */

#include "config.h"

#include "certificate/lk-detail-row.h"

#include "certificate/lk-byte-breaks.h"
#include "certificate/lk-links.h"
#include "certificate/lk-note-row.h"
#include "certificate/lk-pair-layout.h"

#include <string.h>

#include <glib/gi18n.h>

#define FLASH_MS 1600

struct _LkDetailRow
{
  AdwPreferencesRow parent_instance;

  LkField *field;
  GtkWidget *name;
  GtkWidget *value;
  GtkWidget *critical;
  GtkWidget *copy;
  guint flash;
};

G_DEFINE_FINAL_TYPE (LkDetailRow, lk_detail_row, ADW_TYPE_PREFERENCES_ROW)

static gboolean
restore_icon_cb (gpointer data)
{
  gtk_button_set_icon_name (GTK_BUTTON (data), "edit-copy-symbolic");
  return G_SOURCE_REMOVE;
}

/* The lines are of the window, not of the value. */
static char *
dup_selection (LkDetailRow *self)
{
  int start, end;
  g_autofree char *lines = lk_byte_breaks_dup_lines (lk_field_get_value (self->field));
  g_auto (GStrv) parts = NULL;
  g_autofree char *selection = NULL;
  const char *text = gtk_label_get_text (GTK_LABEL (self->value));

  if (!gtk_label_get_selection_bounds (GTK_LABEL (self->value), &start, &end))
    return NULL;
  selection = g_utf8_substring (text, start, end);
  if (g_str_equal (lines, lk_field_get_value (self->field)))
    return g_steal_pointer (&selection);
  parts = g_strsplit (selection, "\n", -1);
  return g_strjoinv (NULL, parts);
}

static void
copy (LkDetailRow *self, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_button_set_icon_name (GTK_BUTTON (self->copy), "object-select-symbolic");
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, 1, restore_icon_cb, g_object_ref (self->copy),
                              g_object_unref);
}

static void
copy_cb (LkDetailRow *self)
{
  copy (self, lk_field_get_value (self->field));
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkDetailRow *self = LK_DETAIL_ROW (widget);
  g_autofree char *selection = dup_selection (self);

  copy (self, selection != NULL ? selection : lk_field_get_value (self->field));
}

/* A selectable label keeps the click to itself; the keyboard belongs to the row all the same. */
static void
pressed_cb (LkDetailRow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static gboolean
end_flash_cb (gpointer data)
{
  LkDetailRow *self = data;

  self->flash = 0;
  gtk_widget_remove_css_class (GTK_WIDGET (self), "lk-flash");
  return G_SOURCE_REMOVE;
}

static void
lk_detail_row_dispose (GObject *object)
{
  LkDetailRow *self = LK_DETAIL_ROW (object);

  g_clear_handle_id (&self->flash, g_source_remove);
  g_clear_object (&self->field);
  G_OBJECT_CLASS (lk_detail_row_parent_class)->dispose (object);
}

static void
lk_detail_row_class_init (LkDetailRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_detail_row_dispose;
  gtk_widget_class_install_action (widget_class, "field.copy", NULL, copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "field.copy", NULL);
}

static GtkWidget *
make_value (LkDetailRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->critical = gtk_label_new (_ ("Critical"));
  gtk_widget_set_halign (self->critical, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->critical, "lk-badge");
  gtk_widget_set_tooltip_text (self->critical, _ ("Whoever does not understand it has to refuse the certificate"));
  self->value = gtk_label_new (NULL);
  g_object_set (self->value, "xalign", 0.0F, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                "selectable", TRUE, "focusable", FALSE, NULL);
  lk_note_row_spare_wrapping (GTK_LABEL (self->value));
  gtk_box_append (GTK_BOX (box), self->value);
  gtk_box_append (GTK_BOX (box), self->critical);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

static GtkWidget *
make_copy_button (LkDetailRow *self)
{
  self->copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_set_valign (self->copy, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->copy, "flat");
  gtk_widget_add_css_class (self->copy, "circular");
  gtk_widget_add_css_class (self->copy, "lk-quiet");
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (copy_cb), self);
  return self->copy;
}

static void
lk_detail_row_init (LkDetailRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkGesture *click = gtk_gesture_click_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);

  self->name = gtk_label_new (NULL);
  g_object_set (self->name, "xalign", 0.0F, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                "valign", GTK_ALIGN_START, NULL);
  lk_note_row_spare_wrapping (GTK_LABEL (self->name));
  gtk_widget_add_css_class (self->name, "dim-label");
  gtk_box_append (GTK_BOX (pair), self->name);
  gtk_box_append (GTK_BOX (pair), make_value (self));
  gtk_widget_set_layout_manager (pair, lk_pair_layout_new ());
  gtk_widget_set_hexpand (pair, TRUE);
  gtk_widget_set_valign (pair, GTK_ALIGN_CENTER);

  gtk_widget_add_css_class (box, "lk-detail");
  gtk_box_append (GTK_BOX (box), pair);
  gtk_box_append (GTK_BOX (box), make_copy_button (self));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->value),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->name, NULL, -1);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

LkDetailRow *
lk_detail_row_new (LkField *field)
{
  LkDetailRow *self = g_object_new (LK_TYPE_DETAIL_ROW, NULL);

  lk_detail_row_set_field (self, field);
  return self;
}

/* A link wants the keyboard, what is only read leaves it to the row. */
static void
set_value (LkDetailRow *self, const char *value)
{
  g_autofree char *markup = lk_links_to_markup (value);
  g_autofree char *lines = lk_byte_breaks_dup_lines (value);
  g_autoptr (PangoAttrList) breaks = lk_byte_breaks_new (lines);

  if (markup != NULL)
    gtk_label_set_markup (GTK_LABEL (self->value), markup);
  else
    gtk_label_set_text (GTK_LABEL (self->value), lines);
  gtk_label_set_attributes (GTK_LABEL (self->value), breaks);
  gtk_widget_set_focusable (self->value, markup != NULL);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean wanted)
{
  if (wanted)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

void
lk_detail_row_set_field (LkDetailRow *self, LkField *field)
{
  g_autofree char *copy = NULL;
  g_autofree char *all = NULL;

  g_return_if_fail (LK_IS_DETAIL_ROW (self) && LK_IS_FIELD (field));

  g_set_object (&self->field, field);
  gtk_label_set_text (GTK_LABEL (self->name), lk_field_get_label (field));
  set_value (self, lk_field_get_value (field));
  set_class (self->value, "lk-monospace", lk_field_is_monospace (field));
  gtk_widget_set_visible (self->critical, lk_field_is_critical (field));

  /* Translators: %s is the name of a field, for example “Issuer DN” */
  copy = g_strdup_printf (_ ("Copy %s"), lk_field_get_label (field));
  gtk_widget_set_tooltip_text (self->copy, copy);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_LABEL, copy,
                                  -1);
  all = g_strdup_printf ("%s: %s", lk_field_get_label (field), lk_field_get_value (field));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, all, -1);
}

LkField *
lk_detail_row_get_field (LkDetailRow *self)
{
  g_return_val_if_fail (LK_IS_DETAIL_ROW (self), NULL);
  return self->field;
}

gboolean
lk_detail_row_matches (LkDetailRow *self, const char *folded)
{
  g_autofree char *all = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (LK_IS_DETAIL_ROW (self) && folded != NULL, FALSE);

  all = g_strdup_printf ("%s\n%s", lk_field_get_label (self->field), lk_field_get_value (self->field));
  text = g_utf8_casefold (all, -1);
  return strstr (text, folded) != NULL;
}

void
lk_detail_row_flash (LkDetailRow *self)
{
  g_return_if_fail (LK_IS_DETAIL_ROW (self));

  g_clear_handle_id (&self->flash, g_source_remove);
  gtk_widget_add_css_class (GTK_WIDGET (self), "lk-flash");
  self->flash = g_timeout_add (FLASH_MS, end_flash_cb, self);
}
