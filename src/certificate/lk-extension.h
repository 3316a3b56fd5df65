/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One extension of a certificate, request or CRL, decoded into words (RFC 5280 4.2); an unknown
 * one is shown as hexadecimal. Immutable, reference counted, any thread. */

#pragma once

#include "certificate/lk-der.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define LK_TYPE_EXTENSION (lk_extension_get_type ())
G_DECLARE_FINAL_TYPE (LkExtension, lk_extension, LK, EXTENSION, GObject)

/* Decodes @value, the bytes inside the OCTET STRING; never fails: what cannot be decoded is shown
 * as hex. */
LkExtension *lk_extension_new (const char *oid, gboolean critical, GBytes *value);

/* (nullable): from the SEQUENCE of an Extension; NULL when it is none. */
LkExtension *lk_extension_new_from_item (const LkDerItem *item);

/* Adds all that can be read of a SEQUENCE of extensions to @extensions (element-type LkExtension);
 * FALSE when there was something else in it, or more than anybody needs. */
gboolean lk_extension_read_all (const LkDerItem *sequence, GPtrArray *extensions);

const char *lk_extension_get_oid (LkExtension *self);
const char *lk_extension_get_name (LkExtension *self); /* "Basic constraints"; the OID where it has no known name */
gboolean lk_extension_is_critical (LkExtension *self);
gboolean lk_extension_is_known (LkExtension *self); /* it is decoded by name */
/* FALSE: known, but the value does not follow its syntax */
gboolean lk_extension_is_valid (LkExtension *self);
const char *lk_extension_get_text (LkExtension *self); /* one or more lines for people */
GBytes *lk_extension_get_value (LkExtension *self);

G_END_DECLS
