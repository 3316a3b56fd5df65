/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes that can lock an administrator out, done so that they cannot: check, rehearse, journal,
 * lifeline, change, probe, confirm, close; and whatever fails after the change is rolled back.
 * Enabling, disabling and changing the trusted CA certificates while client authentication is on go
 * this way. Blocking: reads from top to bottom on the caller's thread; the callbacks come on that
 * thread. */

#pragma once

#include "setup/lk-checklist.h"
#include "setup/lk-outcome.h"

G_BEGIN_DECLS

typedef enum
{
  LK_GUARD_ENABLE,
  LK_GUARD_DISABLE,
  LK_GUARD_CHANGE_TRUSTED
} LkGuardKind;

typedef enum
{
  LK_GUARD_STEP_CHECK,
  LK_GUARD_STEP_REHEARSE,
  LK_GUARD_STEP_JOURNAL,
  LK_GUARD_STEP_LIFELINE,
  LK_GUARD_STEP_CHANGE,
  LK_GUARD_STEP_PROBE,
  LK_GUARD_STEP_CONFIRM,
  LK_GUARD_STEP_CLOSE,
  LK_GUARD_STEP_ROLL_BACK,
  LK_GUARD_N_STEPS
} LkGuardStep;

typedef enum
{
  LK_GUARD_RUNNING,
  LK_GUARD_DONE,
  LK_GUARD_SKIPPED,
  LK_GUARD_FAILED
} LkGuardStepState;

/* RUNNING comes once when a step begins; while the question is asked it comes again, on another
 * thread, with @evidence that whoever is asked must know. */
typedef void (*LkGuardProgressFunc) (LkGuardStep step,
                                     LkGuardStepState state,
                                     const char *evidence,
                                     gpointer user_data);

/* "Keep these settings?" Blocks until the user answers or @seconds are over; TRUE only for an explicit yes. A yes that
 * comes too late counts as no. */
typedef gboolean (*LkGuardConfirmFunc) (guint seconds,
                                        GCancellable *cancellable,
                                        gpointer user_data);

typedef struct
{
  guint confirm_s;    /* 30 */
  guint roll_back_ms; /* 120000: how long roll back goes on trying */
  guint back_off_ms;  /* 500: the first pause between two tries; doubles up to 16 times that */
  guint settle_ms;    /* 20000: how long a change may take until it shows on new connections */
  guint warm_ms;      /* 3000: between two inquiries on the lifeline */
  guint request_s;    /* 10: one request or handshake of a probe */
} LkGuardTimes;

/* clang-format off */
#define LK_GUARD_TIMES_DEFAULT \
  ((LkGuardTimes){ .confirm_s = 30,     \
                   .roll_back_ms = 120000, \
                   .back_off_ms = 500,     \
                   .settle_ms = 20000,     \
                   .warm_ms = 3000,        \
                   .request_s = 10 })
/* clang-format on */

typedef struct
{
  LkGuardKind kind;
  LkCamera *camera; /* logged in; its pin is the camera of this run */
  LkStore *store;
  const char *camera_id;   /* in the store */
  const char *camera_name; /* as the user knows it */

  /* identity, installed, place, exportable, words, way: what lk_situation_survey() cannot read
   * itself. For DISABLE and CHANGE_TRUSTED the identity is the one in use. */
  LkSituationFields given;

  GPtrArray *add; /* CHANGE_TRUSTED: (nullable) (element-type LkCertificate) */
  guint remove;   /* CHANGE_TRUSTED: bit (1 << slot), slot from 1 */
  /* (nullable) where plain HTTP is answered: a way back where the user allows it */
  const char *plain_uri;
  /* (nullable) the camera's name, typed: goes on in spite of check, rehearsal and lifeline */
  const char *override;
  gboolean keep_unasked;        /* keep once every probe has passed, without asking */
  LkGuardTimes times;           /* all zero: the defaults */
  LkGuardProgressFunc progress; /* (nullable) */
  LkGuardConfirmFunc confirm;   /* (nullable): nobody can be asked, so it is rolled back */
  gpointer user_data;
} LkGuardRequest;

/* Whether that change can lock an administrator out of a camera that shows @tab; what cannot is
 * done without the guard. @add: (nullable) and @remove as in the request of CHANGE_TRUSTED. */
gboolean
lk_guard_is_needed (LkGuardKind kind, LkSslTab *tab, LkCertificate *add, guint remove);

/* Never NULL; (transfer full). Cancelling stops before the change and rolls back after it. */
LkOutcome *lk_guard_run (const LkGuardRequest *request, GCancellable *cancellable);

/* "check", "rehearse", … "enable", … "roll-back" */
const char *lk_guard_step_get_id (LkGuardKind kind, LkGuardStep step);
const char *lk_guard_step_get_title (LkGuardKind kind, LkGuardStep step); /* untranslated (N_) */
const char *lk_guard_kind_get_name (LkGuardKind kind);                    /* "enable", "disable", "change-trusted" */

G_END_DECLS
