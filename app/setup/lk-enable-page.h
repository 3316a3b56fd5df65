/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The guarded change as it happens: each of its steps with its state and its evidence. Main
 * thread. */

#pragma once

#include "setup/lk-setup-page.h"

G_BEGIN_DECLS

#define LK_TYPE_ENABLE_PAGE (lk_enable_page_get_type ())
G_DECLARE_FINAL_TYPE (LkEnablePage, lk_enable_page, LK, ENABLE_PAGE, LkSetupPage)

LkSetupPage *lk_enable_page_new (void);

G_END_DECLS
