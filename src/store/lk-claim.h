/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is changing a camera now: one claim a camera, held for as long as a change or its recovery
 * runs, among all windows and commands that share the store. A lock of the kernel, which ends with
 * the process however that ends: a row of the journal that is open and whose camera nobody claims
 * was cut off. The holder releases it, on any thread. */

#pragma once

#include "store/lk-store.h"

G_BEGIN_DECLS

typedef struct _LkClaim LkClaim;

/* Never waits. STORE_LOCKED: somebody has it; STORE_FAILED. */
LkClaim *lk_claim_take (LkStore *store, const char *camera_id, GError **error);
void lk_claim_release (LkClaim *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkClaim, lk_claim_release)

/* Whether anybody has it, this process as well. */
gboolean lk_claim_is_taken (LkStore *store, const char *camera_id);

G_END_DECLS
