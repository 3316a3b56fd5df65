/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Values of the library as results: the [SSL] tab and certificates, as JSON and as text. */

#pragma once

#include "camera/lk-camera.h"
#include "ctl/lk-ctl.h"

G_BEGIN_DECLS

/* {"camera":…,"common":…,"server":…,"client":…}, and "findings" after an import; or the same as a table. */
void lk_ctl_print_tab (LkCtl *ctl, LkCamera *camera, LkCameraFacts *facts, LkSslTab *tab);

G_END_DECLS
