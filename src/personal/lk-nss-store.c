/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-nss-store.h"

#include "base/lk-error.h"
#include "personal/lk-key-template.h"
#include "personal/lk-nss-key.h"

#include <cert.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <secerr.h>
#include <string.h>

#define MAX_CERTIFICATES 10000
#define SHA256_NAME      "#sha256:" /* names a certificate by its fingerprint, behind the folder */
#define MAX_PROOFS       32         /* signatures made while listing, not on demand */

struct _LkNssStore
{
  LkPersonalStore parent_instance;

  char *folder;
};

G_DEFINE_FINAL_TYPE (LkNssStore, lk_nss_store, LK_TYPE_PERSONAL_STORE)

typedef struct
{
  LkAnswer exportable;
  char *evidence;
} KeyFacts;

static const char *
read_flag (SECKEYPrivateKey *key, CK_ATTRIBUTE_TYPE type)
{
  SECItem item = { siBuffer, NULL, 0 };
  const char *answer = "not said";

  if (PK11_ReadRawAttribute (PK11_TypePrivKey, key, type, &item) == SECSuccess && item.len == 1)
    answer = item.data[0] == CK_TRUE ? "true" : "false";
  SECITEM_FreeItem (&item, PR_FALSE);
  return answer;
}

static KeyFacts
read_key_facts (SECKEYPrivateKey *key)
{
  const char *extractable = read_flag (key, CKA_EXTRACTABLE);
  KeyFacts facts = { .exportable = LK_ANSWER_UNKNOWN };

  if (g_str_equal (extractable, "true"))
    facts.exportable = LK_ANSWER_YES;
  else if (g_str_equal (extractable, "false"))
    facts.exportable = LK_ANSWER_NO;
  facts.evidence = g_strdup_printf (
    "CKA_EXTRACTABLE is %s, CKA_SENSITIVE is %s, CKA_NEVER_EXTRACTABLE is %s", extractable,
    read_flag (key, CKA_SENSITIVE), read_flag (key, CKA_NEVER_EXTRACTABLE));
  return facts;
}

static LkCertificate *
read_certificate (CERTCertificate *cert)
{
  g_autoptr (GBytes) der = g_bytes_new (cert->derCert.data, cert->derCert.len);

  return lk_certificate_new_from_der (der, NULL);
}

/* NSS puts "Token name:" before the nickname of a certificate that is not in its own database. */
static const char *
get_nickname (CERTCertificate *cert)
{
  const char *colon;

  if (cert->nickname == NULL || *cert->nickname == '\0')
    return NULL;
  colon = strchr (cert->nickname, ':');
  return colon != NULL && g_str_has_prefix (cert->nickname, PK11_GetTokenName (cert->slot))
           ? colon + 1
           : cert->nickname;
}

static char *
make_exact_selector (LkNssStore *self, LkCertificate *certificate)
{
  return g_strdup_printf ("nss:%s" SHA256_NAME "%s", self->folder,
                          lk_certificate_get_sha256 (certificate));
}

static char *
make_selector (LkNssStore *self, CERTCertificate *cert, LkCertificate *certificate)
{
  const char *nickname = get_nickname (cert);

  if (nickname != NULL)
    return g_strdup_printf ("nss:%s#%s", self->folder, nickname);
  return make_exact_selector (self, certificate);
}

static LkIdentity *
make_identity (LkNssStore *self,
               LkNssDatabase *database,
               SECKEYPrivateKey *key,
               LkCertificate *certificate,
               GError **error)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  gnutls_privkey_t privkey = lk_nss_key_new (database, key, error);

  if (privkey == NULL)
    return NULL;
  g_ptr_array_add (chain, g_object_ref (certificate));
  return lk_identity_new (chain, privkey, lk_personal_store_get_title (LK_PERSONAL_STORE (self)),
                          error);
}

static LkAnswer
prove_key (LkNssStore *self,
           LkNssDatabase *database,
           SECKEYPrivateKey *key,
           LkCertificate *certificate)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkIdentity) identity = make_identity (
    self, lk_nss_database_ref (database), SECKEY_CopyPrivateKey (key), certificate, &error);

  if (identity != NULL && lk_identity_prove (identity, &error))
    return LK_ANSWER_YES;
  return g_error_matches (error, LK_ERROR, LK_ERROR_KEY_MISMATCH) ? LK_ANSWER_NO
                                                                  : LK_ANSWER_UNKNOWN;
}

static LkPersonal *
describe (LkNssStore *self, LkNssDatabase *database, CERTCertificate *cert, guint *n_proofs)
{
  g_autoptr (LkCertificate) certificate = read_certificate (cert);
  const gboolean unlocked = lk_nss_database_is_unlocked (database);
  SECKEYPrivateKey *key =
    unlocked ? PK11_FindKeyByDERCert (lk_nss_database_get_slot (database), cert, NULL) : NULL;
  g_autofree char *selector = NULL;
  g_autofree char *evidence = NULL;
  LkPersonalFields fields = {
    .store_id = lk_personal_store_get_id (LK_PERSONAL_STORE (self)),
    .store_title = lk_personal_store_get_title (LK_PERSONAL_STORE (self)),
    .certificate = certificate,
  };

  /* An issuer that was put here is nobody's personal certificate. */
  if (certificate == NULL || (key == NULL && lk_certificate_is_ca (certificate)))
    return NULL;

  selector = make_selector (self, cert, certificate);
  fields.selector = selector;
  fields.label =
    get_nickname (cert) != NULL ? get_nickname (cert) : lk_certificate_get_title (certificate);
  if (key != NULL)
    {
      const KeyFacts facts = read_key_facts (key);

      fields.has_key = LK_ANSWER_YES;
      fields.exportable = facts.exportable;
      evidence = facts.evidence;
      if ((*n_proofs)++ < MAX_PROOFS)
        fields.key_matches = prove_key (self, database, key, certificate);
      SECKEY_DestroyPrivateKey (key);
    }
  else
    {
      fields.has_key = unlocked ? LK_ANSWER_NO : LK_ANSWER_UNKNOWN;
      evidence = g_strdup (unlocked ? "The database holds no private key for it"
                                    : "The database is locked by its primary password");
    }
  fields.evidence = evidence;
  return lk_personal_new (&fields);
}

static const char *
get_sha256 (LkPersonal *personal)
{
  return lk_certificate_get_sha256 (lk_personal_get_fields (personal)->certificate);
}

static void
name_exactly (LkNssStore *self, GPtrArray *found, guint index)
{
  LkPersonalFields fields = *lk_personal_get_fields (found->pdata[index]);
  g_autofree char *selector = make_exact_selector (self, fields.certificate);
  LkPersonal *named;

  fields.selector = selector;
  named = lk_personal_new (&fields);
  g_object_unref (found->pdata[index]);
  found->pdata[index] = named;
}

/* A certificate that was renewed has the nickname of the old one: both are then named by their
 * fingerprints. */
static void
tell_apart (LkNssStore *self, GPtrArray *found)
{
  g_autoptr (GHashTable) first = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const LkPersonalFields *fields = lk_personal_get_fields (found->pdata[i]);
      gpointer other = NULL;

      if (!g_hash_table_lookup_extended (first, fields->selector, NULL, &other))
        g_hash_table_insert (first, g_strdup (fields->selector), GUINT_TO_POINTER (i));
      else
        {
          name_exactly (self, found, GPOINTER_TO_UINT (other));
          name_exactly (self, found, i);
        }
    }
}

static gboolean
is_certificate (CERTCertificate *cert, LkCertificate *certificate)
{
  gsize size;
  gconstpointer der = g_bytes_get_data (lk_certificate_get_der (certificate), &size);

  return cert->derCert.len == size && memcmp (cert->derCert.data, der, size) == 0;
}

static void
collect (LkNssStore *self,
         LkNssDatabase *database,
         CERTCertList *list,
         GPtrArray *found,
         GCancellable *cancellable)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal); /* fingerprints */
  guint n_proofs = 0;

  for (CERTCertListNode *node = CERT_LIST_HEAD (list);
       !CERT_LIST_END (node, list) && found->len < MAX_CERTIFICATES &&
       !g_cancellable_is_cancelled (cancellable);
       node = CERT_LIST_NEXT (node))
    {
      g_autoptr (LkPersonal) personal = describe (self, database, node->cert, &n_proofs);

      if (personal != NULL && g_hash_table_add (seen, (gpointer)get_sha256 (personal)))
        g_ptr_array_add (found, g_steal_pointer (&personal));
    }
  tell_apart (self, found);
}

/* Only @wanted; the others are not even read, but for their nicknames. */
static void
collect_one (LkNssStore *self,
             LkNssDatabase *database,
             CERTCertList *list,
             GPtrArray *found,
             LkCertificate *wanted)
{
  const char *nickname = NULL;
  gboolean ambiguous = FALSE;
  guint n_proofs = 0;

  for (CERTCertListNode *node = CERT_LIST_HEAD (list);
       !CERT_LIST_END (node, list) && found->len == 0; node = CERT_LIST_NEXT (node))
    {
      g_autoptr (LkPersonal) personal =
        is_certificate (node->cert, wanted) ? describe (self, database, node->cert, &n_proofs)
                                            : NULL;

      if (personal == NULL)
        continue;
      nickname = get_nickname (node->cert);
      g_ptr_array_add (found, g_steal_pointer (&personal));
    }
  for (CERTCertListNode *node = CERT_LIST_HEAD (list);
       found->len > 0 && !CERT_LIST_END (node, list); node = CERT_LIST_NEXT (node))
    ambiguous |= !is_certificate (node->cert, wanted) &&
                 g_strcmp0 (get_nickname (node->cert), nickname) == 0;
  if (ambiguous)
    name_exactly (self, found, 0);
}

/* @wanted: (nullable) NULL for all. */
static GPtrArray *
list_certificates (LkNssStore *self,
                   LkCertificate *wanted,
                   const LkPinPrompt *prompt,
                   GCancellable *cancellable,
                   GError **error)
{
  LkPersonalStore *store = LK_PERSONAL_STORE (self);
  g_autoptr (LkNssDatabase) database = lk_nss_database_open (self->folder, FALSE, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  CERTCertList *list;

  if (database == NULL)
    return NULL;
  if (prompt != NULL && !lk_nss_database_is_unlocked (database) &&
      !lk_nss_database_unlock (database, lk_personal_store_get_title (store), prompt, cancellable,
                               error))
    return NULL;
  lk_personal_store_set_locked (store, !lk_nss_database_is_unlocked (database));

  list = PK11_ListCertsInSlot (lk_nss_database_get_slot (database));
  if (list == NULL)
    {
      lk_nss_set_error (error, LK_ERROR_STORE_FAILED,
                        "The certificates in the NSS database cannot be listed");
      return NULL;
    }
  if (wanted != NULL)
    collect_one (self, database, list, found, wanted);
  else
    collect (self, database, list, found, cancellable);
  CERT_DestroyCertList (list);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&found);
}

static GPtrArray *
lk_nss_store_list (LkPersonalStore *store,
                   const LkPinPrompt *prompt,
                   GCancellable *cancellable,
                   GError **error)
{
  return list_certificates (LK_NSS_STORE (store), NULL, prompt, cancellable, error);
}

/* The database was found by the folder already: what counts is what stands behind it. */
static gboolean
is_named (const char *selector, const char *own, LkCertificate *certificate)
{
  const char *name = strchr (selector, '#');

  if (name == NULL)
    return FALSE;
  if (g_str_has_prefix (name, SHA256_NAME))
    return g_str_equal (name + strlen (SHA256_NAME), lk_certificate_get_sha256 (certificate));
  return g_str_equal (name, strchr (own, '#'));
}

/* (transfer full) (nullable) */
static CERTCertificate *
find_certificate (LkNssStore *self, LkNssDatabase *database, const char *selector, GError **error)
{
  CERTCertList *list = PK11_ListCertsInSlot (lk_nss_database_get_slot (database));
  CERTCertificate *match = NULL;

  for (CERTCertListNode *node = list != NULL ? CERT_LIST_HEAD (list) : NULL;
       node != NULL && !CERT_LIST_END (node, list); node = CERT_LIST_NEXT (node))
    {
      g_autoptr (LkCertificate) certificate = read_certificate (node->cert);
      g_autofree char *own =
        certificate != NULL ? make_selector (self, node->cert, certificate) : NULL;

      if (certificate == NULL || !is_named (selector, own, certificate))
        continue;
      match = CERT_DupCertificate (node->cert);
      break;
    }
  if (list != NULL)
    CERT_DestroyCertList (list);
  if (match == NULL)
    g_set_error (
      error, LK_ERROR, LK_ERROR_NOT_FOUND,
      "There is no certificate “%s”; list the personal certificates to see which there are",
      selector);
  return match;
}

static LkIdentity *
open_key (LkNssStore *self, LkNssDatabase *database, CERTCertificate *cert, GError **error)
{
  g_autoptr (LkNssDatabase) owned = database;
  g_autoptr (LkCertificate) certificate = read_certificate (cert);
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  SECKEYPrivateKey *key = PK11_FindKeyByDERCert (lk_nss_database_get_slot (owned), cert, NULL);
  gnutls_privkey_t privkey;

  if (key == NULL || certificate == NULL)
    {
      g_set_error (
        error, LK_ERROR, LK_ERROR_NO_PRIVATE_KEY,
        "The database holds no private key for this certificate; import the original PKCS#12 file");
      return NULL;
    }
  /* NSS encrypts and gives out even a key that is marked as not extractable; the mark is what we
   * keep to. */
  privkey = g_str_equal (read_flag (key, CKA_EXTRACTABLE), "true")
              ? lk_nss_key_export (owned, key, NULL)
              : NULL;
  if (privkey == NULL)
    return make_identity (self, g_steal_pointer (&owned), key, certificate, error);

  SECKEY_DestroyPrivateKey (key);
  g_ptr_array_add (chain, g_object_ref (certificate));
  return lk_identity_new (chain, privkey, lk_personal_store_get_title (LK_PERSONAL_STORE (self)),
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
  cert = find_certificate (self, database, selector, error);
  if (cert == NULL)
    return NULL;
  identity = open_key (self, g_steal_pointer (&database), cert, error);
  CERT_DestroyCertificate (cert);
  return identity;
}

static gboolean
import_key (LkNssDatabase *database,
            const LkPersonalImport *import,
            const char *label,
            GError **error)
{
  g_autoptr (LkKeyTemplate) template =
    lk_key_template_new (import->identity, label, import->exportable, error);
  PK11GenericObject *object;
  const LkAttribute *attributes;
  guint n_attributes;

  if (template == NULL)
    return FALSE;
  if (lk_key_template_get_point (template) != NULL)
    {
      GBytes *point = lk_key_template_get_point (template);

      /* NSS finds an EC key's public half in an attribute of its own. */
      lk_key_template_add (template, CKA_NSS_DB, g_bytes_get_data (point, NULL),
                           g_bytes_get_size (point));
    }
  attributes = lk_key_template_get_key (template, &n_attributes);
  G_STATIC_ASSERT (sizeof (LkAttribute) == sizeof (CK_ATTRIBUTE));
  object =
    PK11_CreateManagedGenericObject (lk_nss_database_get_slot (database),
                                     (const CK_ATTRIBUTE *)attributes, (int)n_attributes, PR_TRUE);
  if (object == NULL)
    {
      lk_nss_set_error (error, LK_ERROR_STORE_FAILED, "The private key cannot be stored");
      return FALSE;
    }
  (void)PK11_DestroyGenericObject (object); /* frees the handle, not the key in the database */
  return TRUE;
}

static gboolean
import_certificate (LkNssDatabase *database,
                    LkCertificate *certificate,
                    const char *label,
                    GError **error)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (lk_certificate_get_der (certificate), &size);
  SECItem der = { siDERCertBuffer, (unsigned char *)data, (unsigned int)size };

  if (PK11_ImportDERCert (lk_nss_database_get_slot (database), &der, CK_INVALID_HANDLE,
                          (char *)label, PR_FALSE) == SECSuccess)
    return TRUE;
  lk_nss_set_error (error, LK_ERROR_STORE_FAILED, "The certificate cannot be stored");
  return FALSE;
}

static gboolean
import_issuers (LkNssDatabase *database, LkIdentity *identity, GError **error)
{
  GPtrArray *chain = lk_identity_get_chain (identity);

  for (guint i = 1; i < chain->len; i++)
    {
      if (!import_certificate (database, chain->pdata[i],
                               lk_certificate_get_title (chain->pdata[i]), error))
        return FALSE;
    }
  return TRUE;
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
    list_certificates (LK_NSS_STORE (store), certificate, prompt, cancellable, error);

  if (all != NULL && all->len > 0)
    return g_object_ref (all->pdata[0]);
  if (all != NULL)
    g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND, "“%s” does not show the certificate",
                 lk_personal_store_get_title (store));
  return NULL;
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
  const char *label =
    import->label != NULL ? import->label : lk_certificate_get_title (certificate);
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
  done = import_key (database, import, label, error) &&
         import_certificate (database, certificate, label, error) &&
         (!import->include_issuers || import_issuers (database, import->identity, error));
  g_clear_pointer (&database, lk_nss_database_unref);
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
  cert = find_certificate (self, database, selector, error);
  if (cert == NULL)
    return FALSE;
  status = PK11_DeleteTokenCertAndKey (cert, NULL);
  if (status != SECSuccess)
    lk_nss_set_error (error, LK_ERROR_STORE_FAILED, "The certificate cannot be removed");
  CERT_DestroyCertificate (cert);
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
