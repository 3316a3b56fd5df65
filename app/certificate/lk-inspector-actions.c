/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-inspector-private.h"

#include "baseline/lk-alert.h"
#include "baseline/lk-file-picker.h"
#include "baseline/lk-print.h"
#include "certificate/lk-compare-window.h"
#include "certificate/lk-structure-window.h"

#include <string.h>

#include <glib/gi18n.h>

/* NULL while something else than details is shown: an error, a question, nothing yet. */
static LkInspection *
get_inspection (GtkWidget *widget)
{
  LkInspector *self = LK_INSPECTOR (widget);
  LkInspection *inspection = lk_details_page_get_inspection (lk_inspector_get_page (self));

  return inspection != NULL && lk_inspection_get_entry (inspection) == lk_inspector_get_entry (self)
           ? inspection
           : NULL;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkInspector) self = data;
  g_autoptr (GFile) file = lk_file_picker_finish (result, NULL);

  if (file != NULL)
    lk_inspector_open_files (self, &file, 1);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_file_picker_open_async (GTK_WINDOW (widget),
                             &(LkFilePicker){ .title = _ ("Open Certificate") }, NULL, opened_cb,
                             g_object_ref (widget));
}

static void
paste_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_inspector_present_clipboard (NULL, GTK_WINDOW (widget));
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_inspector_start_search (LK_INSPECTOR (widget));
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_inspector_go_back (LK_INSPECTOR (widget));
}

static void
copy_text_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *text = lk_inspection_to_text (get_inspection (widget));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  lk_inspector_say (LK_INSPECTOR (widget), _ ("Copied as text"));
}

static void
copy_pem_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          lk_inspection_get_pem (get_inspection (widget)));
  lk_inspector_say (LK_INSPECTOR (widget), _ ("Copied as PEM; it contains no private key"));
}

typedef struct
{
  LkInspector *window;
  GBytes *bytes;
} Export;

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkInspector) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      lk_error_present (GTK_WINDOW (self), error);
      return;
    }
  /* Translators: %s is the name of a file */
  text = g_strdup_printf (_ ("Saved as “%s”; it contains no private key"), name);
  escaped = g_markup_escape_text (text, -1);
  lk_inspector_say (self, escaped);
}

static void
target_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Export *export = data;
  g_autoptr (LkInspector) self = export->window;
  g_autoptr (GBytes) bytes = export->bytes;
  g_autoptr (GFile) file = lk_file_picker_finish (result, NULL);

  if (file != NULL)
    g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE,
                                         G_FILE_CREATE_REPLACE_DESTINATION, NULL, written_cb,
                                         g_object_ref (self));
}

/* What a file system takes anywhere, made of the title. */
static char *
suggest_name (LkInspection *inspection, const char *suffix)
{
  g_autofree char *base = g_strdup (lk_inspection_get_title (inspection));

  g_strdelimit (base, "/\\:*?\"<>|\n\t", '-');
  if (*base == '.')
    *base = '-';
  return g_strdup_printf ("%s.%s", base, suffix);
}

static void
start_export (GtkWidget *widget, const char *title, GBytes *bytes, const char *suffix)
{
  g_autofree char *name = suggest_name (get_inspection (widget), suffix);
  Export *export = g_new0 (Export, 1);

  export->window = LK_INSPECTOR (g_object_ref (widget));
  export->bytes = g_bytes_ref (bytes);
  lk_file_picker_save_async (GTK_WINDOW (widget),
                             &(LkFilePicker){ .title = title, .suggested_name = name }, NULL,
                             target_cb, export);
}

static void
export_pem_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *pem = lk_inspection_get_pem (get_inspection (widget));
  g_autoptr (GBytes) bytes = g_bytes_new (pem, strlen (pem));

  start_export (widget, _ ("Export as PEM, Without Any Private Key"), bytes, "pem");
}

static void
export_der_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  start_export (widget, _ ("Export as DER, Without Any Private Key"), lk_inspection_get_der (get_inspection (widget)), "der");
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *text = lk_inspection_to_text (get_inspection (widget));

  lk_print_text (GTK_WINDOW (widget), lk_inspection_get_title (get_inspection (widget)), text);
}

static void
structure_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkInspection *inspection = get_inspection (widget);

  gtk_window_present (
    GTK_WINDOW (lk_structure_window_new (GTK_WINDOW (widget), lk_inspection_get_title (inspection),
                                         lk_inspection_get_der (inspection))));
}

/* With one certificate alone there is nothing to choose from: the file is asked for at once. */
static void
compare_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkInspector *self = LK_INSPECTOR (widget);
  LkCompareWindow *window =
    lk_compare_window_new (GTK_WINDOW (widget), lk_inspector_get_entry (self),
                           G_LIST_MODEL (lk_inspector_get_entries (self)));

  gtk_window_present (GTK_WINDOW (window));
  if (!lk_compare_window_has_choice (window))
    lk_compare_window_ask_for_file (window);
}

static void
unlock_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_inspector_ask_password (LK_INSPECTOR (widget));
}

typedef enum
{
  NEEDS_NOTHING,
  NEEDS_DETAILS,
  NEEDS_BYTES, /* what can be saved: no private keys */
  NEEDS_CERTIFICATE,
  NEEDS_LOCKED
} Need;

static const struct
{
  const char *name;
  GtkWidgetActionActivateFunc activate;
  Need need;
  guint key; /* with Ctrl; after whatever has the focus */
} actions[] = {
  { "win.open", open_action, NEEDS_NOTHING, GDK_KEY_o },
  { "win.paste", paste_action, NEEDS_NOTHING, GDK_KEY_v },
  { "win.back", back_action, NEEDS_NOTHING, 0 },
  { "win.unlock", unlock_action, NEEDS_LOCKED, 0 },
  { "win.search", search_action, NEEDS_DETAILS, GDK_KEY_f },
  { "win.copy-text", copy_text_action, NEEDS_DETAILS, 0 },
  { "win.print", print_action, NEEDS_DETAILS, GDK_KEY_p },
  { "win.copy-pem", copy_pem_action, NEEDS_BYTES, 0 },
  { "win.export-pem", export_pem_action, NEEDS_BYTES, GDK_KEY_s },
  { "win.export-der", export_der_action, NEEDS_BYTES, 0 },
  { "win.structure", structure_action, NEEDS_BYTES, GDK_KEY_t },
  { "win.compare", compare_action, NEEDS_CERTIFICATE, GDK_KEY_d },
};

void
lk_inspector_install_actions (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
      if (actions[i].key != 0)
        gtk_widget_class_add_binding_action (widget_class, actions[i].key, GDK_CONTROL_MASK,
                                             actions[i].name, NULL);
    }
}

void
lk_inspector_update_actions (LkInspector *self)
{
  LkInspection *inspection = get_inspection (GTK_WIDGET (self));
  LkEntry *entry = lk_inspector_get_entry (self);
  const gboolean have[] = {
    [NEEDS_NOTHING] = TRUE,
    [NEEDS_DETAILS] = inspection != NULL,
    [NEEDS_BYTES] = inspection != NULL && lk_inspection_get_pem (inspection) != NULL,
    [NEEDS_CERTIFICATE] = inspection != NULL && lk_inspection_get_certificate (inspection) != NULL,
    [NEEDS_LOCKED] = inspection != NULL && lk_entry_needs_password (entry),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name, have[actions[i].need]);
}
