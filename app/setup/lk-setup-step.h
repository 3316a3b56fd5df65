/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The steps of the guided setup, in order: what each is called, and its page. A table; those pages
 * that are nothing but items of the checklist stand in it whole. Main thread. */

#pragma once

#include "setup/lk-setup-page.h"

G_BEGIN_DECLS

typedef enum
{
  LK_STEP_SITUATION,
  LK_STEP_SERVER,
  LK_STEP_TRUSTED,
  LK_STEP_PERSONAL,
  LK_STEP_CHECKLIST,
  LK_STEP_REHEARSAL,
  LK_STEP_ENABLE,
  LK_STEP_DONE,
  LK_N_STEPS
} LkSetupStepId;

const char *lk_setup_step_get_name (LkSetupStepId step);  /* of the page in its stack */
const char *lk_setup_step_get_title (LkSetupStepId step); /* translated */
/* What the button says that leaves its page forward, translated, with a mnemonic. */
const char *lk_setup_step_get_next_label (LkSetupStepId step);
LkSetupPage *lk_setup_step_create_page (LkSetupStepId step); /* (transfer floating) */

G_END_DECLS
