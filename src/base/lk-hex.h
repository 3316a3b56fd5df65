/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Bytes as hexadecimal text: fingerprints, serial numbers, unknown extensions. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lower-case hex without separators; (transfer full). */
char *lk_hex_encode (gconstpointer data, gsize length_bytes);

/* The same with ':' between the bytes, as people compare fingerprints; (transfer full). */
char *lk_hex_encode_spaced (gconstpointer data, gsize length_bytes);

/* SHA-256 of the bytes as lower-case hex; (transfer full). */
char *lk_hex_sha256 (gconstpointer data, gsize length_bytes);

/* Reads hex in either form, any case. (nullable) (transfer full): NULL when it is not hex. */
GBytes *lk_hex_decode (const char *text);

G_END_DECLS
