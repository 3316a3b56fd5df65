/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-nss-store.h"

#include "base/lk-error.h"
#include "personal/lk-nss-certificate.h"
#include "personal/lk-nss-identity.h"
#include "personal/lk-nss-import.h"
#include "personal/lk-nss-listing.h"
#include "personal/lk-nss-lock.h"

#include <cert.h>
#include <errno.h>
#include <glib/gstdio.h>

struct _LkNssStore
{
  LkPersonalStore parent_instance;

  char *folder;
};

G_DEFINE_FINAL_TYPE (LkNssStore, lk_nss_store, LK_TYPE_PERSONAL_STORE)

static GPtrArray *
lk_nss_store_list (LkPersonalStore *store,
                   const LkPinPrompt *prompt,
                   GCancellable *cancellable,
                   GError **error)
{
  return lk_nss_listing_run (store, LK_NSS_STORE (store)->folder, NULL, prompt, cancellable,
                             error);
}

static LkIdentity *
lk_nss_store_open (LkPersonalStore *store,
                   const char *selector,
                   const LkPinPrompt *prompt,
                   GCancellable *cancellable,
                   GError **error)
{
  LkNssStore *self = LK_NSS_STORE (store);
  g_autoptr (LkNssDatabase) database = lk_nss_database_open (self->folder, FALSE, error);
  CERTCertificate *cert;
  LkIdentity *identity;

  if (database == NULL || !lk_nss_database_unlock (database, lk_personal_store_get_title (store),
                                                   prompt, cancellable, error))
    return NULL;
  cert = lk_nss_certificate_find (store, database, selector, error);
  if (cert == NULL)
    return NULL;
  identity = lk_nss_identity_open (store, g_steal_pointer (&database), cert, error);
  CERT_DestroyCertificate (cert);
  return identity;
}

/* What is marked as extractable was opened by its key in memory already. */
static LkIdentity *
lk_nss_store_take_out (LkPersonalStore *store,
                       const char *selector,
                       const LkPinPrompt *prompt,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (LkIdentity) identity =
    lk_nss_store_open (store, selector, prompt, cancellable, error);

  if (identity == NULL ||
      gnutls_privkey_get_type (lk_identity_get_key (identity)) == GNUTLS_PRIVKEY_X509)
    return g_steal_pointer (&identity);
  g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED,
               "“%s” never gives this private key out: CKA_EXTRACTABLE is not true; import the "
               "original file again with the mark",
               lk_personal_store_get_title (store));
  return NULL;
}

static LkNssDatabase *
open_writable (LkNssStore *self,
               const LkPinPrompt *prompt,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree char *file = g_build_filename (self->folder, "cert9.db", NULL);
  const char *title = lk_personal_store_get_title (LK_PERSONAL_STORE (self));
  g_autoptr (LkNssDatabase) database = lk_nss_database_open (self->folder, TRUE, error);

  if (database == NULL)
    return NULL;
  if (PK11_IsReadOnly (lk_nss_database_get_slot (database)) || g_access (file, W_OK) != 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_STORE_READ_ONLY, "“%s” can only be read, not changed",
                   title);
      return NULL;
    }
  if (PK11_NeedUserInit (lk_nss_database_get_slot (database)) &&
      PK11_InitPin (lk_nss_database_get_slot (database), NULL, "") != SECSuccess)
    {
      lk_nss_set_error (error, LK_ERROR_STORE_FAILED, "The new NSS database cannot be prepared");
      return NULL;
    }
  if (!lk_nss_database_unlock (database, title, prompt, cancellable, error))
    return NULL;
  return g_steal_pointer (&database);
}

static LkPersonal *
find_personal (LkPersonalStore *store,
               LkCertificate *certificate,
               const LkPinPrompt *prompt,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GPtrArray) all =
    lk_nss_listing_run (store, LK_NSS_STORE (store)->folder, certificate, prompt, cancellable,
                        error);

  if (all != NULL && all->len > 0)
    return g_object_ref (all->pdata[0]);
  if (all != NULL)
    g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND, "“%s” does not show the certificate",
                 lk_personal_store_get_title (store));
  return NULL;
}

/* Another program may have begun to write after we had opened the database; NSS does not say so. */
static void
blame_lock (LkNssStore *self, GError **error)
{
  g_autoptr (GError) held = NULL;

  if (error == NULL || !lk_nss_lock_set_error (self->folder, TRUE, &held))
    return;
  g_clear_error (error);
  g_propagate_error (error, g_steal_pointer (&held));
}

/* An import opens the database more than once; whoever is asked is asked once. */
typedef struct
{
  const LkPinPrompt *inner;
  LkSecret *answer;
} Memory;

static LkSecret *
ask_once (const char *title, LkPinState state, gpointer data, GCancellable *cancellable)
{
  Memory *memory = data;

  if (state != LK_PIN_FIRST || memory->answer == NULL)
    {
      g_clear_pointer (&memory->answer, lk_secret_unref);
      memory->answer = memory->inner->ask (title, state, memory->inner->data, cancellable);
    }
  return memory->answer != NULL ? lk_secret_ref (memory->answer) : NULL;
}

static LkPersonal *
import_asking (LkPersonalStore *store,
               const LkPersonalImport *import,
               const LkPinPrompt *prompt,
               GCancellable *cancellable,
               GError **error)
{
  LkNssStore *self = LK_NSS_STORE (store);
  LkCertificate *certificate = lk_identity_get_certificate (import->identity);
  g_autoptr (LkNssDatabase) database = open_writable (self, prompt, cancellable, error);
  g_autoptr (LkPersonal) present = NULL;
  gboolean done;

  if (database == NULL)
    return NULL;
  present = find_personal (store, certificate, prompt, cancellable, NULL);
  if (present != NULL && lk_personal_get_fields (present)->has_key == LK_ANSWER_YES)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_EXISTS,
                   "This certificate is already installed in “%s”",
                   lk_personal_store_get_title (store));
      return NULL;
    }
  done = lk_nss_import_run (database, import, error);
  g_clear_pointer (&database, lk_nss_database_unref);
  if (!done)
    blame_lock (self, error);
  return done ? find_personal (store, certificate, prompt, cancellable, error) : NULL;
}

static LkPersonal *
lk_nss_store_import (LkPersonalStore *store,
                     const LkPersonalImport *import,
                     const LkPinPrompt *prompt,
                     GCancellable *cancellable,
                     GError **error)
{
  Memory memory = { .inner = prompt };
  const LkPinPrompt remembering = { .ask = ask_once, .data = &memory };
  LkPersonal *personal =
    import_asking (store, import, prompt != NULL ? &remembering : NULL, cancellable, error);

  g_clear_pointer (&memory.answer, lk_secret_unref);
  return personal;
}

static gboolean
lk_nss_store_remove (LkPersonalStore *store,
                     const char *selector,
                     const LkPinPrompt *prompt,
                     GCancellable *cancellable,
                     GError **error)
{
  LkNssStore *self = LK_NSS_STORE (store);
  g_autoptr (LkNssDatabase) database = open_writable (self, prompt, cancellable, error);
  CERTCertificate *cert;
  SECStatus status;

  if (database == NULL)
    return FALSE;
  cert = lk_nss_certificate_find (store, database, selector, error);
  if (cert == NULL)
    return FALSE;
  status = PK11_DeleteTokenCertAndKey (cert, NULL);
  if (status != SECSuccess)
    lk_nss_set_error (error, LK_ERROR_STORE_FAILED, "The certificate cannot be removed");
  CERT_DestroyCertificate (cert);
  g_clear_pointer (&database, lk_nss_database_unref);
  if (status != SECSuccess)
    blame_lock (self, error);
  return status == SECSuccess;
}

static LkPersonalStoreFeatures
lk_nss_store_get_features (LkPersonalStore *store)
{
  return LK_PERSONAL_STORE_CAN_IMPORT | LK_PERSONAL_STORE_CAN_MARK_EXPORTABLE |
         LK_PERSONAL_STORE_CAN_EXPORT | LK_PERSONAL_STORE_CAN_REMOVE | LK_PERSONAL_STORE_INSTALLED;
}

static void
lk_nss_store_finalize (GObject *object)
{
  g_free (LK_NSS_STORE (object)->folder);
  G_OBJECT_CLASS (lk_nss_store_parent_class)->finalize (object);
}

static void
lk_nss_store_class_init (LkNssStoreClass *klass)
{
  LkPersonalStoreClass *store_class = LK_PERSONAL_STORE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lk_nss_store_finalize;
  store_class->get_features = lk_nss_store_get_features;
  store_class->list = lk_nss_store_list;
  store_class->import = lk_nss_store_import;
  store_class->open = lk_nss_store_open;
  store_class->take_out = lk_nss_store_take_out;
  store_class->remove = lk_nss_store_remove;
}

static void
lk_nss_store_init (LkNssStore *self)
{
}

LkPersonalStore *
lk_nss_store_new (const char *folder, const char *title)
{
  g_autofree char *id = NULL;
  g_autofree char *own_title = NULL;
  LkNssStore *self;

  g_return_val_if_fail (folder != NULL, NULL);

  id = g_strconcat ("nss:", folder, NULL);
  own_title = title != NULL ? g_strdup (title) : g_path_get_basename (folder);
  self = g_object_new (LK_TYPE_NSS_STORE, "id", id, "title", own_title, NULL);
  self->folder = g_strdup (folder);
  return LK_PERSONAL_STORE (self);
}

LkPersonalStore *
lk_nss_store_create (const char *folder, const char *title, GError **error)
{
  g_autoptr (LkNssDatabase) database = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "The folder “%s” cannot be made: %s",
                   folder, g_strerror (errno));
      return NULL;
    }
  database = lk_nss_database_create (folder, error);
  return database != NULL ? lk_nss_store_new (folder, title) : NULL;
}

const char *
lk_nss_store_get_folder (LkNssStore *self)
{
  g_return_val_if_fail (LK_IS_NSS_STORE (self), NULL);

  return self->folder;
}
