/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The personal certificates on one PKCS#11 token. Logging in signs on the token, and the
 * key leaves it only for an export, where the token gives it out. */

#pragma once

#include "personal/lk-personal-store.h"

G_BEGIN_DECLS

#define LK_TYPE_PKCS11_STORE (lk_pkcs11_store_get_type ())
G_DECLARE_FINAL_TYPE (LkPkcs11Store, lk_pkcs11_store, LK, PKCS11_STORE, LkPersonalStore)

/* @uri: of the token, or of an object on it (RFC 7512). USAGE, NOT_FOUND. */
LkPersonalStore *lk_pkcs11_store_new (const char *uri, GError **error);

/* (element-type LkPersonalStore): one for each token at hand. */
GPtrArray *lk_pkcs11_store_list_all (GError **error);

G_END_DECLS
