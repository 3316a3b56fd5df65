/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening what a person names as a file, which may also be a pipe of the shell, a device or a
 * folder. Nothing here blocks where it could not be cancelled: a pipe that nobody writes into is
 * waited for only as long as the caller likes. Any thread but the main one. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Returns: (transfer full): a stream of what is in @file, which reads until cancelled.
 * Errors: G_IO_ERROR of the system, G_IO_ERROR_IS_DIRECTORY among them, G_IO_ERROR_CANCELLED. */
GInputStream *lk_file_open (GFile *file, GCancellable *cancellable, GError **error);

G_END_DECLS
