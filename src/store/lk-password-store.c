/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store/lk-password-store.h"

#include "base/lk-error.h"

#include <libsecret/secret.h>

static const SecretSchema *
get_schema (void)
{
  static const SecretSchema schema = {
    .name = "io.github.latchkey.Latchkey.Camera",
    .flags = SECRET_SCHEMA_NONE,
    .attributes = { { "camera", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
  };

  return &schema;
}

/* Takes @raw and says what the user can do about it. */
static void
take_error (GError *raw, GError **error)
{
  g_autoptr (GError) cause = raw;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
           g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED))
    g_set_error (error, LK_ERROR, LK_ERROR_STORE_LOCKED, "The keyring is locked (%s); unlock it and try again", cause->message);
  else
    g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "No keyring answers, so passwords cannot be remembered: %s", cause->message);
}

gboolean
lk_password_store_save (const char *camera_id,
                        const char *label,
                        LkSecret *password,
                        GCancellable *cancellable,
                        GError **error)
{
  GError *raw = NULL;

  g_return_val_if_fail (camera_id != NULL && label != NULL && password != NULL, FALSE);

  if (secret_password_store_sync (get_schema (), SECRET_COLLECTION_DEFAULT, label,
                                  lk_secret_get_text (password), cancellable, &raw, "camera", camera_id,
                                  NULL))
    return TRUE;
  /* A prompt that the user dismissed is no error to libsecret. */
  if (raw == NULL)
    g_set_error (error, LK_ERROR, LK_ERROR_STORE_LOCKED, "The keyring was not unlocked, so the password is not remembered");
  else
    take_error (raw, error);
  return FALSE;
}

LkSecret *
lk_password_store_load (const char *camera_id, GCancellable *cancellable, GError **error)
{
  GError *raw = NULL;
  LkSecret *secret;
  char *password;

  g_return_val_if_fail (camera_id != NULL, NULL);

  password = secret_password_lookup_sync (get_schema (), cancellable, &raw, "camera", camera_id, NULL);
  if (raw != NULL)
    {
      take_error (raw, error);
      return NULL;
    }
  if (password == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND, "No password of this camera is remembered");
      return NULL;
    }
  secret = lk_secret_new (password, -1);
  secret_password_free (password); /* wipes it */
  return secret;
}

gboolean
lk_password_store_clear (const char *camera_id, GCancellable *cancellable, GError **error)
{
  GError *raw = NULL;

  g_return_val_if_fail (camera_id != NULL, FALSE);

  /* FALSE also when there was none */
  (void)secret_password_clear_sync (get_schema (), cancellable, &raw, "camera", camera_id, NULL);
  if (raw == NULL)
    return TRUE;
  take_error (raw, error);
  return FALSE;
}
