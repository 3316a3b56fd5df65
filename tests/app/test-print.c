/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "baseline/lk-print.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_pdf (void)
{
  g_autofree char *folder = g_dir_make_tmp ("lk-print-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "report.pdf", NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gsize length;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (text, "Line %u of a report that is longer than one page ✓ 証明書\n", i);
  g_assert_true (lk_print_text_to_pdf (path, "A & B", text->str, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF-"));
  g_assert_cmpuint (length, >, 5000);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (lk_print_text_to_pdf ("/nonexistent/report.pdf", "title", "text", &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_STORE_FAILED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add_func ("/app/print/writes-pages-into-a-pdf", test_pdf);
  g_test_add_func ("/app/print/says-that-it-cannot-write", test_no_folder);
  return g_test_run ();
}
