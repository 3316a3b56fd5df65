/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The camera on the network: its two ports on loopback, open or closed as "SSL function" says, a
 * thread for each connection, login, and the faults. A closed port stays ours but refuses
 * connections. Functions may be called from any thread; ports open and close before they return. */

#pragma once

#include "simcamera/lk-sim-auth.h"
#include "simcamera/lk-sim-face.h"

G_BEGIN_DECLS

typedef struct
{
  guint16 port;  /* 0: any free one */
  int http_port; /* -1: none at all */
  guint down_ms; /* how long a reboot takes */
} LkSimServerOptions;

typedef struct _LkSimServer LkSimServer;

/* Borrows everything. UNREACHABLE when a port cannot be had. */
LkSimServer *lk_sim_server_new (const LkSimServerOptions *options,
                                LkSimState *state,
                                LkSimAuth *auth,
                                LkSimFaults *faults,
                                LkSimRecord *record,
                                GError **error);
void lk_sim_server_free (LkSimServer *self); /* stops */

/* (transfer full): the first face that recognises a request answers it. Before the start. */
void lk_sim_server_add_face (LkSimServer *self, LkSimFace *face);
void lk_sim_server_start (LkSimServer *self);
void lk_sim_server_stop (LkSimServer *self);

guint16 lk_sim_server_get_port (LkSimServer *self);
guint16 lk_sim_server_get_http_port (LkSimServer *self); /* 0: none */

/* After a change of "SSL function". */
void lk_sim_server_update_ports (LkSimServer *self);

/* All connections end and the ports refuse for a while; @down_ms < 0: as the options say. */
void lk_sim_server_reboot (LkSimServer *self, gint64 down_ms);
void lk_sim_server_close_connections (LkSimServer *self, LkSimStream *except);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSimServer, lk_sim_server_free)

G_END_DECLS
