/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The way in: chosen from the camera's firmware and state, changeable by hand. Main thread. */

#pragma once

#include "setup/lk-setup.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_WAY_ROW (lk_way_row_get_type ())
G_DECLARE_FINAL_TYPE (LkWayRow, lk_way_row, LK, WAY_ROW, AdwPreferencesGroup)

LkWayRow *lk_way_row_new (LkSetup *setup);

G_END_DECLS
