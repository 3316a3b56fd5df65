/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opens what a password protects in PKCS#8 and PKCS#12: PBES2 and PBES1 (RFC 8018) and the schemes
 * of RFC 7292 appendix C. GnuTLS has readers of its own for both, but they know neither 128-bit
 * RC2 nor PBES2 with RC2 and stop after 32 bags of a safe. Private to this folder. Any thread. */

#pragma once

#include "base/lk-secret.h"
#include "certificate/lk-der.h"

G_BEGIN_DECLS

/* Whether the scheme of that AlgorithmIdentifier is one that is known here. */
gboolean lk_decryption_is_supported (const LkDerItem *algorithm);

/* (nullable) (transfer full): NULL when the password is another one, or the scheme is not
 * supported. @password NULL is no password at all, which is not the empty one. */
LkSecret *lk_decrypt (const LkDerItem *algorithm, GBytes *data, const char *password);

G_END_DECLS
