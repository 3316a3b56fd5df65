/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Chooses the personal certificate for the guided setup: those that are installed on this computer,
 * as their stores tell, and a file. A choice is opened on a worker, asking for PIN or password as
 * needed, and handed to the LkSetup. Main thread. */

#pragma once

#include "setup/lk-setup.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_PERSONAL_CHOOSER (lk_personal_chooser_get_type ())
G_DECLARE_FINAL_TYPE (LkPersonalChooser, lk_personal_chooser, LK, PERSONAL_CHOOSER, AdwBin)

LkPersonalChooser *lk_personal_chooser_new (LkSetup *setup);

/* Lets the user pick a file, then opens it. */
void lk_personal_chooser_pick_file (LkPersonalChooser *self);

/* Chooses one that was installed just now. */
void lk_personal_chooser_take (LkPersonalChooser *self, LkPersonal *personal);

G_END_DECLS
