/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The papers of the guided setup: the report on what was done and what is on now, and the sheet of
 * what is left to do on each computer. Main thread. */

#pragma once

#include "setup/lk-setup.h"

G_BEGIN_DECLS

/* Each (transfer full). The setup must have its session. */
char *lk_setup_dup_report (LkSetup *self, gboolean as_json);
char *lk_setup_dup_to_do_sheet (LkSetup *self);

G_END_DECLS
