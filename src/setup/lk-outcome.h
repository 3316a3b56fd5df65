/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How a guarded change ended: each step with its evidence, and the state of the camera as read
 * after the last change, or unknown. Immutable, any thread; holds no secret. */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  LK_OUTCOME_REFUSED,     /* stopped before any change */
  LK_OUTCOME_KEPT,        /* the change is on the camera, proved and kept */
  LK_OUTCOME_ROLLED_BACK, /* the camera was read again: it is as before */
  /* read lk_outcome_get_message(): what is known, what was tried, what remains */
  LK_OUTCOME_UNKNOWN
} LkOutcomeResult;

typedef struct
{
  const char *step;  /* "check", "rehearse", …, "roll-back" */
  const char *title; /* untranslated (N_) */
  gboolean ok;
  const char *detail; /* evidence */
} LkOutcomeStep;

typedef struct
{
  LkOutcomeResult result;
  int enabled; /* of client authentication: -1 unknown, else gboolean */
  const char *message;
  const LkOutcomeStep *steps;
  gsize n_steps;
} LkOutcomeFields;

#define LK_TYPE_OUTCOME (lk_outcome_get_type ())
G_DECLARE_FINAL_TYPE (LkOutcome, lk_outcome, LK, OUTCOME, GObject)

LkOutcome *lk_outcome_new (const LkOutcomeFields *fields); /* copies */
LkOutcomeResult lk_outcome_get_result (LkOutcome *self);
int lk_outcome_get_enabled (LkOutcome *self); /* -1 unknown, else gboolean */
/* translated: what happened, what the camera now holds, what to do */
const char *lk_outcome_get_message (LkOutcome *self);
gsize lk_outcome_get_n_steps (LkOutcome *self);
const LkOutcomeStep *lk_outcome_get_step (LkOutcome *self, gsize index);
/* (nullable) the last one of this name */
const LkOutcomeStep *lk_outcome_find_step (LkOutcome *self, const char *step);

/* {"outcome":…,"steps":[{"step","ok","detail"}],"state":{"enabled":bool or null},"message":…} (transfer full) */
JsonNode *lk_outcome_to_json (LkOutcome *self);

const char *lk_outcome_result_get_name (LkOutcomeResult result);  /* "kept", "rolled-back", "refused", "unknown" */
const char *lk_outcome_result_get_label (LkOutcomeResult result); /* untranslated (N_) */

G_END_DECLS
