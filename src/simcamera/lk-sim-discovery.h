/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Lets the simulated camera be found by WS-Discovery (April 2005, ONVIF Core 7): listens for probes
 * on every interface in a thread of its own and answers those of this computer, because the camera
 * serves nobody else. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _LkSimDiscovery LkSimDiscovery;

/* @xaddrs: what is answered, separated by spaces. UNREACHABLE where nothing can be heard. */
LkSimDiscovery *lk_sim_discovery_new (const char *model, const char *xaddrs, GError **error);
void lk_sim_discovery_free (LkSimDiscovery *self);

/* The answer to one datagram; NULL where there is nothing to say. (transfer full) */
char *lk_sim_discovery_answer (LkSimDiscovery *self, const char *data, gsize size);

G_END_DECLS
