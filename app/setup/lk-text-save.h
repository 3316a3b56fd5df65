/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A document of the guided setup into a file that the user names: its ending decides whether that
 * holds text, a PDF or JSON. Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *dialog_title;
  const char *suggested_name;
  const char *heading; /* of the PDF */
  const char *text;
  const char *json; /* (nullable) there is no such form of it */
} LkTextSave;

/* Copies what it needs; shows its errors on @parent. */
void lk_text_save (GtkWindow *parent, const LkTextSave *document);

G_END_DECLS
