/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* "Common setting": the SSL function, and the versions of TLS where the camera tells them. */

#pragma once

#include "camera/lk-pane.h"

G_BEGIN_DECLS

#define LK_TYPE_FUNCTION_PANE (lk_function_pane_get_type ())
G_DECLARE_FINAL_TYPE (LkFunctionPane, lk_function_pane, LK, FUNCTION_PANE, LkPane)

G_END_DECLS
