/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "baseline/lk-print.h"

#include "base/lk-error.h"

typedef struct
{
  char *text;
  PangoLayout *layout;
  GArray *first_lines; /* of int: where each page begins */
} Job;

static void
job_free (gpointer data, GClosure *closure)
{
  Job *job = data;

  g_free (job->text);
  g_clear_object (&job->layout);
  g_array_unref (job->first_lines);
  g_free (job);
}

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, Job *job)
{
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans 10");
  const double page_height = gtk_print_context_get_height (context);
  double top = 0;
  int first = 0;

  job->layout = gtk_print_context_create_pango_layout (context);
  pango_layout_set_font_description (job->layout, font);
  pango_layout_set_width (job->layout, (int)(gtk_print_context_get_width (context) * PANGO_SCALE));
  pango_layout_set_wrap (job->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (job->layout, job->text, -1);

  g_array_append_val (job->first_lines, first);
  for (int i = 0; i < pango_layout_get_line_count (job->layout); i++)
    {
      PangoRectangle extents;
      double height;

      pango_layout_line_get_extents (pango_layout_get_line_readonly (job->layout, i), NULL,
                                     &extents);
      height = (double)extents.height / PANGO_SCALE;
      if (top + height > page_height && i > 0)
        {
          g_array_append_val (job->first_lines, i);
          top = 0;
        }
      top += height;
    }
  gtk_print_operation_set_n_pages (operation, (int)job->first_lines->len);
}

static void
draw_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Job *job)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  const int first = g_array_index (job->first_lines, int, page);
  const int end = page + 1 < (int)job->first_lines->len
                    ? g_array_index (job->first_lines, int, page + 1)
                    : pango_layout_get_line_count (job->layout);
  double top = 0;

  for (int i = first; i < end; i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (job->layout, i);
      PangoRectangle extents;

      pango_layout_line_get_extents (line, NULL, &extents);
      cairo_move_to (cr, 0, top - (double)extents.y / PANGO_SCALE);
      pango_cairo_show_layout_line (cr, line);
      top += (double)extents.height / PANGO_SCALE;
    }
}

static GtkPrintOperation *
create_operation (const char *title, const char *text)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  Job *job = g_new0 (Job, 1);

  job->text = g_strdup (text);
  job->first_lines = g_array_new (FALSE, FALSE, sizeof (int));
  gtk_print_operation_set_job_name (operation, title);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect_data (operation, "begin-print", G_CALLBACK (begin_cb), job, job_free, 0);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_cb), job);
  return operation;
}

void
lk_print_text (GtkWindow *parent, const char *title, const char *text)
{
  g_autoptr (GtkPrintOperation) operation = NULL;

  g_return_if_fail (text != NULL);

  operation = create_operation (title, text);
  gtk_print_operation_set_allow_async (operation, TRUE);
  /* it shows its errors */
  (void)gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, NULL);
}

gboolean
lk_print_text_to_pdf (const char *path, const char *title, const char *text, GError **error)
{
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (path != NULL && text != NULL, FALSE);

  operation = create_operation (title, text);
  gtk_print_operation_set_export_filename (operation, path);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &reason) !=
      GTK_PRINT_OPERATION_RESULT_ERROR)
    return TRUE;
  g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "The PDF cannot be written: %s", reason->message);
  return FALSE;
}
