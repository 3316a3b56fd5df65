/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* "Extended Key Usage" as words: what cameras print, and how this program prints it (RFC 5280 4.2.1.12). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The purposes for people, "Server authentication, Client authentication"; an unknown OID as it is; empty for
 * none; (transfer full). */
char *lk_extended_key_usage_to_text (const char *const *oids);

/* The reverse: dotted OIDs, and words that nobody here knows as they are; NULL for none; (transfer
 * full). */
char **lk_extended_key_usage_from_text (const char *text);

/* FALSE only where every word of @text is known and they are not the purposes in @oids (NULL: no
 * extension); words that nobody here knows contradict nothing. */
gboolean lk_extended_key_usage_may_be (const char *text, const char *const *oids);

G_END_DECLS
