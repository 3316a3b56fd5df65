/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The checks of a chain, private to lk-chain.c. They write what they find into the elements; the
 * first problem of an element stays. */

#pragma once

#include "certificate/lk-chain.h"

G_BEGIN_DECLS

void
lk_chain_element_set_problem (LkChainElement *self, const char *problem, const char *format, ...)
  G_GNUC_PRINTF (3, 4);

/* Everything about one path, the leaf first: time, basic constraints, key usage, purposes, path
 * length, critical extensions, names, and GnuTLS's own verdict where the path is anchored. */
void lk_chain_check (GPtrArray *elements, GDateTime *time, LkChainUse use);

/* RFC 5280 4.2.1.10: names below each element against its constraints. */
void lk_chain_check_names (GPtrArray *elements);

/* The OID of the first critical extension that nobody here processes, or NULL. */
const char *lk_chain_find_unknown_critical (LkCertificate *certificate);

G_END_DECLS
