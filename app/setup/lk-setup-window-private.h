/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the two halves of LkSetupWindow share: pages and navigation (lk-setup-window.c), and the
 * actions that mend what the pages name (lk-setup-window-actions.c). */

#pragma once

#include "setup/lk-setup-window.h"

#include "setup/lk-setup-step.h"

G_BEGIN_DECLS

LkSetup *lk_setup_window_get_setup (LkSetupWindow *self);
void lk_setup_window_go_to (LkSetupWindow *self, LkSetupStepId step);
void lk_setup_window_choose_personal (LkSetupWindow *self);

/* One that was installed just now. */
void lk_setup_window_take_personal (LkSetupWindow *self, LkPersonal *personal);
void lk_setup_window_install_actions (GtkWidgetClass *widget_class);

/* Only while no other action on the camera is under way. */
void lk_setup_window_enable_actions (LkSetupWindow *self);

G_END_DECLS
