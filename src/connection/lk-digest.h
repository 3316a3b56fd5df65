/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* HTTP digest, the client's side (RFC 7616, and RFC 2069 where qop is missing): reads the
 * challenges of a 401, picks the strongest (SHA-256 before MD5) and answers with one nonce count
 * after the other. libsoup's own knows MD5 only and looks at the first challenge alone. Owned by
 * one connection, on its thread. */

#pragma once

#include "base/lk-secret.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LkDigest LkDigest;

typedef enum
{
  LK_CHALLENGE_DIGEST = 1 << 0,  /* one that can be answered */
  LK_CHALLENGE_BASIC = 1 << 1,   /* Basic */
  LK_CHALLENGE_UNKNOWN = 1 << 2, /* anything else, also a digest of an unknown kind */
  LK_CHALLENGE_STALE = 1 << 3    /* the digest says that only the nonce was too old */
} LkChallenges;

/* Reads one WWW-Authenticate header field, or several joined by ", "; any bytes are fine. @digest
 * (nullable) gets the strongest digest, or NULL. */
LkChallenges lk_digest_read_challenges (const char *header, LkDigest **digest);

/* The value of the Authorization header for one request; counts nc up. @cnonce (nullable): a new
 * random one. */
char *lk_digest_answer (LkDigest *self,
                        const char *method,
                        const char *uri,
                        const char *user,
                        LkSecret *password,
                        const char *cnonce);

/* Takes the nonce for the next request from an Authentication-Info field (RFC 7616 3.5). */
void lk_digest_read_info (LkDigest *self, const char *header);

const char *lk_digest_get_algorithm (LkDigest *self);
void lk_digest_free (LkDigest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkDigest, lk_digest_free)

G_END_DECLS
