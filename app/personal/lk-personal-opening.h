/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opens a personal certificate on a worker, with a window that asks for its password or PIN as
 * needed. Main thread. */

#pragma once

#include "certificate/lk-identity.h"
#include "personal/lk-personal.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @selector as lk_personal_open() knows it. */
void lk_personal_open_async (GtkWindow *parent,
                             const char *selector,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/* (transfer full); errors of lk_personal_open(), G_IO_ERROR_CANCELLED when the person gave up at
 * the prompt. @personal: (out) (optional) (nullable) (transfer full) what a file says of itself;
 * of others their store tells. */
LkIdentity *lk_personal_open_finish (GAsyncResult *result, LkPersonal **personal, GError **error);

G_END_DECLS
