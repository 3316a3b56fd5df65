/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A certificate on a token together with its key, ready to log in with: the key stays on the token
 * and signs there, through GnuTLS, which is given the PIN that was accepted. */

#pragma once

#include "personal/lk-personal-store.h"
#include "personal/lk-pkcs11-token.h"

G_BEGIN_DECLS

/* @id: the CKA_ID of certificate and key. NO_PRIVATE_KEY, KEY_MISMATCH. */
LkIdentity *lk_pkcs11_identity_new (LkPersonalStore *store,
                                    LkPkcs11Token *token,
                                    GBytes *id,
                                    LkCertificate *certificate,
                                    GError **error);

G_END_DECLS
