/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The PKCS#11 modules that p11-kit knows, and the tokens that are in their slots just now: each
 * call looks anew, so that a card which was plugged in meanwhile shows. A soft token that another
 * program makes while we run is seen only where its module looks again by itself; SoftHSM reads its
 * folder once, and finalising a module would end the sessions of everybody. Any thread. */

#pragma once

#include <gio/gio.h>
#include <p11-kit/pkcs11.h>

G_BEGIN_DECLS

typedef struct
{
  CK_FUNCTION_LIST *module; /* lives as long as the process */
  CK_SLOT_ID id;
} LkPkcs11Slot;

/* (element-type utf8) "pkcs11:" URIs of the tokens at hand now, those that only hold trust anchors
 * left out. */
GPtrArray *lk_pkcs11_list_tokens (GError **error);

/* The token's label for people, from its URI. */
char *lk_pkcs11_dup_title (const char *token_uri);

/* NOT_FOUND when the token is not there any more, USAGE. */
gboolean lk_pkcs11_slot_find (const char *token_uri, LkPkcs11Slot *slot, GError **error);

G_END_DECLS
