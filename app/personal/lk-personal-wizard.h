/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* "Import Personal Certificate", after the Certificate Import Wizard: file, password and the three
 * boxes, place, and what the place then says of it. Signal "installed" (LkPersonal), also for one
 * that was there already. Owns itself, as windows do. Main thread. */

#pragma once

#include "personal/lk-personal.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_PERSONAL_WIZARD (lk_personal_wizard_get_type ())
G_DECLARE_FINAL_TYPE (LkPersonalWizard, lk_personal_wizard, LK, PERSONAL_WIZARD, AdwWindow)

/* @file: (nullable) chosen already. @store_id: (nullable) the place to suggest. */
LkPersonalWizard *lk_personal_wizard_present (GtkWindow *parent, GFile *file, const char *store_id);

G_END_DECLS
