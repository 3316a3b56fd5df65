/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One page of the guided setup: shows a part of what an LkSetup knows, again whenever that changes.
 * Buttons in a page name the actions of the window ("setup.attest", "setup.import-ca", …). Main
 * thread. */

#pragma once

#include "setup/lk-setup.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* How far a page has come, for the list of steps. */
typedef enum
{
  LK_PAGE_OPEN,    /* not looked at, or not judged yet */
  LK_PAGE_BLOCKED, /* something on it is in the way */
  LK_PAGE_DONE
} LkSetupPageState;

#define LK_TYPE_SETUP_PAGE (lk_setup_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (LkSetupPage, lk_setup_page, LK, SETUP_PAGE, AdwBin)

struct _LkSetupPageClass
{
  AdwBinClass parent_class;

  void (*update) (LkSetupPage *self, LkSetup *setup);
  LkSetupPageState (*get_state) (LkSetupPage *self, LkSetup *setup);
};

void lk_setup_page_set_setup (LkSetupPage *self, LkSetup *setup);
LkSetup *lk_setup_page_get_setup (LkSetupPage *self);
LkSetupPageState lk_setup_page_get_state (LkSetupPage *self);

G_END_DECLS
