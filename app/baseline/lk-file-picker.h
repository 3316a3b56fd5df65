/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The system's file chooser, awaited like a call. It becomes one call of GtkFileDialog when the
 * baseline has that. Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *title;
  const char *accept;          /* label of the button; (nullable) */
  const char *filter_name;     /* (nullable): all files */
  const char *const *suffixes; /* with filter_name: "pem", "crt"; NULL-terminated */
  const char *suggested_name;  /* for saving */
} LkFilePicker;

void lk_file_picker_open_async (GtkWindow *parent,
                                const LkFilePicker *picker,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
void lk_file_picker_save_async (GtkWindow *parent,
                                const LkFilePicker *picker,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* (transfer full); NULL with G_IO_ERROR_CANCELLED when the chooser was closed. */
GFile *lk_file_picker_finish (GAsyncResult *result, GError **error);

G_END_DECLS
