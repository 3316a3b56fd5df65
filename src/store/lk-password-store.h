/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A camera's password in the Secret Service (the desktop's keyring), where the user ticked
 * "Remember"; nowhere else is one ever written. Blocking, any thread. Each sets STORE_FAILED when
 * no such service runs, STORE_LOCKED when the user did not unlock it, or G_IO_ERROR_CANCELLED. */

#pragma once

#include "base/lk-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* @label is what the user sees in the keyring: the camera's name. */
gboolean lk_password_store_save (const char *camera_id,
                                 const char *label,
                                 LkSecret *password,
                                 GCancellable *cancellable,
                                 GError **error);

/* (transfer full); NOT_FOUND when none is kept. */
LkSecret *lk_password_store_load (const char *camera_id, GCancellable *cancellable, GError **error);

/* Also TRUE when none was kept. */
gboolean lk_password_store_clear (const char *camera_id, GCancellable *cancellable, GError **error);

G_END_DECLS
