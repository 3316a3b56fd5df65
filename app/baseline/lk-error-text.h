/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person reads for an error: a heading that says what happened and a hint that says what to
 * do. One table, a row for each LkError; the error's own message is technical and goes into the
 * details. Main thread. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Both translated; never NULL. Errors of other domains get a general text. */
const char *lk_error_text_get_heading (const GError *error);
const char *lk_error_text_get_hint (const GError *error);

/* Somebody stopped it: nothing to tell. */
gboolean lk_error_text_is_silent (const GError *error);

G_END_DECLS
