/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-guard-private.h"

#include <glib/gi18n-lib.h>

const LkGuardStepRow lk_guard_steps[] = {
  { LK_GUARD_STEP_CHECK, "check", N_ ("Check"), lk_guard_take_check },
  { LK_GUARD_STEP_REHEARSE, "rehearse", N_ ("Rehearse"), lk_guard_take_rehearse },
  { LK_GUARD_STEP_JOURNAL, "journal", N_ ("Write the journal"), lk_guard_take_journal },
  { LK_GUARD_STEP_LIFELINE, "lifeline", N_ ("Open a lifeline"), lk_guard_take_lifeline },
  { LK_GUARD_STEP_CHANGE, NULL, NULL, lk_guard_take_change }, /* named after the kind of change */
  { LK_GUARD_STEP_PROBE, "probe", N_ ("Probe"), lk_guard_take_probe },
  { LK_GUARD_STEP_CONFIRM, "confirm", N_ ("Keep these settings?"), lk_guard_take_confirm },
  { LK_GUARD_STEP_CLOSE, "close", N_ ("Close the journal"), lk_guard_take_close },
  { LK_GUARD_STEP_ROLL_BACK, "roll-back", N_ ("Roll back"), NULL },
};

const gsize lk_guard_steps_length = G_N_ELEMENTS (lk_guard_steps);
