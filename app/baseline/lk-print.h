/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Plain text on paper, or into a PDF, through the system's print dialog. Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @heading stands above the text and names the print job. Copies what it needs. Errors are shown by
 * the dialog itself. */
void lk_print_text (GtkWindow *parent, const char *heading, const char *text);

/* The same into a PDF, without asking. LK_ERROR_STORE_FAILED when the file cannot be written. */
gboolean
lk_print_text_to_pdf (const char *path, const char *heading, const char *text, GError **error);

G_END_DECLS
