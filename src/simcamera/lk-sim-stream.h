/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One accepted connection, with TLS (GnuTLS) or without. Blocking; belongs to the thread that
 * serves it, only lk_sim_stream_interrupt() may come from others. GIO's TLS cannot name accepted
 * CAs, choose alerts or judge dates by another clock, which a camera does; so GnuTLS is asked
 * directly. */

#pragma once

#include "simcamera/lk-sim-record.h"
#include "simcamera/lk-sim-state.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _LkSimStream LkSimStream;

LkSimStream *lk_sim_stream_new (GSocket *socket, guint connection, LkSimRecord *record);
void lk_sim_stream_free (LkSimStream *self); /* closes */

/* The camera's side of the handshake; what was presented and the verdict are recorded. FALSE when
 * the peer was refused or went away; the alert was sent then. TLS 1.2 and 1.3, no resumption. */
gboolean lk_sim_stream_handshake (LkSimStream *self, const LkSimTlsSetup *setup);
gboolean lk_sim_stream_is_tls (LkSimStream *self);
/* (nullable) of the certificate that the peer presented and had to present */
const char *lk_sim_stream_get_subject (LkSimStream *self);
guint lk_sim_stream_get_connection (LkSimStream *self);

/* Bytes read, 0 at the end, -1 when it broke. */
gssize lk_sim_stream_read (LkSimStream *self, void *buffer, gsize size);
gboolean lk_sim_stream_write (LkSimStream *self, const void *data, gsize size);

/* Ends: orderly, by a TCP reset, by a TLS alert. */
void lk_sim_stream_close (LkSimStream *self);
void lk_sim_stream_reset (LkSimStream *self);
void lk_sim_stream_alert (LkSimStream *self, gnutls_alert_description_t alert);

/* From any thread: whatever blocks on the stream ends, and so does the stream. */
void lk_sim_stream_interrupt (LkSimStream *self);

/* Blocks until interrupted, or @timeout_ms have passed (-1: no limit). TRUE when interrupted. */
gboolean lk_sim_stream_wait (LkSimStream *self, int timeout_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSimStream, lk_sim_stream_free)

G_END_DECLS
