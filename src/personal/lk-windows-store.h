/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The current user's MY store on Windows, through CryptoAPI and CNG: plain C without GLib, so that
 * it can be built with nothing but a Windows compiler and tried on its own. Whether a key is
 * exportable is read from the key: KP_PERMISSIONS of a CSP key, the export policy property of a CNG
 * key. Any thread, blocking. */

#pragma once

#include <stddef.h>

enum
{
  LK_WINDOWS_UNKNOWN = -1,
  LK_WINDOWS_NO = 0,
  LK_WINDOWS_YES = 1
};

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

/* Each certificate in the store. Returns 0, or the system's error. */
unsigned long lk_windows_walk (LkWindowsFunc func, void *data);

/* The boxes of the Certificate Import Wizard. */
enum
{
  LK_WINDOWS_EXPORTABLE = 1 << 0, /* "Mark this key as exportable" */
  LK_WINDOWS_PROTECTED = 1 << 1   /* "Enable strong private key protection" */
};

/* Imports every certificate of a PKCS#12 file, with its key. @password: UTF-16, (nullable). Returns
 * 0, or the system's error (ERROR_INVALID_PASSWORD 86). */
unsigned long
lk_windows_import (const void *pkcs12, size_t pkcs12_bytes, const wchar_t *password, int boxes);

/* Removes the certificate with this SHA-1 and its key. Returns 0, or the system's error
 * (CRYPT_E_NOT_FOUND). */
unsigned long lk_windows_remove (const unsigned char sha1[20]);
