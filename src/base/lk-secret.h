/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A password, PIN or private key in memory: reference counted, immutable, wiped with
 * gnutls_memset() when the last reference goes. Its bytes never belong in a log, an argument
 * list, a temporary file or an error text. Any thread may hold and read one. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_TYPE_SECRET (lk_secret_get_type ())

typedef struct _LkSecret LkSecret;

GType lk_secret_get_type (void);

/* Copies @length_bytes bytes (-1: up to the NUL). The caller still has to wipe its own copy. */
LkSecret *lk_secret_new (const char *bytes, gssize length_bytes);

/* Takes a g_malloc()ed NUL-terminated string: copied, wiped and freed here. */
LkSecret *lk_secret_new_take (char *text);

/* Reads the first line of a file, or of standard input for "-", as --password-file does; the rest
 * of standard input is left for whoever reads next. Waits for a pipe until cancelled.
 * Errors: LK_ERROR_BAD_DATA when it cannot be read or is longer than 4096 bytes,
 * G_IO_ERROR_CANCELLED. */
LkSecret *lk_secret_new_from_file (const char *path, GCancellable *cancellable, GError **error);

LkSecret *lk_secret_ref (LkSecret *self);
void lk_secret_unref (LkSecret *self);

/* NUL-terminated, valid as long as the secret; may hold further NULs when it is binary. */
const char *lk_secret_get_text (LkSecret *self);
gsize lk_secret_get_length (LkSecret *self);
gboolean lk_secret_is_empty (LkSecret *self);

/* Compares in constant time; NULL equals only NULL. */
gboolean lk_secret_equal (LkSecret *self, LkSecret *other);

/* Overwrites memory that held a secret, in a way that the compiler cannot drop. */
void lk_secret_wipe (gpointer memory, gsize length_bytes);

/* First thing in a program that holds secrets: a crash leaves no image of the memory behind. */
void lk_secret_forbid_core_dumps (void);

/* Wipes a NUL-terminated string up to its end and g_free()s it; NULL is fine. */
void lk_secret_free_text (char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSecret, lk_secret_unref)

G_END_DECLS
