/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* All the places at once, and the selectors that name one personal certificate among them:
 * "file:PATH", "nss:DIR#NICKNAME", "pkcs11:…". Blocking, any thread. */

#pragma once

#include "personal/lk-personal-store.h"

G_BEGIN_DECLS

/* (element-type LkPersonalStore): the browsers' databases, the tokens at hand, and the NSS
 * databases in @extra_folders (NULL-terminated, (nullable)). What cannot be reached is left out. */
GPtrArray *lk_personal_stores_list (const char *const *extra_folders);

/* The store that a selector, or the store part of one, names. USAGE for other words, NOT_FOUND. */
LkPersonalStore *lk_personal_store_for_selector (const char *selector, GError **error);

/* Finds and opens one personal certificate. Errors of lk_personal_store_open(). */
LkIdentity *lk_personal_open (const char *selector,
                              const LkPinPrompt *prompt,
                              GCancellable *cancellable,
                              GError **error);

/* What its store says of it; errors of lk_personal_store_list(), NOT_FOUND. */
LkPersonal *lk_personal_find (const char *selector,
                              const LkPinPrompt *prompt,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
