/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds cameras by WS-Discovery (April 2005, as ONVIF Core 7 uses it): a probe by multicast from
 * every interface, IPv4 and IPv6, and by unicast to addresses that somebody typed. Nothing secret
 * is sent, and nothing at all but the probe: what a camera says of itself here is unproved.
 * Blocking; any thread. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One camera, as it describes itself. Every text is valid UTF-8 from outside. */
typedef struct
{
  char *endpoint; /* stable name, usually "urn:uuid:…" */
  char **xaddrs;  /* addresses of its device service */
  char *name;     /* (nullable) */
  char *hardware; /* (nullable) the model, usually */
  char *location; /* (nullable) */
  char *address;  /* where the answer came from */
} LkDiscovered;

typedef struct
{
  guint timeout_ms;             /* 0: 4000 */
  const char *const *addresses; /* (nullable) also ask these: "192.0.2.7", "192.0.2.0/28", "192.0.2.3-192.0.2.9", "camera.example" */
  gboolean only_addresses;      /* no multicast */
  guint16 port;                 /* 0: 3702 */
} LkDiscoveryOptions;

/* Called once for each camera, while the search goes on, on the thread of the search. */
typedef void (*LkDiscoveredFunc) (const LkDiscovered *camera, gpointer data);

/* Gives back after the timeout. USAGE for an address that is none, UNREACHABLE where no probe could
 * be sent at all, G_IO_ERROR_CANCELLED. */
gboolean lk_discovery_run (const LkDiscoveryOptions *options,
                           LkDiscoveredFunc found,
                           gpointer data,
                           GCancellable *cancellable,
                           GError **error);

/* The cameras in one answer, whoever asked: (element-type LkDiscovered). @relates_to (nullable):
 * only an answer to this message. Never NULL; empty for what is no answer. */
GPtrArray *lk_discovery_read (GBytes *bytes, const char *relates_to);
void lk_discovered_free (LkDiscovered *self);

G_END_DECLS
