/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The camera's login: HTTP digest with MD5 and SHA-256 (RFC 7616), qop=auth, nonces that expire and
 * counts that may not repeat. libsoup's server side knows MD5 alone. Any thread. */

#pragma once

#include "base/lk-secret.h"
#include "simcamera/lk-sim-http.h"

G_BEGIN_DECLS

typedef enum
{
  LK_SIM_DIGEST_MD5 = 1 << 0,
  LK_SIM_DIGEST_SHA256 = 1 << 1,
} LkSimDigest;

typedef enum
{
  LK_SIM_AUTH_OK,
  LK_SIM_AUTH_NONE, /* nothing was sent */
  LK_SIM_AUTH_WRONG,
  LK_SIM_AUTH_STALE, /* right, but for a nonce that is no longer good */
} LkSimAuthResult;

typedef struct _LkSimAuth LkSimAuth;

/* @offered: which algorithms are offered, the strongest first. */
LkSimAuth *lk_sim_auth_new (const char *realm,
                            const char *user,
                            LkSecret *password,
                            LkSimDigest offered,
                            guint nonce_lifetime_s);
void lk_sim_auth_free (LkSimAuth *self);

LkSimAuthResult lk_sim_auth_check (LkSimAuth *self, LkSimRequest *request);
const char *lk_sim_auth_result_get_name (LkSimAuthResult result);

/* A 401 with fresh nonces. */
LkSimReply *lk_sim_auth_challenge (LkSimAuth *self, gboolean stale);

/* All nonces become stale, as by a restart. */
void lk_sim_auth_forget (LkSimAuth *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSimAuth, lk_sim_auth_free)

G_END_DECLS
