/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the guided setup does on a worker of its own, which changes nothing: surveying a camera. All
 * that it changes goes through the camera's session. */

#pragma once

#include "base/lk-job.h"
#include "camera/lk-camera-access.h"
#include "setup/lk-checklist.h"

G_BEGIN_DECLS

typedef struct
{
  LkCameraAccess *access;
  LkSituation *given; /* what the camera cannot tell */
} LkSetupInput;

/* Takes new references. */
LkSetupInput *lk_setup_input_new (LkCameraAccess *access, LkSituation *given);
void lk_setup_input_free (LkSetupInput *self);

/* LkJobFunc; the value is an LkChecklist. */
gpointer
lk_setup_survey_thread (LkJob *job, gpointer input, GCancellable *cancellable, GError **error);

G_END_DECLS
