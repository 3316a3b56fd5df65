/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Judges a run by the simulated camera's memory and record. */

#pragma once

#include "lk-fault-run.h"

G_BEGIN_DECLS

/* What the camera held before the run. */
typedef struct
{
  LkSimMemory memory;
  guint n_events; /* of the record, before the run */
} LkFaultBefore;

void lk_fault_before_init (LkFaultBefore *self, LkTestCamera *door);
void lk_fault_before_clear (LkFaultBefore *self);

/* @outcome: (nullable) of the last thing that the program said. Adds to @broken what does not
 * hold. */
void lk_fault_judge (const LkFaultRun *run,
                     LkTestCamera *door,
                     const LkFaultBefore *before,
                     LkOutcome *outcome,
                     GString *broken);

G_END_DECLS
