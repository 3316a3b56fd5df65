/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-password-key-private.h"
#include "certificate/lk-pkcs12-private.h"

#include <gnutls/crypto.h>

#define OID_PBMAC1 "1.2.840.113549.1.5.14"

#define MAX_MAC 64

static const struct
{
  const char *oid;
  gnutls_digest_algorithm_t digest;
  gnutls_mac_algorithm_t function;
} digests[] = {
  { "1.2.840.113549.2.5", GNUTLS_DIG_MD5, GNUTLS_MAC_MD5 },
  { "1.3.14.3.2.26", GNUTLS_DIG_SHA1, GNUTLS_MAC_SHA1 },
  { "2.16.840.1.101.3.4.2.4", GNUTLS_DIG_SHA224, GNUTLS_MAC_SHA224 },
  { "2.16.840.1.101.3.4.2.1", GNUTLS_DIG_SHA256, GNUTLS_MAC_SHA256 },
  { "2.16.840.1.101.3.4.2.2", GNUTLS_DIG_SHA384, GNUTLS_MAC_SHA384 },
  { "2.16.840.1.101.3.4.2.3", GNUTLS_DIG_SHA512, GNUTLS_MAC_SHA512 },
};

/* RFC 9579 4: PBKDF2, which must state its key's length, and an HMAC; salt and rounds stand there
 * and not where they do for other MACs. */
static void
read_pbmac1 (LkPkcs12Mac *self, LkDer parameters)
{
  LkDerItem sequence, derivation, scheme, item;
  LkDer inside;
  g_autofree char *oid = NULL;

  self->stated_iterations = 0;
  self->function = GNUTLS_MAC_UNKNOWN;
  if (!lk_der_take (&parameters, LK_DER_SEQUENCE, &sequence))
    return;
  inside = lk_der_enter (&sequence);
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &derivation) ||
      !lk_der_take (&inside, LK_DER_SEQUENCE, &scheme) ||
      !lk_pbkdf2_read (&self->pbkdf2, &derivation))
    return;
  self->stated_iterations = self->pbkdf2.iterations;
  inside = lk_der_enter (&scheme);
  if (lk_der_take (&inside, LK_DER_OID, &item))
    oid = lk_der_dup_oid (&item);
  if (self->pbkdf2.key_size > 0 && self->pbkdf2.key_size <= MAX_MAC)
    self->function = lk_hmac_find (oid);
}

/* One round when left out. */
static void
read_salt (LkPkcs12Mac *self, LkDer data)
{
  LkDer again = data;
  LkDerItem item;
  gint64 count;

  self->iterations = self->stated_iterations = 1;
  if (!lk_password_key_take_salt (&data, &self->salt, &self->iterations))
    self->iterations = 0;
  if (lk_der_next (&again, &item) && lk_der_take (&again, LK_DER_INTEGER, &item))
    self->stated_iterations =
      lk_der_get_int (&item, &count) && count >= 0 ? (guint64)count : G_MAXINT64;
}

/* RFC 7292 4: digest and algorithm, salt, rounds. */
LkPkcs12Mac *
lk_pkcs12_mac_new (LkDer data)
{
  LkPkcs12Mac *self = g_new0 (LkPkcs12Mac, 1);
  LkDerItem info, algorithm, item;
  LkDer inside, parameters;

  if (!lk_der_take (&data, LK_DER_SEQUENCE, &info))
    return self;
  read_salt (self, data);
  inside = lk_der_enter (&info);
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &algorithm))
    return self;
  lk_der_take (&inside, LK_DER_OCTET_STRING, &self->digest);
  parameters = lk_der_enter (&algorithm);
  if (lk_der_take (&parameters, LK_DER_OID, &item))
    self->oid = lk_der_dup_oid (&item);
  if (lk_pkcs12_mac_is_pbmac1 (self))
    read_pbmac1 (self, parameters);
  return self;
}

void
lk_pkcs12_mac_free (LkPkcs12Mac *self)
{
  if (self == NULL)
    return;
  g_free (self->oid);
  g_free (self);
}

gboolean
lk_pkcs12_mac_is_pbmac1 (const LkPkcs12Mac *self)
{
  return g_strcmp0 (self->oid, OID_PBMAC1) == 0;
}

static LkPkcs12MacResult
compare (const LkPkcs12Mac *self,
         gnutls_mac_algorithm_t function,
         const guint8 *key,
         gsize key_size,
         GBytes *data)
{
  guint8 result[MAX_MAC];
  gsize size = gnutls_hmac_get_len (function);

  if (size == 0 || gnutls_hmac_fast (function, key, key_size, g_bytes_get_data (data, NULL),
                                     g_bytes_get_size (data), result) < 0)
    return LK_PKCS12_MAC_UNKNOWN;
  return self->digest.size == size && gnutls_memcmp (self->digest.content, result, size) == 0
           ? LK_PKCS12_MAC_FITS
           : LK_PKCS12_MAC_DIFFERS;
}

static LkPkcs12MacResult
check_pbmac1 (const LkPkcs12Mac *self, GBytes *data, const char *password)
{
  guint8 key[MAX_MAC];
  LkPkcs12MacResult result = LK_PKCS12_MAC_UNKNOWN;

  if (self->function == GNUTLS_MAC_UNKNOWN)
    return result;
  if (lk_pbkdf2_run (&self->pbkdf2, password, key, self->pbkdf2.key_size))
    result = compare (self, self->function, key, self->pbkdf2.key_size, data);
  lk_secret_wipe (key, sizeof key);
  return result;
}

LkPkcs12MacResult
lk_pkcs12_mac_check (const LkPkcs12Mac *self, GBytes *data, const char *password)
{
  guint8 key[MAX_MAC];
  LkPkcs12MacResult result = LK_PKCS12_MAC_UNKNOWN;

  if (lk_pkcs12_mac_is_pbmac1 (self))
    return check_pbmac1 (self, data, password);
  if (self->oid == NULL || self->iterations == 0)
    return LK_PKCS12_MAC_UNKNOWN;
  for (gsize i = 0; i < G_N_ELEMENTS (digests); i++)
    if (g_str_equal (digests[i].oid, self->oid))
      {
        gsize size = gnutls_hash_get_len (digests[i].digest);

        if (lk_password_key_pkcs12 (LK_PASSWORD_KEY_MAC, digests[i].digest, password, &self->salt,
                                    self->iterations, key, size))
          result = compare (self, digests[i].function, key, size, data);
      }
  lk_secret_wipe (key, sizeof key);
  return result;
}
