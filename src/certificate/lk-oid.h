/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Names for object identifiers: what people call an extension, a purpose, an algorithm or a curve.
 * One sorted table, constant, any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (nullable): the English name, marked for translation; NULL where none is known. */
const char *lk_oid_get_name (const char *oid);

/* "TLS client authentication (1.3.6.1.5.5.7.3.2)", or the number alone; (transfer full), translated. */
char *lk_oid_describe (const char *oid);

/* (nullable): the short name of a naming attribute, such as "CN" (RFC 4514 3, else as registered). */
const char *lk_oid_get_attribute (const char *oid);

/* (nullable): the curve's name as in "P-256"; @bits is set to its size. */
const char *lk_oid_get_curve (const char *oid, guint *bits);

/* (nullable): the hash of a signature algorithm, as in "SHA-256"; NULL where the algorithm names none. */
const char *lk_oid_get_signature_hash (const char *oid);

G_END_DECLS
