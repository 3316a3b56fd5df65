/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl-camera.h"

#include "base/lk-error.h"
#include "driver/lk-driver.h"
#include "ctl/lk-ctl-prompt.h"
#include "personal/lk-personal-stores.h"

#include <glib/gi18n.h>
#include <string.h>

static LkIdentity *
open_file (LkCtl *ctl, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (LkSecret) password = NULL;
  g_autoptr (GError) failure = NULL;
  LkIdentity *identity;

  if (ctl->personal_password_file != NULL)
    {
      password = lk_secret_new_from_file (ctl->personal_password_file, ctl->cancellable, error);
      return password != NULL ? lk_identity_new_from_file (file, password, ctl->cancellable, error)
                              : NULL;
    }
  identity = lk_identity_new_from_file (file, NULL, ctl->cancellable, &failure);
  if (identity != NULL || !g_error_matches (failure, LK_ERROR, LK_ERROR_PASSWORD_NEEDED) ||
      !lk_ctl_has_terminal ())
    {
      if (failure != NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      return identity;
    }
  password = lk_ctl_read_password (ctl, NULL, "--personal-password-file", _ ("Password of the personal certificate"), error);
  return password != NULL ? lk_identity_new_from_file (file, password, ctl->cancellable, error)
                          : NULL;
}

LkIdentity *
lk_ctl_open_personal (LkCtl *ctl, GError **error)
{
  LkPinPrompt prompt;

  if (ctl->personal == NULL)
    return NULL;
  if (g_str_has_prefix (ctl->personal, "file:"))
    return open_file (ctl, ctl->personal + strlen ("file:"), error);
  prompt = lk_ctl_make_pin_prompt (ctl);
  return lk_personal_open (ctl->personal, &prompt, ctl->cancellable, error);
}

/* What is remembered of the camera at @uri; NULL when it is new. */
static LkCameraRecord *
find_record (LkStore *store, const char *uri, GError **error)
{
  g_autoptr (LkConnection) connection = lk_connection_new (
    &(LkConnectionOptions){ .uri = uri, .flags = LK_CONNECTION_ALLOW_PLAIN_HTTP }, error);

  return connection != NULL
           ? lk_store_find_camera_by_uri (store, lk_connection_get_uri (connection), NULL)
           : NULL;
}

static const char *
choose (const char *given, const char *remembered)
{
  return given != NULL ? given : remembered;
}

static LkConnectionFlags
choose_flags (LkCtl *ctl, const LkCameraRecordFields *remembered, const char *uri)
{
  LkConnectionFlags flags = LK_CONNECTION_DEFAULT;

  if (ctl->trust_first_use)
    flags |= LK_CONNECTION_TRUST_FIRST_USE;
  if (ctl->allow_basic || remembered->allow_basic)
    flags |= LK_CONNECTION_ALLOW_BASIC;
  /* Who writes http:// on the command line has given the word; it is said once for each camera what
   * it means. */
  if (g_ascii_strncasecmp (uri, "http://", 7) == 0)
    {
      flags |= LK_CONNECTION_ALLOW_PLAIN_HTTP;
      if (!remembered->allow_plain_http)
        g_printerr ("latchkeyctl: %s\n", _ ("Warning: over http:// nothing is encrypted, and anybody on the way can read and change it."));
    }
  return flags;
}

static LkConnection *
connect_to (LkCtlCamera *self,
            LkCtl *ctl,
            const char *uri,
            const LkCameraRecordFields *remembered,
            GError **error)
{
  g_autoptr (LkSecret) password = NULL;
  LkConnectionOptions options = {
    .uri = uri,
    .user = choose (ctl->user, remembered->user),
    .pin = choose (ctl->pin, remembered->pin),
    .identity = self->identity,
  };

  if (options.user != NULL)
    {
      password = lk_ctl_read_password (ctl, ctl->password_file, "--password-file", _ ("Password of the camera’s administrator"), error);
      if (password == NULL)
        return NULL;
      options.password = password;
    }
  options.flags = choose_flags (ctl, remembered, uri);
  return lk_connection_new (&options, error);
}

/* Says what to do about a key that is not known, with the option to type. */
static void
explain (const GError *error, LkConnection *connection)
{
  g_autoptr (LkCertificate) peer = lk_connection_dup_peer_certificate (connection);

  if (!g_error_matches (error, LK_ERROR, LK_ERROR_PEER_UNTRUSTED) || peer == NULL)
    return;
  g_printerr (_ ("latchkeyctl: When you have compared the camera’s key, give --pin sha256:%s\n"), lk_certificate_get_spki_sha256 (peer));
}

static char *
choose_name (LkCameraFacts *facts, const char *uri)
{
  const char *title = facts != NULL ? lk_camera_facts_get_fields (facts)->title : NULL;
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);

  if (title != NULL && title[0] != '\0')
    return g_strdup (title);
  return g_strdup (parsed != NULL ? g_uri_get_host (parsed) : uri);
}

/* A camera that answered is remembered, with its key: certificates that are sent are kept for
 * it. */
static gboolean
remember (LkCtlCamera *self, LkCtl *ctl, const LkCameraRecordFields *remembered, GError **error)
{
  LkConnection *connection = lk_camera_get_connection (self->camera);
  const char *uri = lk_connection_get_uri (connection);
  LkCameraRecordFields fields = *remembered;
  g_autofree char *name = NULL;
  g_autoptr (LkCameraRecord) record = NULL;

  if (fields.name == NULL)
    fields.name = name = choose_name (self->facts, uri);
  fields.uri = uri;
  fields.driver = choose (ctl->driver, fields.driver != NULL ? fields.driver : "auto");
  fields.profile = choose (ctl->profile, fields.profile);
  fields.user = choose (ctl->user, fields.user);
  fields.pin = choose (lk_connection_get_pin (connection), fields.pin);
  fields.allow_plain_http = fields.allow_plain_http || g_str_has_prefix (uri, "http://");
  fields.allow_basic = fields.allow_basic || ctl->allow_basic;
  record = lk_camera_record_new (&fields);
  if (!lk_store_save_camera (self->store, record, error))
    return FALSE;
  self->id = g_strdup (lk_camera_record_get_id (record));
  self->name = g_strdup (fields.name);
  lk_camera_set_store (self->camera, self->store, self->id);
  return TRUE;
}

gboolean
lk_ctl_camera_open (LkCtlCamera *self, LkCtl *ctl, const char *uri, GError **error)
{
  static const LkCameraRecordFields nothing = { 0 };
  g_autoptr (LkCameraRecord) record = NULL;
  g_autoptr (LkConnection) connection = NULL;
  g_autoptr (GError) failure = NULL;
  const LkCameraRecordFields *remembered;

  self->store = lk_store_open (ctl->data_dir, error);
  if (self->store == NULL)
    return FALSE;
  record = find_record (self->store, uri, &failure);
  if (record == NULL && failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  remembered = record != NULL ? lk_camera_record_get_fields (record) : &nothing;
  self->identity = lk_ctl_open_personal (ctl, &failure);
  if (failure == NULL)
    connection = connect_to (self, ctl, uri, remembered, &failure);
  if (connection != NULL)
    self->camera =
      lk_driver_open (connection, choose (ctl->driver, choose (self->driver, remembered->driver)),
                      choose (ctl->profile, remembered->profile), ctl->cancellable, &failure);
  if (self->camera != NULL && self->without_facts)
    return remember (self, ctl, remembered, error);
  if (self->camera != NULL)
    self->facts = lk_camera_read_facts (self->camera, ctl->cancellable, &failure);
  if (self->facts != NULL)
    return remember (self, ctl, remembered, error);
  if (connection != NULL)
    explain (failure, connection);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* After an import of a server certificate the camera's key is another one. */
static void
remember_key (LkCtlCamera *self)
{
  const char *pin = lk_connection_get_pin (lk_camera_get_connection (self->camera));
  g_autoptr (LkCameraRecord) record = lk_store_get_camera (self->store, self->id, NULL);
  g_autoptr (LkCameraRecord) changed = NULL;
  LkCameraRecordFields fields;

  if (record == NULL || pin == NULL)
    return;
  fields = *lk_camera_record_get_fields (record);
  if (g_strcmp0 (fields.pin, pin) == 0)
    return;
  fields.pin = pin;
  changed = lk_camera_record_new (&fields);
  if (!lk_store_save_camera (self->store, changed, NULL))
    g_printerr ("latchkeyctl: %s\n", _ ("Warning: the camera’s new key could not be remembered; it will be refused as unknown."));
}

void
lk_ctl_camera_close (LkCtlCamera *self)
{
  if (self->id != NULL)
    remember_key (self);
  g_clear_object (&self->camera);
  g_clear_object (&self->facts);
  g_clear_object (&self->store);
  g_clear_object (&self->identity);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
}
