/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The last page of the import: what the store says of the certificate that is in it now. Signal
 * "replace": one that was there before and is not exportable shall be replaced. Main thread. */

#pragma once

#include "personal/lk-personal.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_PERSONAL_RESULT (lk_personal_result_get_type ())
G_DECLARE_FINAL_TYPE (LkPersonalResult, lk_personal_result, LK, PERSONAL_RESULT, AdwBin)

/* @existed: it was there before, and nothing was done. */
void lk_personal_result_show (LkPersonalResult *self, LkPersonal *personal, gboolean existed);

G_END_DECLS
