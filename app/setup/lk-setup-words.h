/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The words that the user gave for what only the user can know, with the moment: that the others
 * who use the camera are ready, that the key of a file may be exported, that a CA known by name
 * only is the right one. The survey records them in the
 * store for the next time. Main thread. */

#pragma once

#include "setup/lk-situation.h"

G_BEGIN_DECLS

typedef struct
{
  GDateTime *others;     /* (nullable) each */
  GDateTime *exportable; /* of the personal certificate in use */
  GDateTime *rehearsal;  /* likewise */
} LkSetupWords;

/* The word for the checklist's item @check_id. */
void lk_setup_words_give (LkSetupWords *self, const char *check_id);

/* A word about one certificate says nothing of another. */
void lk_setup_words_forget_certificate (LkSetupWords *self);
void lk_setup_words_clear (LkSetupWords *self);

G_END_DECLS
