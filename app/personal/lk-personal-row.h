/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A personal certificate in the list: its name, its state in an icon and in words; opened, what its
 * store says of the key, whether it is fit to log in with, and what can be done with it. What it
 * can do are actions of the window, "personal.…", with the selector. */

#pragma once

#include "personal/lk-personal-store.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_PERSONAL_ROW (lk_personal_row_get_type ())
G_DECLARE_FINAL_TYPE (LkPersonalRow, lk_personal_row, LK, PERSONAL_ROW, AdwExpanderRow)

LkPersonalRow *
lk_personal_row_new (LkPersonal *personal, LkPersonalStoreFeatures features, GDateTime *now);
LkPersonal *lk_personal_row_get_personal (LkPersonalRow *self);

G_END_DECLS
