/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-sheet-window.h"

#include "baseline/lk-print.h"
#include "setup/lk-text-save.h"

#include <glib/gi18n.h>

#define BALLOT_BOX "☐"

struct _LkSheetWindow
{
  AdwWindow parent_instance;

  char *text;
  char *suggested_name;
  GtkTextView *view;
};

G_DEFINE_FINAL_TYPE (LkSheetWindow, lk_sheet_window, ADW_TYPE_WINDOW)

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkSheetWindow *self = LK_SHEET_WINDOW (widget);

  lk_print_text (GTK_WINDOW (self), gtk_window_get_title (GTK_WINDOW (self)), self->text);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkSheetWindow *self = LK_SHEET_WINDOW (widget);

  lk_text_save (GTK_WINDOW (self), &(LkTextSave){
                                     .dialog_title = _ ("Save Sheet (.txt or .pdf)"),
                                     .suggested_name = self->suggested_name,
                                     .heading = gtk_window_get_title (GTK_WINDOW (self)),
                                     .text = self->text,
                                   });
}

static void
lk_sheet_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_SHEET_WINDOW);
  G_OBJECT_CLASS (lk_sheet_window_parent_class)->dispose (object);
}

static void
lk_sheet_window_finalize (GObject *object)
{
  LkSheetWindow *self = LK_SHEET_WINDOW (object);

  g_free (self->text);
  g_free (self->suggested_name);
  G_OBJECT_CLASS (lk_sheet_window_parent_class)->finalize (object);
}

static void
lk_sheet_window_class_init (LkSheetWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_sheet_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = lk_sheet_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/setup/lk-sheet-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LkSheetWindow, view);
  gtk_widget_class_install_action (widget_class, "sheet.print", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "sheet.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "sheet.print", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "sheet.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lk_sheet_window_init (LkSheetWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What wraps goes below the words, not below the box. */
static void
show_paragraph (GtkTextBuffer *buffer, const char *paragraph)
{
  const char *tag = g_str_has_prefix (paragraph, BALLOT_BOX) ? "item" : "paragraph";
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert_with_tags_by_name (buffer, &end, paragraph, -1, tag, NULL);
  gtk_text_buffer_insert_with_tags_by_name (buffer, &end, "\n", -1, tag, NULL);
}

static void
show_text (LkSheetWindow *self, const char *heading)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  g_auto (GStrv) paragraphs = g_strsplit (self->text, "\n", -1);
  GtkTextIter iter;

  gtk_text_buffer_create_tag (buffer, "heading", "weight", PANGO_WEIGHT_BOLD, "scale", 1.4, "pixels-below-lines", 12, NULL);
  gtk_text_buffer_create_tag (buffer, "paragraph", "pixels-below-lines", 2, NULL);
  gtk_text_buffer_create_tag (buffer, "item", "indent", -36, "pixels-below-lines", 10, NULL);
  gtk_text_buffer_get_end_iter (buffer, &iter);
  gtk_text_buffer_insert_with_tags_by_name (buffer, &iter, heading, -1, "heading", NULL);
  gtk_text_buffer_insert (buffer, &iter, "\n", -1);
  for (guint i = 0; paragraphs[i] != NULL; i++)
    show_paragraph (buffer, paragraphs[i]);
  gtk_text_buffer_get_start_iter (buffer, &iter);
  gtk_text_buffer_place_cursor (buffer, &iter);
}

void
lk_sheet_window_present (GtkWindow *parent,
                         const char *heading,
                         const char *text,
                         const char *suggested_name)
{
  LkSheetWindow *self = g_object_new (LK_TYPE_SHEET_WINDOW, "transient-for", parent, "title", heading, NULL);

  self->text = g_strdup (text);
  self->suggested_name = g_strdup (suggested_name);
  show_text (self, heading);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  heading, -1);
  gtk_window_present (GTK_WINDOW (self));
}
