/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Two ends of a TLS connection that never leaves the process: what one session pushes, the other
 * pulls. Both ends belong to one thread, which drives them in turn; nothing blocks. */

#pragma once

#include <glib.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

typedef struct _LkMemoryPipe LkMemoryPipe;

LkMemoryPipe *lk_memory_pipe_new (void);
void lk_memory_pipe_free (LkMemoryPipe *self);

/* Makes the session talk through this end; the pipe must outlive it. */
void lk_memory_pipe_attach_client (LkMemoryPipe *self, gnutls_session_t session);
void lk_memory_pipe_attach_server (LkMemoryPipe *self, gnutls_session_t session);

/* How many bytes went through in both directions: unchanged means that both ends wait. */
gsize lk_memory_pipe_get_moved (LkMemoryPipe *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkMemoryPipe, lk_memory_pipe_free)

G_END_DECLS
