/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the guided setup does on a worker: surveying a camera, and running a guarded change. Inputs
 * are taken at one moment on the main thread; questions and progress come back to it through the
 * functions named here. */

#pragma once

#include "base/lk-job.h"
#include "camera/lk-camera-access.h"
#include "personal/lk-personal.h"
#include "setup/lk-guard.h"

G_BEGIN_DECLS

typedef struct
{
  LkCameraAccess *access;
  LkIdentity *identity; /* (nullable) */
  LkPersonal *personal; /* (nullable) what its store says of it */
  LkWay way;
  GDateTime *word_others; /* (nullable) */
  GDateTime *word_exportable;
  GDateTime *word_rehearsal;

  /* of a run */
  LkGuardKind kind;
  char *override; /* (nullable) */
  LkGuardProgressFunc progress;
  LkGuardConfirmFunc confirm;
  gpointer user_data;
} LkSetupInput;

LkSetupInput *lk_setup_input_new (LkCameraAccess *access);
void lk_setup_input_free (LkSetupInput *self);

/* Blocking, on the calling thread. Errors of lk_driver_open(). */
LkCamera *lk_setup_open_camera (LkCameraAccess *access, GCancellable *cancellable, GError **error);

/* LkJobFunc; the value is an LkChecklist. */
gpointer
lk_setup_survey_thread (LkJob *job, gpointer input, GCancellable *cancellable, GError **error);

/* LkJobFunc; the value is an LkOutcome. */
gpointer
lk_setup_run_thread (LkJob *job, gpointer input, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSetupInput, lk_setup_input_free)

G_END_DECLS
