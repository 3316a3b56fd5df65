/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How far a setup has come, in one line: "2 items failed, 1 needs your word". Main thread. */

#pragma once

#include "setup/lk-setup.h"

G_BEGIN_DECLS

char *lk_setup_format_summary (LkSetup *self); /* translated */

G_END_DECLS
