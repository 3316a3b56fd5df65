/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-signature.h"

#include "certificate/lk-oid.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>

#define OID_RSA_PSS "1.2.840.113549.1.1.10"

static char *
take_oid (LkDer *der)
{
  LkDerItem item;

  return lk_der_take (der, LK_DER_OID, &item) ? lk_der_dup_oid (&item) : NULL;
}

char *
lk_signature_dup_oid (const LkDerItem *algorithm)
{
  LkDer inside = lk_der_enter (algorithm);
  char *oid = take_oid (&inside);

  return oid != NULL ? oid : g_strdup ("");
}

/* RFC 4055 3.1: the hash is the first parameter, SHA-1 when it is left out. */
static const char *
read_pss_hash (LkDer parameters)
{
  LkDerItem sequence, wrapper, algorithm;
  LkDer inside;
  g_autofree char *oid = NULL;

  if (!lk_der_take (&parameters, LK_DER_SEQUENCE, &sequence))
    return "SHA-1";
  inside = lk_der_enter (&sequence);
  if (!lk_der_take (&inside, LK_DER_EXPLICIT (0), &wrapper))
    return "SHA-1";
  inside = lk_der_enter (&wrapper);
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &algorithm))
    return NULL;
  inside = lk_der_enter (&algorithm);
  oid = take_oid (&inside);
  return oid != NULL ? lk_oid_get_name (oid) : NULL;
}

const char *
lk_signature_get_hash (const LkDerItem *algorithm)
{
  LkDer inside = lk_der_enter (algorithm);
  g_autofree char *oid = take_oid (&inside);

  if (oid == NULL)
    return NULL;
  return g_str_equal (oid, OID_RSA_PSS) ? read_pss_hash (inside) : lk_oid_get_signature_hash (oid);
}

static gnutls_sign_algorithm_t
find_algorithm (const LkDerItem *algorithm)
{
  static const struct
  {
    const char *hash;
    gnutls_sign_algorithm_t algorithm;
  } pss[] = {
    { "SHA-256", GNUTLS_SIGN_RSA_PSS_SHA256 },
    { "SHA-384", GNUTLS_SIGN_RSA_PSS_SHA384 },
    { "SHA-512", GNUTLS_SIGN_RSA_PSS_SHA512 },
  };
  g_autofree char *oid = lk_signature_dup_oid (algorithm);

  if (!g_str_equal (oid, OID_RSA_PSS))
    return gnutls_oid_to_sign (oid);
  for (gsize i = 0; i < G_N_ELEMENTS (pss); i++)
    if (g_strcmp0 (lk_signature_get_hash (algorithm), pss[i].hash) == 0)
      return pss[i].algorithm;
  return GNUTLS_SIGN_UNKNOWN;
}

/* RFC 4055 3.1: the salt's length is the third parameter, 20 when it is left out. */
static gint64
read_salt_length (const LkDerItem *algorithm)
{
  LkDer inside = lk_der_enter (algorithm);
  g_autofree char *oid = take_oid (&inside);
  LkDerItem sequence, item;
  gint64 length = 20;

  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &sequence))
    return length;
  for (LkDer parameters = lk_der_enter (&sequence); lk_der_next (&parameters, &item);)
    if (item.id == LK_DER_EXPLICIT (2))
      {
        inside = lk_der_enter (&item);
        if (!lk_der_take (&inside, LK_DER_INTEGER, &item) || !lk_der_get_int (&item, &length))
          return -1;
      }
  return length;
}

gboolean
lk_signature_is_checkable (const LkDerItem *algorithm)
{
  g_autofree char *oid = lk_signature_dup_oid (algorithm);
  gnutls_sign_algorithm_t algo = find_algorithm (algorithm);

  if (!g_str_equal (oid, OID_RSA_PSS))
    return algo != GNUTLS_SIGN_UNKNOWN;
  return algo != GNUTLS_SIGN_UNKNOWN &&
         read_salt_length (algorithm) ==
           (gint64)gnutls_hash_get_len (gnutls_sign_get_hash_algorithm (algo));
}

gboolean
lk_signature_verify (const LkDerItem *algorithm,
                     LkPublicKey *key,
                     const LkDerItem *part,
                     const LkDerItem *signature)
{
  GBytes *spki = lk_public_key_get_der (key);
  LkDer bits = lk_der_get_bits (signature);
  gnutls_datum_t key_data = { (unsigned char *)g_bytes_get_data (spki, NULL),
                              (unsigned)g_bytes_get_size (spki) };
  gnutls_datum_t data = { (unsigned char *)part->whole, (unsigned)part->whole_size };
  gnutls_datum_t value = { (unsigned char *)bits.data, (unsigned)bits.size };
  gnutls_sign_algorithm_t algo = find_algorithm (algorithm);
  gnutls_pubkey_t pubkey;
  int result = -1;

  if (algo == GNUTLS_SIGN_UNKNOWN || gnutls_pubkey_init (&pubkey) < 0)
    return FALSE;
  if (gnutls_pubkey_import (pubkey, &key_data, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS)
    result = gnutls_pubkey_verify_data2 (pubkey, algo, GNUTLS_VERIFY_ALLOW_BROKEN, &data, &value);
  gnutls_pubkey_deinit (pubkey);
  return result >= 0;
}
