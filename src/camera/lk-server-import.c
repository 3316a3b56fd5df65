/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-server-import.h"

#include "base/lk-error.h"

#include <gnutls/abstract.h>
#include <string.h>

#define MAX_FILE_BYTES          (1024 * 1024)
#define MAX_PASSWORD_CHARACTERS 50

struct _LkServerImport
{
  GObject parent_instance;

  LkServerFileKind kind;
  GBytes *bytes;
  LkSecret *password;
  LkIdentity *identity;
};

G_DEFINE_FINAL_TYPE (LkServerImport, lk_server_import, G_TYPE_OBJECT)

static void
lk_server_import_finalize (GObject *object)
{
  LkServerImport *self = LK_SERVER_IMPORT (object);

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->password, lk_secret_unref);
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

static gnutls_datum_t
to_datum (GBytes *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  return (gnutls_datum_t){ .data = (guint8 *)data, .size = (unsigned int)length };
}

static gboolean
set_key_error (int code, LkSecret *password, GError **error)
{
  if (code != GNUTLS_E_DECRYPTION_FAILED)
    g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The private key cannot be read: %s", gnutls_strerror (code));
  else if (password == NULL || lk_secret_is_empty (password))
    g_set_error_literal (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED, "The private key is encrypted: give its password");
  else
    g_set_error_literal (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG, "The password does not open the private key");
  return FALSE;
}

static gboolean
import_pem_key (gnutls_x509_privkey_t key, GBytes *bytes, LkSecret *password, GError **error)
{
  gboolean has_password = password != NULL && !lk_secret_is_empty (password);
  gnutls_datum_t pem = to_datum (bytes);
  int code;

  if (!holds (bytes, "PRIVATE KEY-----"))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_NO_PRIVATE_KEY, "The file holds no private key: a server certificate needs its own");
      return FALSE;
    }
  code = gnutls_x509_privkey_import2 (key, &pem, GNUTLS_X509_FMT_PEM, NULL, 0);
  if (code == GNUTLS_E_SUCCESS && has_password)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG,
                           "The private key is not encrypted, and the camera would find a password invalid: leave it empty");
      return FALSE;
    }
  if (code != GNUTLS_E_SUCCESS && has_password)
    code = gnutls_x509_privkey_import2 (key, &pem, GNUTLS_X509_FMT_PEM, lk_secret_get_text (password), 0);
  return code == GNUTLS_E_SUCCESS || set_key_error (code, password, error);
}

static gboolean
fits (gnutls_x509_crt_t crt, gnutls_x509_privkey_t key)
{
  guint8 of_crt[64];
  guint8 of_key[64];
  gsize crt_size = sizeof of_crt;
  gsize key_size = sizeof of_key;

  return gnutls_x509_crt_get_key_id (crt, GNUTLS_KEYID_USE_SHA256, of_crt, &crt_size) == GNUTLS_E_SUCCESS &&
         gnutls_x509_privkey_get_key_id (key, GNUTLS_KEYID_USE_SHA256, of_key, &key_size) == GNUTLS_E_SUCCESS &&
         crt_size == key_size && memcmp (of_crt, of_key, crt_size) == 0;
}

static gboolean
add_certificate (GPtrArray *chain, gnutls_x509_crt_t crt, gnutls_x509_privkey_t key, GError **error)
{
  gnutls_datum_t der = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  LkCertificate *certificate;

  if (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_DER, &der) != GNUTLS_E_SUCCESS)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, "A certificate in the file cannot be read");
      return FALSE;
    }
  bytes = g_bytes_new (der.data, der.size);
  gnutls_free (der.data);
  certificate = lk_certificate_new_from_der (bytes, error);
  if (certificate == NULL)
    return FALSE;
  g_ptr_array_insert (chain, fits (crt, key) ? 0 : -1, certificate);
  return TRUE;
}

/* The certificates of a PEM file, the one that fits the key first. */
static GPtrArray *
read_pem_chain (GBytes *bytes, gnutls_x509_privkey_t key, GError **error)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  gnutls_datum_t pem = to_datum (bytes);
  gnutls_x509_crt_t *list = NULL;
  unsigned int count = 0;
  gboolean is_read = TRUE;
  int code = gnutls_x509_crt_list_import2 (&list, &count, &pem, GNUTLS_X509_FMT_PEM, 0);

  if (code < 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "No certificate can be read from the file: %s", gnutls_strerror (code));
      return NULL;
    }
  for (unsigned int i = 0; i < count; i++)
    {
      is_read = is_read && add_certificate (chain, list[i], key, error);
      gnutls_x509_crt_deinit (list[i]);
    }
  gnutls_free (list);
  return is_read ? g_steal_pointer (&chain) : NULL;
}

static LkIdentity *
open_pem (GBytes *bytes, LkSecret *password, GError **error)
{
  gnutls_x509_privkey_t x509_key;
  gnutls_privkey_t key;
  g_autoptr (GPtrArray) chain = NULL;

  gnutls_x509_privkey_init (&x509_key);
  if (import_pem_key (x509_key, bytes, password, error))
    chain = read_pem_chain (bytes, x509_key, error);
  if (chain == NULL)
    {
      gnutls_x509_privkey_deinit (x509_key);
      return NULL;
    }
  gnutls_privkey_init (&key);
  gnutls_privkey_import_x509 (key, x509_key, GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE);
  return lk_identity_new (chain, key, "PEM", error);
}

LkServerImport *
lk_server_import_new (GBytes *bytes, LkSecret *password, GError **error)
{
  g_autoptr (LkServerImport) self = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  if (g_bytes_get_size (bytes) == 0 || g_bytes_get_size (bytes) > MAX_FILE_BYTES)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, "The file is empty or larger than 1 MiB: it is no server certificate");
      return NULL;
    }
  if (password != NULL && g_utf8_strlen (lk_secret_get_text (password), -1) > MAX_PASSWORD_CHARACTERS)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The private key password has more than %d characters: protect the file with a shorter one", MAX_PASSWORD_CHARACTERS);
      return NULL;
    }

  self = g_object_new (LK_TYPE_SERVER_IMPORT, NULL);
  self->kind = holds (bytes, "-----BEGIN ") ? LK_SERVER_FILE_PEM : LK_SERVER_FILE_PKCS12;
  self->bytes = copy_wiped (bytes);
  if (password != NULL && !lk_secret_is_empty (password))
    self->password = lk_secret_ref (password);
  if (self->kind == LK_SERVER_FILE_PEM)
    self->identity = open_pem (self->bytes, password, error);
  else
    self->identity = lk_identity_new_from_pkcs12 (self->bytes, password, error);
  return self->identity != NULL ? g_steal_pointer (&self) : NULL;
}

LkServerImport *
lk_server_import_new_from_file (GFile *file, LkSecret *password, GCancellable *cancellable, GError **error)
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
  if (stream != NULL && g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, MAX_FILE_BYTES + 1, &length, cancellable, &failure))
    {
      bytes = g_bytes_new_static (buffer, length);
      self = lk_server_import_new (bytes, password, error);
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
  return rest != NULL && rest != host && strchr (pattern + 2, '.') != NULL && g_ascii_strcasecmp (pattern + 1, rest) == 0;
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
      if (address == NULL && plain != NULL && g_str_has_prefix (names[i], "DNS:") && dns_matches (names[i] + 4, plain))
        return TRUE;
    }
  return FALSE;
}
