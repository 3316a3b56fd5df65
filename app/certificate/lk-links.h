/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The addresses in a value, such as where a revocation list lies, as links that can be followed.
 * The value is foreign text: all of it is escaped, and nothing but http and https is a link. Any
 * thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): Pango markup, NULL where there is no link in it. */
char *lk_links_to_markup (const char *text);

G_END_DECLS
