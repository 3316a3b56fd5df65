/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* "SSL server authentication": the server certificate with its status, and the password of its
 * private key. A file that is dropped on it is imported. */

#pragma once

#include "camera/lk-pane.h"

G_BEGIN_DECLS

#define LK_TYPE_SERVER_PANE (lk_server_pane_get_type ())
G_DECLARE_FINAL_TYPE (LkServerPane, lk_server_pane, LK, SERVER_PANE, LkPane)

G_END_DECLS
