/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One line and one icon for what is known of a personal certificate: may its key leave its store,
 * is it in its period, is it fit to log in with. Pure functions of what a store said, so that they
 * can be tested without one. */

#pragma once

#include "camera/lk-session-status.h"
#include "personal/lk-personal.h"

G_BEGIN_DECLS

LkSessionStatus lk_personal_status_describe_key (LkPersonal *personal);
LkSessionStatus lk_personal_status_describe_period (LkPersonal *personal, GDateTime *now);

/* Both, the graver one first; its icon is the one to show. */
LkSessionStatus lk_personal_status_describe (LkPersonal *personal, GDateTime *now);

/* What follows from the state of the key, and what to do, in one or two sentences; untranslated
 * (N_). */
const char *lk_personal_status_explain_key (LkPersonal *personal);

/* The icon that goes with a level where nothing more special fits. */
const char *lk_personal_status_get_icon (LkStatusLevel level);

G_END_DECLS
