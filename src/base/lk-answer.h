/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Yes, no, or nobody said: for facts that are read from somewhere and never assumed. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LK_ANSWER_UNKNOWN,
  LK_ANSWER_NO,
  LK_ANSWER_YES
} LkAnswer;

const char *lk_answer_get_name (LkAnswer answer); /* "unknown", "no", "yes" */

G_END_DECLS
