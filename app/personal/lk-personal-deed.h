/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done with one personal certificate in its store, on a worker, asking for its password or
 * PIN where the store wants it: prove its key, try to take it out, remove it. Main thread. */

#pragma once

#include "personal/lk-personal-group.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  LK_PERSONAL_PROVE,       /* KEY_MISMATCH */
  LK_PERSONAL_TEST_EXPORT, /* into memory, wiped at once; UNSUPPORTED */
  LK_PERSONAL_REMOVE,
} LkPersonalDeed;

void lk_personal_deed_async (LkPersonalGroup *group,
                             const char *selector,
                             LkPersonalDeed deed,
                             GtkWindow *parent,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/* G_IO_ERROR_CANCELLED also when the user gave up at the question. */
gboolean lk_personal_deed_finish (GAsyncResult *result, GError **error);

G_END_DECLS
