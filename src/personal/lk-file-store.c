/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-file-store.h"

#include "base/lk-error.h"

#define MAX_TRIES 3

struct _LkFileStore
{
  LkPersonalStore parent_instance;

  GFile *file;
};

G_DEFINE_FINAL_TYPE (LkFileStore, lk_file_store, LK_TYPE_PERSONAL_STORE)

static gboolean
is_about_password (const GError *error)
{
  return g_error_matches (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED) ||
         g_error_matches (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG);
}

static LkIdentity *
lk_file_store_open (LkPersonalStore *store,
                    const char *selector,
                    const LkPinPrompt *prompt,
                    GCancellable *cancellable,
                    GError **error)
{
  LkFileStore *self = LK_FILE_STORE (store);
  g_autoptr (GError) reason = NULL;
  LkIdentity *identity = lk_identity_new_from_file (self->file, NULL, cancellable, &reason);

  for (guint tries = 0;
       identity == NULL && prompt != NULL && tries < MAX_TRIES && is_about_password (reason);
       tries++)
    {
      g_autoptr (LkSecret) password =
        prompt->ask (lk_personal_store_get_title (store), tries == 0 ? LK_PIN_FIRST : LK_PIN_WRONG,
                     prompt->data, cancellable);

      if (password == NULL)
        break;
      g_clear_error (&reason);
      identity = lk_identity_new_from_file (self->file, password, cancellable, &reason);
    }
  if (identity == NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return identity;
}

static GPtrArray *
lk_file_store_list (LkPersonalStore *store,
                    const LkPinPrompt *prompt,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (LkIdentity) identity = lk_file_store_open (store, NULL, prompt, cancellable, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  LkPersonalFields fields = {
    .selector = lk_personal_store_get_id (store),
    .store_id = lk_personal_store_get_id (store),
    .store_title = lk_personal_store_get_title (store),
    .has_key = LK_ANSWER_YES,
    .key_matches = LK_ANSWER_YES, /* opening it proved that, or it would have failed */
    .evidence = "A file on disk: the certificate is not installed on this computer",
  };

  if (identity == NULL)
    return NULL;
  fields.certificate = lk_identity_get_certificate (identity);
  fields.label = lk_certificate_get_title (fields.certificate);
  if (!lk_identity_prove (identity, NULL))
    fields.key_matches = LK_ANSWER_NO;
  g_ptr_array_add (found, lk_personal_new (&fields));
  return g_steal_pointer (&found);
}

static LkPersonalStoreFeatures
lk_file_store_get_features (LkPersonalStore *store)
{
  return LK_PERSONAL_STORE_CAN_EXPORT;
}

static void
lk_file_store_finalize (GObject *object)
{
  g_object_unref (LK_FILE_STORE (object)->file);
  G_OBJECT_CLASS (lk_file_store_parent_class)->finalize (object);
}

static void
lk_file_store_class_init (LkFileStoreClass *klass)
{
  LkPersonalStoreClass *store_class = LK_PERSONAL_STORE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lk_file_store_finalize;
  store_class->get_features = lk_file_store_get_features;
  store_class->list = lk_file_store_list;
  store_class->open = lk_file_store_open;
}

static void
lk_file_store_init (LkFileStore *self)
{
}

LkPersonalStore *
lk_file_store_new (const char *path)
{
  g_autofree char *id = NULL;
  g_autofree char *title = NULL;
  LkFileStore *self;

  g_return_val_if_fail (path != NULL, NULL);

  id = g_strconcat ("file:", path, NULL);
  title = g_filename_display_basename (path);
  self = g_object_new (LK_TYPE_FILE_STORE, "id", id, "title", title, NULL);
  self->file = g_file_new_for_path (path);
  return LK_PERSONAL_STORE (self);
}
