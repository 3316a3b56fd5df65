/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The answer to an inquiry as names and values, in either form that CGI cameras use:
 * name=value&name=value, or lines of var name="value". Any bytes are taken without harm: what is no
 * pair is left out, values become valid UTF-8, and there are limits on number and length.
 * Immutable, any thread. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define LK_TYPE_SNC_ANSWER (lk_snc_answer_get_type ())
G_DECLARE_FINAL_TYPE (LkSncAnswer, lk_snc_answer, LK, SNC_ANSWER, GObject)

/* The form is found by content. @values_are_escaped: percent-encoding is undone in name=value,
 * backslashes in var lines. */
LkSncAnswer *lk_snc_answer_new (GBytes *body, gboolean values_are_escaped);

guint lk_snc_answer_get_n (LkSncAnswer *self);
const char *lk_snc_answer_get_name (LkSncAnswer *self, guint index);  /* in the answer's order */
const char *lk_snc_answer_find (LkSncAnswer *self, const char *name); /* its value; (nullable) */

G_END_DECLS
