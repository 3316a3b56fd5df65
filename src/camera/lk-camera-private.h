/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of this folder share about LkCamera. */

#pragma once

#include "camera/lk-camera.h"

G_BEGIN_DECLS

/* Writes a certificate into the store, before it is sent or because it is about to be replaced; TRUE without a store. */
gboolean lk_camera_record (LkCamera *self, const char *purpose, LkCertificate *certificate, GError **error);

G_END_DECLS
