/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* windows-probe list | import FILE exportable|fixed | remove SHA1: tries the Windows store on
 * Windows or under Wine. The password of a file is read from standard input. Prints one line a
 * certificate. */

#include "personal/lk-windows-store.h"

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

static unsigned long
import_file (const char *path, int boxes)
{
  static unsigned char bytes[1 << 20];
  char line[256] = "";
  wchar_t password[256];
  FILE *file = fopen (path, "rb");
  size_t n_bytes;
  unsigned long error;

  if (file == NULL)
    return ERROR_FILE_NOT_FOUND;
  n_bytes = fread (bytes, 1, sizeof bytes, file);
  fclose (file);
  if (fgets (line, sizeof line, stdin) == NULL)
    line[0] = '\0';
  line[strcspn (line, "\r\n")] = '\0';
  MultiByteToWideChar (CP_UTF8, 0, line, -1, password, 256);
  error = lk_windows_import (bytes, n_bytes, password, boxes);
  SecureZeroMemory (line, sizeof line);
  SecureZeroMemory (password, sizeof password);
  return error;
}

static unsigned long
remove_certificate (const char *hex)
{
  unsigned char sha1[20];

  for (int i = 0; i < 20; i++)
    {
      unsigned int byte;

      if (sscanf (hex + 2 * i, "%2x", &byte) != 1)
        return ERROR_INVALID_PARAMETER;
      sha1[i] = (unsigned char)byte;
    }
  return lk_windows_remove (sha1);
}

int
main (int argc, char *argv[])
{
  unsigned long error = ERROR_INVALID_PARAMETER;

  if (argc == 2 && strcmp (argv[1], "list") == 0)
    error = lk_windows_walk (print_cb, NULL);
  else if (argc == 4 && strcmp (argv[1], "import") == 0)
    error = import_file (argv[2], strcmp (argv[3], "exportable") == 0 ? LK_WINDOWS_EXPORTABLE : 0);
  else if (argc == 3 && strcmp (argv[1], "remove") == 0)
    error = remove_certificate (argv[2]);
  if (error != 0)
    printf ("error %lu\n", error);
  return error != 0;
}
