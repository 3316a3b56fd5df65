/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What probes and their answers are made of. */

#pragma once

#include "driver/onvif/lk-discovery.h"

G_BEGIN_DECLS

#define LK_DISCOVERY_PORT 3702

/* @type: (nullable) "dn:NetworkVideoTransmitter"; @id: "urn:uuid:…". */
GBytes *lk_discovery_make_probe (const char *type, const char *id);

/* The addresses that a typed text stands for: (element-type GInetAddress). USAGE for one that is
 * none, or too many. */
GPtrArray *lk_discovery_parse_address (const char *text, GCancellable *cancellable, GError **error);

G_END_DECLS
