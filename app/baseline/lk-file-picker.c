/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "baseline/lk-file-picker.h"

#include <glib/gi18n.h>

static void
add_filters (GtkFileChooser *chooser, const LkFilePicker *picker)
{
  g_autoptr (GtkFileFilter) filter = NULL;
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  if (picker->filter_name == NULL)
    return;

  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, picker->filter_name);
  for (gsize i = 0; picker->suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, picker->suffixes[i]);
  gtk_file_chooser_add_filter (chooser, filter);

  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);
}

static void
response_cb (GtkNativeDialog *native, int response, gpointer data)
{
  g_autoptr (GTask) task = data;

  /* The native chooser is no widget: nobody owns it but the task, and it ends here. */
  gtk_native_dialog_hide (native);
  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native)),
                           g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "No file was chosen");
}

static void
cancelled_cb (GCancellable *cancellable, gpointer native)
{
  g_signal_emit_by_name (native, "response", GTK_RESPONSE_CANCEL);
}

static void
pick_async (GtkWindow *parent, const LkFilePicker *picker, GtkFileChooserAction action, GTask *task)
{
  GtkFileChooserNative *native =
    gtk_file_chooser_native_new (picker->title, parent, action, picker->accept, NULL);
  GCancellable *cancellable = g_task_get_cancellable (task);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  add_filters (GTK_FILE_CHOOSER (native), picker);
  if (picker->suggested_name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), picker->suggested_name);

  g_task_set_task_data (task, native, g_object_unref);
  g_signal_connect (native, "response", G_CALLBACK (response_cb), task);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb), native, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

void
lk_file_picker_open_async (GtkWindow *parent,
                           const LkFilePicker *picker,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, lk_file_picker_open_async);
  pick_async (parent, picker, GTK_FILE_CHOOSER_ACTION_OPEN, task);
}

void
lk_file_picker_save_async (GtkWindow *parent,
                           const LkFilePicker *picker,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, lk_file_picker_save_async);
  pick_async (parent, picker, GTK_FILE_CHOOSER_ACTION_SAVE, task);
}

GFile *
lk_file_picker_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
