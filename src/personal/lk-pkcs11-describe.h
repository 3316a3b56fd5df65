/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a token says of a certificate on it and of its private key: the flags of PKCS#11 3.0, 4.9,
 * and a signature that proves that the two belong together. */

#pragma once

#include "personal/lk-personal-store.h"
#include "personal/lk-pkcs11-token.h"

G_BEGIN_DECLS

/* @object: the certificate; @n_proofs: signatures that may still be made, and are only with a PIN
 * that was given for this. NULL for what is nobody's personal certificate. */
LkPersonal *lk_pkcs11_describe (LkPersonalStore *store,
                                LkPkcs11Token *token,
                                gulong object,
                                guint *n_proofs);

G_END_DECLS
