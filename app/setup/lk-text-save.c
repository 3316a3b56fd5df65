/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-text-save.h"

#include "baseline/lk-alert.h"
#include "baseline/lk-file-picker.h"
#include "baseline/lk-print.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  GtkWindow *parent;
  char *heading;
  char *text;
  char *json;
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->parent);
  g_free (saving->heading);
  g_free (saving->text);
  g_free (saving->json);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWindow) parent = data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    lk_error_present (parent, error);
}

static void
save_pdf (Saving *saving, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;

  if (!lk_print_text_to_pdf (path, saving->heading, saving->text, &error))
    lk_error_present (saving->parent, error);
}

static void
picked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) saving = data;
  g_autoptr (GFile) file = lk_file_picker_finish (result, NULL);
  g_autofree char *name = file != NULL ? g_file_get_basename (file) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *form = saving->text;

  if (file == NULL)
    return;
  if (g_str_has_suffix (name, ".pdf"))
    {
      save_pdf (saving, file);
      return;
    }
  if (saving->json != NULL && g_str_has_suffix (name, ".json"))
    form = saving->json;
  bytes = g_bytes_new (form, strlen (form));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL, saved_cb, g_object_ref (saving->parent));
}

void
lk_text_save (GtkWindow *parent, const LkTextSave *document)
{
  const LkFilePicker picker = { .title = document->dialog_title,
                                .accept = _ ("_Save"),
                                .suggested_name = document->suggested_name };
  Saving *saving = g_new0 (Saving, 1);

  saving->parent = g_object_ref (parent);
  saving->heading = g_strdup (document->heading);
  saving->text = g_strdup (document->text);
  saving->json = g_strdup (document->json);
  lk_file_picker_save_async (parent, &picker, NULL, picked_cb, saving);
}
