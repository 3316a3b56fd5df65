/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "baseline/lk-print.h"

#include "base/lk-error.h"

#include <string.h>

#define MARGIN_MM      20
#define HEADING_SCALE  1.4
#define LINE_SPACING   1.15
#define HANGING_INDENT 18 /* points: what wraps stands out from what begins */

/* One line, in points from the top of the whole text. */
typedef struct
{
  PangoLayoutLine *line; /* of the layout */
  double x;
  double top;
  double baseline;
  double bottom;
} Line;

typedef struct
{
  char *heading;
  char *text;
  PangoLayout *layout;
  GArray *lines;       /* of Line */
  GArray *first_lines; /* of guint: where each page begins */
} Job;

static void
job_free (gpointer data, GClosure *closure)
{
  Job *job = data;

  g_free (job->heading);
  g_free (job->text);
  g_array_unref (job->lines);
  g_array_unref (job->first_lines);
  g_clear_object (&job->layout);
  g_free (job);
}

static PangoLayout *
create_layout (GtkPrintContext *context, Job *job)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans 10");
  g_autofree char *whole = g_strdup_printf ("%s\n\n%s", job->heading, job->text);
  PangoAttrList *attributes = pango_attr_list_new ();
  PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
  PangoAttribute *large = pango_attr_scale_new (HEADING_SCALE);

  bold->end_index = large->end_index = (guint)strlen (job->heading);
  pango_attr_list_insert (attributes, bold);
  pango_attr_list_insert (attributes, large);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int)(gtk_print_context_get_width (context) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_indent (layout, -HANGING_INDENT * PANGO_SCALE);
  pango_layout_set_line_spacing (layout, LINE_SPACING);
  pango_layout_set_text (layout, whole, -1);
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  return layout;
}

static void
list_lines (Job *job)
{
  PangoLayoutIter *iter = pango_layout_get_iter (job->layout);

  do
    {
      PangoRectangle extents;
      Line line = { .line = pango_layout_iter_get_line_readonly (iter) };

      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      line.x = (double)extents.x / PANGO_SCALE;
      line.top = (double)extents.y / PANGO_SCALE;
      line.bottom = (double)(extents.y + extents.height) / PANGO_SCALE;
      line.baseline = (double)pango_layout_iter_get_baseline (iter) / PANGO_SCALE;
      g_array_append_val (job->lines, line);
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, Job *job)
{
  const double page_height = gtk_print_context_get_height (context);
  double page_top = 0;
  guint first = 0;

  job->layout = create_layout (context, job);
  list_lines (job);
  g_array_append_val (job->first_lines, first);
  for (guint i = 1; i < job->lines->len; i++)
    {
      const Line *line = &g_array_index (job->lines, Line, i);

      if (line->bottom - page_top <= page_height)
        continue;
      g_array_append_val (job->first_lines, i);
      page_top = line->top;
    }
  gtk_print_operation_set_n_pages (operation, (int)job->first_lines->len);
}

static void
draw_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Job *job)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  const guint first = g_array_index (job->first_lines, guint, page);
  const guint end = page + 1 < (int)job->first_lines->len
                      ? g_array_index (job->first_lines, guint, page + 1)
                      : job->lines->len;
  const double page_top = g_array_index (job->lines, Line, first).top;

  for (guint i = first; i < end; i++)
    {
      const Line *line = &g_array_index (job->lines, Line, i);

      cairo_move_to (cr, line->x, line->baseline - page_top);
      pango_cairo_show_layout_line (cr, line->line);
    }
}

static GtkPageSetup *
create_page_setup (void)
{
  GtkPageSetup *setup = gtk_page_setup_new ();

  gtk_page_setup_set_top_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  gtk_page_setup_set_bottom_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  gtk_page_setup_set_left_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  gtk_page_setup_set_right_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  return setup;
}

static GtkPrintOperation *
create_operation (const char *heading, const char *text)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) page_setup = create_page_setup ();
  Job *job = g_new0 (Job, 1);

  job->heading = g_strdup (heading);
  job->text = g_strdup (text);
  job->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  job->first_lines = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_print_operation_set_job_name (operation, heading);
  gtk_print_operation_set_default_page_setup (operation, page_setup);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect_data (operation, "begin-print", G_CALLBACK (begin_cb), job, job_free, 0);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_cb), job);
  return operation;
}

void
lk_print_text (GtkWindow *parent, const char *heading, const char *text)
{
  g_autoptr (GtkPrintOperation) operation = NULL;

  g_return_if_fail (text != NULL);

  operation = create_operation (heading, text);
  gtk_print_operation_set_allow_async (operation, TRUE);
  /* it shows its errors */
  (void)gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, NULL);
}

gboolean
lk_print_text_to_pdf (const char *path, const char *heading, const char *text, GError **error)
{
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (path != NULL && text != NULL, FALSE);

  operation = create_operation (heading, text);
  gtk_print_operation_set_export_filename (operation, path);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &reason) !=
      GTK_PRINT_OPERATION_RESULT_ERROR)
    return TRUE;
  g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "The PDF cannot be written: %s", reason->message);
  return FALSE;
}
