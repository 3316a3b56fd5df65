/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What guards an import from the terminal: the same judgement as in the window, at the camera that
 * it is for. */

#pragma once

#include "camera/lk-import-judgement.h"
#include "ctl/lk-ctl-camera.h"

G_BEGIN_DECLS

/* Says on standard error what speaks against it, and keeps it for JSON. @tab: (nullable); @slot:
 * the one that is replaced, or 0. BAD_CERTIFICATE where it must not be sent. */
gboolean lk_ctl_judge (LkCtl *ctl,
                       const LkCtlCamera *opened,
                       const LkJudgeContext *use,
                       LkSslTab *tab,
                       guint slot,
                       GError **error);

G_END_DECLS
