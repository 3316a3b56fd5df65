/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A PKCS#12 (or PEM) file on disk: not installed anywhere, but able to log in. Its password is
 * asked for by the prompt. Whether a key is exportable is not a question that a file answers. */

#pragma once

#include "personal/lk-personal-store.h"

G_BEGIN_DECLS

#define LK_TYPE_FILE_STORE (lk_file_store_get_type ())
G_DECLARE_FINAL_TYPE (LkFileStore, lk_file_store, LK, FILE_STORE, LkPersonalStore)

LkPersonalStore *lk_file_store_new (const char *path);

G_END_DECLS
