/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The inspector's window: on the left the objects of the files that were opened, where there are
 * several, on the right all that is known of one. Files are read and judged on threads. It owns
 * itself, as windows do. Main thread. */

#pragma once

#include "certificate/lk-inspection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_INSPECTOR (lk_inspector_get_type ())
G_DECLARE_FINAL_TYPE (LkInspector, lk_inspector, LK, INSPECTOR, AdwApplicationWindow)

/* @parent: (nullable): the window that it is opened from. */
LkInspector *lk_inspector_present_files (GtkApplication *application,
                                         GtkWindow *parent,
                                         GFile **files,
                                         guint n_files);

/* Of a camera: @context may be NULL, and is copied. */
LkInspector *lk_inspector_present_certificate (GtkWindow *parent,
                                               LkCertificate *certificate,
                                               const LkInspectionContext *context);

/* What is in the clipboard: PEM text. Says so when it is nothing of the kind. */
void lk_inspector_present_clipboard (GtkApplication *application, GtkWindow *parent);

/* Adds files to the list and shows the first of them. */
void lk_inspector_open_files (LkInspector *self, GFile **files, guint n_files);

G_END_DECLS
