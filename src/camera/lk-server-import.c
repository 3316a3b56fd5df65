/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-server-import.h"

#include "base/lk-error.h"

#include <string.h>

#define MAX_FILE_BYTES          (1024 * 1024)
#define MAX_PASSWORD_CHARACTERS 50

struct _LkServerImport
{
  GObject parent_instance;

  LkServerFileKind kind;
  GBytes *bytes;
  LkSecret *password;
  LkBundle *file;
  LkIdentity *identity;
};

G_DEFINE_FINAL_TYPE (LkServerImport, lk_server_import, G_TYPE_OBJECT)

static void
lk_server_import_finalize (GObject *object)
{
  LkServerImport *self = LK_SERVER_IMPORT (object);

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->password, lk_secret_unref);
  g_clear_object (&self->file);
  g_clear_object (&self->identity);

  G_OBJECT_CLASS (lk_server_import_parent_class)->finalize (object);
}

static void
lk_server_import_class_init (LkServerImportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_server_import_finalize;
}

static void
lk_server_import_init (LkServerImport *self)
{
}

static void
unref_secret (gpointer secret)
{
  lk_secret_unref (secret);
}

/* A copy whose memory is wiped with its last reference. */
static GBytes *
copy_wiped (GBytes *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);
  LkSecret *secret = lk_secret_new (data, (gssize)length);

  return g_bytes_new_with_free_func (lk_secret_get_text (secret), length, unref_secret, secret);
}

static gboolean
holds (GBytes *bytes, const char *words)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return length > 0 && g_strstr_len (data, (gssize)length, words) != NULL;
}

/* A password that opens nothing: the camera would report the certificate as Invalid. */
static gboolean
check_password_is_used (LkServerImport *self, GError **error)
{
  if (self->kind != LK_SERVER_FILE_PEM || self->password == NULL || holds (self->bytes, "ENCRYPTED"))
    return TRUE;
  g_set_error_literal (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG,
                       "The private key is not encrypted, and the camera would find a password invalid: leave it empty");
  return FALSE;
}

/* @name: (nullable) of the file, for people */
static LkServerImport *
open_named (GBytes *bytes, const char *name, LkSecret *password, GError **error)
{
  g_autoptr (LkServerImport) self = NULL;
  const char *kind;

  if (g_bytes_get_size (bytes) == 0 || g_bytes_get_size (bytes) > MAX_FILE_BYTES)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, "The file is empty or larger than 1 MiB: it is no server certificate");
      return NULL;
    }
  if (password != NULL &&
      g_utf8_strlen (lk_secret_get_text (password), -1) > MAX_PASSWORD_CHARACTERS)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The private key password has more than %d characters: protect the file with a shorter one", MAX_PASSWORD_CHARACTERS);
      return NULL;
    }

  self = g_object_new (LK_TYPE_SERVER_IMPORT, NULL);
  self->kind = holds (bytes, "-----BEGIN ") ? LK_SERVER_FILE_PEM : LK_SERVER_FILE_PKCS12;
  self->bytes = copy_wiped (bytes);
  if (password != NULL && !lk_secret_is_empty (password))
    self->password = lk_secret_ref (password);
  kind = self->kind == LK_SERVER_FILE_PEM ? "PEM" : "PKCS#12";
  self->identity =
    lk_identity_new_from_bytes (self->bytes, password, name != NULL ? name : kind, error);
  if (self->identity == NULL || !check_password_is_used (self, error))
    return NULL;
  self->file =
    lk_bundle_new_from_bytes (self->bytes, name != NULL ? name : "", self->password, NULL, error);
  if (self->file == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

LkServerImport *
lk_server_import_new (GBytes *bytes, LkSecret *password, GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  return open_named (bytes, NULL, password, error);
}

LkServerImport *
lk_server_import_new_from_file (GFile *file,
                                LkSecret *password,
                                GCancellable *cancellable,
                                GError **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (LkServerImport) self = NULL;
  char *buffer;
  gsize length = 0;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  stream = g_file_read (file, cancellable, &failure);
  buffer = g_malloc (MAX_FILE_BYTES + 1);
  if (stream != NULL &&
      g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, MAX_FILE_BYTES + 1, &length,
                               cancellable, &failure))
    {
      g_autofree char *path = g_file_get_basename (file);
      g_autofree char *name = path != NULL ? g_filename_display_name (path) : NULL;

      bytes = g_bytes_new_static (buffer, length);
      self = open_named (bytes, name, password, error);
    }
  else if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The file cannot be read: %s", failure->message);
  lk_secret_wipe (buffer, length);
  g_free (buffer);
  return g_steal_pointer (&self);
}

LkServerFileKind
lk_server_import_get_kind (LkServerImport *self)
{
  g_return_val_if_fail (LK_IS_SERVER_IMPORT (self), LK_SERVER_FILE_PKCS12);
  return self->kind;
}

GBytes *
lk_server_import_get_bytes (LkServerImport *self)
{
  g_return_val_if_fail (LK_IS_SERVER_IMPORT (self), NULL);
  return self->bytes;
}

LkSecret *
lk_server_import_get_password (LkServerImport *self)
{
  g_return_val_if_fail (LK_IS_SERVER_IMPORT (self), NULL);
  return self->password;
}

LkBundle *
lk_server_import_get_file (LkServerImport *self)
{
  g_return_val_if_fail (LK_IS_SERVER_IMPORT (self), NULL);
  return self->file;
}

LkIdentity *
lk_server_import_get_identity (LkServerImport *self)
{
  g_return_val_if_fail (LK_IS_SERVER_IMPORT (self), NULL);
  return self->identity;
}

LkCertificate *
lk_server_import_get_certificate (LkServerImport *self)
{
  g_return_val_if_fail (LK_IS_SERVER_IMPORT (self), NULL);
  return lk_identity_get_certificate (self->identity);
}

static gboolean
ip_matches (const char *name, GInetAddress *address)
{
  g_autoptr (GInetAddress) named = g_inet_address_new_from_string (name);

  return named != NULL && g_inet_address_equal (named, address);
}

/* RFC 9525 6.3: a wildcard stands for exactly the leftmost label, and not above two others. */
static gboolean
dns_matches (const char *pattern, const char *host)
{
  const char *rest = strchr (host, '.');

  if (!g_str_has_prefix (pattern, "*."))
    return g_ascii_strcasecmp (pattern, host) == 0;
  return rest != NULL && rest != host && strchr (pattern + 2, '.') != NULL &&
         g_ascii_strcasecmp (pattern + 1, rest) == 0;
}

gboolean
lk_server_import_covers_host (LkServerImport *self, const char *host)
{
  const char *const *names;
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *plain = NULL;

  g_return_val_if_fail (LK_IS_SERVER_IMPORT (self), FALSE);
  g_return_val_if_fail (host != NULL, FALSE);

  names = lk_certificate_get_subject_alt_names (lk_server_import_get_certificate (self));
  address = g_inet_address_new_from_string (host);
  plain = g_hostname_to_ascii (host);
  if (plain != NULL && g_str_has_suffix (plain, "."))
    plain[strlen (plain) - 1] = '\0';
  for (gsize i = 0; names[i] != NULL; i++)
    {
      if (address != NULL && g_str_has_prefix (names[i], "IP:") && ip_matches (names[i] + 3, address))
        return TRUE;
      if (address == NULL && plain != NULL && g_str_has_prefix (names[i], "DNS:") &&
          dns_matches (names[i] + 4, plain))
        return TRUE;
    }
  return FALSE;
}
