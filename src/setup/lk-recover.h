/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes that were interrupted, by a crash, a power cut or an unreachable camera: journal rows
 * that are still open. The camera is read first; then the change is finished or undone.
 * Blocking. */

#pragma once

#include "setup/lk-guard.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 row; /* of the journal */
  char *camera_id;
  char *camera_name;
  LkGuardKind kind;
  GDateTime *started_at; /* UTC */
  char *step;            /* (nullable) the last one that was begun: "enable" */
  gboolean was_enabled;  /* before the change */
  gboolean was_kept;     /* the user had said yes, and only the last look was missing */
} LkInterruption;

void lk_interruption_free (LkInterruption *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkInterruption, lk_interruption_free)

/* (element-type LkInterruption), oldest first, without what runs now, here or in another process.
 * @camera_id: (nullable) of all cameras. STORE_FAILED. */
GPtrArray *lk_recover_list (LkStore *store, const char *camera_id, GError **error);

typedef enum
{
  LK_RECOVER_UNDO,  /* back to the state before */
  LK_RECOVER_FINISH /* keep the change if it is there and every probe passes; else undo */
} LkRecoverChoice;

/* Never NULL; (transfer full). @request: camera, store, given.identity, times and progress are
 * used. The row is closed only after the camera was read and agreed; otherwise the outcome is
 * unknown and the row stays. So it does, untouched, while somebody else changes this camera. */
LkOutcome *lk_recover_run (const LkInterruption *interruption,
                           const LkGuardRequest *request,
                           LkRecoverChoice choice,
                           GCancellable *cancellable);

G_END_DECLS
