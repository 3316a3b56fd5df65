/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The trusted CA certificates that are on the camera, each with View and Delete, and Import for as
 * long as there is room. Main thread. */

#pragma once

#include "setup/lk-setup.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_TRUSTED_LIST (lk_trusted_list_get_type ())
G_DECLARE_FINAL_TYPE (LkTrustedList, lk_trusted_list, LK, TRUSTED_LIST, AdwBin)

LkTrustedList *lk_trusted_list_new (LkSetup *setup);

G_END_DECLS
