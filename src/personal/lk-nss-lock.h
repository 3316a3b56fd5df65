/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether another program holds an NSS database just now: a browser that is writing to it, for
 * instance. NSS itself answers that with an unknown error. Asks SQLite, for a moment and without
 * changing anything; blocking, any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean lk_nss_lock_is_held (const char *folder, gboolean to_write);

/* Sets STORE_LOCKED and returns TRUE when it is held; leaves @error alone otherwise. */
gboolean lk_nss_lock_set_error (const char *folder, gboolean to_write, GError **error);

G_END_DECLS
