/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A TCP port on loopback that can be closed and opened again under the same number: while closed it
 * stays bound, so that nobody else gets it, and refuses connections. Its callback runs in
 * @context. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _LkSimPort LkSimPort;

typedef void (*LkSimPortFunc) (LkSimPort *port, GSocket *socket, gpointer user_data);

/* Closed at first. UNREACHABLE when the number cannot be had; 0: any free one. */
LkSimPort *lk_sim_port_new (guint16 number,
                            GMainContext *context,
                            LkSimPortFunc accepted,
                            gpointer user_data,
                            GError **error);
void lk_sim_port_free (LkSimPort *self);

guint16 lk_sim_port_get_number (LkSimPort *self);
void lk_sim_port_set_open (LkSimPort *self, gboolean is_open); /* one thread at a time */

G_END_DECLS
