/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-plain-way.h"

#include "base/lk-error.h"
#include "driver/lk-driver.h"

#include <glib/gi18n-lib.h>

static LkConnection *
connect_plainly (LkConnection *known, const char *plain_uri, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (lk_connection_get_uri (known), G_URI_FLAGS_NONE, error);
  g_autofree char *plain = NULL;
  LkConnectionOptions options = {
    .flags = LK_CONNECTION_ALLOW_PLAIN_HTTP,
    .user = lk_connection_get_user (known),
    .password = lk_connection_get_password (known),
    .log = lk_connection_get_log (known),
  };

  if (uri == NULL)
    return NULL;
  plain = plain_uri != NULL
            ? g_strdup (plain_uri)
            : g_uri_join (G_URI_FLAGS_NONE, "http", NULL, g_uri_get_host (uri), -1, "", NULL, NULL);
  options.uri = plain;
  return lk_connection_new (&options, error);
}

LkCamera *
lk_plain_way_open (LkCamera *camera,
                   LkStore *store,
                   const char *camera_id,
                   const char *plain_uri,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (LkCameraRecord) record =
    store != NULL && camera_id != NULL ? lk_store_get_camera (store, camera_id, NULL) : NULL;
  const LkCameraRecordFields *fields = record != NULL ? lk_camera_record_get_fields (record) : NULL;
  g_autoptr (LkConnection) connection = NULL;
  g_autoptr (LkCamera) plain = NULL;
  g_autoptr (LkSslTab) tab = NULL;

  if (fields == NULL || !fields->allow_plain_http)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_PLAIN_TEXT, _ ("Plain HTTP is not allowed for this camera"));
      return NULL;
    }
  connection = connect_plainly (lk_camera_get_connection (camera), plain_uri, error);
  if (connection == NULL)
    return NULL;
  plain =
    lk_driver_open (connection, lk_camera_get_driver (camera), fields->profile, cancellable, error);
  tab = plain != NULL ? lk_camera_read_tab (plain, cancellable, error) : NULL;
  return tab != NULL ? g_steal_pointer (&plain) : NULL;
}
