/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One guarded change that a person follows: what was given for it, its steps while it runs, the
 * question whether to keep it, and how it ended. Its signals come on the main loop; the worker
 * reads what was given and talks back through the request that lk_guarded_change_fill() made. It
 * outlives whoever follows it: a question that nobody answers means no. */

#pragma once

#include "setup/lk-guard.h"

G_BEGIN_DECLS

/* Signals: changed () after a step or the end; confirm (guint seconds): answer with
 * lk_guarded_change_answer(). */
#define LK_TYPE_GUARDED_CHANGE (lk_guarded_change_get_type ())
G_DECLARE_FINAL_TYPE (LkGuardedChange, lk_guarded_change, LK, GUARDED_CHANGE, GObject)

typedef struct
{
  LkSituation *given;   /* identity, place, words, way: see LkGuardRequest */
  const char *override; /* (nullable) the camera's name as typed */
  LkGuardTimes times;   /* all zero: the defaults */
} LkGuardedChangeFields;

typedef struct
{
  gboolean begun;
  LkGuardStepState state;
  const char *evidence; /* (nullable) */
} LkGuardedStep;

LkGuardedChange *lk_guarded_change_new (const LkGuardedChangeFields *fields); /* copies */

const LkGuardedStep *lk_guarded_change_get_step (LkGuardedChange *self, LkGuardStep step);
LkOutcome *lk_guarded_change_get_outcome (LkGuardedChange *self); /* (nullable) */
void lk_guarded_change_take_outcome (LkGuardedChange *self, LkOutcome *outcome);
void lk_guarded_change_answer (LkGuardedChange *self, gboolean keep);

/* For the worker, which holds a reference: what was given, and the functions that talk back. */
void lk_guarded_change_fill (LkGuardedChange *self, LkGuardRequest *request);
LkIdentity *lk_guarded_change_get_identity (LkGuardedChange *self); /* (nullable) */

G_END_DECLS
