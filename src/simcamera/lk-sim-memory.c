/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-memory.h"

#include "base/lk-error.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define KEY_FILE "camera.ini"
#define GROUP    "Camera"

static const char *const ssl_names[] = {
  [LK_SIM_SSL_DISABLE] = "disable",
  [LK_SIM_SSL_ENABLE] = "enable",
  [LK_SIM_SSL_ENABLE_WITH_HTTP] = "enable-with-http",
};

/* The files of a memory: the key under which camera.ini names each, and where it stands in the
 * value. */
static const struct
{
  const char *key;
  gsize offset;
} files[] = {
  { "TrustedCa1", G_STRUCT_OFFSET (LkSimMemory, trusted[0]) },
  { "TrustedCa2", G_STRUCT_OFFSET (LkSimMemory, trusted[1]) },
  { "TrustedCa3", G_STRUCT_OFFSET (LkSimMemory, trusted[2]) },
  { "TrustedCa4", G_STRUCT_OFFSET (LkSimMemory, trusted[3]) },
  { "ServerFile", G_STRUCT_OFFSET (LkSimMemory, server_file) },
  { "SelfSigned", G_STRUCT_OFFSET (LkSimMemory, self_signed) },
  { "Keystore", G_STRUCT_OFFSET (LkSimMemory, keystore) },
  { "Factory", G_STRUCT_OFFSET (LkSimMemory, factory) },
};

#define FILE_OF(memory, i) (G_STRUCT_MEMBER (GBytes *, (memory), files[i].offset))

void
lk_sim_memory_copy (LkSimMemory *self, const LkSimMemory *from)
{
  *self = *from;
  if (self->key_password != NULL)
    lk_secret_ref (self->key_password);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    if (FILE_OF (self, i) != NULL)
      g_bytes_ref (FILE_OF (self, i));
}

void
lk_sim_memory_clear (LkSimMemory *self)
{
  g_clear_pointer (&self->key_password, lk_secret_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    g_clear_pointer (&FILE_OF (self, i), g_bytes_unref);
}

/* Named after its content, so that no file that camera.ini names is ever written over. */
static char *
name_file (GBytes *bytes)
{
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  gboolean is_text = size > 5 && data[0] == '-';

  return g_strdup_printf ("%.16s.%s", digest, is_text ? "pem" : "p12");
}

static gboolean
write_file (const char *folder, const char *name, const char *data, gsize size, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) write_error = NULL;

  if (g_file_set_contents_full (path, data, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                &write_error))
    return TRUE;
  g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "The state cannot be written: %s", write_error->message);
  return FALSE;
}

/* Removes the files that nothing names any more; what cannot be removed does no harm. */
static void
sweep (const char *folder, GHashTable *named)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if ((g_str_has_suffix (name, ".pem") || g_str_has_suffix (name, ".p12")) &&
          !g_hash_table_contains (named, name))
        (void)g_unlink (path);
    }
}

gboolean
lk_sim_memory_save (const LkSimMemory *self, const char *folder, GError **error)
{
  g_autoptr (GKeyFile) key_file = g_key_file_new ();
  g_autoptr (GHashTable) named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char *text;
  gsize size = 0;
  gboolean saved;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "The folder “%s” cannot be made", folder);
      return FALSE;
    }
  g_key_file_set_string (key_file, GROUP, "SslFunction", ssl_names[self->ssl]);
  g_key_file_set_boolean (key_file, GROUP, "SelfSignedChosen", self->self_signed_chosen);
  g_key_file_set_boolean (key_file, GROUP, "ClientAuthentication", self->client_enabled);
  g_key_file_set_integer (key_file, GROUP, "WithoutTls", (int)self->without);
  g_key_file_set_int64 (key_file, GROUP, "ClockOffset", self->clock_offset_s);
  if (self->key_password != NULL)
    g_key_file_set_string (key_file, GROUP, "KeyPassword", lk_secret_get_text (self->key_password));
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      GBytes *bytes = FILE_OF (self, i);
      g_autofree char *name = bytes != NULL ? name_file (bytes) : NULL;

      if (bytes == NULL)
        continue;
      if (!write_file (folder, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                       error))
        return FALSE;
      g_key_file_set_string (key_file, GROUP, files[i].key, name);
      g_hash_table_add (named, g_steal_pointer (&name));
    }
  text = g_key_file_to_data (key_file, &size, NULL);
  saved = write_file (folder, KEY_FILE, text, size, error);
  lk_secret_free_text (text);
  if (saved)
    sweep (folder, named);
  return saved;
}

static gboolean
load_file (GKeyFile *key_file, const char *folder, const char *key, GBytes **bytes, GError **error)
{
  g_autofree char *name = g_key_file_get_string (key_file, GROUP, key, NULL);
  g_autofree char *path = NULL;
  g_autoptr (GError) read_error = NULL;
  char *data = NULL;
  gsize size = 0;

  if (name == NULL)
    return TRUE;
  path = g_build_filename (folder, name, NULL);
  if (strchr (name, G_DIR_SEPARATOR) != NULL ||
      !g_file_get_contents (path, &data, &size, &read_error))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The state names “%s”, which cannot be read", name);
      return FALSE;
    }
  *bytes = g_bytes_new_take (data, size);
  return TRUE;
}

gboolean
lk_sim_memory_load (LkSimMemory *self, const char *folder, GError **error)
{
  g_autoptr (GKeyFile) key_file = g_key_file_new ();
  g_autofree char *path = g_build_filename (folder, KEY_FILE, NULL);
  g_autofree char *ssl = NULL;
  g_autoptr (GError) read_error = NULL;
  char *password;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return FALSE;
  if (!g_key_file_load_from_file (key_file, path, G_KEY_FILE_NONE, &read_error))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The state “%s” cannot be read: %s", path, read_error->message);
      return FALSE;
    }
  ssl = g_key_file_get_string (key_file, GROUP, "SslFunction", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (ssl_names); i++)
    if (g_strcmp0 (ssl, ssl_names[i]) == 0)
      self->ssl = (LkSimSsl)i;
  self->self_signed_chosen = g_key_file_get_boolean (key_file, GROUP, "SelfSignedChosen", NULL);
  self->client_enabled = g_key_file_get_boolean (key_file, GROUP, "ClientAuthentication", NULL);
  self->without = (LkSimWithout)(g_key_file_get_integer (key_file, GROUP, "WithoutTls", NULL) &
                                 (LK_SIM_WITHOUT_TLS_1_2 | LK_SIM_WITHOUT_TLS_1_3));
  self->clock_offset_s = g_key_file_get_int64 (key_file, GROUP, "ClockOffset", NULL);
  password = g_key_file_get_string (key_file, GROUP, "KeyPassword", NULL);
  self->key_password = password != NULL ? lk_secret_new_take (password) : NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    if (!load_file (key_file, folder, files[i].key, &FILE_OF (self, i), error))
      return FALSE;
  if (self->factory == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The state “%s” is not whole", path);
      return FALSE;
    }
  return TRUE;
}
