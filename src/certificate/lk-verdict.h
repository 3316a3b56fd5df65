/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The answer that comes first: in one sentence what something is good for on a camera, and a state
 * for the icon beside it. Immutable, any thread. */

#pragma once

#include "certificate/lk-judge.h"

G_BEGIN_DECLS

#define LK_TYPE_VERDICT (lk_verdict_get_type ())
G_DECLARE_FINAL_TYPE (LkVerdict, lk_verdict, LK, VERDICT, GObject)

typedef enum
{
  LK_VERDICT_GOOD,
  LK_VERDICT_NEUTRAL, /* neither good nor bad: a request, a key, a list */
  LK_VERDICT_WARNING,
  LK_VERDICT_BAD
} LkVerdictState;

/* @findings are those of lk_judge() for the same context. */
LkVerdict *lk_verdict_new_for_certificate (const LkJudgeContext *context, GPtrArray *findings);

/* Any object of a file, in general; certificates are judged here. @time: NULL for this computer's
 * clock. */
LkVerdict *lk_verdict_new_for_item (LkItem *item, LkBundle *file, GDateTime *time);

/* A file as a whole: one object's own verdict, a PKCS#12 by the certificate of its key, or what is
 * counted. */
LkVerdict *lk_verdict_new_for_file (LkBundle *file, GDateTime *now);

/* A file that did not open: locked, or no certificate at all. */
LkVerdict *lk_verdict_new_for_error (const GError *error);

LkVerdictState lk_verdict_get_state (LkVerdict *self);
const char *lk_verdict_get_state_name (LkVerdict *self); /* "good", "neutral", "warning", "bad" */
const char *lk_verdict_get_text (LkVerdict *self);       /* translated */
/* FALSE: only the findings tell what is bad about it. */
gboolean lk_verdict_names_reason (LkVerdict *self);

G_END_DECLS
