/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A camera that answered a search, as the list shows it. Every text is the camera's own word and
 * unproved. Immutable; made on the thread of the search, read anywhere. */

#pragma once

#include "driver/onvif/lk-discovery.h"

G_BEGIN_DECLS

#define LK_TYPE_FOUND_CAMERA (lk_found_camera_get_type ())
G_DECLARE_FINAL_TYPE (LkFoundCamera, lk_found_camera, LK, FOUND_CAMERA, GObject)

/* (nullable): NULL when it names no address that can be used. */
LkFoundCamera *lk_found_camera_new (const LkDiscovered *discovered);

const char *lk_found_camera_get_endpoint (LkFoundCamera *self);
/* its name, else its model, else its address */
const char *lk_found_camera_get_title (LkFoundCamera *self);
const char *lk_found_camera_get_name (LkFoundCamera *self);  /* (nullable) */
const char *lk_found_camera_get_model (LkFoundCamera *self); /* (nullable) */
/* "https://192.0.2.7": what is proposed, encrypted also where the camera named plain HTTP only */
const char *lk_found_camera_get_uri (LkFoundCamera *self);
/* (nullable) "http://192.0.2.7:8080" where it named no encrypted address */
const char *lk_found_camera_get_plain_uri (LkFoundCamera *self);

G_END_DECLS
