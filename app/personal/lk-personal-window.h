/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* "Personal Certificates": every store on this computer with what is installed in it, live. From here a certificate is
 * looked at, proved, tried for export, removed, and a new one imported. One window; main thread. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_PERSONAL_WINDOW (lk_personal_window_get_type ())
G_DECLARE_FINAL_TYPE (LkPersonalWindow, lk_personal_window, LK, PERSONAL_WINDOW, AdwWindow)

/* Shows the one there is, or a new one. */
void lk_personal_window_present (GtkWindow *parent);

G_END_DECLS
