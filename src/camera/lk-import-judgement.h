/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The judgement that guards every import into a camera, from the window, from the terminal and at
 * the door of the library itself: what is to be said of the certificate at this camera, and whether
 * it goes there at all. Blocking but quick; any thread. */

#pragma once

#include "camera/lk-camera.h"
#include "certificate/lk-judge.h"

G_BEGIN_DECLS

/* Adds to @use, which names purpose and certificate, what is known of the camera: what it takes,
 * its @tab (nullable) without the slot that is @replaced (0: none), and what its clock says now
 * (nullable). (transfer full) (nullable): what @use borrows from then on. */
GPtrArray *lk_import_surround (LkJudgeContext *use,
                               const LkCapabilities *capabilities,
                               LkSslTab *tab,
                               guint replaced,
                               GDateTime *clock);

/* FALSE with BAD_CERTIFICATE in the words of the finding that blocks. */
gboolean lk_import_check (GPtrArray *findings, GError **error);

/* How the judgement is worded on one line: what was found and what to do about it. */
char *lk_import_describe (LkFinding *finding);

G_END_DECLS
