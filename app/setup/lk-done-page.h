/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How it ended: what is on now, who can get in, until when; and the report to keep. Main thread. */

#pragma once

#include "setup/lk-setup-page.h"

G_BEGIN_DECLS

#define LK_TYPE_DONE_PAGE (lk_done_page_get_type ())
G_DECLARE_FINAL_TYPE (LkDonePage, lk_done_page, LK, DONE_PAGE, LkSetupPage)

LkSetupPage *lk_done_page_new (void);

G_END_DECLS
