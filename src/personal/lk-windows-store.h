/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The personal certificates of the current user on Windows, over the plain C of lk-windows-my.h. A
 * certificate is named by its SHA-1, "windows:HEX", as Windows itself names it. Passwords are never
 * asked for here: Windows asks the owner of a protected key itself. */

#pragma once

#include "personal/lk-personal-store.h"

G_BEGIN_DECLS

#define LK_WINDOWS_STORE_ID "windows:"

#define LK_TYPE_WINDOWS_STORE (lk_windows_store_get_type ())
G_DECLARE_FINAL_TYPE (LkWindowsStore, lk_windows_store, LK, WINDOWS_STORE, LkPersonalStore)

LkPersonalStore *lk_windows_store_new (void);

G_END_DECLS
