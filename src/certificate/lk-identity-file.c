/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-identity.h"

#include "base/lk-error.h"
#include "base/lk-file.h"
#include "certificate/lk-identity-private.h"

#include <string.h>

#define MAX_FILE_BYTES (4 * 1024 * 1024)
#define BEGIN          "-----BEGIN "

static void
free_key (gpointer key)
{
  gnutls_x509_privkey_deinit (key);
}

void
lk_identity_pile_init (LkIdentityPile *self)
{
  self->certificates = g_ptr_array_new_with_free_func (g_object_unref);
  self->keys = g_ptr_array_new_with_free_func (free_key);
}

void
lk_identity_pile_clear (LkIdentityPile *self)
{
  g_clear_pointer (&self->certificates, g_ptr_array_unref);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
}

static gboolean
belongs (LkCertificate *certificate, gnutls_x509_privkey_t key)
{
  gnutls_x509_crt_t crt = lk_certificate_to_gnutls (certificate);
  guint8 ids[2][32];
  gsize sizes[2] = { 32, 32 };
  gboolean same =
    crt != NULL &&
    gnutls_x509_crt_get_key_id (crt, GNUTLS_KEYID_USE_SHA256, ids[0], &sizes[0]) >= 0 &&
    gnutls_x509_privkey_get_key_id (key, GNUTLS_KEYID_USE_SHA256, ids[1], &sizes[1]) >= 0 &&
    memcmp (ids[0], ids[1], 32) == 0;

  g_clear_pointer (&crt, gnutls_x509_crt_deinit);
  return same;
}

/* The certificate and the key that belong together, first come first taken. */
static gboolean
find_pair (LkIdentityPile *self, guint *certificate, guint *key)
{
  for (guint i = 0; i < self->certificates->len; i++)
    for (guint j = 0; j < self->keys->len; j++)
      if (belongs (g_ptr_array_index (self->certificates, i), g_ptr_array_index (self->keys, j)))
        {
          *certificate = i;
          *key = j;
          return TRUE;
        }
  return FALSE;
}

/* Leaf first, each followed by its issuer, as far as the file has them. */
static GPtrArray *
sort_chain (GPtrArray *certificates, guint leaf)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func (g_object_unref);
  LkCertificate *last = g_ptr_array_index (certificates, leaf);

  while (last != NULL)
    {
      LkCertificate *next = NULL;

      g_ptr_array_add (chain, g_object_ref (last));
      for (guint i = 0;
           i < certificates->len && next == NULL && !lk_certificate_is_self_issued (last); i++)
        {
          LkCertificate *candidate = g_ptr_array_index (certificates, i);

          if (!g_ptr_array_find (chain, candidate, NULL) &&
              lk_certificate_is_issued_by (last, candidate))
            next = candidate;
        }
      last = next;
    }
  return chain;
}

static gboolean
check_pile (LkIdentityPile *self, const char *source, GError **error)
{
  if (self->certificates->len == 0)
    g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "There is no certificate in “%s”; choose the file that holds it", source);
  else if (self->keys->len == 0)
    g_set_error (error, LK_ERROR, LK_ERROR_NO_PRIVATE_KEY, "There is no private key in “%s”; choose the PKCS#12 or PEM file that holds it", source);
  else
    return TRUE;
  return FALSE;
}

LkIdentity *
lk_identity_new_from_pile (LkIdentityPile *self, const char *source, GError **error)
{
  g_autoptr (GPtrArray) chain = NULL;
  gnutls_privkey_t key;
  guint leaf, pair;
  int code;

  if (!check_pile (self, source, error))
    return NULL;
  if (!find_pair (self, &leaf, &pair))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_KEY_MISMATCH,
                   "The private key in “%s” belongs to none of its certificates; choose the file that was made with it", source);
      return NULL;
    }
  chain = sort_chain (self->certificates, leaf);
  code = gnutls_privkey_init (&key);
  if (code < 0)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_INTERNAL, gnutls_strerror (code));
      return NULL;
    }
  code = gnutls_privkey_import_x509 (key, g_ptr_array_index (self->keys, pair),
                                     GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE);
  if (code < 0)
    {
      gnutls_privkey_deinit (key);
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The private key in “%s” cannot be used: %s", source, gnutls_strerror (code));
      return NULL;
    }
  g_ptr_array_steal_index (self->keys, pair); /* the abstract key owns it now */
  return lk_identity_new (chain, key, source, error);
}

LkIdentity *
lk_identity_new_from_pkcs12 (GBytes *pkcs12, LkSecret *password, GError **error)
{
  g_auto (LkIdentityPile) pile = { 0 };

  g_return_val_if_fail (pkcs12 != NULL, NULL);

  lk_identity_pile_init (&pile);
  if (!lk_identity_pile_read_pkcs12 (&pile, pkcs12, password, error))
    return NULL;
  return lk_identity_new_from_pile (&pile, "PKCS#12", error);
}

/* The bytes may be a private key: they live in a secret, which is wiped. */
static LkSecret *
load_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) stream = lk_file_open (file, cancellable, error);
  char *buffer;
  gsize size = 0;
  LkSecret *content = NULL;

  if (stream == NULL)
    return NULL;
  buffer = g_malloc (MAX_FILE_BYTES + 1);
  if (g_input_stream_read_all (stream, buffer, MAX_FILE_BYTES + 1, &size,
                               cancellable, error))
    {
      if (size > MAX_FILE_BYTES)
        g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The file is larger than %d MiB; a personal certificate is not", MAX_FILE_BYTES >> 20);
      else
        content = lk_secret_new (buffer, (gssize)size);
    }
  lk_secret_wipe (buffer, size);
  g_free (buffer);
  return content;
}

LkIdentity *
lk_identity_new_from_bytes (GBytes *bytes, LkSecret *password, const char *source, GError **error)
{
  g_auto (LkIdentityPile) pile = { 0 };
  g_autoptr (LkText) text = NULL;
  gboolean ok;

  g_return_val_if_fail (bytes != NULL, NULL);

  lk_identity_pile_init (&pile);
  text = lk_text_new (bytes);
  if (g_strstr_len (text->data, (gssize)text->size, BEGIN) != NULL)
    ok = lk_identity_pile_read_text (&pile, text, password, error);
  else
    ok = lk_identity_pile_read_pkcs12 (&pile, bytes, password, error);
  return ok ? lk_identity_new_from_pile (&pile, source, error) : NULL;
}

LkIdentity *
lk_identity_new_from_file (GFile *file,
                           LkSecret *password,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (LkSecret) content = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *source = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  source = g_file_get_parse_name (file);
  content = load_file (file, cancellable, &local);
  if (content == NULL && g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (content == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The file “%s” cannot be read: %s", source, local->message);
      return NULL;
    }
  bytes = g_bytes_new_static (lk_secret_get_text (content), lk_secret_get_length (content));
  return lk_identity_new_from_bytes (bytes, password, source, error);
}
