/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One session with one PKCS#11 token, through p11-kit: smart cards, TPMs, SoftHSM. Follows
 * PKCS#11 3.0. Logging in never spends the last try of a PIN. Belongs to the thread that opened
 * it. */

#pragma once

#include "personal/lk-pin-prompt.h"

#include <p11-kit/pkcs11.h>

G_BEGIN_DECLS

typedef struct _LkPkcs11Token LkPkcs11Token;

/* NOT_FOUND when the token is not there any more. */
LkPkcs11Token *lk_pkcs11_token_open (const char *token_uri, gboolean writable, GError **error);
void lk_pkcs11_token_free (LkPkcs11Token *self);

gboolean lk_pkcs11_token_needs_login (LkPkcs11Token *self);
gboolean lk_pkcs11_token_is_read_only (LkPkcs11Token *self);

/* STORE_LOCKED (no prompt, given up, blocked, or one try left), PASSWORD_WRONG after two wrong
 * PINs. */
gboolean lk_pkcs11_token_login (LkPkcs11Token *self,
                                const char *title,
                                const LkPinPrompt *prompt,
                                GCancellable *cancellable,
                                GError **error);

/* The PIN that was accepted, for GnuTLS to use on the same token; (nullable). */
LkSecret *lk_pkcs11_token_get_pin (LkPkcs11Token *self);

/* (element-type gulong) handles of the objects that have all of these attributes, 10,000 at
 * most. */
GArray *lk_pkcs11_token_find (LkPkcs11Token *self,
                              const CK_ATTRIBUTE *attributes,
                              gulong n_attributes,
                              GError **error);
GBytes *lk_pkcs11_token_read (LkPkcs11Token *self,
                              gulong object,
                              gulong type); /* (nullable) when the token does not say */
/* The same, wiped when it goes. */
LkSecret *lk_pkcs11_token_read_secret (LkPkcs11Token *self, gulong object, gulong type);

/* @key encrypted by @wrapping_key; (nullable) when the token does not do it. */
GBytes *lk_pkcs11_token_wrap (LkPkcs11Token *self,
                              CK_MECHANISM *mechanism,
                              gulong wrapping_key,
                              gulong key);
gboolean lk_pkcs11_token_create (LkPkcs11Token *self,
                                 const CK_ATTRIBUTE *attributes,
                                 gulong n_attributes,
                                 gulong *object,
                                 GError **error);
gboolean lk_pkcs11_token_destroy (LkPkcs11Token *self, gulong object, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkPkcs11Token, lk_pkcs11_token_free)

G_END_DECLS
