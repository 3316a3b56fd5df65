/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"

/* clang-format off */
G_DEFINE_QUARK (lk-error-quark, lk_error)
/* clang-format on */

static const char *const names[] = {
  [LK_ERROR_UNREACHABLE] = "unreachable",
  [LK_ERROR_TIMEOUT] = "timeout",
  [LK_ERROR_AUTH_REFUSED] = "auth-refused",
  [LK_ERROR_PEER_UNTRUSTED] = "peer-untrusted",
  [LK_ERROR_CLIENT_REFUSED] = "client-refused",
  [LK_ERROR_PLAIN_TEXT] = "plain-text",
  [LK_ERROR_UNSUPPORTED] = "unsupported",
  [LK_ERROR_REFUSED_BY_CAMERA] = "refused-by-camera",
  [LK_ERROR_BAD_DATA] = "bad-data",
  [LK_ERROR_BAD_CERTIFICATE] = "bad-certificate",
  [LK_ERROR_PASSWORD_NEEDED] = "password-needed",
  [LK_ERROR_PASSWORD_WRONG] = "password-wrong",
  [LK_ERROR_KEY_MISMATCH] = "key-mismatch",
  [LK_ERROR_NO_PRIVATE_KEY] = "no-private-key",
  [LK_ERROR_EXISTS] = "exists",
  [LK_ERROR_FULL] = "full",
  [LK_ERROR_NOT_FOUND] = "not-found",
  [LK_ERROR_STORE_LOCKED] = "store-locked",
  [LK_ERROR_STORE_READ_ONLY] = "store-read-only",
  [LK_ERROR_STORE_FAILED] = "store-failed",
  [LK_ERROR_WOULD_LOCK_OUT] = "would-lock-out",
  [LK_ERROR_ROLLED_BACK] = "rolled-back",
  [LK_ERROR_ROLLBACK_FAILED] = "rollback-failed",
  [LK_ERROR_USAGE] = "usage",
  [LK_ERROR_INTERNAL] = "internal",
};

const char *
lk_error_get_name (LkError code)
{
  if ((gsize)code >= G_N_ELEMENTS (names))
    return names[LK_ERROR_INTERNAL];
  return names[code];
}
