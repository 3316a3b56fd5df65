/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-nss-key.h"

#include "base/lk-error.h"
#include "personal/lk-one-time.h"
#include "personal/lk-store-key.h"

#include <cryptohi.h>
#include <secerr.h>

#define ONE_TIME_ITERATIONS 1000 /* the password is random and lives for microseconds */

typedef struct
{
  LkNssDatabase *database;
  SECKEYPrivateKey *key;
} NssKey;

typedef struct
{
  gnutls_digest_algorithm_t digest;
  SECOidTag oid;
  CK_MECHANISM_TYPE mechanism;
  CK_RSA_PKCS_MGF_TYPE mgf;
} Hash;

static const Hash hashes[] = {
  { GNUTLS_DIG_SHA1, SEC_OID_SHA1, CKM_SHA_1, CKG_MGF1_SHA1 },
  { GNUTLS_DIG_SHA256, SEC_OID_SHA256, CKM_SHA256, CKG_MGF1_SHA256 },
  { GNUTLS_DIG_SHA384, SEC_OID_SHA384, CKM_SHA384, CKG_MGF1_SHA384 },
  { GNUTLS_DIG_SHA512, SEC_OID_SHA512, CKM_SHA512, CKG_MGF1_SHA512 },
};

static const Hash *
find_hash (gnutls_digest_algorithm_t digest)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hashes); i++)
    {
      if (hashes[i].digest == digest)
        return &hashes[i];
    }
  return NULL;
}

static SECStatus
sign_pss (SECKEYPrivateKey *key, const Hash *hash, const SECItem *digest, SECItem *signature)
{
  CK_RSA_PKCS_PSS_PARAMS params = { hash->mechanism, hash->mgf, digest->len };
  const SECItem parameters = { siBuffer, (unsigned char *)&params, sizeof params };

  return PK11_SignWithMechanism (key, CKM_RSA_PKCS_PSS, &parameters, signature, digest);
}

static gboolean
sign (gpointer data,
      LkStoreKeyScheme scheme,
      gnutls_digest_algorithm_t digest,
      const gnutls_datum_t *text,
      GByteArray *signature)
{
  NssKey *self = data;
  const Hash *hash = find_hash (digest);
  SECItem item = { siBuffer, text->data, text->size };
  SECItem raw = { siBuffer, NULL, 0 };
  const int length = PK11_SignatureLen (self->key);
  SECStatus status = SECFailure;

  if (scheme == LK_STORE_KEY_PKCS1 && hash != NULL)
    status = SGN_Digest (self->key, hash->oid, &raw, &item);
  else if (length <= 0 || SECITEM_AllocItem (NULL, &raw, (unsigned int)length) == NULL)
    return FALSE;
  else if (scheme != LK_STORE_KEY_PSS)
    status = PK11_Sign (self->key, &raw, &item);
  else if (hash != NULL)
    status = sign_pss (self->key, hash, &item, &raw);

  if (status == SECSuccess)
    g_byte_array_append (signature, raw.data, raw.len);
  SECITEM_FreeItem (&raw, PR_FALSE);
  return status == SECSuccess;
}

static void
nss_key_free (gpointer data)
{
  NssKey *self = data;

  SECKEY_DestroyPrivateKey (self->key);
  lk_nss_database_unref (self->database);
  g_free (self);
}

static guint
get_schemes (SECKEYPrivateKey *key)
{
  switch ((int)SECKEY_GetPrivateKeyType (key))
    {
    case rsaKey:
      return LK_STORE_KEY_PKCS1 | LK_STORE_KEY_DIGEST_INFO | LK_STORE_KEY_PSS;
    case ecKey:
      return LK_STORE_KEY_ECDSA;
    default:
      return 0;
    }
}

gnutls_privkey_t
lk_nss_key_new (LkNssDatabase *database, SECKEYPrivateKey *key, GError **error)
{
  const LkStoreKeySpec spec = { .schemes = get_schemes (key),
                                .bits = (guint)MAX (PK11_GetPrivateModulusLen (key), 0) * 8,
                                .sign = sign,
                                .free = nss_key_free };
  NssKey *self = g_new0 (NssKey, 1);

  self->database = database;
  self->key = key;
  return lk_store_key_new (&spec, self, error);
}

static gnutls_privkey_t
import_encrypted (const SECItem *der, const char *password, GError **error)
{
  const gnutls_datum_t datum = { der->data, der->len };
  gnutls_privkey_t privkey = NULL;
  int code = gnutls_privkey_init (&privkey);

  if (code >= 0)
    code = gnutls_privkey_import_x509_raw (privkey, &datum, GNUTLS_X509_FMT_DER, password, 0);
  if (code >= 0)
    return privkey;
  g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The exported private key cannot be read: %s",
               gnutls_strerror (code));
  gnutls_privkey_deinit (privkey);
  return NULL;
}

gnutls_privkey_t
lk_nss_key_export (LkNssDatabase *database, SECKEYPrivateKey *key, GError **error)
{
  g_autoptr (LkSecret) password = lk_one_time_password_new (error);
  SECItem item = { siUTF8String, NULL, 0 };
  SECKEYEncryptedPrivateKeyInfo *encrypted;
  SECItem *der;
  gnutls_privkey_t privkey = NULL;

  if (password == NULL)
    return NULL;
  item.data = (unsigned char *)lk_secret_get_text (password);
  item.len = (unsigned int)lk_secret_get_length (password);
  encrypted = PK11_ExportEncryptedPrivKeyInfoV2 (
    lk_nss_database_get_slot (database), SEC_OID_AES_256_CBC, SEC_OID_AES_256_CBC,
    SEC_OID_HMAC_SHA256, &item, key, ONE_TIME_ITERATIONS, NULL);
  if (encrypted == NULL)
    {
      lk_nss_set_error (error, LK_ERROR_UNSUPPORTED,
                        "The database does not give the private key out");
    }
  else
    {
      der = SEC_ASN1EncodeItem (NULL, NULL, encrypted, SECKEY_EncryptedPrivateKeyInfoTemplate);
      if (der != NULL)
        privkey = import_encrypted (der, lk_secret_get_text (password), error);
      else
        lk_nss_set_error (error, LK_ERROR_INTERNAL,
                          "The exported private key cannot be written down");
      SECITEM_ZfreeItem (der, PR_TRUE);
      SECKEY_DestroyEncryptedPrivateKeyInfo (encrypted, PR_TRUE);
    }
  return privkey;
}

const char *
lk_nss_key_read_flag (SECKEYPrivateKey *key, CK_ATTRIBUTE_TYPE type)
{
  SECItem item = { siBuffer, NULL, 0 };
  const char *answer = "not said";

  if (PK11_ReadRawAttribute (PK11_TypePrivKey, key, type, &item) == SECSuccess && item.len == 1)
    answer = item.data[0] == CK_TRUE ? "true" : "false";
  SECITEM_FreeItem (&item, PR_FALSE);
  return answer;
}
