/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-compare-window.h"

#include "base/lk-error.h"
#include "base/lk-job.h"
#include "baseline/lk-alert.h"
#include "baseline/lk-file-picker.h"
#include "certificate/lk-byte-breaks.h"
#include "certificate/lk-comparison.h"
#include "certificate/lk-note-row.h"
#include "certificate/lk-pair-layout.h"

#include <glib/gi18n.h>

#define TITLE_CHARS 28

struct _LkCompareWindow
{
  AdwWindow parent_instance;

  LkEntry *first;
  GListStore *others;
  GListModel *fields; /* (nullable): of LkComparedField */
  GCancellable *cancellable;

  AdwWindowTitle *window_title;
  AdwActionRow *first_row;
  AdwActionRow *second_row;
  GtkDropDown *second;
  GtkSwitch *only;
  GtkBox *content;
};

G_DEFINE_FINAL_TYPE (LkCompareWindow, lk_compare_window, ADW_TYPE_WINDOW)

static GtkWidget *
make_value (const char *value, const char *other_value, gboolean monospace, const char *number)
{
  g_autofree char *text = value != NULL ? lk_byte_breaks_dup_lines (value) : NULL;
  g_autofree char *other = other_value != NULL ? lk_byte_breaks_dup_lines (other_value) : NULL;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *label = gtk_label_new (text != NULL ? text : _ ("(not there)"));

  g_object_set (label, "xalign", 0.0F, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "selectable", TRUE, "focusable", FALSE, NULL);
  lk_note_row_spare_wrapping (GTK_LABEL (label));
  if (text == NULL)
    gtk_widget_add_css_class (label, "dim-label");
  else if (monospace)
    gtk_widget_add_css_class (label, "lk-monospace");
  if (text != NULL)
    {
      g_autoptr (PangoAttrList) attributes = lk_byte_breaks_new (text);

      if (other != NULL)
        {
          PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

          lk_compare_texts (text, other, &bold->start_index, &bold->end_index);
          pango_attr_list_insert (attributes, bold);
        }
      gtk_label_set_attributes (GTK_LABEL (label), attributes);
    }
  if (number != NULL)
    {
      GtkWidget *badge = gtk_label_new (number);

      gtk_widget_add_css_class (badge, "lk-badge");
      gtk_widget_set_valign (badge, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (box), badge);
    }
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static GtkWidget *
make_values (LkComparedField *field)
{
  const char *first = lk_compared_field_get_first (field);
  const char *second = lk_compared_field_get_second (field);
  gboolean monospace = lk_compared_field_is_monospace (field);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  if (!lk_compared_field_differs (field))
    {
      gtk_box_append (GTK_BOX (box), make_value (first, NULL, monospace, NULL));
      return box;
    }
  gtk_box_append (GTK_BOX (box), make_value (first, second, monospace, "1"));
  gtk_box_append (GTK_BOX (box), make_value (second, first, monospace, "2"));
  return box;
}

static GtkWidget *
make_row (LkComparedField *field)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (lk_compared_field_get_label (field));
  gboolean differs = lk_compared_field_differs (field);
  GtkWidget *sign = gtk_label_new (differs ? "≠" : "=");
  const char *word = differs ? _ ("Differs") : _ ("Equal");
  g_autofree char *all = g_strdup_printf ("%s: %s", lk_compared_field_get_label (field), word);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (sign, differs ? "accent" : "dim-label");
  gtk_widget_add_css_class (sign, "heading");
  gtk_widget_set_valign (sign, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (sign, word);
  g_object_set (name, "xalign", 0.0F, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "valign", GTK_ALIGN_START, NULL);
  lk_note_row_spare_wrapping (GTK_LABEL (name));
  gtk_widget_add_css_class (name, "dim-label");
  gtk_box_append (GTK_BOX (pair), name);
  gtk_box_append (GTK_BOX (pair), make_values (field));
  gtk_widget_set_layout_manager (pair, lk_pair_layout_new ());
  gtk_widget_set_hexpand (pair, TRUE);
  gtk_box_append (GTK_BOX (box), sign);
  gtk_box_append (GTK_BOX (box), pair);
  gtk_widget_add_css_class (box, "lk-compared");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, all, -1);
  return row;
}

static void
clear (LkCompareWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->content))) != NULL)
    gtk_box_remove (self->content, child);
}

/* A group for each run of fields of one section. */
static guint
add_groups (LkCompareWindow *self, gboolean only)
{
  GtkWidget *group = NULL;
  const char *section = NULL;
  guint differing = 0;

  for (guint i = 0; i < g_list_model_get_n_items (self->fields); i++)
    {
      g_autoptr (LkComparedField) field = g_list_model_get_item (self->fields, i);

      differing += lk_compared_field_differs (field);
      if (only && !lk_compared_field_differs (field))
        continue;
      if (g_strcmp0 (section, lk_compared_field_get_section (field)) != 0)
        {
          g_autofree char *escaped =
            g_markup_escape_text (lk_compared_field_get_section (field), -1);

          group = adw_preferences_group_new ();
          adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), escaped);
          gtk_box_append (self->content, group);
          section = lk_compared_field_get_section (field);
        }
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (field));
    }
  return differing;
}

static void
show_fields (LkCompareWindow *self)
{
  g_autofree char *text = NULL;
  guint differing;
  guint count;

  clear (self);
  if (self->fields == NULL)
    return;
  count = g_list_model_get_n_items (self->fields);
  differing = add_groups (self, gtk_switch_get_active (self->only));
  text = differing == 0 ? g_strdup (_ ("The same in every field"))
                        : g_strdup_printf (ngettext ("%u of %u field differs", "%u of %u fields differ", count), differing, count);
  adw_window_title_set_subtitle (self->window_title, text);
}

static void
only_cb (LkCompareWindow *self)
{
  show_fields (self);
}

typedef struct
{
  LkCertificate *first;
  LkCertificate *second;
} Pair;

static void
pair_free (gpointer data)
{
  Pair *pair = data;

  g_object_unref (pair->first);
  g_object_unref (pair->second);
  g_free (pair);
}

static gpointer
compare_thread (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  Pair *pair = input;

  return lk_compare_certificates (pair->first, pair->second);
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkCompareWindow) self = data;
  g_autoptr (GListModel) fields = lk_job_finish (result, NULL);

  if (fields == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  g_set_object (&self->fields, fields);
  show_fields (self);
}

static void
chosen_cb (LkCompareWindow *self)
{
  LkEntry *entry = self->others != NULL ? gtk_drop_down_get_selected_item (self->second) : NULL;
  LkCertificate *second = entry != NULL ? lk_entry_get_certificate (entry) : NULL;
  Pair *pair;

  if (second == NULL || lk_entry_get_certificate (self->first) == NULL)
    return;
  adw_action_row_set_subtitle (self->second_row, lk_entry_get_subtitle (entry));
  pair = g_new0 (Pair, 1);
  pair->first = g_object_ref (lk_entry_get_certificate (self->first));
  pair->second = g_object_ref (second);
  lk_job_start (&(LkJobSpec){
                  .name = "compare certificates",
                  .run = compare_thread,
                  .input = pair,
                  .free_input = pair_free,
                  .free_value = g_object_unref,
                },
                self->cancellable, compared_cb, g_object_ref (self));
}

static gpointer
load_thread (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) entries = lk_entries_load (input, NULL, cancellable);

  for (guint i = 0; i < entries->len; i++)
    if (lk_entry_get_certificate (entries->pdata[i]) != NULL)
      return g_object_ref (entries->pdata[i]);
  if (entries->len > 0 && lk_entry_get_error (entries->pdata[0]) != NULL)
    g_propagate_error (error, g_error_copy (lk_entry_get_error (entries->pdata[0])));
  else
    g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, "The file holds no certificate to compare with");
  return NULL;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkCompareWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkEntry) entry = lk_job_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (entry != NULL)
    lk_compare_window_add (self, entry);
  else
    lk_error_present (GTK_WINDOW (self), error);
}

static void
file_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkCompareWindow) self = data;
  g_autoptr (GFile) file = lk_file_picker_finish (result, NULL);

  if (file != NULL)
    lk_job_start (&(LkJobSpec){
                    .name = "read the second certificate",
                    .run = load_thread,
                    .input = g_object_ref (file),
                    .free_input = g_object_unref,
                    .free_value = g_object_unref,
                  },
                  self->cancellable, loaded_cb, g_object_ref (self));
}

void
lk_compare_window_ask_for_file (LkCompareWindow *self)
{
  g_return_if_fail (LK_IS_COMPARE_WINDOW (self));

  lk_file_picker_open_async (
    GTK_WINDOW (self), &(LkFilePicker){ .title = _ ("Compare With"), .accept = _ ("_Compare") },
    self->cancellable, file_cb, g_object_ref (self));
}

/* A button is as wide as its text: a long name would push everything else out of sight. */
static char *
format_entry (LkEntry *entry, gpointer data)
{
  const char *title = entry != NULL ? lk_entry_get_title (entry) : "";
  g_autofree char *start = NULL;

  if (g_utf8_strlen (title, -1) <= TITLE_CHARS)
    return g_strdup (title);
  start = g_utf8_substring (title, 0, TITLE_CHARS - 1);
  return g_strconcat (start, "…", NULL);
}

static void
lk_compare_window_dispose (GObject *object)
{
  LkCompareWindow *self = LK_COMPARE_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_COMPARE_WINDOW);
  g_clear_object (&self->first);
  g_clear_object (&self->others);
  g_clear_object (&self->fields);
  G_OBJECT_CLASS (lk_compare_window_parent_class)->dispose (object);
}

static void
lk_compare_window_finalize (GObject *object)
{
  g_clear_object (&LK_COMPARE_WINDOW (object)->cancellable);
  G_OBJECT_CLASS (lk_compare_window_parent_class)->finalize (object);
}

static void
lk_compare_window_class_init (LkCompareWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_compare_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = lk_compare_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/certificate/lk-compare-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LkCompareWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, LkCompareWindow, first_row);
  gtk_widget_class_bind_template_child (widget_class, LkCompareWindow, second_row);
  gtk_widget_class_bind_template_child (widget_class, LkCompareWindow, second);
  gtk_widget_class_bind_template_child (widget_class, LkCompareWindow, only);
  gtk_widget_class_bind_template_child (widget_class, LkCompareWindow, content);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, only_cb);
  gtk_widget_class_bind_template_callback (widget_class, lk_compare_window_ask_for_file);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lk_compare_window_init (LkCompareWindow *self)
{
  g_autoptr (GtkExpression) title = NULL;

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  title = gtk_cclosure_expression_new (G_TYPE_STRING, NULL, 0, NULL, G_CALLBACK (format_entry),
                                       NULL, NULL);
  gtk_drop_down_set_expression (self->second, title);
}

LkCompareWindow *
lk_compare_window_new (GtkWindow *parent, LkEntry *first, GListModel *others)
{
  LkCompareWindow *self = g_object_new (LK_TYPE_COMPARE_WINDOW, "transient-for", parent, "modal",
                                        gtk_window_get_modal (parent), NULL);
  g_autoptr (GPtrArray) certificates = g_ptr_array_new_with_free_func (g_object_unref);

  self->first = g_object_ref (first);
  /* use-markup is off */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->first_row), lk_entry_get_title (first));
  adw_action_row_set_subtitle (self->first_row, lk_entry_get_subtitle (first));
  for (guint i = 0; others != NULL && i < g_list_model_get_n_items (others); i++)
    {
      g_autoptr (LkEntry) entry = g_list_model_get_item (others, i);
      LkItem *item = lk_entry_get_item (entry);

      if (entry != first && (lk_entry_get_kind (entry) == LK_ENTRY_CERTIFICATE ||
                             (item != NULL && lk_item_get_kind (item) == LK_ITEM_CERTIFICATE)))
        g_ptr_array_add (certificates, g_steal_pointer (&entry));
    }
  self->others = g_list_store_new (LK_TYPE_ENTRY);
  g_list_store_splice (self->others, 0, 0, certificates->pdata, certificates->len);
  gtk_drop_down_set_model (self->second, G_LIST_MODEL (self->others));
  gtk_widget_set_sensitive (GTK_WIDGET (self->second), certificates->len > 0);
  chosen_cb (self);
  return self;
}

void
lk_compare_window_add (LkCompareWindow *self, LkEntry *second)
{
  g_return_if_fail (LK_IS_COMPARE_WINDOW (self) && LK_IS_ENTRY (second));

  g_list_store_append (self->others, second);
  gtk_widget_set_sensitive (GTK_WIDGET (self->second), TRUE);
  gtk_drop_down_set_selected (self->second,
                              g_list_model_get_n_items (G_LIST_MODEL (self->others)) - 1);
}

gboolean
lk_compare_window_has_choice (LkCompareWindow *self)
{
  g_return_val_if_fail (LK_IS_COMPARE_WINDOW (self), FALSE);
  return g_list_model_get_n_items (G_LIST_MODEL (self->others)) > 0;
}

GListModel *
lk_compare_window_get_fields (LkCompareWindow *self)
{
  g_return_val_if_fail (LK_IS_COMPARE_WINDOW (self), NULL);
  return self->fields;
}
