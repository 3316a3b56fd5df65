/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* ASN.1 items in words: tags by name, primitive values as people write them (X.680). Functions over
 * DER, any thread. */

#pragma once

#include "certificate/lk-der.h"

G_BEGIN_DECLS

char *lk_asn1_dup_tag_name (const LkDerItem *item); /* "SEQUENCE", "[0]", "[APPLICATION 3]" */
char *lk_asn1_dup_value (const LkDerItem *item);    /* "" for constructed ones */

/* Whether what an OCTET STRING or BIT STRING holds is DER itself; @inside is set to it. */
gboolean lk_asn1_is_wrapped (const LkDerItem *item, LkDer *inside);

/* The whole structure, a line an item, indented; stops where it becomes more than anybody reads. */
void lk_asn1_dump (LkDer der, GString *text);

G_END_DECLS
