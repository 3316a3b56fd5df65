/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-pkcs11-store.h"

#include "base/lk-error.h"
#include "personal/lk-key-template.h"
#include "personal/lk-pkcs11-describe.h"
#include "personal/lk-pkcs11-identity.h"
#include "personal/lk-pkcs11-object.h"
#include "personal/lk-pkcs11-slot.h"
#include "personal/lk-pkcs11-take-out.h"

#include <p11-kit/uri.h>

#define MAX_PROOFS 32 /* signatures made while listing; a proof on demand has no limit */

struct _LkPkcs11Store
{
  LkPersonalStore parent_instance;

  char *token_uri;
};

G_DEFINE_FINAL_TYPE (LkPkcs11Store, lk_pkcs11_store, LK_TYPE_PERSONAL_STORE)

static const char *
get_title (LkPkcs11Store *self)
{
  return lk_personal_store_get_title (LK_PERSONAL_STORE (self));
}

static GPtrArray *
lk_pkcs11_store_list (LkPersonalStore *store,
                      const LkPinPrompt *prompt,
                      GCancellable *cancellable,
                      GError **error)
{
  LkPkcs11Store *self = LK_PKCS11_STORE (store);
  g_autoptr (LkPkcs11Token) token = lk_pkcs11_token_open (self->token_uri, FALSE, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) objects = NULL;
  guint n_proofs = MAX_PROOFS;

  if (token == NULL || (prompt != NULL && !lk_pkcs11_token_login (token, get_title (self), prompt,
                                                                  cancellable, error)))
    return NULL;
  lk_personal_store_set_locked (store, lk_pkcs11_token_needs_login (token));
  objects = lk_pkcs11_find_by_class (token, CKO_CERTIFICATE, NULL, error);
  if (objects == NULL)
    return NULL;
  for (guint i = 0; i < objects->len; i++)
    {
      g_autoptr (LkPersonal) personal =
        lk_pkcs11_describe (store, token, g_array_index (objects, gulong, i), &n_proofs);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (personal != NULL)
        g_ptr_array_add (found, g_steal_pointer (&personal));
    }
  return g_steal_pointer (&found);
}

/* What a selector names on a token that is unlocked: what stays on it, and what can leave it. */
typedef struct
{
  LkPkcs11Token *token;
  GBytes *id;
  LkCertificate *certificate;
  gulong key;
} Named;

static void
named_clear (Named *self)
{
  g_clear_pointer (&self->token, lk_pkcs11_token_free);
  g_clear_pointer (&self->id, g_bytes_unref);
  g_clear_object (&self->certificate);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Named, named_clear)

static gboolean
find_named (LkPkcs11Store *self,
            const char *selector,
            const LkPinPrompt *prompt,
            GCancellable *cancellable,
            Named *named,
            GError **error)
{
  gulong object;

  named->token = lk_pkcs11_token_open (self->token_uri, FALSE, error);
  if (named->token != NULL)
    named->id = lk_pkcs11_find_id (named->token, selector, error);
  if (named->id == NULL)
    return FALSE;
  object = lk_pkcs11_find_certificate (named->token, named->id, error);
  if (object == 0 ||
      !lk_pkcs11_token_login (named->token, get_title (self), prompt, cancellable, error))
    return FALSE;
  named->certificate = lk_pkcs11_read_certificate (named->token, object);
  named->key = lk_pkcs11_find_private_key (named->token, named->id);
  if (named->certificate != NULL && named->key != 0)
    return TRUE;
  g_set_error (error, LK_ERROR, LK_ERROR_NO_PRIVATE_KEY,
               "The token holds no private key for this certificate");
  return FALSE;
}

static LkIdentity *
lk_pkcs11_store_open (LkPersonalStore *store,
                      const char *selector,
                      const LkPinPrompt *prompt,
                      GCancellable *cancellable,
                      GError **error)
{
  g_auto (Named) named = { 0 };

  return find_named (LK_PKCS11_STORE (store), selector, prompt, cancellable, &named, error)
           ? lk_pkcs11_identity_new (store, named.token, named.id, named.certificate, error)
           : NULL;
}

static LkIdentity *
lk_pkcs11_store_take_out (LkPersonalStore *store,
                          const char *selector,
                          const LkPinPrompt *prompt,
                          GCancellable *cancellable,
                          GError **error)
{
  g_auto (Named) named = { 0 };

  return find_named (LK_PKCS11_STORE (store), selector, prompt, cancellable, &named, error)
           ? lk_pkcs11_take_out (store, named.token, named.key, named.certificate, error)
           : NULL;
}

static LkPkcs11Token *
open_writable (LkPkcs11Store *self,
               const LkPinPrompt *prompt,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (LkPkcs11Token) token = lk_pkcs11_token_open (self->token_uri, TRUE, error);

  if (token == NULL)
    return NULL;
  if (lk_pkcs11_token_is_read_only (token))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_STORE_READ_ONLY, "“%s” is write-protected",
                   get_title (self));
      return NULL;
    }
  return lk_pkcs11_token_login (token, get_title (self), prompt, cancellable, error)
           ? g_steal_pointer (&token)
           : NULL;
}

static gboolean
create_objects (LkPkcs11Token *token, LkKeyTemplate *template, GError **error)
{
  const LkAttribute *attributes;
  guint n_attributes;
  gulong key;
  gulong certificate;

  G_STATIC_ASSERT (sizeof (LkAttribute) == sizeof (CK_ATTRIBUTE));
  attributes = lk_key_template_get_key (template, &n_attributes);
  if (!lk_pkcs11_token_create (token, (const CK_ATTRIBUTE *)attributes, n_attributes, &key, error))
    return FALSE;
  attributes = lk_key_template_get_certificate (template, &n_attributes);
  if (lk_pkcs11_token_create (token, (const CK_ATTRIBUTE *)attributes, n_attributes, &certificate,
                              error))
    return TRUE;
  (void)lk_pkcs11_token_destroy (token, key,
                                 NULL); /* half an import is none; the first error is what counts */
  return FALSE;
}

static LkPersonal *
lk_pkcs11_store_import (LkPersonalStore *store,
                        const LkPersonalImport *import,
                        const LkPinPrompt *prompt,
                        GCancellable *cancellable,
                        GError **error)
{
  LkPkcs11Store *self = LK_PKCS11_STORE (store);
  LkCertificate *certificate = lk_identity_get_certificate (import->identity);
  const char *label =
    import->label != NULL ? import->label : lk_certificate_get_title (certificate);
  g_autoptr (LkPkcs11Token) token = open_writable (self, prompt, cancellable, error);
  g_autoptr (LkKeyTemplate) template =
    token != NULL ? lk_key_template_new (import->identity, label, import->exportable, error) : NULL;
  guint n_proofs = 1;
  gulong object;

  if (template == NULL)
    return NULL;
  if (lk_pkcs11_find_private_key (token, lk_key_template_get_id (template)) != 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_EXISTS, "This private key is already on “%s”",
                   get_title (self));
      return NULL;
    }
  if (!create_objects (token, template, error))
    return NULL;
  object = lk_pkcs11_find_certificate (token, lk_key_template_get_id (template), error);
  return object != 0 ? lk_pkcs11_describe (store, token, object, &n_proofs) : NULL;
}

static gboolean
lk_pkcs11_store_remove (LkPersonalStore *store,
                        const char *selector,
                        const LkPinPrompt *prompt,
                        GCancellable *cancellable,
                        GError **error)
{
  LkPkcs11Store *self = LK_PKCS11_STORE (store);
  g_autoptr (LkPkcs11Token) token = open_writable (self, prompt, cancellable, error);
  g_autoptr (GBytes) id = token != NULL ? lk_pkcs11_find_id (token, selector, error) : NULL;
  gulong certificate;
  gulong key;

  if (id == NULL)
    return FALSE;
  certificate = lk_pkcs11_find_certificate (token, id, error);
  if (certificate == 0)
    return FALSE;
  key = lk_pkcs11_find_private_key (token, id);
  return (key == 0 || lk_pkcs11_token_destroy (token, key, error)) &&
         lk_pkcs11_token_destroy (token, certificate, error);
}

static LkPersonalStoreFeatures
lk_pkcs11_store_get_features (LkPersonalStore *store)
{
  return LK_PERSONAL_STORE_CAN_IMPORT | LK_PERSONAL_STORE_CAN_MARK_EXPORTABLE |
         LK_PERSONAL_STORE_CAN_EXPORT | LK_PERSONAL_STORE_CAN_REMOVE | LK_PERSONAL_STORE_INSTALLED;
}

static void
lk_pkcs11_store_finalize (GObject *object)
{
  g_free (LK_PKCS11_STORE (object)->token_uri);
  G_OBJECT_CLASS (lk_pkcs11_store_parent_class)->finalize (object);
}

static void
lk_pkcs11_store_class_init (LkPkcs11StoreClass *klass)
{
  LkPersonalStoreClass *store_class = LK_PERSONAL_STORE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lk_pkcs11_store_finalize;
  store_class->get_features = lk_pkcs11_store_get_features;
  store_class->list = lk_pkcs11_store_list;
  store_class->import = lk_pkcs11_store_import;
  store_class->open = lk_pkcs11_store_open;
  store_class->take_out = lk_pkcs11_store_take_out;
  store_class->remove = lk_pkcs11_store_remove;
}

static void
lk_pkcs11_store_init (LkPkcs11Store *self)
{
}

LkPersonalStore *
lk_pkcs11_store_new (const char *uri, GError **error)
{
  P11KitUri *parsed = p11_kit_uri_new ();
  g_autofree char *title = NULL;
  char *token_uri = NULL;
  LkPkcs11Store *self = NULL;

  g_return_val_if_fail (uri != NULL, NULL);

  if (p11_kit_uri_parse (uri, P11_KIT_URI_FOR_TOKEN, parsed) == P11_KIT_URI_OK &&
      p11_kit_uri_format (parsed, P11_KIT_URI_FOR_TOKEN, &token_uri) == P11_KIT_URI_OK)
    {
      title = lk_pkcs11_dup_title (token_uri);
      self = g_object_new (LK_TYPE_PKCS11_STORE, "id", token_uri, "title", title, NULL);
      self->token_uri = g_strdup (token_uri);
    }
  else
    {
      g_set_error (error, LK_ERROR, LK_ERROR_USAGE, "“%s” is not a PKCS#11 URI (RFC 7512)", uri);
    }
  free (token_uri);
  p11_kit_uri_free (parsed);
  return self != NULL ? LK_PERSONAL_STORE (self) : NULL;
}

GPtrArray *
lk_pkcs11_store_list_all (GError **error)
{
  g_autoptr (GPtrArray) uris = lk_pkcs11_list_tokens (error);
  g_autoptr (GPtrArray) stores = g_ptr_array_new_with_free_func (g_object_unref);

  if (uris == NULL)
    return NULL;
  for (guint i = 0; i < uris->len; i++)
    {
      LkPersonalStore *store = lk_pkcs11_store_new (uris->pdata[i], NULL);

      if (store != NULL)
        g_ptr_array_add (stores, store);
    }
  return g_steal_pointer (&stores);
}
