/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Distinguished names as text, the way cameras print them: RFC 4514 as it should be, and the usual
 * variations (blanks around '=' and ',', ';' or '/' between the parts, the parts in reverse order,
 * other spellings of attribute names). Pure functions over text of any content. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether both texts name the same: the same attributes with the same values, whatever the order.
 * Values are compared as RFC 5280 7.1 does: without regard to case and to the number of blanks. A
 * text that cannot be taken apart is equal only to itself. */
gboolean lk_distinguished_name_equal (const char *a, const char *b);

/* The value of the common name, NULL where there is none; (transfer full). */
char *lk_distinguished_name_dup_common_name (const char *name);

G_END_DECLS
