/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The personal certificates that an NSS database shows, each with what the database says of its
 * key. Opens the database read-only for as long as it takes. */

#pragma once

#include "personal/lk-personal-store.h"

G_BEGIN_DECLS

/* (element-type LkPersonal): all, or only @wanted (nullable). Sets whether @store is locked. */
GPtrArray *lk_nss_listing_run (LkPersonalStore *store,
                               const char *folder,
                               LkCertificate *wanted,
                               const LkPinPrompt *prompt,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS
