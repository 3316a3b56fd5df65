/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* "Keep these settings?" with a countdown. Revert is the default and what closing means; when the countdown is over
 * the answer is no. The seconds left are told to screen readers from time to time. Main thread. */

#pragma once

#include "setup/lk-setup.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_KEEP_DIALOG (lk_keep_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LkKeepDialog, lk_keep_dialog, LK, KEEP_DIALOG, AdwMessageDialog)

/* Answers @setup once. */
void lk_keep_dialog_present (GtkWindow *parent, LkSetup *setup, guint seconds);

G_END_DECLS
