/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-decryption-private.h"
#include "certificate/lk-pkcs12-private.h"

#define OID_DATA           "1.2.840.113549.1.7.1"
#define OID_ENCRYPTED_DATA "1.2.840.113549.1.7.6"

/* Encrypted: version, then content type, algorithm and content. */
static void
read_encrypted (LkPkcs12Safe *self, LkDer data)
{
  LkDerItem sequence, item;
  LkDer inside;

  self->encrypted = TRUE;
  if (!lk_der_take (&data, LK_DER_SEQUENCE, &sequence))
    return;
  inside = lk_der_enter (&sequence);
  lk_der_take (&inside, LK_DER_INTEGER, &item);
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &sequence))
    return;
  inside = lk_der_enter (&sequence);
  if (!lk_der_take (&inside, LK_DER_OID, &item) ||
      !lk_der_take (&inside, LK_DER_SEQUENCE, &self->algorithm))
    return;
  self->protection = lk_protection_new (&self->algorithm);
  if (lk_der_take (&inside, LK_DER_CONTEXT (0), &item) ||
      lk_der_take (&inside, LK_DER_EXPLICIT (0), &item))
    self->content = lk_der_dup_octets (&item);
}

LkPkcs12Safe *
lk_pkcs12_safe_new (LkDer content_info)
{
  LkPkcs12Safe *self = g_new0 (LkPkcs12Safe, 1);
  LkDerItem oid_item, wrapper, octets;
  g_autofree char *oid = NULL;
  LkDer inside;

  if (!lk_der_take (&content_info, LK_DER_OID, &oid_item) ||
      !lk_der_take (&content_info, LK_DER_EXPLICIT (0), &wrapper))
    return self;
  oid = lk_der_dup_oid (&oid_item);
  inside = lk_der_enter (&wrapper);
  if (g_strcmp0 (oid, OID_ENCRYPTED_DATA) == 0)
    read_encrypted (self, inside);
  else if (g_strcmp0 (oid, OID_DATA) == 0 && lk_der_next (&inside, &octets))
    self->content = lk_der_dup_octets (&octets);
  return self;
}

void
lk_pkcs12_clear_bytes (GBytes **bytes)
{
  gsize size = 0;
  gconstpointer data = *bytes != NULL ? g_bytes_get_data (*bytes, &size) : NULL;

  if (size > 0)
    lk_secret_wipe ((gpointer)data, size);
  g_clear_pointer (bytes, g_bytes_unref);
}

void
lk_pkcs12_safe_free (LkPkcs12Safe *self)
{
  lk_protection_free (self->protection);
  lk_pkcs12_clear_bytes (&self->content);
  g_free (self);
}

LkSecret *
lk_pkcs12_safe_open (const LkPkcs12Safe *self, const char *password)
{
  g_autoptr (LkSecret) secret = NULL;
  LkDer der;

  if (self->content == NULL)
    return NULL;
  if (!self->encrypted)
    return lk_secret_new (g_bytes_get_data (self->content, NULL),
                          (gssize)g_bytes_get_size (self->content));
  secret = lk_decrypt (&self->algorithm, self->content, password);
  if (secret == NULL)
    return NULL;
  /* padding can be right by chance, a structure hardly */
  der = lk_der_new ((const guint8 *)lk_secret_get_text (secret), lk_secret_get_length (secret));
  return der.size > 0 && der.data[0] == LK_DER_SEQUENCE && lk_der_is_whole (der)
           ? g_steal_pointer (&secret)
           : NULL;
}
