/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Puts a personal certificate into an NSS database: its key, itself and, if wanted, its issuers. */

#pragma once

#include "personal/lk-nss.h"
#include "personal/lk-personal-store.h"

G_BEGIN_DECLS

/* @database: writable and unlocked. STORE_FAILED with NSS's reason, UNSUPPORTED. */
gboolean
lk_nss_import_run (LkNssDatabase *database, const LkPersonalImport *import, GError **error);

G_END_DECLS
