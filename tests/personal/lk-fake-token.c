/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-fake-token.h"

#include <p11-kit/p11-kit.h>

#define MAX_WRONG 3

CK_FUNCTION_LIST **__real_p11_kit_modules_load_and_initialize (int flags);
CK_FUNCTION_LIST **__wrap_p11_kit_modules_load_and_initialize (int flags);

static CK_FUNCTION_LIST real;
static LkFakeTokenFault fault;
static guint n_wrong;

void
lk_fake_token_set (LkFakeTokenFault new_fault)
{
  fault = new_fault;
  n_wrong = 0;
}

guint
lk_fake_token_count_wrong (void)
{
  return n_wrong;
}

static CK_RV
get_slot_list (CK_BBOOL present, CK_SLOT_ID *slots, CK_ULONG *n_slots)
{
  if (fault != LK_FAKE_TOKEN_UNPLUGGED)
    return real.C_GetSlotList (present, slots, n_slots);
  *n_slots = 0;
  return CKR_OK;
}

static CK_RV
get_token_info (CK_SLOT_ID slot, CK_TOKEN_INFO *info)
{
  const CK_RV rv = real.C_GetTokenInfo (slot, info);

  if (fault == LK_FAKE_TOKEN_WRITE_PROTECTED)
    info->flags |= CKF_WRITE_PROTECTED;
  if (fault != LK_FAKE_TOKEN_COUNTING)
    return rv;
  info->flags &= ~(CK_FLAGS)(CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED);
  if (n_wrong > 0)
    info->flags |= CKF_USER_PIN_COUNT_LOW;
  if (n_wrong == MAX_WRONG - 1)
    info->flags |= CKF_USER_PIN_FINAL_TRY;
  if (n_wrong >= MAX_WRONG)
    info->flags |= CKF_USER_PIN_LOCKED;
  return rv;
}

static CK_RV
login (CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_BYTE *pin, CK_ULONG size)
{
  CK_RV rv;

  if (fault == LK_FAKE_TOKEN_EXPIRED)
    return CKR_PIN_EXPIRED;
  if (fault == LK_FAKE_TOKEN_COUNTING && n_wrong >= MAX_WRONG)
    return CKR_PIN_LOCKED;
  rv = real.C_Login (session, user, pin, size);
  if (rv == CKR_PIN_INCORRECT)
    n_wrong++;
  else if (rv == CKR_OK)
    n_wrong = 0;
  return rv;
}

static CK_RV
create_object (CK_SESSION_HANDLE session,
               CK_ATTRIBUTE *attributes,
               CK_ULONG n_attributes,
               CK_OBJECT_HANDLE *object)
{
  if (fault == LK_FAKE_TOKEN_FULL)
    return CKR_DEVICE_MEMORY;
  if (fault == LK_FAKE_TOKEN_PULLED_OUT)
    return CKR_DEVICE_REMOVED;
  return real.C_CreateObject (session, attributes, n_attributes, object);
}

static CK_RV
wrap_key (CK_SESSION_HANDLE session,
          CK_MECHANISM *mechanism,
          CK_OBJECT_HANDLE wrapping_key,
          CK_OBJECT_HANDLE key,
          CK_BYTE *wrapped,
          CK_ULONG *size)
{
  if (fault == LK_FAKE_TOKEN_NO_WRAPPING)
    return CKR_MECHANISM_INVALID;
  return real.C_WrapKey (session, mechanism, wrapping_key, key, wrapped, size);
}

CK_FUNCTION_LIST **
__wrap_p11_kit_modules_load_and_initialize (int flags)
{
  CK_FUNCTION_LIST **modules = __real_p11_kit_modules_load_and_initialize (flags);

  for (gsize i = 0; modules != NULL && modules[i] != NULL; i++)
    {
      g_autofree char *name = p11_kit_module_get_name (modules[i]);

      if (g_strcmp0 (name, "softhsm2") != 0)
        continue;
      real = *modules[i];
      modules[i]->C_GetSlotList = get_slot_list;
      modules[i]->C_GetTokenInfo = get_token_info;
      modules[i]->C_Login = login;
      modules[i]->C_CreateObject = create_object;
      modules[i]->C_WrapKey = wrap_key;
    }
  return modules;
}
