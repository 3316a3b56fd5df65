/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The personal certificates in one NSS database, as Chromium, Firefox and others keep them. Opened
 * read-only unless something is imported or removed; a database that a running browser holds is
 * reported, never forced. */

#pragma once

#include "personal/lk-personal-store.h"

G_BEGIN_DECLS

#define LK_TYPE_NSS_STORE (lk_nss_store_get_type ())
G_DECLARE_FINAL_TYPE (LkNssStore, lk_nss_store, LK, NSS_STORE, LkPersonalStore)

/* @title: NULL for the folder's own name. Nothing is opened yet. */
LkPersonalStore *lk_nss_store_new (const char *folder, const char *title);

/* Makes the folder, and in it a database without a primary password where there is none yet.
 * STORE_FAILED. */
LkPersonalStore *lk_nss_store_create (const char *folder, const char *title, GError **error);

const char *lk_nss_store_get_folder (LkNssStore *self);

G_END_DECLS
