/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the guard share: one run with what it found so far, the three kinds of change,
 * and the probes. A run lives on the stack of lk_guard_run() or lk_recover_run() and belongs to its
 * thread. */

#pragma once

#include "setup/lk-guard.h"
#include "setup/lk-lifeline.h"
#include "store/lk-claim.h"
#include "store/lk-journal.h"

G_BEGIN_DECLS

typedef struct _LkGuardRun LkGuardRun;

/* One kind of change: how to make it, how to unmake it, and how the tab tells. */
typedef struct
{
  const char *name;
  LkJournalKind journal;
  gboolean rehearses; /* needs checklist and rehearsal */
  gboolean asks;      /* ends in "Keep these settings?" */
  LkLifelineFunc apply;
  LkLifelineFunc revert;
  gboolean (*is_applied) (LkGuardRun *run, LkSslTab *tab);
  gboolean (*is_reverted) (LkGuardRun *run, LkSslTab *tab);
} LkGuardChange;

struct _LkGuardRun
{
  const LkGuardRequest *request;
  const LkGuardChange *change;
  LkGuardTimes times;
  GCancellable *cancellable; /* the caller's; roll back does not listen to it */

  LkIdentity *identity;      /* (nullable) the personal certificate of this run */
  LkSituation *situation;    /* before the change */
  GPtrArray *trusted_before; /* (element-type LkCertificate) those that are known whole */
  /* (nullable) (element-type LkCertificate) CHANGE_TRUSTED: what is to come */
  GPtrArray *add;
  GPtrArray *unwanted; /* (nullable) (element-type LkCertificate) and what is to go */
  gboolean was_enabled;
  LkLifeline *lifeline; /* (nullable) */
  LkClaim *claim;       /* (nullable) on the camera, so that nobody else changes it meanwhile */
  gint64 row;           /* of the journal, 0: none yet */
  gboolean touched;     /* the change may have been sent */
  gboolean was_so;      /* the camera is already as wanted */
  gboolean confirmed;   /* the user keeps it: what fails now is no reason to undo it */
  gboolean lets_in;     /* the last probe was let in where it should not have been */
  gboolean overridden;
  /* at the next start: what the camera lost by itself is no reason to go on for ever */
  gboolean recovering;

  int enabled; /* as last read after the last change, -1: not known */
  GArray *steps;
  GString *tried; /* ways of roll back that failed, for the message */
};

void lk_guard_run_init (LkGuardRun *run, const LkGuardRequest *request, GCancellable *cancellable);
void lk_guard_run_clear (LkGuardRun *run);
LkOutcome *lk_guard_run_finish (LkGuardRun *run, LkOutcomeResult result, const char *message);

/* Reports to the caller; anything but RUNNING is also kept for the outcome. */
void lk_guard_run_report (LkGuardRun *run,
                          LkGuardStep step,
                          LkGuardStepState state,
                          const char *evidence);

/* Takes one step and reports it; FALSE with an error. */
gboolean lk_guard_run_take (LkGuardRun *run, LkGuardStep step, GError **error);

/* Takes the claim on the camera; FALSE with an error while another change runs, or while one that
 * was interrupted waits to be cleared up. */
gboolean lk_guard_run_begin (LkGuardRun *run, GError **error);

/* Closes the journal's row, if there is one. */
void lk_guard_run_close_row (LkGuardRun *run, LkOutcomeResult result, const char *note);

/* lk-guard-change.c */
const LkGuardChange *lk_guard_change_get (LkGuardKind kind);

/* lk-guard-steps.c: a step returns TRUE with evidence, or FALSE with an error. */
typedef gboolean (*LkGuardStepFunc) (LkGuardRun *run, char **evidence, GError **error);

typedef struct
{
  LkGuardStep step;
  const char *id;
  const char *title;    /* N_() */
  LkGuardStepFunc take; /* NULL evidence afterwards: there was nothing to do */
} LkGuardStepRow;

/* lk-guard-before.c: up to the change, a failure leaves the camera as it is. */
gboolean lk_guard_take_check (LkGuardRun *run, char **evidence, GError **error);
gboolean lk_guard_take_rehearse (LkGuardRun *run, char **evidence, GError **error);
gboolean lk_guard_take_journal (LkGuardRun *run, char **evidence, GError **error);
gboolean lk_guard_take_lifeline (LkGuardRun *run, char **evidence, GError **error);

/* lk-guard-after.c: from the change on, a failure is rolled back. */
gboolean lk_guard_take_change (LkGuardRun *run, char **evidence, GError **error);
gboolean lk_guard_take_probe (LkGuardRun *run, char **evidence, GError **error);
gboolean lk_guard_take_confirm (LkGuardRun *run, char **evidence, GError **error);
gboolean lk_guard_take_close (LkGuardRun *run, char **evidence, GError **error);

extern const LkGuardStepRow lk_guard_steps[];
extern const gsize lk_guard_steps_length;

/* lk-guard-probe.c: whether a new connection with @identity (nullable) is let in, as @wanted; asks
 * again until settle_ms are over while the camera does not answer, or does not show the change
 * yet. */
gboolean lk_guard_probe (LkGuardRun *run,
                         LkIdentity *identity,
                         gboolean wanted,
                         GCancellable *cancellable,
                         char **evidence,
                         GError **error);

/* The tab over a new connection with @identity, kept as what is known; NULL with an error. */
LkSslTab *lk_guard_read_fresh (LkGuardRun *run,
                               LkIdentity *identity,
                               GCancellable *cancellable,
                               GError **error);

/* lk-guard-roll-back.c: what became of it; the message is the caller's to free. */
LkOutcomeResult lk_guard_roll_back (LkGuardRun *run, char **message);

#ifdef LK_GUARD_TESTING
/* Leaves one guard out, so that a test can show that it matters: "check", "rehearse", "journal",
 * "lifeline", "pin", "probe", and of it "asked", "issuer", "probe-without"; "confirm", "close",
 * "roll-back". Only in programs that
 * compile these files a second time. */
gboolean lk_guard_is_left_out (const char *guard);
#else
#define lk_guard_is_left_out(guard) FALSE
#endif

G_END_DECLS
