/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Puts the value of an extension into words: a table of decoders by OID, private to lk-extension.c.
 * Functions over DER, any thread. */

#pragma once

#include "certificate/lk-der.h"

G_BEGIN_DECLS

/* Adds lines for people to @text; FALSE where the value does not follow the extension's syntax. */
typedef gboolean (*LkExtensionDecoder) (LkDer value, GString *text);

/* (nullable): NULL for extensions that are not decoded. */
LkExtensionDecoder lk_extension_find_decoder (const char *oid);

/* Names of the bits that are set in a KeyUsage, in the standard's words; NULL-terminated. */
GStrv lk_key_usage_list_names (guint usage);

/* The bits of a KeyUsage as LkKeyUsage has them; FALSE when it is no BIT STRING. */
gboolean lk_key_usage_read (LkDer value, guint *usage);

G_END_DECLS
