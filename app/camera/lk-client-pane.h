/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* "SSL client authentication": Enable and the trusted CA certificates. Without a server certificate on the camera it
 * is greyed out, says why, and leads to the server pane. */

#pragma once

#include "camera/lk-pane.h"

G_BEGIN_DECLS

#define LK_TYPE_CLIENT_PANE (lk_client_pane_get_type ())
G_DECLARE_FINAL_TYPE (LkClientPane, lk_client_pane, LK, CLIENT_PANE, LkPane)

G_END_DECLS
