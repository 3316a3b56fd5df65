/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-pkcs11-identity.h"

#include "base/lk-error.h"
#include "personal/lk-pkcs11-object.h"

#include <string.h>

static int
pin_cb (void *data,
        int attempt,
        const char *url,
        const char *label,
        unsigned int flags,
        char *pin,
        size_t max_bytes)
{
  LkSecret *secret = data;

  /* One answer only: a PIN that was right a moment ago and is not now must not be tried again. */
  if (attempt > 0 || secret == NULL || lk_secret_get_length (secret) >= max_bytes ||
      (flags & (GNUTLS_PIN_FINAL_TRY | GNUTLS_PIN_WRONG)))
    return -1;
  memcpy (pin, lk_secret_get_text (secret), lk_secret_get_length (secret) + 1);
  return 0;
}

/* @pin has to live as long as the key: GnuTLS asks again when it opens another session. */
static gnutls_privkey_t
open_key (const char *key_uri, LkSecret *pin, GError **error)
{
  gnutls_privkey_t key = NULL;
  int code = gnutls_privkey_init (&key);

  if (code >= 0)
    {
      gnutls_privkey_set_pin_function (key, pin_cb, pin);
      code = gnutls_privkey_import_url (key, key_uri, 0);
    }
  if (code >= 0)
    return key;
  g_set_error (error, LK_ERROR, LK_ERROR_NO_PRIVATE_KEY,
               "The private key on the token cannot be used: %s", gnutls_strerror (code));
  if (key != NULL)
    gnutls_privkey_deinit (key);
  return NULL;
}

LkIdentity *
lk_pkcs11_identity_new (LkPersonalStore *store,
                        LkPkcs11Token *token,
                        GBytes *id,
                        LkCertificate *certificate,
                        GError **error)
{
  g_autofree char *key_uri =
    lk_pkcs11_make_uri (lk_personal_store_get_id (store), id, CKO_PRIVATE_KEY);
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  LkSecret *pin = lk_pkcs11_token_get_pin (token);
  gnutls_privkey_t key = open_key (key_uri, pin, error);
  LkIdentity *identity;

  if (key == NULL)
    return NULL;
  g_ptr_array_add (chain, g_object_ref (certificate));
  identity = lk_identity_new (chain, key, lk_personal_store_get_title (store), error);
  if (identity != NULL && pin != NULL)
    g_object_set_data_full (G_OBJECT (identity), "lk-pin", lk_secret_ref (pin),
                            (GDestroyNotify)lk_secret_unref);
  return identity;
}
