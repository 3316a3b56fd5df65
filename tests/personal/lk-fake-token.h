/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* SoftHSM as p11-kit loads it, made to say what it never says of itself and a card does: full,
 * write-protected, taken away, a PIN that counts its tries. A test that links this is linked with
 * --wrap=p11_kit_modules_load_and_initialize; what GnuTLS loads for itself stays as it is. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LK_FAKE_TOKEN_SOUND,
  LK_FAKE_TOKEN_FULL,
  LK_FAKE_TOKEN_WRITE_PROTECTED,
  LK_FAKE_TOKEN_PULLED_OUT, /* at the next write */
  LK_FAKE_TOKEN_UNPLUGGED,
  LK_FAKE_TOKEN_COUNTING, /* the third wrong PIN blocks it */
  LK_FAKE_TOKEN_EXPIRED,
  LK_FAKE_TOKEN_NO_WRAPPING
} LkFakeTokenFault;

void lk_fake_token_set (LkFakeTokenFault fault);
guint lk_fake_token_count_wrong (void); /* wrong PINs in a row */

G_END_DECLS
