/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-bundle.h"

#include "base/lk-error.h"
#include "base/lk-file.h"
#include "certificate/lk-bundle-reader.h"

#include <string.h>

#include <glib/gi18n-lib.h>

struct _LkBundle
{
  GObject parent_instance;

  char *name;
  gsize size;
  LkBundleReader found;
  GListModel *items;
};

G_DEFINE_FINAL_TYPE (LkBundle, lk_bundle, G_TYPE_OBJECT)

static void
lk_bundle_finalize (GObject *object)
{
  LkBundle *self = LK_BUNDLE (object);

  g_free (self->name);
  g_clear_object (&self->items);
  lk_bundle_reader_clear (&self->found);
  G_OBJECT_CLASS (lk_bundle_parent_class)->finalize (object);
}

static void
lk_bundle_class_init (LkBundleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_bundle_finalize;
}

static void
lk_bundle_init (LkBundle *self)
{
}

LkBundle *
lk_bundle_new_from_bytes (GBytes *bytes,
                          const char *name,
                          LkSecret *password,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (LkBundle) self = NULL;
  GListStore *store;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (LK_TYPE_BUNDLE, NULL);
  self->name = g_strdup (name != NULL ? name : "");
  self->size = g_bytes_get_size (bytes);
  if (self->size > LK_BUNDLE_MAX_BYTES)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("The file is larger than %d MiB: choose the one with the certificates in it."), LK_BUNDLE_MAX_BYTES / 1024 / 1024);
      return NULL;
    }
  if (!lk_bundle_reader_run (&self->found, bytes, password, cancellable, error))
    return NULL;
  store = g_list_store_new (LK_TYPE_ITEM);
  g_list_store_splice (store, 0, 0, self->found.items->pdata, self->found.items->len);
  self->items = G_LIST_MODEL (store);
  return g_steal_pointer (&self);
}

/* Reads no more than is allowed, whatever the file says of its own size. */
static GBytes *
load (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *where = g_file_get_parse_name (file);
  gsize size = 0, room = 64 * 1024;
  guint8 *data = NULL;
  gssize got = 1;

  stream = lk_file_open (file, cancellable, &local);
  while (stream != NULL && got > 0 && size <= LK_BUNDLE_MAX_BYTES)
    {
      if (data == NULL || size == room)
        {
          guint8 *larger = g_malloc (room * 2);

          if (data != NULL)
            {
              memcpy (larger, data, size);
              lk_secret_wipe (data, size);
            }
          g_free (data);
          data = larger;
          room *= 2;
        }
      got = g_input_stream_read (stream, data + size, room - size, cancellable,
                                 &local);
      size += got > 0 ? (gsize)got : 0;
    }
  if (local == NULL)
    return g_bytes_new_take (data, size);
  if (data != NULL)
    lk_secret_wipe (data, size);
  g_free (data);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (error, LK_ERROR,
                 g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ? LK_ERROR_NOT_FOUND
                                                                           : LK_ERROR_BAD_DATA,
                 _ ("%s cannot be read (%s): choose another file."), where, local->message);
  return NULL;
}

LkBundle *
lk_bundle_new_from_file (GFile *file, LkSecret *password, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *base = NULL, *name = NULL;
  LkBundle *self;
  gsize size;
  gpointer data;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  bytes = load (file, cancellable, error);
  if (bytes == NULL)
    return NULL;
  base = g_file_get_basename (file);
  name = g_filename_display_name (base != NULL ? base : "");
  self = lk_bundle_new_from_bytes (bytes, name, password, cancellable, error);
  /* nothing in the bundle points into the file's bytes, which may have held a key */
  data = g_bytes_unref_to_data (g_steal_pointer (&bytes), &size);
  if (data != NULL)
    lk_secret_wipe (data, size);
  g_free (data);
  return self;
}

const char *
lk_bundle_get_name (LkBundle *self)
{
  g_return_val_if_fail (LK_IS_BUNDLE (self), NULL);

  return self->name;
}

gsize
lk_bundle_get_size (LkBundle *self)
{
  g_return_val_if_fail (LK_IS_BUNDLE (self), 0);

  return self->size;
}

LkBundleFormat
lk_bundle_get_format (LkBundle *self)
{
  g_return_val_if_fail (LK_IS_BUNDLE (self), LK_BUNDLE_PEM);

  return self->found.format;
}

const char *
lk_bundle_get_format_name (LkBundle *self)
{
  static const char *const names[] = { "PEM", "Base64", "DER", "PKCS#7", "PKCS#12" };

  g_return_val_if_fail (LK_IS_BUNDLE (self), NULL);

  return names[self->found.format];
}

const char *
lk_bundle_get_encoding (LkBundle *self)
{
  g_return_val_if_fail (LK_IS_BUNDLE (self), NULL);

  return self->found.encoding;
}

LkTextOddity
lk_bundle_get_text_oddities (LkBundle *self)
{
  g_return_val_if_fail (LK_IS_BUNDLE (self), 0);

  return self->found.oddities;
}

gboolean
lk_bundle_has_private_key (LkBundle *self)
{
  g_return_val_if_fail (LK_IS_BUNDLE (self), FALSE);

  return self->found.has_private_key;
}

GListModel *
lk_bundle_get_items (LkBundle *self)
{
  g_return_val_if_fail (LK_IS_BUNDLE (self), NULL);

  return self->items;
}

guint
lk_bundle_count (LkBundle *self, LkItemKind kind)
{
  guint count = 0;

  g_return_val_if_fail (LK_IS_BUNDLE (self), 0);

  for (guint i = 0; i < self->found.items->len; i++)
    count += lk_item_get_kind (g_ptr_array_index (self->found.items, i)) == kind;
  return count;
}

GPtrArray *
lk_bundle_list_certificates (LkBundle *self)
{
  GPtrArray *certificates;

  g_return_val_if_fail (LK_IS_BUNDLE (self), NULL);

  certificates = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->found.items->len; i++)
    {
      LkCertificate *certificate =
        lk_item_get_certificate (g_ptr_array_index (self->found.items, i));

      if (certificate != NULL)
        g_ptr_array_add (certificates, g_object_ref (certificate));
    }
  return certificates;
}

GPtrArray *
lk_bundle_list_issuers (LkBundle *self)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *issuers;

  g_return_val_if_fail (LK_IS_BUNDLE (self), NULL);

  all = lk_bundle_list_certificates (self);
  issuers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < all->len; i++)
    g_hash_table_add (named, (gpointer)lk_certificate_get_issuer (g_ptr_array_index (all, i)));
  for (guint i = 0; i < all->len; i++)
    {
      LkCertificate *certificate = g_ptr_array_index (all, i);

      if (lk_certificate_is_ca (certificate) ||
          g_hash_table_contains (named, lk_certificate_get_subject (certificate)))
        g_ptr_array_add (issuers, g_object_ref (certificate));
    }
  return issuers;
}

LkPkcs12 *
lk_bundle_get_pkcs12 (LkBundle *self)
{
  g_return_val_if_fail (LK_IS_BUNDLE (self), NULL);

  return self->found.pkcs12;
}
