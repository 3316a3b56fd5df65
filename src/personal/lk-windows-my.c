/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "personal/lk-windows-my.h"

#include <windows.h>

#include <ncrypt.h>
#include <stdio.h>
#include <wincrypt.h>

static void
set_evidence (LkWindowsCertificate *certificate, int exportable, const char *text)
{
  certificate->exportable = exportable;
  snprintf (certificate->evidence, sizeof certificate->evidence, "%s", text);
}

static void
read_cng_policy (NCRYPT_KEY_HANDLE key, LkWindowsCertificate *certificate)
{
  DWORD policy = 0;
  DWORD size = sizeof policy;

  if (NCryptGetProperty (key, NCRYPT_EXPORT_POLICY_PROPERTY, (PBYTE)&policy, size, &size, 0) !=
      ERROR_SUCCESS)
    set_evidence (certificate, LK_WINDOWS_UNKNOWN, "The key does not tell its export policy");
  else if (policy & NCRYPT_ALLOW_EXPORT_FLAG)
    set_evidence (certificate, LK_WINDOWS_YES, "The export policy holds NCRYPT_ALLOW_EXPORT_FLAG");
  else
    set_evidence (certificate, LK_WINDOWS_NO, "The export policy lacks NCRYPT_ALLOW_EXPORT_FLAG");
}

/* Some providers name both kinds of key at once; then either one that is there is the key. */
static BOOL
open_csp_key (HCRYPTPROV provider, DWORD key_spec, HCRYPTKEY *key)
{
  const DWORD specs[] = { key_spec, AT_KEYEXCHANGE, AT_SIGNATURE };

  for (size_t i = 0; i < sizeof specs / sizeof specs[0]; i++)
    {
      if (CryptGetUserKey (provider, specs[i], key))
        return TRUE;
    }
  return FALSE;
}

static void
read_csp_permissions (HCRYPTPROV provider, DWORD key_spec, LkWindowsCertificate *certificate)
{
  HCRYPTKEY key;
  DWORD permissions = 0;
  DWORD size = sizeof permissions;

  if (!open_csp_key (provider, key_spec, &key))
    {
      certificate->has_key = 0;
      set_evidence (certificate, LK_WINDOWS_UNKNOWN, "The key container is empty");
      return;
    }
  if (!CryptGetKeyParam (key, KP_PERMISSIONS, (BYTE *)&permissions, &size, 0))
    set_evidence (certificate, LK_WINDOWS_UNKNOWN, "The key does not tell its KP_PERMISSIONS");
  else if (permissions & CRYPT_EXPORT)
    set_evidence (certificate, LK_WINDOWS_YES, "KP_PERMISSIONS holds CRYPT_EXPORT");
  else
    set_evidence (certificate, LK_WINDOWS_NO, "KP_PERMISSIONS lacks CRYPT_EXPORT");
  CryptDestroyKey (key);
}

static BOOL
names_key (PCCERT_CONTEXT context)
{
  DWORD size = 0;

  return CertGetCertificateContextProperty (context, CERT_KEY_PROV_INFO_PROP_ID, NULL, &size);
}

static void
read_key (PCCERT_CONTEXT context, LkWindowsCertificate *certificate)
{
  const DWORD flags = CRYPT_ACQUIRE_SILENT_FLAG | CRYPT_ACQUIRE_ALLOW_NCRYPT_KEY_FLAG;
  HCRYPTPROV_OR_NCRYPT_KEY_HANDLE handle = 0;
  DWORD key_spec = 0;
  BOOL must_free = FALSE;

  if (!CryptAcquireCertificatePrivateKey (context, flags, NULL, &handle, &key_spec, &must_free))
    {
      /* A key that wants its owner's consent answers a silent request with an error: it is there
       * all the same. */
      certificate->has_key = names_key (context);
      set_evidence (certificate, LK_WINDOWS_UNKNOWN,
                    certificate->has_key ? "The key cannot be reached without asking" : "There is no private key");
      return;
    }
  certificate->has_key = 1;
  if (key_spec == CERT_NCRYPT_KEY_SPEC)
    read_cng_policy (handle, certificate);
  else
    read_csp_permissions (handle, key_spec, certificate);

  if (must_free && key_spec == CERT_NCRYPT_KEY_SPEC)
    NCryptFreeObject (handle);
  else if (must_free)
    CryptReleaseContext (handle, 0);
}

unsigned long
lk_windows_walk (LkWindowsFunc func, void *data)
{
  HCERTSTORE store = CertOpenSystemStoreW (0, L"MY");
  PCCERT_CONTEXT context = NULL;

  if (store == NULL)
    return GetLastError ();
  while ((context = CertEnumCertificatesInStore (store, context)) != NULL)
    {
      LkWindowsCertificate certificate = { context->pbCertEncoded, context->cbCertEncoded, 0,
                                           LK_WINDOWS_UNKNOWN, "" };

      read_key (context, &certificate);
      if (!func (&certificate, data))
        {
          CertFreeCertificateContext (context);
          break;
        }
    }
  CertCloseStore (store, 0);
  return 0;
}

static DWORD
copy_certificates (HCERTSTORE source, HCERTSTORE target, int boxes)
{
  PCCERT_CONTEXT context = NULL;
  DWORD error = 0;

  while (error == 0 && (context = CertEnumCertificatesInStore (source, context)) != NULL)
    {
      if (!(boxes & LK_WINDOWS_ISSUERS) && !names_key (context))
        continue;
      if (CertAddCertificateContextToStore (target, context, CERT_STORE_ADD_REPLACE_EXISTING, NULL))
        continue;
      error = GetLastError ();
      CertFreeCertificateContext (context);
    }
  return error;
}

unsigned long
lk_windows_import (const void *pkcs12, size_t pkcs12_bytes, const wchar_t *password, int boxes)
{
  CRYPT_DATA_BLOB blob = { (DWORD)pkcs12_bytes, (BYTE *)pkcs12 };
  DWORD flags = CRYPT_USER_KEYSET;
  HCERTSTORE source;
  HCERTSTORE target;
  DWORD error;

  if (boxes & LK_WINDOWS_EXPORTABLE)
    flags |= CRYPT_EXPORTABLE;
  if (boxes & LK_WINDOWS_PROTECTED)
    flags |= CRYPT_USER_PROTECTED;

  source = PFXImportCertStore (&blob, password, flags);
  if (source == NULL)
    return GetLastError () != 0 ? GetLastError () : ERROR_INVALID_PASSWORD;
  target = CertOpenSystemStoreW (0, L"MY");
  error = target != NULL ? copy_certificates (source, target, boxes) : GetLastError ();
  if (target != NULL)
    CertCloseStore (target, 0);
  CertCloseStore (source, 0);
  return error;
}

static void
delete_key (PCCERT_CONTEXT context)
{
  CRYPT_KEY_PROV_INFO *info;
  DWORD size = 0;
  HCRYPTPROV provider;

  if (!CertGetCertificateContextProperty (context, CERT_KEY_PROV_INFO_PROP_ID, NULL, &size))
    return;
  info = LocalAlloc (LPTR, size);
  if (info != NULL &&
      CertGetCertificateContextProperty (context, CERT_KEY_PROV_INFO_PROP_ID, info, &size))
    CryptAcquireContextW (&provider, info->pwszContainerName, info->pwszProvName, info->dwProvType,
                          CRYPT_DELETEKEYSET);
  LocalFree (info);
}

/* Gives the store too: a certificate can be removed only while its store is open. 0 or an error. */
static DWORD
find_certificate (const unsigned char sha1[20], HCERTSTORE *store, PCCERT_CONTEXT *context)
{
  CRYPT_HASH_BLOB hash = { 20, (BYTE *)sha1 };
  DWORD error;

  *store = CertOpenSystemStoreW (0, L"MY");
  if (*store == NULL)
    return GetLastError ();
  *context = CertFindCertificateInStore (*store, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, 0,
                                         CERT_FIND_SHA1_HASH, &hash, NULL);
  if (*context != NULL)
    return 0;
  error = GetLastError ();
  CertCloseStore (*store, 0);
  return error;
}

unsigned long
lk_windows_remove (const unsigned char sha1[20])
{
  HCERTSTORE store;
  PCCERT_CONTEXT context;
  PCCERT_CONTEXT copy;
  DWORD error = find_certificate (sha1, &store, &context);

  if (error != 0)
    return error;
  copy = CertDuplicateCertificateContext (context);
  if (!CertDeleteCertificateFromStore (context)) /* frees the context, also when it fails */
    error = GetLastError ();
  else
    delete_key (copy);
  CertFreeCertificateContext (copy);
  if (error == 0 && !CertControlStore (store, 0, CERT_STORE_CTRL_COMMIT, NULL))
    error = GetLastError ();
  CertCloseStore (store, 0);
  return error;
}

typedef struct
{
  size_t digest_bytes;
  const wchar_t *name;
  ALG_ID id;
} Hash;

static const Hash hashes[] = {
  { 20, BCRYPT_SHA1_ALGORITHM, CALG_SHA1 },
  { 32, BCRYPT_SHA256_ALGORITHM, CALG_SHA_256 },
  { 48, BCRYPT_SHA384_ALGORITHM, CALG_SHA_384 },
  { 64, BCRYPT_SHA512_ALGORITHM, CALG_SHA_512 },
};

static const Hash *
find_hash (size_t digest_bytes)
{
  for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++)
    {
      if (hashes[i].digest_bytes == digest_bytes)
        return &hashes[i];
    }
  return NULL;
}

typedef struct
{
  const Hash *hash;
  int scheme;
  const unsigned char *digest;
  unsigned char *signature;
  DWORD signature_bytes;
} Signing;

static DWORD
sign_with_cng (NCRYPT_KEY_HANDLE key, Signing *signing)
{
  BCRYPT_PKCS1_PADDING_INFO pkcs1 = { signing->hash->name };
  BCRYPT_PSS_PADDING_INFO pss = { signing->hash->name, (ULONG)signing->hash->digest_bytes };
  void *padding = NULL;
  DWORD flags = 0;

  if (signing->scheme == LK_WINDOWS_PKCS1)
    {
      padding = &pkcs1;
      flags = BCRYPT_PAD_PKCS1;
    }
  else if (signing->scheme == LK_WINDOWS_PSS)
    {
      padding = &pss;
      flags = BCRYPT_PAD_PSS;
    }
  return (DWORD)NCryptSignHash (key, padding, (PBYTE)signing->digest,
                                (DWORD)signing->hash->digest_bytes, signing->signature,
                                signing->signature_bytes, &signing->signature_bytes, flags);
}

static DWORD
sign_hash (HCRYPTHASH hash, DWORD key_spec, Signing *signing)
{
  /* Some providers name both kinds of key at once; then either one that is there is the key. */
  const DWORD specs[] = { key_spec, AT_KEYEXCHANGE, AT_SIGNATURE };
  BOOL is_signed = FALSE;

  if (!CryptSetHashParam (hash, HP_HASHVAL, signing->digest, 0))
    return GetLastError ();
  for (size_t i = 0; !is_signed && i < sizeof specs / sizeof specs[0]; i++)
    is_signed =
      CryptSignHashW (hash, specs[i], NULL, 0, signing->signature, &signing->signature_bytes);
  if (!is_signed)
    return GetLastError ();
  /* CryptoAPI writes numbers backwards. */
  for (DWORD i = 0; i < signing->signature_bytes / 2; i++)
    {
      const unsigned char byte = signing->signature[i];

      signing->signature[i] = signing->signature[signing->signature_bytes - 1 - i];
      signing->signature[signing->signature_bytes - 1 - i] = byte;
    }
  return 0;
}

/* The old providers of type PROV_RSA_FULL know no SHA-2; the newer one opens the same container. */
static HCRYPTPROV
open_newer_provider (HCRYPTPROV provider)
{
  char container[512];
  DWORD size = sizeof container;
  HCRYPTPROV newer = 0;

  if (!CryptGetProvParam (provider, PP_CONTAINER, (BYTE *)container, &size, 0) ||
      !CryptAcquireContextA (&newer, container, MS_ENH_RSA_AES_PROV_A, PROV_RSA_AES, 0))
    return 0;
  return newer;
}

static DWORD
sign_with_csp (HCRYPTPROV provider, DWORD key_spec, Signing *signing)
{
  HCRYPTPROV newer = 0;
  HCRYPTHASH hash;
  DWORD error;

  if (signing->scheme != LK_WINDOWS_PKCS1)
    return (DWORD)NTE_BAD_ALGID;
  if (!CryptCreateHash (provider, signing->hash->id, 0, 0, &hash))
    {
      newer = open_newer_provider (provider);
      if (newer == 0 || !CryptCreateHash (newer, signing->hash->id, 0, 0, &hash))
        {
          error = GetLastError ();
          if (newer != 0)
            CryptReleaseContext (newer, 0);
          return error;
        }
    }
  error = sign_hash (hash, key_spec, signing);
  CryptDestroyHash (hash);
  if (newer != 0)
    CryptReleaseContext (newer, 0);
  return error;
}

static DWORD
sign_with_key (PCCERT_CONTEXT context, Signing *signing)
{
  HCRYPTPROV_OR_NCRYPT_KEY_HANDLE handle = 0;
  DWORD key_spec = 0;
  BOOL must_free = FALSE;
  DWORD error;

  if (!CryptAcquireCertificatePrivateKey (context, CRYPT_ACQUIRE_PREFER_NCRYPT_KEY_FLAG, NULL,
                                          &handle, &key_spec, &must_free))
    return GetLastError ();
  if (key_spec != CERT_NCRYPT_KEY_SPEC)
    {
      error = sign_with_csp (handle, key_spec, signing);
      if (must_free)
        CryptReleaseContext (handle, 0);
      return error;
    }
  error = sign_with_cng (handle, signing);
  if (must_free)
    NCryptFreeObject (handle);
  return error;
}

unsigned long
lk_windows_sign (const unsigned char sha1[20],
                 int scheme,
                 const unsigned char *digest,
                 size_t digest_bytes,
                 unsigned char *signature,
                 size_t *signature_bytes)
{
  Signing signing = { find_hash (digest_bytes), scheme, digest, signature,
                      (DWORD)*signature_bytes };
  HCERTSTORE store;
  PCCERT_CONTEXT context;
  DWORD error = find_certificate (sha1, &store, &context);

  if (error != 0)
    return error;
  error = signing.hash != NULL ? sign_with_key (context, &signing) : (DWORD)NTE_BAD_ALGID;
  CertFreeCertificateContext (context);
  CertCloseStore (store, 0);
  *signature_bytes = signing.signature_bytes;
  return error;
}

/* A copy of the certificate alone, which refers to its key, is what can be exported. */
static DWORD
export_certificate (PCCERT_CONTEXT context, const wchar_t *password, CRYPT_DATA_BLOB *blob)
{
  const DWORD flags =
    EXPORT_PRIVATE_KEYS | REPORT_NO_PRIVATE_KEY | REPORT_NOT_ABLE_TO_EXPORT_PRIVATE_KEY;
  HCERTSTORE memory =
    CertOpenStore (CERT_STORE_PROV_MEMORY, 0, 0, CERT_STORE_CREATE_NEW_FLAG, NULL);
  DWORD error = 0;

  if (memory == NULL)
    return GetLastError ();
  SetLastError (0);
  if (!CertAddCertificateContextToStore (memory, context, CERT_STORE_ADD_ALWAYS, NULL) ||
      !PFXExportCertStoreEx (memory, blob, password, NULL, flags))
    error = GetLastError () != 0 ? GetLastError () : ERROR_CALL_NOT_IMPLEMENTED;
  CertCloseStore (memory, 0);
  return error;
}

unsigned long
lk_windows_export (const unsigned char sha1[20],
                   const wchar_t *password,
                   void *pkcs12,
                   size_t *pkcs12_bytes)
{
  CRYPT_DATA_BLOB blob = { pkcs12 != NULL ? (DWORD)*pkcs12_bytes : 0, pkcs12 };
  HCERTSTORE store;
  PCCERT_CONTEXT context;
  DWORD error = find_certificate (sha1, &store, &context);

  if (error != 0)
    return error;
  error = export_certificate (context, password, &blob);
  CertFreeCertificateContext (context);
  CertCloseStore (store, 0);
  *pkcs12_bytes = blob.cbData;
  return error;
}
