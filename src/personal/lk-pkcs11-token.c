/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-pkcs11-token.h"

#include "base/lk-error.h"
#include "personal/lk-pkcs11-slot.h"

#include <p11-kit/p11-kit.h>
#include <string.h>

#define MAX_TRIES       2
#define MAX_OBJECTS     10000
#define MAX_VALUE_BYTES G_MAXUINT16

struct _LkPkcs11Token
{
  CK_FUNCTION_LIST *module;
  CK_SLOT_ID slot;
  CK_SESSION_HANDLE session;
  LkSecret *pin;
};

typedef struct
{
  CK_RV rv;
  LkError code;
  const char *text;
} Reason;

static const Reason reasons[] = {
  { CKR_PIN_INCORRECT, LK_ERROR_PASSWORD_WRONG, "the PIN is not right" },
  { CKR_PIN_INVALID, LK_ERROR_PASSWORD_WRONG,
    "the PIN has characters that the token does not take" },
  { CKR_PIN_LEN_RANGE, LK_ERROR_PASSWORD_WRONG, "the PIN is too short or too long" },
  { CKR_PIN_LOCKED, LK_ERROR_STORE_LOCKED,
    "the PIN is blocked; unblock it with the token's own tool" },
  { CKR_PIN_EXPIRED, LK_ERROR_STORE_LOCKED,
    "the PIN has expired; set a new one with the token's own tool" },
  { CKR_USER_NOT_LOGGED_IN, LK_ERROR_STORE_LOCKED, "the token wants its PIN first" },
  { CKR_TOKEN_WRITE_PROTECTED, LK_ERROR_STORE_READ_ONLY, "the token is write-protected" },
  { CKR_SESSION_READ_ONLY, LK_ERROR_STORE_READ_ONLY, "the token is open for reading only" },
  { CKR_DEVICE_MEMORY, LK_ERROR_FULL, "the token is full; remove something from it first" },
  { CKR_HOST_MEMORY, LK_ERROR_STORE_FAILED, "there is not enough memory" },
  { CKR_TOKEN_NOT_PRESENT, LK_ERROR_NOT_FOUND, "the token was taken away" },
  { CKR_DEVICE_REMOVED, LK_ERROR_NOT_FOUND, "the token was taken away" },
  { CKR_TEMPLATE_INCONSISTENT, LK_ERROR_UNSUPPORTED,
    "the token does not take this kind of key with these marks" },
  { CKR_ATTRIBUTE_VALUE_INVALID, LK_ERROR_UNSUPPORTED,
    "the token does not take this kind of key with these marks" },
};

static gboolean
set_error (GError **error, CK_RV rv, const char *what)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (reasons[i].rv == rv)
        {
          g_set_error (error, LK_ERROR, (int)reasons[i].code, "%s: %s", what, reasons[i].text);
          return FALSE;
        }
    }
  g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "%s: %s", what, p11_kit_strerror (rv));
  return FALSE;
}

LkPkcs11Token *
lk_pkcs11_token_open (const char *token_uri, gboolean writable, GError **error)
{
  const CK_FLAGS flags = CKF_SERIAL_SESSION | (writable ? CKF_RW_SESSION : 0);
  LkPkcs11Slot slot;
  LkPkcs11Token *self;
  CK_SESSION_HANDLE session;
  CK_RV rv;

  if (!lk_pkcs11_slot_find (token_uri, &slot, error))
    return NULL;
  rv = slot.module->C_OpenSession (slot.id, flags, NULL, NULL, &session);
  if (rv != CKR_OK)
    {
      set_error (error, rv, "The token cannot be opened");
      return NULL;
    }
  self = g_new0 (LkPkcs11Token, 1);
  self->module = slot.module;
  self->slot = slot.id;
  self->session = session;
  return self;
}

void
lk_pkcs11_token_free (LkPkcs11Token *self)
{
  if (self == NULL)
    return;
  (void)self->module->C_CloseSession (
    self->session); /* a token that was pulled out answers with an error, rightly */
  g_clear_pointer (&self->pin, lk_secret_unref);
  g_free (self);
}

static CK_FLAGS
get_flags (LkPkcs11Token *self)
{
  CK_TOKEN_INFO info = { .flags = 0 };

  return self->module->C_GetTokenInfo (self->slot, &info) == CKR_OK ? info.flags : 0;
}

gboolean
lk_pkcs11_token_needs_login (LkPkcs11Token *self)
{
  CK_SESSION_INFO info;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!(get_flags (self) & CKF_LOGIN_REQUIRED))
    return FALSE;
  if (self->module->C_GetSessionInfo (self->session, &info) != CKR_OK)
    return TRUE;
  return info.state != CKS_RO_USER_FUNCTIONS && info.state != CKS_RW_USER_FUNCTIONS;
}

gboolean
lk_pkcs11_token_is_read_only (LkPkcs11Token *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (get_flags (self) & CKF_WRITE_PROTECTED) != 0;
}

/* A PIN that has one try left may block the card for good: that try is the owner's, not ours. */
static gboolean
may_try (LkPkcs11Token *self, const char *title, GError **error)
{
  const CK_FLAGS flags = get_flags (self);

  if (flags & CKF_USER_PIN_LOCKED)
    g_set_error (error, LK_ERROR, LK_ERROR_STORE_LOCKED,
                 "The PIN of “%s” is blocked; unblock it with the token's own tool", title);
  else if (flags & CKF_USER_PIN_FINAL_TRY)
    g_set_error (
      error, LK_ERROR, LK_ERROR_STORE_LOCKED,
      "The PIN of “%s” has one try left; log in once with the token's own tool, which resets the count",
      title);
  else
    return TRUE;
  return FALSE;
}

static CK_RV
try_pin (LkPkcs11Token *self, LkSecret *pin)
{
  CK_RV rv = self->module->C_Login (
    self->session, CKU_USER, (CK_UTF8CHAR *)lk_secret_get_text (pin), lk_secret_get_length (pin));

  if (rv == CKR_USER_ALREADY_LOGGED_IN)
    rv = CKR_OK;
  if (rv == CKR_OK)
    self->pin = lk_secret_ref (pin);
  return rv;
}

gboolean
lk_pkcs11_token_login (LkPkcs11Token *self,
                       const char *title,
                       const LkPinPrompt *prompt,
                       GCancellable *cancellable,
                       GError **error)
{
  LkPinState state;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!lk_pkcs11_token_needs_login (self))
    return TRUE;
  state = get_flags (self) & CKF_USER_PIN_COUNT_LOW ? LK_PIN_COUNT_LOW : LK_PIN_FIRST;
  for (guint tries = 0; tries < MAX_TRIES; tries++)
    {
      g_autoptr (LkSecret) pin = NULL;
      CK_RV rv;

      if (!may_try (self, title, error))
        return FALSE;
      pin = prompt != NULL ? prompt->ask (title, state, prompt->data, cancellable) : NULL;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (pin == NULL && tries > 0)
        break;
      if (pin == NULL)
        {
          g_set_error (error, LK_ERROR, LK_ERROR_STORE_LOCKED, "“%s” is locked by its PIN", title);
          return FALSE;
        }
      rv = try_pin (self, pin);
      if (rv == CKR_OK)
        return TRUE;
      if (rv != CKR_PIN_INCORRECT)
        return set_error (error, rv, title);
      state = get_flags (self) & CKF_USER_PIN_COUNT_LOW ? LK_PIN_COUNT_LOW : LK_PIN_WRONG;
    }
  g_set_error (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG, "The PIN of “%s” is not right", title);
  return FALSE;
}

LkSecret *
lk_pkcs11_token_get_pin (LkPkcs11Token *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->pin;
}

GArray *
lk_pkcs11_token_find (LkPkcs11Token *self,
                      const CK_ATTRIBUTE *attributes,
                      gulong n_attributes,
                      GError **error)
{
  g_autoptr (GArray) objects = g_array_new (FALSE, FALSE, sizeof (gulong));
  CK_OBJECT_HANDLE batch[64];
  CK_ULONG count = 0;
  CK_RV rv;

  g_return_val_if_fail (self != NULL, NULL);

  rv = self->module->C_FindObjectsInit (self->session, (CK_ATTRIBUTE *)attributes, n_attributes);
  while (rv == CKR_OK && objects->len < MAX_OBJECTS)
    {
      rv = self->module->C_FindObjects (self->session, batch, G_N_ELEMENTS (batch), &count);
      if (rv != CKR_OK || count == 0)
        break;
      g_array_append_vals (objects, batch, (guint)count);
    }
  (void)self->module->C_FindObjectsFinal (
    self->session); /* after a failed start there is nothing to end */
  if (rv != CKR_OK)
    {
      set_error (error, rv, "The token cannot be searched");
      return NULL;
    }
  return g_steal_pointer (&objects);
}

/* (nullable): wiped and freed by the caller. */
static guint8 *
read_value (LkPkcs11Token *self, gulong object, gulong type, gsize *size)
{
  CK_ATTRIBUTE attribute = { type, NULL, 0 };
  guint8 *value;

  if (self->module->C_GetAttributeValue (self->session, object, &attribute, 1) != CKR_OK ||
      attribute.ulValueLen > MAX_VALUE_BYTES)
    return NULL;
  *size = attribute.ulValueLen;
  value = g_malloc0 (*size + 1);
  attribute.pValue = value;
  if (self->module->C_GetAttributeValue (self->session, object, &attribute, 1) == CKR_OK &&
      attribute.ulValueLen <= *size)
    return value;
  g_free (value);
  return NULL;
}

GBytes *
lk_pkcs11_token_read (LkPkcs11Token *self, gulong object, gulong type)
{
  gsize size = 0;
  guint8 *value;

  g_return_val_if_fail (self != NULL, NULL);

  value = read_value (self, object, type, &size);
  return value != NULL ? g_bytes_new_take (value, size) : NULL;
}

LkSecret *
lk_pkcs11_token_read_secret (LkPkcs11Token *self, gulong object, gulong type)
{
  gsize size = 0;
  guint8 *value;
  LkSecret *secret;

  g_return_val_if_fail (self != NULL, NULL);

  value = read_value (self, object, type, &size);
  if (value == NULL)
    return NULL;
  secret = lk_secret_new ((const char *)value, (gssize)size);
  lk_secret_wipe (value, size);
  g_free (value);
  return secret;
}

GBytes *
lk_pkcs11_token_wrap (LkPkcs11Token *self,
                      CK_MECHANISM *mechanism,
                      gulong wrapping_key,
                      gulong key)
{
  CK_ULONG size = 0;
  g_autofree guint8 *wrapped = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->module->C_WrapKey (self->session, mechanism, wrapping_key, key, NULL, &size) !=
        CKR_OK ||
      size > MAX_VALUE_BYTES)
    return NULL;
  wrapped = g_malloc0 (size + 1);
  if (self->module->C_WrapKey (self->session, mechanism, wrapping_key, key, wrapped, &size) !=
      CKR_OK)
    return NULL;
  return g_bytes_new (wrapped, size);
}

gboolean
lk_pkcs11_token_create (LkPkcs11Token *self,
                        const CK_ATTRIBUTE *attributes,
                        gulong n_attributes,
                        gulong *object,
                        GError **error)
{
  CK_RV rv;

  g_return_val_if_fail (self != NULL && object != NULL, FALSE);

  rv =
    self->module->C_CreateObject (self->session, (CK_ATTRIBUTE *)attributes, n_attributes, object);
  return rv == CKR_OK || set_error (error, rv, "The token does not store it");
}

gboolean
lk_pkcs11_token_destroy (LkPkcs11Token *self, gulong object, GError **error)
{
  CK_RV rv;

  g_return_val_if_fail (self != NULL, FALSE);

  rv = self->module->C_DestroyObject (self->session, object);
  return rv == CKR_OK || set_error (error, rv, "The token does not remove it");
}
