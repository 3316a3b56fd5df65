/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A limit on the time of something that blocks: a cancellable that is cancelled when the time is
 * over or when the caller's own is. Worker threads run no main loop, so one clock thread serves all
 * of them. Owned by whoever blocks. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _LkDeadline LkDeadline;

LkDeadline *lk_deadline_new (guint timeout_ms, GCancellable *parent);
void lk_deadline_free (LkDeadline *self);

GCancellable *lk_deadline_get_cancellable (LkDeadline *self);
/* the time is over; not when the caller cancelled */
gboolean lk_deadline_has_passed (LkDeadline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkDeadline, lk_deadline_free)

G_END_DECLS
