/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-nss-key.h"

#include "base/lk-error.h"
#include "base/lk-hex.h"

#include <cryptohi.h>
#include <gnutls/crypto.h>
#include <secerr.h>

#define ONE_TIME_ITERATIONS 1000 /* the password is random and lives for microseconds */

typedef struct
{
  LkNssDatabase *database;
  SECKEYPrivateKey *key;
  gnutls_pk_algorithm_t algorithm;
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
sign_pkcs1 (NssKey *self, const Hash *hash, const gnutls_datum_t *digest, SECItem *signature)
{
  SECItem item = { siBuffer, digest->data, digest->size };

  /* PKCS#1 v1.5 signs a DigestInfo, which NSS builds (RFC 8017 9.2). */
  return SGN_Digest (self->key, hash->oid, signature, &item);
}

static SECStatus
sign_pss (NssKey *self, const Hash *hash, const gnutls_datum_t *digest, SECItem *signature)
{
  CK_RSA_PKCS_PSS_PARAMS params = { hash->mechanism, hash->mgf, digest->size };
  const SECItem parameters = { siBuffer, (unsigned char *)&params, sizeof params };
  const SECItem item = { siBuffer, digest->data, digest->size };
  const int length = PK11_SignatureLen (self->key);

  if (length <= 0 || SECITEM_AllocItem (NULL, signature, (unsigned int)length) == NULL)
    return SECFailure;
  return PK11_SignWithMechanism (self->key, CKM_RSA_PKCS_PSS, &parameters, signature, &item);
}

/* ECDSA over a digest, or PKCS#1 v1.5 over a DigestInfo that GnuTLS built already. */
static SECStatus
sign_plain (NssKey *self, const gnutls_datum_t *digest, SECItem *signature)
{
  const SECItem item = { siBuffer, digest->data, digest->size };
  const int length = PK11_SignatureLen (self->key);

  if (length <= 0 || SECITEM_AllocItem (NULL, signature, (unsigned int)length) == NULL)
    return SECFailure;
  return PK11_Sign (self->key, signature, &item);
}

/* PKCS#11 gives r and s one after the other; TLS wants them in DER (RFC 3279 2.2.3). */
static int
encode_ecdsa (const SECItem *raw, gnutls_datum_t *signature)
{
  const unsigned int half = raw->len / 2;
  const gnutls_datum_t r = { raw->data, half };
  const gnutls_datum_t s = { raw->data + half, half };

  return gnutls_encode_rs_value (signature, &r, &s);
}

static int
copy_signature (const SECItem *raw, gnutls_datum_t *signature)
{
  signature->data = gnutls_malloc (raw->len);
  if (signature->data == NULL)
    return GNUTLS_E_MEMORY_ERROR;
  memcpy (signature->data, raw->data, raw->len);
  signature->size = raw->len;
  return 0;
}

static int
sign_hash_cb (gnutls_privkey_t key,
              gnutls_sign_algorithm_t algorithm,
              void *data,
              unsigned int flags,
              const gnutls_datum_t *digest,
              gnutls_datum_t *signature)
{
  NssKey *self = data;
  const Hash *hash = find_hash (gnutls_sign_get_hash_algorithm (algorithm));
  const gnutls_pk_algorithm_t pk = gnutls_sign_get_pk_algorithm (algorithm);
  SECItem raw = { siBuffer, NULL, 0 };
  SECStatus status;
  int code = GNUTLS_E_PK_SIGN_FAILED;

  if (hash == NULL && algorithm != GNUTLS_SIGN_RSA_RAW)
    return GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM;

  if (self->algorithm == GNUTLS_PK_ECDSA || algorithm == GNUTLS_SIGN_RSA_RAW)
    status = sign_plain (self, digest, &raw);
  else if (pk == GNUTLS_PK_RSA_PSS || (flags & GNUTLS_PRIVKEY_SIGN_FLAG_RSA_PSS))
    status = sign_pss (self, hash, digest, &raw);
  else
    status = sign_pkcs1 (self, hash, digest, &raw);

  if (status == SECSuccess)
    code = self->algorithm == GNUTLS_PK_ECDSA ? encode_ecdsa (&raw, signature)
                                              : copy_signature (&raw, signature);
  SECITEM_FreeItem (&raw, PR_FALSE);
  return code;
}

static int
sign_data_cb (gnutls_privkey_t key,
              gnutls_sign_algorithm_t algorithm,
              void *data,
              unsigned int flags,
              const gnutls_datum_t *text,
              gnutls_datum_t *signature)
{
  const gnutls_digest_algorithm_t hash = gnutls_sign_get_hash_algorithm (algorithm);
  guint8 digest[64];
  const gnutls_datum_t item = { digest, gnutls_hash_get_len (hash) };
  int code;

  if (item.size == 0 || item.size > sizeof digest)
    return GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM;
  code = gnutls_hash_fast (hash, text->data, text->size, digest);
  return code < 0 ? code : sign_hash_cb (key, algorithm, data, flags, &item, signature);
}

static int
info_cb (gnutls_privkey_t key, unsigned int flags, void *data)
{
  NssKey *self = data;
  const gnutls_sign_algorithm_t algorithm = GNUTLS_FLAGS_TO_SIGN_ALGO (flags);

  if (flags & GNUTLS_PRIVKEY_INFO_PK_ALGO)
    return (int)self->algorithm;
  if (flags & GNUTLS_PRIVKEY_INFO_PK_ALGO_BITS)
    return PK11_GetPrivateModulusLen (self->key) * 8;
  if (flags & GNUTLS_PRIVKEY_INFO_HAVE_SIGN_ALGO)
    return algorithm == GNUTLS_SIGN_RSA_RAW ||
           (gnutls_sign_supports_pk_algorithm (algorithm, self->algorithm) &&
            find_hash (gnutls_sign_get_hash_algorithm (algorithm)) != NULL);
  return -1;
}

static void
deinit_cb (gnutls_privkey_t key, void *data)
{
  NssKey *self = data;

  SECKEY_DestroyPrivateKey (self->key);
  lk_nss_database_unref (self->database);
  g_free (self);
}

gnutls_privkey_t
lk_nss_key_new (LkNssDatabase *database, SECKEYPrivateKey *key, GError **error)
{
  const KeyType type = SECKEY_GetPrivateKeyType (key);
  NssKey *self = g_new0 (NssKey, 1);
  gnutls_privkey_t privkey = NULL;
  int code = GNUTLS_E_UNKNOWN_PK_ALGORITHM;

  self->database = database;
  self->key = key;
  self->algorithm = type == ecKey ? GNUTLS_PK_ECDSA : GNUTLS_PK_RSA;
  if (type == ecKey || type == rsaKey)
    code = gnutls_privkey_init (&privkey);
  if (code >= 0)
    code = gnutls_privkey_import_ext4 (privkey, self, sign_data_cb, sign_hash_cb, NULL, deinit_cb,
                                       info_cb, 0);
  if (code >= 0)
    return privkey;

  g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED,
               "This kind of private key cannot be used for TLS: %s", gnutls_strerror (code));
  if (privkey != NULL)
    gnutls_privkey_deinit (privkey);
  deinit_cb (NULL, self);
  return NULL;
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
  guint8 random[24];
  g_autofree char *password = NULL;
  SECItem item = { siUTF8String, NULL, 0 };
  SECKEYEncryptedPrivateKeyInfo *encrypted;
  SECItem *der;
  gnutls_privkey_t privkey = NULL;

  if (gnutls_rnd (GNUTLS_RND_KEY, random, sizeof random) < 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_INTERNAL, "There are no random numbers");
      return NULL;
    }
  password = lk_hex_encode (random, sizeof random);
  item.data = (unsigned char *)password;
  item.len = (unsigned int)strlen (password);

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
        privkey = import_encrypted (der, password, error);
      else
        lk_nss_set_error (error, LK_ERROR_INTERNAL,
                          "The exported private key cannot be written down");
      SECITEM_ZfreeItem (der, PR_TRUE);
      SECKEY_DestroyEncryptedPrivateKeyInfo (encrypted, PR_TRUE);
    }
  lk_secret_wipe (random, sizeof random);
  lk_secret_wipe (password, strlen (password));
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
