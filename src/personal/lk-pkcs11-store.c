/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-pkcs11-store.h"

#include "base/lk-error.h"
#include "personal/lk-key-template.h"
#include "personal/lk-pkcs11-token.h"

#include <p11-kit/uri.h>
#include <string.h>

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

static GArray *
find_by_class (LkPkcs11Token *token, CK_OBJECT_CLASS class, GBytes *id, GError **error)
{
  gsize size = 0;
  gconstpointer data = id != NULL ? g_bytes_get_data (id, &size) : NULL;
  const CK_ATTRIBUTE wanted[] = {
    { CKA_CLASS, &class, sizeof class },
    { CKA_ID, (gpointer)data, size },
  };

  return lk_pkcs11_token_find (token, wanted, id != NULL ? 2 : 1, error);
}

/* 0 when there is none, or when the token does not show it yet. */
static gulong
find_private_key (LkPkcs11Token *token, GBytes *id)
{
  g_autoptr (GArray) keys = id != NULL && g_bytes_get_size (id) > 0
                              ? find_by_class (token, CKO_PRIVATE_KEY, id, NULL)
                              : NULL;

  return keys != NULL && keys->len > 0 ? g_array_index (keys, gulong, 0) : 0;
}

static const char *
read_flag (LkPkcs11Token *token, gulong key, gulong type)
{
  g_autoptr (GBytes) value = lk_pkcs11_token_read (token, key, type);

  if (value == NULL || g_bytes_get_size (value) != 1)
    return "not said";
  return *(const guint8 *)g_bytes_get_data (value, NULL) == CK_TRUE ? "true" : "false";
}

static char *
make_uri (LkPkcs11Store *self, GBytes *id, CK_OBJECT_CLASS class)
{
  P11KitUri *uri = p11_kit_uri_new ();
  CK_ATTRIBUTE of_class = { CKA_CLASS, &class, sizeof class };
  CK_ATTRIBUTE of_id = { CKA_ID, (gpointer)g_bytes_get_data (id, NULL), g_bytes_get_size (id) };
  char *text = NULL;
  char *copy = NULL;

  if (p11_kit_uri_parse (self->token_uri, P11_KIT_URI_FOR_TOKEN, uri) == P11_KIT_URI_OK &&
      p11_kit_uri_set_attribute (uri, &of_id) == P11_KIT_URI_OK &&
      p11_kit_uri_set_attribute (uri, &of_class) == P11_KIT_URI_OK &&
      p11_kit_uri_format (uri, P11_KIT_URI_FOR_OBJECT_ON_TOKEN, &text) == P11_KIT_URI_OK)
    copy = g_strdup (text);
  free (text);
  p11_kit_uri_free (uri);
  return copy;
}

static LkCertificate *
read_certificate (LkPkcs11Token *token, gulong object)
{
  g_autoptr (GBytes) der = lk_pkcs11_token_read (token, object, CKA_VALUE);

  return der != NULL ? lk_certificate_new_from_der (der, NULL) : NULL;
}

static char *
read_label (LkPkcs11Token *token, gulong object, LkCertificate *certificate)
{
  g_autoptr (GBytes) value = lk_pkcs11_token_read (token, object, CKA_LABEL);

  if (value == NULL || g_bytes_get_size (value) == 0)
    return g_strdup (lk_certificate_get_title (certificate));
  return g_utf8_make_valid (g_bytes_get_data (value, NULL), (gssize)g_bytes_get_size (value));
}

static char *
describe_key (LkPkcs11Token *token, gulong key, LkPersonalFields *fields)
{
  const char *extractable;

  if (key == 0)
    {
      const gboolean locked = lk_pkcs11_token_needs_login (token);

      fields->has_key = locked ? LK_ANSWER_UNKNOWN : LK_ANSWER_NO;
      return g_strdup (locked ? "The token is locked by its PIN"
                              : "The token holds no private key for it");
    }
  extractable = read_flag (token, key, CKA_EXTRACTABLE);
  fields->has_key = LK_ANSWER_YES;
  if (g_str_equal (extractable, "true"))
    fields->exportable = LK_ANSWER_YES;
  else if (g_str_equal (extractable, "false"))
    fields->exportable = LK_ANSWER_NO;
  return g_strdup_printf ("CKA_EXTRACTABLE is %s, CKA_SENSITIVE is %s, CKA_NEVER_EXTRACTABLE is %s",
                          extractable, read_flag (token, key, CKA_SENSITIVE),
                          read_flag (token, key, CKA_NEVER_EXTRACTABLE));
}

static int
pin_cb (void *data,
        int attempt,
        const char *url,
        const char *label,
        unsigned int flags,
        char *pin,
        size_t max_bytes)
{
  LkSecret *secret = data;

  /* One answer only: a PIN that was right a moment ago and is not now must not be tried again. */
  if (attempt > 0 || secret == NULL || lk_secret_get_length (secret) >= max_bytes ||
      (flags & (GNUTLS_PIN_FINAL_TRY | GNUTLS_PIN_WRONG)))
    return -1;
  memcpy (pin, lk_secret_get_text (secret), lk_secret_get_length (secret) + 1);
  return 0;
}

/* @pin has to live as long as the key: GnuTLS asks again when it opens another session. */
static gnutls_privkey_t
open_key (const char *key_uri, LkSecret *pin, GError **error)
{
  gnutls_privkey_t key = NULL;
  int code = gnutls_privkey_init (&key);

  if (code >= 0)
    {
      gnutls_privkey_set_pin_function (key, pin_cb, pin);
      code = gnutls_privkey_import_url (key, key_uri, 0);
    }
  if (code >= 0)
    return key;
  g_set_error (error, LK_ERROR, LK_ERROR_NO_PRIVATE_KEY,
               "The private key on the token cannot be used: %s", gnutls_strerror (code));
  if (key != NULL)
    gnutls_privkey_deinit (key);
  return NULL;
}

static LkIdentity *
make_identity (
  LkPkcs11Store *self, LkPkcs11Token *token, GBytes *id, LkCertificate *certificate, GError **error)
{
  g_autofree char *key_uri = make_uri (self, id, CKO_PRIVATE_KEY);
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  LkSecret *pin = lk_pkcs11_token_get_pin (token);
  gnutls_privkey_t key = open_key (key_uri, pin, error);
  LkIdentity *identity;

  if (key == NULL)
    return NULL;
  g_ptr_array_add (chain, g_object_ref (certificate));
  identity = lk_identity_new (chain, key, get_title (self), error);
  if (identity != NULL && pin != NULL)
    g_object_set_data_full (G_OBJECT (identity), "lk-pin", lk_secret_ref (pin),
                            (GDestroyNotify)lk_secret_unref);
  return identity;
}

static LkAnswer
prove_key (LkPkcs11Store *self, LkPkcs11Token *token, GBytes *id, LkCertificate *certificate)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkIdentity) identity = make_identity (self, token, id, certificate, &error);

  if (identity != NULL && lk_identity_prove (identity, &error))
    return LK_ANSWER_YES;
  return g_error_matches (error, LK_ERROR, LK_ERROR_KEY_MISMATCH) ? LK_ANSWER_NO
                                                                  : LK_ANSWER_UNKNOWN;
}

/* @n_proofs: signatures that may still be made; only with a PIN that was given for this. */
static LkPersonal *
describe (LkPkcs11Store *self, LkPkcs11Token *token, gulong object, guint *n_proofs)
{
  g_autoptr (LkCertificate) certificate = read_certificate (token, object);
  g_autoptr (GBytes) id = lk_pkcs11_token_read (token, object, CKA_ID);
  const gulong key = find_private_key (token, id);
  g_autofree char *selector = id != NULL ? make_uri (self, id, CKO_CERTIFICATE) : NULL;
  g_autofree char *label = NULL;
  g_autofree char *evidence = NULL;
  LkPersonalFields fields = {
    .selector = selector,
    .store_id = self->token_uri,
    .store_title = get_title (self),
    .certificate = certificate,
  };

  if (certificate == NULL || selector == NULL || (key == 0 && lk_certificate_is_ca (certificate)))
    return NULL;
  label = read_label (token, object, certificate);
  evidence = describe_key (token, key, &fields);
  fields.label = label;
  fields.evidence = evidence;
  if (key != 0 && *n_proofs > 0 && lk_pkcs11_token_get_pin (token) != NULL)
    {
      (*n_proofs)--;
      fields.key_matches = prove_key (self, token, id, certificate);
    }
  return lk_personal_new (&fields);
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
  objects = find_by_class (token, CKO_CERTIFICATE, NULL, error);
  if (objects == NULL)
    return NULL;
  for (guint i = 0; i < objects->len; i++)
    {
      g_autoptr (LkPersonal) personal =
        describe (self, token, g_array_index (objects, gulong, i), &n_proofs);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (personal != NULL)
        g_ptr_array_add (found, g_steal_pointer (&personal));
    }
  return g_steal_pointer (&found);
}

/* (nullable): what a selector says of its object. */
static GBytes *
read_from_selector (const char *selector, CK_ATTRIBUTE_TYPE type)
{
  P11KitUri *uri = p11_kit_uri_new ();
  CK_ATTRIBUTE *attribute = NULL;
  GBytes *value = NULL;

  if (p11_kit_uri_parse (selector, P11_KIT_URI_FOR_ANY, uri) == P11_KIT_URI_OK)
    attribute = p11_kit_uri_get_attribute (uri, type);
  if (attribute != NULL && attribute->ulValueLen > 0)
    value = g_bytes_new (attribute->pValue, attribute->ulValueLen);
  p11_kit_uri_free (uri);
  return value;
}

/* (nullable): the id of the certificate with the label that a selector names. */
static GBytes *
find_id_by_label (LkPkcs11Token *token, GBytes *label, GError **error)
{
  CK_OBJECT_CLASS class = CKO_CERTIFICATE;
  gsize size;
  gconstpointer data = g_bytes_get_data (label, &size);
  const CK_ATTRIBUTE wanted[] = {
    { CKA_CLASS, &class, sizeof class },
    { CKA_LABEL, (gpointer)data, size },
  };
  g_autoptr (GArray) objects = lk_pkcs11_token_find (token, wanted, G_N_ELEMENTS (wanted), error);
  GBytes *id = NULL;

  if (objects == NULL)
    return NULL;
  if (objects->len == 1)
    id = lk_pkcs11_token_read (token, g_array_index (objects, gulong, 0), CKA_ID);
  if (id == NULL)
    g_set_error (
      error, LK_ERROR, LK_ERROR_NOT_FOUND,
      "The token holds %u certificates of this name; list them and take the selector with the id",
      objects->len);
  return id;
}

/* (nullable): the CKA_ID of what a selector names by id or by object (RFC 7512). */
static GBytes *
find_id (LkPkcs11Token *token, const char *selector, GError **error)
{
  GBytes *id = read_from_selector (selector, CKA_ID);
  g_autoptr (GBytes) label = id == NULL ? read_from_selector (selector, CKA_LABEL) : NULL;

  if (id != NULL)
    return id;
  if (label != NULL)
    return find_id_by_label (token, label, error);
  g_set_error (error, LK_ERROR, LK_ERROR_USAGE,
               "“%s” names no object: it needs an id or an object (RFC 7512)", selector);
  return NULL;
}

static gulong
find_certificate (LkPkcs11Token *token, GBytes *id, GError **error)
{
  g_autoptr (GArray) objects = find_by_class (token, CKO_CERTIFICATE, id, error);

  if (objects == NULL)
    return 0;
  if (objects->len > 0)
    return g_array_index (objects, gulong, 0);
  g_set_error (
    error, LK_ERROR, LK_ERROR_NOT_FOUND,
    "The token holds no certificate with this id; list the personal certificates to see which there are");
  return 0;
}

static LkIdentity *
lk_pkcs11_store_open (LkPersonalStore *store,
                      const char *selector,
                      const LkPinPrompt *prompt,
                      GCancellable *cancellable,
                      GError **error)
{
  LkPkcs11Store *self = LK_PKCS11_STORE (store);
  g_autoptr (LkPkcs11Token) token = lk_pkcs11_token_open (self->token_uri, FALSE, error);
  g_autoptr (GBytes) id = token != NULL ? find_id (token, selector, error) : NULL;
  g_autoptr (LkCertificate) certificate = NULL;
  gulong object;

  if (id == NULL)
    return NULL;
  object = find_certificate (token, id, error);
  if (object == 0 || !lk_pkcs11_token_login (token, get_title (self), prompt, cancellable, error))
    return NULL;
  certificate = read_certificate (token, object);
  if (certificate == NULL || find_private_key (token, id) == 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_NO_PRIVATE_KEY,
                   "The token holds no private key for this certificate");
      return NULL;
    }
  return make_identity (self, token, id, certificate, error);
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
  if (find_private_key (token, lk_key_template_get_id (template)) != 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_EXISTS, "This private key is already on “%s”",
                   get_title (self));
      return NULL;
    }
  if (!create_objects (token, template, error))
    return NULL;
  object = find_certificate (token, lk_key_template_get_id (template), error);
  return object != 0 ? describe (self, token, object, &n_proofs) : NULL;
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
  g_autoptr (GBytes) id = token != NULL ? find_id (token, selector, error) : NULL;
  gulong certificate;
  gulong key;

  if (id == NULL)
    return FALSE;
  certificate = find_certificate (token, id, error);
  if (certificate == 0)
    return FALSE;
  key = find_private_key (token, id);
  return (key == 0 || lk_pkcs11_token_destroy (token, key, error)) &&
         lk_pkcs11_token_destroy (token, certificate, error);
}

static LkPersonalStoreFeatures
lk_pkcs11_store_get_features (LkPersonalStore *store)
{
  return LK_PERSONAL_STORE_CAN_IMPORT | LK_PERSONAL_STORE_CAN_MARK_EXPORTABLE |
         LK_PERSONAL_STORE_CAN_REMOVE | LK_PERSONAL_STORE_INSTALLED;
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
