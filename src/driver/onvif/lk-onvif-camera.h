/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A camera that speaks ONVIF: the [SSL] tab over the security service (release 26.06, and older
 * names), or over the certificate operations of device management on old cameras. Trusted CA
 * certificates 1 to 4 are the trust anchors of one certification path validation policy. Belongs to
 * the thread that uses it, as every LkCamera. */

#pragma once

#include "camera/lk-camera.h"

G_BEGIN_DECLS

#define LK_TYPE_ONVIF_CAMERA (lk_onvif_camera_get_type ())
G_DECLARE_FINAL_TYPE (LkOnvifCamera, lk_onvif_camera, LK, ONVIF_CAMERA, LkCamera)

/* Asks the camera for its services. UNSUPPORTED when it does not speak ONVIF, errors of
 * lk_connection_send().
 * @profile is of no use here. */
LkCamera *lk_onvif_camera_open (LkConnection *connection,
                                const char *profile,
                                GCancellable *cancellable,
                                GError **error);

/* How the last server certificate was packed for this camera, for people; (nullable). */
const char *lk_onvif_camera_get_packing (LkOnvifCamera *self);

G_END_DECLS
