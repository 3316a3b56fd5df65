/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The demonstration: a simulated camera inside this program, a store of its own and a folder with
 * sample files, all below one temporary folder that goes when the demonstration ends. Nothing of
 * the user's is read or written. Main thread; the camera has threads of its own. */

#pragma once

#include "camera/lk-camera-list.h"

G_BEGIN_DECLS

#define LK_TYPE_DEMO (lk_demo_get_type ())
G_DECLARE_FINAL_TYPE (LkDemo, lk_demo, LK, DEMO, GObject)

/* Blocking for a moment: makes keys and certificates. STORE_FAILED, UNREACHABLE. */
LkDemo *lk_demo_new (GError **error);

const char *lk_demo_get_store_folder (LkDemo *self);
const char *lk_demo_get_samples_folder (LkDemo *self);

/* The simulated camera, its key pinned and its password at hand; (transfer full). */
LkCameraSession *lk_demo_create_session (LkDemo *self, LkCameraList *list);

/* What the window says across the bottom; (transfer full). */
char *lk_demo_describe (LkDemo *self);

G_END_DECLS
