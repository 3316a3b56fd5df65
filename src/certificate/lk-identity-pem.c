/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Certificates and keys of a text, in whatever order, encoding and company they stand. */

#include "config.h"

#include "certificate/lk-identity-private.h"

#include "base/lk-error.h"
#include "certificate/lk-content.h"
#include "certificate/lk-private-key-private.h"

#include <string.h>

#define MAX_OBJECTS 1000

/* Whoever opens an identity can do nothing about a scheme that is not known here: the file is of
 * no use, and no password is to be typed again. */
static gboolean
fail (GError *reason, GError **error)
{
  if (!g_error_matches (reason, LK_ERROR, LK_ERROR_PASSWORD_WRONG) &&
      !g_error_matches (reason, LK_ERROR, LK_ERROR_PASSWORD_NEEDED))
    reason->code = LK_ERROR_BAD_DATA;
  g_propagate_error (error, reason);
  return FALSE;
}

/* NULL with an error also while it is locked; UNSUPPORTED before anybody is asked for a
 * password. */
static LkPrivateKey *
open_key (LkSecret *secret, LkSecret *password, guint64 *left, GError **error)
{
  g_autoptr (LkPrivateKey) key = lk_private_key_new_within (secret, password, *left, error);
  g_autoptr (LkSecret) none = lk_secret_new ("", 0);
  g_autoptr (GError) reason = NULL;

  if (key == NULL)
    return NULL;
  *left -= MIN (lk_private_key_get_iterations (key), *left);
  if (!lk_private_key_is_locked (key))
    return g_steal_pointer (&key);
  g_clear_object (&key);
  key = lk_private_key_new_within (secret, none, *left, &reason);
  if (reason == NULL || g_error_matches (reason, LK_ERROR, LK_ERROR_PASSWORD_WRONG))
    g_set_error_literal (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED, "The private key is protected with a password; enter it");
  else
    g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

static gboolean
read_key (LkIdentityPile *pile,
          const LkTextBlock *block,
          LkSecret *password,
          guint64 *left,
          GError **error)
{
  g_autoptr (LkSecret) secret = lk_private_key_dup_block (block);
  g_autoptr (LkPrivateKey) key = NULL;
  g_autoptr (GError) reason = NULL;
  gnutls_x509_privkey_t opened = NULL;

  if (secret != NULL)
    key = open_key (secret, password, left, &reason);
  else
    g_set_error_literal (&reason, LK_ERROR, LK_ERROR_BAD_DATA, "The base64 of the private key is damaged");
  if (key != NULL)
    opened = lk_private_key_to_gnutls (key, &reason);
  if (opened == NULL)
    return fail (g_steal_pointer (&reason), error);
  g_ptr_array_add (pile->keys, opened);
  return TRUE;
}

/* Of a trusted certificate of OpenSSL the certificate alone. */
static void
read_certificate (LkIdentityPile *pile, const LkTextBlock *block)
{
  gsize size, bad;
  guint8 *data = lk_text_decode (block->body, block->body_size, &size, &bad);
  g_autoptr (GBytes) bytes = data != NULL ? g_bytes_new_take (data, size) : NULL;
  LkDer der = data != NULL ? lk_der_from_bytes (bytes) : lk_der_new (NULL, 0);
  g_autoptr (GBytes) first = NULL;
  LkCertificate *certificate;
  LkDerItem item;

  if (data == NULL || lk_content_detect (der) != LK_CONTENT_CERTIFICATE ||
      !lk_der_take (&der, LK_DER_SEQUENCE, &item))
    return;
  first = g_bytes_new_from_bytes (bytes, (gsize)(item.whole - data), item.whole_size);
  certificate = lk_certificate_new_from_der (first, NULL);
  if (certificate != NULL)
    g_ptr_array_add (pile->certificates, certificate);
}

static gboolean
read_block (LkIdentityPile *pile,
            const LkTextBlock *block,
            LkSecret *password,
            guint64 *left,
            GError **error)
{
  if (strstr (block->label, "PRIVATE KEY") != NULL)
    return read_key (pile, block, password, left, error);
  if (strstr (block->label, "CERTIFICATE") != NULL)
    read_certificate (pile, block);
  return TRUE;
}

gboolean
lk_identity_pile_read_text (LkIdentityPile *self, LkText *text, LkSecret *password, GError **error)
{
  guint64 left = LK_MAX_ITERATIONS;
  LkTextBlock block;
  gsize position = 0;

  for (guint i = 0; i < MAX_OBJECTS && lk_text_next_block (text, &position, &block); i++)
    {
      gboolean good = read_block (self, &block, password, &left, error);

      lk_text_block_clear (&block);
      if (!good)
        return FALSE;
    }
  return TRUE;
}
