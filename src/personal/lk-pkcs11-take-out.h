/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The private key of a token in memory, where the token gives it out: in the clear if its key is
 * not sensitive, otherwise wrapped by an AES key of this session (PKCS#11 3.0, 5.18.3). Wiped with
 * the identity. */

#pragma once

#include "personal/lk-personal-store.h"
#include "personal/lk-pkcs11-token.h"

G_BEGIN_DECLS

/* UNSUPPORTED with what the token says: not extractable, or no way to wrap it. */
LkIdentity *lk_pkcs11_take_out (LkPersonalStore *store,
                                LkPkcs11Token *token,
                                gulong key,
                                LkCertificate *certificate,
                                GError **error);

G_END_DECLS
