/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The way back that TLS cannot close: plain HTTP, where the user allowed it for this camera and the
 * camera really answers. Blocking. */

#pragma once

#include "camera/lk-camera.h"

G_BEGIN_DECLS

/* The camera of @camera_id over plain HTTP, after it answered with its tab; @plain_uri: (nullable)
 * its host and port 80. PLAIN_TEXT when that is not allowed, UNREACHABLE and the like when nothing
 * answers. */
LkCamera *lk_plain_way_open (LkCamera *camera,
                             LkStore *store,
                             const char *camera_id,
                             const char *plain_uri,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
