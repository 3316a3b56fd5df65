/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* windows-probe list | import FILE exportable|fixed | remove SHA1 | sign SHA1 pkcs1|pss|ecdsa
 * SHA256 | export SHA1: tries the Windows store on Windows or under Wine. The password of a file is
 * read from standard input. Prints one line a certificate, and what is made in hex. */

#include "personal/lk-windows-my.h"

#include <windows.h>

#include <stdio.h>
#include <string.h>
#include <wincrypt.h>

static const char *const answers[] = { "unknown", "no", "yes" };

static int
print_cb (const LkWindowsCertificate *certificate, void *data)
{
  unsigned char sha1[20];
  DWORD size = sizeof sha1;

  (void)data;
  CryptHashCertificate (0, CALG_SHA1, 0, certificate->der, (DWORD)certificate->der_bytes, sha1,
                        &size);
  for (DWORD i = 0; i < size; i++)
    printf ("%02x", sha1[i]);
  printf (" key:%s exportable:%s %s\n", certificate->has_key ? "yes" : "no", answers[certificate->exportable + 1],
          certificate->evidence);
  return 1;
}

static void
read_password (wchar_t password[256])
{
  char line[256] = "";

  if (fgets (line, sizeof line, stdin) == NULL)
    line[0] = '\0';
  line[strcspn (line, "\r\n")] = '\0';
  MultiByteToWideChar (CP_UTF8, 0, line, -1, password, 256);
  SecureZeroMemory (line, sizeof line);
}

static unsigned long
import_file (const char *path, int boxes)
{
  static unsigned char bytes[1 << 20];
  wchar_t password[256];
  FILE *file = fopen (path, "rb");
  size_t n_bytes;
  unsigned long error;

  if (file == NULL)
    return ERROR_FILE_NOT_FOUND;
  n_bytes = fread (bytes, 1, sizeof bytes, file);
  fclose (file);
  read_password (password);
  error = lk_windows_import (bytes, n_bytes, password, boxes);
  SecureZeroMemory (password, sizeof password);
  return error;
}

static int
read_hex (const char *hex, unsigned char *bytes, size_t n_bytes)
{
  for (size_t i = 0; i < n_bytes; i++)
    {
      unsigned int byte;

      if (sscanf (hex + 2 * i, "%2x", &byte) != 1)
        return 0;
      bytes[i] = (unsigned char)byte;
    }
  return 1;
}

static void
print_hex (const unsigned char *bytes, size_t n_bytes)
{
  for (size_t i = 0; i < n_bytes; i++)
    printf ("%02x", bytes[i]);
  printf ("\n");
}

static unsigned long
sign_digest (const unsigned char *sha1, const char *scheme, const char *hex)
{
  static const char *const schemes[] = { "pkcs1", "pss", "ecdsa" };
  unsigned char digest[32];
  unsigned char signature[LK_WINDOWS_MAX_SIGNATURE];
  size_t size = sizeof signature;
  int index = 0;
  unsigned long error;

  if (!read_hex (hex, digest, sizeof digest))
    return ERROR_INVALID_PARAMETER;
  while (index < 2 && strcmp (schemes[index], scheme) != 0)
    index++;
  error = lk_windows_sign (sha1, index, digest, sizeof digest, signature, &size);
  if (error == 0)
    print_hex (signature, size);
  return error;
}

static unsigned long
export_key (const unsigned char *sha1)
{
  static unsigned char pkcs12[1 << 20];
  wchar_t password[256];
  size_t size = sizeof pkcs12;
  unsigned long error;

  read_password (password);
  error = lk_windows_export (sha1, password, pkcs12, &size);
  if (error == 0)
    print_hex (pkcs12, size);
  SecureZeroMemory (password, sizeof password);
  return error;
}

int
main (int argc, char *argv[])
{
  unsigned char sha1[20];
  unsigned long error = ERROR_INVALID_PARAMETER;
  const int is_named = argc >= 3 && read_hex (argv[2], sha1, sizeof sha1);

  if (argc == 2 && strcmp (argv[1], "list") == 0)
    error = lk_windows_walk (print_cb, NULL);
  else if (argc == 4 && strcmp (argv[1], "import") == 0)
    error = import_file (argv[2], strcmp (argv[3], "exportable") == 0 ? LK_WINDOWS_EXPORTABLE : 0);
  else if (argc == 3 && is_named && strcmp (argv[1], "remove") == 0)
    error = lk_windows_remove (sha1);
  else if (argc == 5 && is_named && strcmp (argv[1], "sign") == 0)
    error = sign_digest (sha1, argv[3], argv[4]);
  else if (argc == 3 && is_named && strcmp (argv[1], "export") == 0)
    error = export_key (sha1);
  if (error != 0)
    printf ("error %lu\n", error);
  return error != 0;
}
