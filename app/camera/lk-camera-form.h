/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The form in which a person describes a camera: address, name, language, user and password. It
 * knows what is typed and makes a record of it; it asks nobody. Signals changed, and find when
 * the network shall be searched instead. */

#pragma once

#include "base/lk-secret.h"
#include "camera/lk-camera-list.h"
#include "camera/lk-found-camera.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_CAMERA_FORM (lk_camera_form_get_type ())
G_DECLARE_FINAL_TYPE (LkCameraForm, lk_camera_form, LK, CAMERA_FORM, AdwBin)

typedef enum
{
  LK_CAMERA_FORM_ADDRESS,
  LK_CAMERA_FORM_PLAIN,
  LK_CAMERA_FORM_USER,
  LK_CAMERA_FORM_PASSWORD,
} LkCameraFormField;

/* An address of @cameras is refused: one camera is listed once. */
void lk_camera_form_set_cameras (LkCameraForm *self, LkCameraList *cameras);
/* Fills the form with a camera that is there already, and is not looked for any more. */
void lk_camera_form_set_record (LkCameraForm *self, LkCameraRecord *record);
/* Fills in what the network said; how the camera is spoken to is found out again. */
void lk_camera_form_set_found (LkCameraForm *self, LkFoundCamera *camera);
void lk_camera_form_set_address (LkCameraForm *self, const char *uri);
void lk_camera_form_set_remember (LkCameraForm *self, gboolean remember);

/* Has the focus when the form is shown. */
GtkWidget *lk_camera_form_get_field (LkCameraForm *self, LkCameraFormField field);

gboolean lk_camera_form_is_complete (LkCameraForm *self);
gboolean lk_camera_form_get_remember (LkCameraForm *self);
LkSecret *lk_camera_form_create_password (LkCameraForm *self); /* (nullable): none is typed */

/* What is typed, over what the form does not show of @before (nullable). Another address is another
 * camera, with a key of its own: @tried (nullable) is the record that was tried last, whose key may
 * have been accepted. (nullable): the form is not complete. */
LkCameraRecord *
lk_camera_form_create_record (LkCameraForm *self, LkCameraRecord *before, LkCameraRecord *tried);

G_END_DECLS
