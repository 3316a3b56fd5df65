/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-nss-identity.h"

#include "base/lk-error.h"
#include "personal/lk-nss-certificate.h"
#include "personal/lk-nss-key.h"

LkIdentity *
lk_nss_identity_new (LkPersonalStore *store,
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
  return lk_identity_new (chain, privkey, lk_personal_store_get_title (store),
                          error);
}

LkIdentity *
lk_nss_identity_open (LkPersonalStore *store,
                      LkNssDatabase *database,
                      CERTCertificate *cert,
                      GError **error)
{
  g_autoptr (LkNssDatabase) owned = database;
  g_autoptr (LkCertificate) certificate = lk_nss_certificate_read (cert);
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
  privkey = g_str_equal (lk_nss_key_read_flag (key, CKA_EXTRACTABLE), "true")
              ? lk_nss_key_export (owned, key, NULL)
              : NULL;
  if (privkey == NULL)
    return lk_nss_identity_new (store, g_steal_pointer (&owned), key, certificate, error);

  SECKEY_DestroyPrivateKey (key);
  g_ptr_array_add (chain, g_object_ref (certificate));
  return lk_identity_new (chain, privkey, lk_personal_store_get_title (store),
                          error);
}
