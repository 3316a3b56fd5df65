/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One guarded change with one fault at one step, and the verdict on it by what the simulated camera
 * remembers and recorded, never by what the program believes. The invariants are those of the
 * contract: I1 no lock-out, I2 truth, I3 nothing lost, I4 secrets stay secret, I5 restart-safe, I6
 * right camera. */

#pragma once

#include "lk-test-camera.h"

G_BEGIN_DECLS

/* Where a change of the trusted CA certificates finds the one that it replaces. */
#define LK_FAULT_OLD_SLOT 2

typedef enum
{
  LK_FAULT_KEEP,     /* the user keeps the change */
  LK_FAULT_REJECT,   /* the user does not, so that it is rolled back */
  LK_FAULT_STRANGER, /* the personal certificate is one that the camera does not trust */
  LK_FAULT_UNFIT,    /* it is one that names no purpose but "any" */
  LK_FAULT_SILENT    /* nobody gave the word for the others */
} LkFaultUser;

typedef struct
{
  LkGuardKind kind;
  LkFaultUser user;
  LkGuardStep step; /* where the fault strikes */
  /* of the simulated camera; or "kill": SIGKILL at the step's start, "kill-after": at its end,
   * "kill-finish": at its start, and then the user finishes rather than undoes */
  const char *fault;
  const char *camera; /* the kind of camera; NULL: "snc" */
} LkFaultRun;

typedef struct
{
  GString *broken; /* empty: every invariant holds */
  char *outcome;   /* in words */
  double seconds;
} LkFaultVerdict;

/* @program: this program's own path, to be killed as a child of itself. */
LkFaultVerdict *lk_fault_run (const LkFaultRun *run, const char *program);
void lk_fault_verdict_free (LkFaultVerdict *verdict);

/* The child's side: main() calls it first; the exit status, or -1 when this is no child. */
int lk_fault_child (int argc, char *argv[]);

G_END_DECLS
