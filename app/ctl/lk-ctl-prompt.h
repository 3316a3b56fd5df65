/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Passwords and questions on the terminal. Nothing that is typed is shown or kept elsewhere. */

#pragma once

#include "base/lk-secret.h"
#include "personal/lk-pin-prompt.h"
#include "ctl/lk-ctl.h"

G_BEGIN_DECLS

/* Whether somebody sits at the terminal. */
gboolean lk_ctl_has_terminal (void);

/* From @file when it is not NULL, else asked for. @question ends without a colon. USAGE without
 * file and terminal, naming @option. */
LkSecret *lk_ctl_read_password (
  LkCtl *ctl, const char *file, const char *option, const char *question, GError **error);

/* TRUE only for an explicit yes within @seconds. */
gboolean lk_ctl_confirm (const char *question, guint seconds, GCancellable *cancellable);

/* Asks for the password of the personal certificate: first the file that was given, then the
 * terminal. */
LkPinPrompt lk_ctl_make_pin_prompt (LkCtl *ctl);

G_END_DECLS
