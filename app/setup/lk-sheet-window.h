/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A document to be read, printed or saved: a sheet of what is to be done by hand. A paragraph that
 * begins with a ballot box is an item. Main thread. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_SHEET_WINDOW (lk_sheet_window_get_type ())
G_DECLARE_FINAL_TYPE (LkSheetWindow, lk_sheet_window, LK, SHEET_WINDOW, AdwWindow)

/* @suggested_name: of the file, when it is saved. */
void lk_sheet_window_present (GtkWindow *parent,
                              const char *heading,
                              const char *text,
                              const char *suggested_name);

G_END_DECLS
