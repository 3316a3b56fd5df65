/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-one-time.h"

#include "base/lk-error.h"
#include "base/lk-hex.h"

#include <gnutls/crypto.h>

#define RANDOM_BYTES 24

LkSecret *
lk_one_time_password_new (GError **error)
{
  guint8 random[RANDOM_BYTES];
  LkSecret *password;

  if (gnutls_rnd (GNUTLS_RND_KEY, random, sizeof random) < 0)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_INTERNAL, "There are no random numbers");
      return NULL;
    }
  password = lk_secret_new_take (lk_hex_encode (random, sizeof random));
  lk_secret_wipe (random, sizeof random);
  return password;
}
