/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opens what a token wrapped with an AES-256 key that we know: AES key wrap with padding
 * (RFC 5649), or CBC with PKCS#7 padding. The result is wiped when it goes. */

#pragma once

#include "base/lk-secret.h"

G_BEGIN_DECLS

#define LK_KEY_UNWRAP_KEY_BYTES 32

/* NULL when it is not the right key or has been changed. */
LkSecret *lk_key_unwrap_padded (const guint8 *key, GBytes *wrapped);
LkSecret *lk_key_unwrap_cbc (const guint8 *key, const guint8 *iv, GBytes *wrapped);

G_END_DECLS
