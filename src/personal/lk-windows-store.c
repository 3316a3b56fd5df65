/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "personal/lk-windows-store.h"

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

static void
read_key (PCCERT_CONTEXT context, LkWindowsCertificate *certificate)
{
  const DWORD flags = CRYPT_ACQUIRE_SILENT_FLAG | CRYPT_ACQUIRE_ALLOW_NCRYPT_KEY_FLAG;
  HCRYPTPROV_OR_NCRYPT_KEY_HANDLE handle = 0;
  DWORD key_spec = 0;
  BOOL must_free = FALSE;

  if (!CryptAcquireCertificatePrivateKey (context, flags, NULL, &handle, &key_spec, &must_free))
    {
      DWORD size = 0;

      /* A key that wants its owner's consent answers a silent request with an error: it is there
       * all the same. */
      certificate->has_key =
        CertGetCertificateContextProperty (context, CERT_KEY_PROV_INFO_PROP_ID, NULL, &size) != 0;
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
copy_certificates (HCERTSTORE source, HCERTSTORE target)
{
  PCCERT_CONTEXT context = NULL;
  DWORD error = 0;

  while (error == 0 && (context = CertEnumCertificatesInStore (source, context)) != NULL)
    {
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
  error = target != NULL ? copy_certificates (source, target) : GetLastError ();
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

unsigned long
lk_windows_remove (const unsigned char sha1[20])
{
  CRYPT_HASH_BLOB hash = { 20, (BYTE *)sha1 };
  HCERTSTORE store = CertOpenSystemStoreW (0, L"MY");
  PCCERT_CONTEXT context;
  DWORD error = 0;

  if (store == NULL)
    return GetLastError ();
  context = CertFindCertificateInStore (store, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, 0,
                                        CERT_FIND_SHA1_HASH, &hash, NULL);
  if (context == NULL)
    {
      error = GetLastError ();
    }
  else
    {
      delete_key (context);
      if (!CertDeleteCertificateFromStore (context)) /* frees the context, also when it fails */
        error = GetLastError ();
    }
  CertCloseStore (store, 0);
  return error;
}
