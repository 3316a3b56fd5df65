/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers a store that asks for its password or PIN: the worker that asks waits while a window asks
 * the user on the main loop. One for each job, in which a store is asked about once unless the
 * answer is wrong; made and freed on the main thread, after the job has ended. */

#pragma once

#include "personal/lk-pin-prompt.h"

#include <adwaita.h>

G_BEGIN_DECLS

typedef struct _LkPinAsker LkPinAsker;

LkPinAsker *lk_pin_asker_new (GtkWindow *parent);
void lk_pin_asker_free (LkPinAsker *self);

/* To be handed to the store; valid as long as the asker. */
const LkPinPrompt *lk_pin_asker_get_prompt (LkPinAsker *self);

/* Whether the last question was answered by Cancel: then the job's error is no news. Once the job
 * has ended. */
gboolean lk_pin_asker_is_given_up (LkPinAsker *self);

/* What to tell of a job that failed: @error, or G_IO_ERROR_CANCELLED when the question was given
 * up. @error is (transfer full), as is what is returned. */
GError *lk_pin_asker_judge_error (LkPinAsker *self, GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkPinAsker, lk_pin_asker_free)

G_END_DECLS
