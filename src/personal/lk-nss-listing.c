/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-nss-listing.h"

#include "base/lk-error.h"
#include "personal/lk-nss-certificate.h"
#include "personal/lk-nss-identity.h"
#include "personal/lk-nss-key.h"

#include <cert.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_CERTIFICATES 10000
#define MAX_PROOFS       32 /* signatures made while listing, not on demand */

typedef struct
{
  LkAnswer exportable;
  char *evidence;
} KeyFacts;

static KeyFacts
read_key_facts (SECKEYPrivateKey *key)
{
  const char *extractable = lk_nss_key_read_flag (key, CKA_EXTRACTABLE);
  KeyFacts facts = { .exportable = LK_ANSWER_UNKNOWN };

  if (g_str_equal (extractable, "true"))
    facts.exportable = LK_ANSWER_YES;
  else if (g_str_equal (extractable, "false"))
    facts.exportable = LK_ANSWER_NO;
  facts.evidence = g_strdup_printf (
    "CKA_EXTRACTABLE is %s, CKA_SENSITIVE is %s, CKA_NEVER_EXTRACTABLE is %s", extractable,
    lk_nss_key_read_flag (key, CKA_SENSITIVE), lk_nss_key_read_flag (key, CKA_NEVER_EXTRACTABLE));
  return facts;
}

static LkAnswer
prove_key (LkPersonalStore *store,
           LkNssDatabase *database,
           SECKEYPrivateKey *key,
           LkCertificate *certificate)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkIdentity) identity = lk_nss_identity_new (
    store, lk_nss_database_ref (database), SECKEY_CopyPrivateKey (key), certificate, &error);

  if (identity != NULL && lk_identity_prove (identity, &error))
    return LK_ANSWER_YES;
  return g_error_matches (error, LK_ERROR, LK_ERROR_KEY_MISMATCH) ? LK_ANSWER_NO
                                                                  : LK_ANSWER_UNKNOWN;
}

static LkPersonal *
describe (LkPersonalStore *store, LkNssDatabase *database, CERTCertificate *cert, guint *n_proofs)
{
  g_autoptr (LkCertificate) certificate = lk_nss_certificate_read (cert);
  const gboolean unlocked = lk_nss_database_is_unlocked (database);
  SECKEYPrivateKey *key =
    unlocked ? PK11_FindKeyByDERCert (lk_nss_database_get_slot (database), cert, NULL) : NULL;
  g_autofree char *selector = NULL;
  g_autofree char *evidence = NULL;
  LkPersonalFields fields = {
    .store_id = lk_personal_store_get_id (store),
    .store_title = lk_personal_store_get_title (store),
    .certificate = certificate,
  };

  /* An issuer that was put here is nobody's personal certificate. */
  if (certificate == NULL || (key == NULL && lk_certificate_is_ca (certificate)))
    return NULL;

  selector = lk_nss_certificate_name (store, cert, certificate);
  fields.selector = selector;
  fields.label = lk_nss_certificate_get_nickname (cert) != NULL
                   ? lk_nss_certificate_get_nickname (cert)
                   : lk_certificate_get_title (certificate);
  if (key != NULL)
    {
      const KeyFacts facts = read_key_facts (key);

      fields.has_key = LK_ANSWER_YES;
      fields.exportable = facts.exportable;
      evidence = facts.evidence;
      if ((*n_proofs)++ < MAX_PROOFS)
        fields.key_matches = prove_key (store, database, key, certificate);
      SECKEY_DestroyPrivateKey (key);
    }
  else
    {
      fields.has_key = unlocked ? LK_ANSWER_NO : LK_ANSWER_UNKNOWN;
      evidence = g_strdup (unlocked ? _ ("The database holds no private key for it")
                                    : _ ("The database is locked by its primary password"));
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
use_fingerprint (LkPersonalStore *store, GPtrArray *found, guint index)
{
  LkPersonalFields fields = *lk_personal_get_fields (found->pdata[index]);
  g_autofree char *selector = lk_nss_certificate_name_exactly (store, fields.certificate);
  LkPersonal *named;

  fields.selector = selector;
  named = lk_personal_new (&fields);
  g_object_unref (found->pdata[index]);
  found->pdata[index] = named;
}

/* A certificate that was renewed has the nickname of the old one: both are then named by their
 * fingerprints. */
static void
tell_apart (LkPersonalStore *store, GPtrArray *found)
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
          use_fingerprint (store, found, GPOINTER_TO_UINT (other));
          use_fingerprint (store, found, i);
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
collect (LkPersonalStore *store,
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
      g_autoptr (LkPersonal) personal = describe (store, database, node->cert, &n_proofs);

      if (personal != NULL && g_hash_table_add (seen, (gpointer)get_sha256 (personal)))
        g_ptr_array_add (found, g_steal_pointer (&personal));
    }
  tell_apart (store, found);
}

/* Only @wanted; the others are not even read, but for their nicknames. */
static void
collect_one (LkPersonalStore *store,
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
        is_certificate (node->cert, wanted) ? describe (store, database, node->cert, &n_proofs)
                                            : NULL;

      if (personal == NULL)
        continue;
      nickname = lk_nss_certificate_get_nickname (node->cert);
      g_ptr_array_add (found, g_steal_pointer (&personal));
    }
  for (CERTCertListNode *node = CERT_LIST_HEAD (list);
       found->len > 0 && !CERT_LIST_END (node, list); node = CERT_LIST_NEXT (node))
    ambiguous |= !is_certificate (node->cert, wanted) &&
                 g_strcmp0 (lk_nss_certificate_get_nickname (node->cert), nickname) == 0;
  if (ambiguous)
    use_fingerprint (store, found, 0);
}

/* @wanted: (nullable) NULL for all. */
GPtrArray *
lk_nss_listing_run (LkPersonalStore *store,
                    const char *folder,
                    LkCertificate *wanted,
                    const LkPinPrompt *prompt,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (LkNssDatabase) database = lk_nss_database_open (folder, FALSE, error);
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
    collect_one (store, database, list, found, wanted);
  else
    collect (store, database, list, found, cancellable);
  CERT_DestroyCertList (list);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&found);
}
