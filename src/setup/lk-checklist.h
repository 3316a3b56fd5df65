/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The thirteen things that must be right before client authentication is enabled, each judged with
 * its evidence. The table in lk-check-table.c holds them; a checklist is one evaluation of all of
 * them: an immutable value, any thread. */

#pragma once

#include "setup/lk-situation.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  LK_CHECK_UNCHECKED, /* what it needs is not known yet */
  LK_CHECK_PASSED,
  LK_CHECK_ATTEST, /* only the user can know: a word is wanted */
  LK_CHECK_FAILED
} LkCheckState;

/* What is the same for every camera. Texts are untranslated (N_). */
typedef struct
{
  const char *id; /* stable: "firmware", "clock", … "others" */
  const char *title;
  const char *why;
  gboolean required;
  const char *remedy; /* what to do when it is not passed */
  const char *action; /* the app's action that mends it: "import-ca", … */
} LkCheckInfo;

typedef struct
{
  const LkCheckInfo *info;
  LkCheckState state;
  gboolean warning;       /* passed, but worth reading */
  const char *evidence;   /* translated; holds text of certificates and cameras: never markup */
  const char *remedy;     /* untranslated (N_): as info says, or of the item that is the cause */
  const char *action;     /* the app's action for it */
  gboolean offers_action; /* although it is passed */
} LkCheck;

#define LK_TYPE_CHECKLIST (lk_checklist_get_type ())
G_DECLARE_FINAL_TYPE (LkChecklist, lk_checklist, LK, CHECKLIST, GObject)

/* Judges; may block a moment while the private key signs. (transfer full), never NULL. */
LkChecklist *lk_checklist_evaluate (LkSituation *situation);

guint lk_checklist_get_n_checks (LkChecklist *self);
const LkCheck *lk_checklist_get (LkChecklist *self, guint index);
const LkCheck *lk_checklist_find (LkChecklist *self, const char *id); /* (nullable) */
LkSituation *lk_checklist_get_situation (LkChecklist *self);

/* No required item is failed or unanswered. */
gboolean lk_checklist_is_ready (LkChecklist *self);

/* The first required item that is in the way; (nullable) when ready. */
const LkCheck *lk_checklist_get_obstacle (LkChecklist *self);

/* {"ready":…,"checks":[{"id","state","required","evidence","remedy","warning"}]} (transfer full) */
JsonNode *lk_checklist_to_json (LkChecklist *self);

const char *lk_check_state_get_name (LkCheckState state);  /* "passed", "failed", "attest", "unchecked" */
const char *lk_check_state_get_label (LkCheckState state); /* untranslated (N_) */

/* Whether the user's word can answer the item with this id. */
gboolean lk_check_can_attest (const char *id);

G_END_DECLS
