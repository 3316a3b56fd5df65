/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rehearsal: what came of the handshakes on this computer, for each TLS version, and what to do
 * when the answer was no. Main thread. */

#pragma once

#include "setup/lk-setup-page.h"

G_BEGIN_DECLS

#define LK_TYPE_REHEARSAL_PAGE (lk_rehearsal_page_get_type ())
G_DECLARE_FINAL_TYPE (LkRehearsalPage, lk_rehearsal_page, LK, REHEARSAL_PAGE, LkSetupPage)

LkSetupPage *lk_rehearsal_page_new (void);

G_END_DECLS
