/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-session-private.h"

LkTabChange
lk_camera_session_get_change (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), LK_TAB_CHANGE_KEEP);
  return self->change;
}

static void
set_change (LkCameraSession *self, LkTabChange change)
{
  const LkSslTabFields *fields;

  if (self->tab == NULL)
    return;

  fields = lk_ssl_tab_get_fields (self->tab);
  if (change.ssl_function == fields->ssl_function)
    change.ssl_function = LK_SSL_FUNCTION_UNKNOWN;
  if (change.server_option == fields->server_option)
    change.server_option = LK_SERVER_OPTION_UNKNOWN;
  if (change.client_enabled == fields->client_enabled)
    change.client_enabled = -1;
  if (change.tls_versions == fields->tls_versions)
    change.tls_versions = LK_TLS_NOT_TOLD;
  if (change.cn_is_user == (fields->cn_is_user ? LK_CN_IS_USER : LK_CN_IS_NO_USER))
    change.cn_is_user = LK_CN_KEEP;
  self->change = change;
  lk_camera_session_notify (self, LK_SESSION_PROP_PENDING);
}

void
lk_camera_session_wish_ssl_function (LkCameraSession *self, LkSslFunction value)
{
  LkTabChange change;

  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  change = self->change;
  change.ssl_function = value;
  set_change (self, change);
}

void
lk_camera_session_wish_server_option (LkCameraSession *self, LkServerOption value)
{
  LkTabChange change;

  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  change = self->change;
  change.server_option = value;
  set_change (self, change);
}

void
lk_camera_session_wish_client_enabled (LkCameraSession *self, gboolean value)
{
  LkTabChange change;

  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  change = self->change;
  change.client_enabled = value;
  set_change (self, change);
}

void
lk_camera_session_wish_tls_versions (LkCameraSession *self, LkTlsVersions value)
{
  LkTabChange change;

  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  change = self->change;
  change.tls_versions = value;
  set_change (self, change);
}

void
lk_camera_session_wish_cn_is_user (LkCameraSession *self, gboolean value)
{
  LkTabChange change;

  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  change = self->change;
  change.cn_is_user = value ? LK_CN_IS_USER : LK_CN_IS_NO_USER;
  set_change (self, change);
}

gboolean
lk_camera_session_is_pending (LkCameraSession *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_SESSION (self), FALSE);

  return !lk_tab_change_is_empty (&self->change);
}

void
lk_camera_session_reset_change (LkCameraSession *self)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (self));

  self->change = LK_TAB_CHANGE_KEEP;
  lk_camera_session_notify (self, LK_SESSION_PROP_PENDING);
}

void
lk_camera_session_settle_change (LkCameraSession *self)
{
  set_change (self, self->change);
}
