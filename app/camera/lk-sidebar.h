/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The left side of the window: the cameras, to be searched and chosen. Signal chosen
 * (LkCameraSession *). Property folded: it stands alone, so it carries the buttons of the
 * window. */

#pragma once

#include "camera/lk-camera-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_SIDEBAR (lk_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (LkSidebar, lk_sidebar, LK, SIDEBAR, AdwBin)

void lk_sidebar_set_list (LkSidebar *self, LkCameraList *list);

/* Marks the camera that is shown; (nullable). Does not tell anybody. */
void lk_sidebar_select (LkSidebar *self, LkCameraSession *session);
void lk_sidebar_start_search (LkSidebar *self);

G_END_DECLS
