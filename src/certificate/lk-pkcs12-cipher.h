/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Decrypts what a password protects in a PKCS#12 file (RFC 8018 PBES2, RFC 7292 appendix B), with
 * the ciphers of GnuTLS, whose own reader of such files stops after 32 bags of a safe. Any
 * thread. */

#pragma once

#include "base/lk-secret.h"
#include "certificate/lk-der.h"

G_BEGIN_DECLS

/* (nullable) (transfer full): NULL when the password is another one, or the scheme is not
 * supported.
 * @password NULL is no password at all, which is not the empty one. */
LkSecret *lk_pkcs12_decrypt (const LkDerItem *algorithm, GBytes *data, const char *password);

G_END_DECLS
