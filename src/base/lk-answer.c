/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-answer.h"

const char *
lk_answer_get_name (LkAnswer answer)
{
  static const char *const names[] = {
    [LK_ANSWER_UNKNOWN] = "unknown",
    [LK_ANSWER_NO] = "no",
    [LK_ANSWER_YES] = "yes",
  };

  return (gsize)answer < G_N_ELEMENTS (names) ? names[answer] : names[LK_ANSWER_UNKNOWN];
}
