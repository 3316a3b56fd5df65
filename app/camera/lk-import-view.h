/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the import pop-ups show of a certificate before it is sent: the inspector's brief, the
 * fields of the tab, and the door to everything else. Judged with what is known of the camera.
 * Main thread. */

#pragma once

#include "baseline/lk-error-page.h"
#include "camera/lk-camera-session.h"
#include "certificate/lk-judge.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_IMPORT_VIEW (lk_import_view_get_type ())
G_DECLARE_FINAL_TYPE (LkImportView, lk_import_view, LK, IMPORT_VIEW, AdwBin)

/* Judges and shows it; @use is completed with the camera's side. @replaced: the
 * trusted CA certificate that goes for it, 0: none. @obstacle: (nullable) why the camera cannot
 * take it. FALSE where there is one, or a finding that blocks. */
gboolean lk_import_view_show (LkImportView *self,
                              LkCameraSession *session,
                              const LkJudgeContext *use,
                              guint replaced,
                              const char *obstacle);

/* Says why a file did not open, in the inspector's words where it has them. */
void lk_import_view_explain (LkErrorPage *page, const GError *error);

G_END_DECLS
