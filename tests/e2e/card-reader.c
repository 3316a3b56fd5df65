/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* SoftHSM with a card that can be pulled out, by LD_PRELOAD, for tests.
 *
 * SoftHSM finds its tokens once, when it is initialised, so that nothing comes or goes while a
 * program runs. This stands before it and leaves out the token whose label is the first line of the
 * file $LATCHKEY_PULLED_OUT, for as long as there is such a file. */

#define _GNU_SOURCE

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SLOTS 64

static void *hsm_library;
static CK_FUNCTION_LIST *hsm;
static CK_FUNCTION_LIST reader;

static int
is_pulled_out (CK_SLOT_ID slot)
{
  const char *path = getenv ("LATCHKEY_PULLED_OUT");
  FILE *file = path != NULL ? fopen (path, "r") : NULL;
  char label[64] = "";
  CK_TOKEN_INFO info;
  size_t length;

  if (file == NULL)
    return 0;
  if (fgets (label, sizeof label, file) == NULL)
    label[0] = '\0';
  (void)fclose (file);
  length = strcspn (label, "\n");
  return length > 0 && length <= sizeof info.label && hsm->C_GetTokenInfo (slot, &info) == CKR_OK &&
         memcmp (info.label, label, length) == 0;
}

static CK_RV
get_slot_list (CK_BBOOL token_present, CK_SLOT_ID *slots, unsigned long *count)
{
  CK_SLOT_ID all[MAX_SLOTS];
  unsigned long n_all = MAX_SLOTS;
  unsigned long n = 0;
  CK_RV rv = hsm->C_GetSlotList (token_present, all, &n_all);

  for (unsigned long i = 0; rv == CKR_OK && i < n_all; i++)
    {
      if (is_pulled_out (all[i]))
        continue;
      if (slots != NULL && n >= *count)
        return CKR_BUFFER_TOO_SMALL;
      if (slots != NULL)
        slots[n] = all[i];
      n++;
    }
  *count = n;
  return rv;
}

typedef void *(*OpenFunction) (const char *, int);

/* Loaded first, it stands where SoftHSM is opened: a configuration of p11-kit's own would do, too,
 * but not for root. */
void *
dlopen (const char *path, int flags)
{
  const char *name = path != NULL ? strrchr (path, '/') : NULL;
  const OpenFunction open_really = (OpenFunction)dlsym (RTLD_NEXT, "dlopen");
  Dl_info own;

  if (name == NULL || strcmp (name, "/libsofthsm2.so") != 0)
    return open_really (path, flags);
  hsm_library = open_really (path, flags);
  if (hsm_library == NULL || dladdr ((const void *)get_slot_list, &own) == 0)
    return hsm_library;
  return open_really (own.dli_fname, flags);
}

CK_RV
C_GetFunctionList (CK_FUNCTION_LIST **list)
{
  typedef CK_RV (*ListFunction) (CK_FUNCTION_LIST **);
  const ListFunction get_list =
    hsm_library != NULL ? (ListFunction)dlsym (hsm_library, "C_GetFunctionList") : NULL;

  if (get_list == NULL || get_list (&hsm) != CKR_OK)
    return CKR_GENERAL_ERROR;
  reader = *hsm;
  reader.C_GetFunctionList = C_GetFunctionList;
  reader.C_GetSlotList = get_slot_list;
  *list = &reader;
  return CKR_OK;
}
