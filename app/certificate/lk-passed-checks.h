/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What was looked at and found in order: the other side of the findings, in a few words each.
 * Only what could really be checked with what is known counts. Any thread. */

#pragma once

#include "certificate/lk-judge.h"

G_BEGIN_DECLS

/* (transfer full) (element-type utf8): translated; @findings are those of lk_judge() for the same
 * context. */
GPtrArray *lk_list_passed_checks (const LkJudgeContext *context, GPtrArray *findings);

G_END_DECLS
