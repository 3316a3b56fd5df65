/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The current user's MY store on Windows, through CryptoAPI and CNG: plain C without GLib, so that
 * it can be built with nothing but a Windows compiler and tried on its own. Whether a key is
 * exportable is read from the key: KP_PERMISSIONS of a CSP key, the export policy property of a CNG
 * key. Any thread, blocking. What is done with a protected key lets Windows ask its owner. Each
 * function returns 0 or the system's error; LK_WINDOWS_NOT_FOUND when no certificate in the store
 * has the SHA-1 that names it. */

#pragma once

#include <stddef.h>

enum
{
  LK_WINDOWS_UNKNOWN = -1,
  LK_WINDOWS_NO = 0,
  LK_WINDOWS_YES = 1
};

/* What the system says, as the callers look for it. */
#define LK_WINDOWS_INVALID_PASSWORD 86UL
#define LK_WINDOWS_NOT_FOUND        0x80092004UL /* CRYPT_E_NOT_FOUND */
#define LK_WINDOWS_BAD_KEY_STATE    0x8009000BUL /* NTE_BAD_KEY_STATE: may not be exported */
#define LK_WINDOWS_NO_KEY           0x8009200BUL /* CRYPT_E_NO_KEY_PROPERTY */
#define LK_WINDOWS_CANCELLED        0x8010006EUL /* SCARD_W_CANCELLED_BY_USER */

typedef struct
{
  const unsigned char *der;
  size_t der_bytes;
  int has_key;
  int exportable;    /* LK_WINDOWS_UNKNOWN, NO or YES */
  char evidence[96]; /* "KP_PERMISSIONS holds CRYPT_EXPORT" */
} LkWindowsCertificate;

/* Returns 0 to stop. What it is given is valid during the call. */
typedef int (*LkWindowsFunc) (const LkWindowsCertificate *certificate, void *data);

/* Each certificate in the store. */
unsigned long lk_windows_walk (LkWindowsFunc func, void *data);

/* The boxes of the Certificate Import Wizard. */
enum
{
  LK_WINDOWS_EXPORTABLE = 1 << 0, /* "Mark this key as exportable" */
  LK_WINDOWS_PROTECTED = 1 << 1,  /* "Enable strong private key protection" */
  LK_WINDOWS_ISSUERS = 1 << 2     /* "Include all extended properties": its issuers, too */
};

/* Imports the certificates of a PKCS#12 file that have their keys in it. @password: UTF-16,
 * (nullable). LK_WINDOWS_INVALID_PASSWORD. */
unsigned long
lk_windows_import (const void *pkcs12, size_t pkcs12_bytes, const wchar_t *password, int boxes);

/* Removes the certificate with this SHA-1 and its key. */
unsigned long lk_windows_remove (const unsigned char sha1[20]);

/* How a key signs a digest; the digest's length says which hash it is. */
enum
{
  LK_WINDOWS_PKCS1,
  LK_WINDOWS_PSS,  /* with a salt as long as the digest */
  LK_WINDOWS_ECDSA /* gives r and s one after the other */
};

#define LK_WINDOWS_MAX_SIGNATURE 2048

/* @signature_bytes: how much there is room for, then how much there is. */
unsigned long lk_windows_sign (const unsigned char sha1[20],
                               int scheme,
                               const unsigned char *digest,
                               size_t digest_bytes,
                               unsigned char *signature,
                               size_t *signature_bytes);

/* Certificate and key as a PKCS#12. @pkcs12: NULL to learn how much room it needs. */
unsigned long lk_windows_export (const unsigned char sha1[20],
                                 const wchar_t *password,
                                 void *pkcs12,
                                 size_t *pkcs12_bytes);
