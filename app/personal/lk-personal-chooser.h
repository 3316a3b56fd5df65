/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Chooses a personal certificate: among those that are installed on this computer, as their stores
 * tell, or from a file. A choice is opened on a worker, asking for PIN or password as needed. Main
 * thread. */

#pragma once

#include "personal/lk-personal.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Signal chosen (LkIdentity *identity, LkPersonal *personal): it was opened; @personal says what
 * its store knows of it, (nullable) when the store lost it meanwhile. */
#define LK_TYPE_PERSONAL_CHOOSER (lk_personal_chooser_get_type ())
G_DECLARE_FINAL_TYPE (LkPersonalChooser, lk_personal_chooser, LK, PERSONAL_CHOOSER, AdwBin)

LkPersonalChooser *lk_personal_chooser_new (void);

/* What is chosen already, by its selector; NULL: nothing. */
void lk_personal_chooser_show_choice (LkPersonalChooser *self, const char *selector);

/* Lets the user pick a file, then opens it. */
void lk_personal_chooser_pick_file (LkPersonalChooser *self);

/* Chooses one that was installed just now. */
void lk_personal_chooser_take (LkPersonalChooser *self, LkPersonal *personal);

G_END_DECLS
