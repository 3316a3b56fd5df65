/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the line may break in a value that is bytes, such as a fingerprint: between any two pairs
 * of digits. By the rules for text it would break at a few odd places only. Any thread. */

#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/* (transfer full): a long value in lines of sixteen bytes, any other text as it is. Finding the
 * breaks of one long line takes time that grows with its square. */
char *lk_byte_breaks_dup_lines (const char *text);

/* (transfer full): empty where @text does not begin with digits and a colon. */
PangoAttrList *lk_byte_breaks_new (const char *text);

G_END_DECLS
