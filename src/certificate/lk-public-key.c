/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-public-key.h"

#include "base/lk-hex.h"
#include "certificate/lk-oid.h"

#include <gnutls/crypto.h>
#include <string.h>

struct _LkPublicKey
{
  GObject parent_instance;

  GBytes *der;
  GBytes *value;
  GBytes *modulus;
  GBytes *exponent;
  char *oid;
  char *curve;
  char *sha256;
  guint bits;
  gboolean explicit_curve;
};

G_DEFINE_FINAL_TYPE (LkPublicKey, lk_public_key, G_TYPE_OBJECT)

static GBytes *
dup_positive (const LkDerItem *integer)
{
  gsize skip = 0;

  while (skip + 1 < integer->size && integer->content[skip] == 0)
    skip++;
  return g_bytes_new (integer->content + skip, integer->size - skip);
}

static void
read_rsa (LkPublicKey *self, LkDer parameters, LkDer value)
{
  LkDerItem key, modulus, exponent;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &key))
    return;
  inside = lk_der_enter (&key);
  if (!lk_der_take (&inside, LK_DER_INTEGER, &modulus) ||
      !lk_der_take (&inside, LK_DER_INTEGER, &exponent))
    return;
  self->bits = lk_der_count_bits (&modulus);
  self->modulus = dup_positive (&modulus);
  self->exponent = dup_positive (&exponent);
}

/* RFC 3279 2.3.2, 2.3.3: the first parameter is the prime, for DSA and for DH. */
static void
read_prime (LkPublicKey *self, LkDer parameters, LkDer value)
{
  LkDerItem sequence, prime;
  LkDer inside;

  if (!lk_der_take (&parameters, LK_DER_SEQUENCE, &sequence))
    return;
  inside = lk_der_enter (&sequence);
  if (lk_der_take (&inside, LK_DER_INTEGER, &prime))
    self->bits = lk_der_count_bits (&prime);
}

/* RFC 5480 2.1.1: named by OID, or (forbidden there) written out: version, field, … */
static void
read_ec (LkPublicKey *self, LkDer parameters, LkDer value)
{
  LkDerItem item, version, field, type, prime;
  LkDer inside;

  if (lk_der_take (&parameters, LK_DER_OID, &item))
    {
      g_autofree char *oid = lk_der_dup_oid (&item);
      const char *name = oid != NULL ? lk_oid_get_curve (oid, &self->bits) : NULL;

      self->curve = name != NULL ? g_strdup (name) : g_steal_pointer (&oid);
      return;
    }
  if (!lk_der_take (&parameters, LK_DER_SEQUENCE, &item))
    return;
  self->explicit_curve = TRUE;
  inside = lk_der_enter (&item);
  if (!lk_der_take (&inside, LK_DER_INTEGER, &version) ||
      !lk_der_take (&inside, LK_DER_SEQUENCE, &field))
    return;
  inside = lk_der_enter (&field);
  if (lk_der_take (&inside, LK_DER_OID, &type) && lk_der_take (&inside, LK_DER_INTEGER, &prime))
    self->bits = lk_der_count_bits (&prime);
}

typedef struct
{
  const char *oid;
  void (*read) (LkPublicKey *self, LkDer parameters, LkDer value);
  guint bits;
} Algorithm;

static const Algorithm algorithms[] = {
  { "1.2.840.113549.1.1.1", read_rsa, 0 },
  { "1.2.840.113549.1.1.7", read_rsa, 0 },
  { "1.2.840.113549.1.1.10", read_rsa, 0 },
  { "1.2.840.10045.2.1", read_ec, 0 },
  { "1.2.840.10040.4.1", read_prime, 0 },
  { "1.2.840.10046.2.1", read_prime, 0 },
  { "1.2.840.113549.1.3.1", read_prime, 0 },
  { "1.3.101.110", NULL, 256 },
  { "1.3.101.111", NULL, 448 },
  { "1.3.101.112", NULL, 256 },
  { "1.3.101.113", NULL, 456 },
  { "1.2.643.2.2.19", NULL, 256 },
  { "1.2.643.7.1.1.1.1", NULL, 256 },
  { "1.2.643.7.1.1.1.2", NULL, 512 },
};

static void
read_key (LkPublicKey *self, const LkDerItem *spki)
{
  LkDer inside = lk_der_enter (spki), parameters, value = { NULL, 0 };
  LkDerItem algorithm, oid, bits;

  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &algorithm))
    return;
  parameters = lk_der_enter (&algorithm);
  if (!lk_der_take (&parameters, LK_DER_OID, &oid))
    return;
  self->oid = lk_der_dup_oid (&oid);
  if (lk_der_take (&inside, LK_DER_BIT_STRING, &bits))
    value = lk_der_get_bits (&bits);
  self->value = g_bytes_new (value.data, value.size);
  for (gsize i = 0; self->oid != NULL && i < G_N_ELEMENTS (algorithms); i++)
    if (g_str_equal (algorithms[i].oid, self->oid))
      {
        self->bits = algorithms[i].bits;
        if (algorithms[i].read != NULL)
          algorithms[i].read (self, parameters, value);
      }
}

static char *
hash (const guint8 *data, gsize size)
{
  guint8 digest[32];

  if (gnutls_hash_fast (GNUTLS_DIG_SHA256, data, size, digest) < 0)
    return lk_hex_sha256 (data, (gssize)size);
  return lk_hex_encode (digest, sizeof digest);
}

/* Puts an identifier and a length before what @bytes holds from @start on. */
static void
wrap (GByteArray *bytes, guint start, guint8 id)
{
  gsize size = bytes->len - start;
  guint8 header[6] = { id };
  guint count = 1;

  if (size >= 0x80)
    {
      guint octets = size > 0xffff ? 3 : size > 0xff ? 2
                                                     : 1;

      header[count++] = (guint8)(0x80 | octets);
      for (guint i = octets; i-- > 0;)
        header[count++] = (guint8)(size >> 8 * i);
    }
  else
    {
      header[count++] = (guint8)size;
    }
  g_byte_array_set_size (bytes, bytes->len + count);
  memmove (bytes->data + start + count, bytes->data + start, size);
  memcpy (bytes->data + start, header, count);
}

static void
append_integer (GByteArray *bytes, GBytes *number)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (number, &size);
  guint start = bytes->len;

  if (size == 0 || (data[0] & 0x80) != 0)
    g_byte_array_append (bytes, (const guint8 *)"", 1);
  g_byte_array_append (bytes, data, (guint)size);
  wrap (bytes, start, LK_DER_INTEGER);
}

static char *
hash_rsa (LkPublicKey *self)
{
  static const guint8 algorithm[] = { 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
                                      0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, algorithm, sizeof algorithm);
  g_byte_array_append (bytes, (const guint8 *)"", 1); /* no unused bits */
  append_integer (bytes, self->modulus);
  append_integer (bytes, self->exponent);
  wrap (bytes, sizeof algorithm + 1, LK_DER_SEQUENCE);
  wrap (bytes, sizeof algorithm, LK_DER_BIT_STRING);
  wrap (bytes, 0, LK_DER_SEQUENCE);
  return hash (bytes->data, bytes->len);
}

static void
lk_public_key_finalize (GObject *object)
{
  LkPublicKey *self = LK_PUBLIC_KEY (object);

  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_pointer (&self->value, g_bytes_unref);
  g_clear_pointer (&self->modulus, g_bytes_unref);
  g_clear_pointer (&self->exponent, g_bytes_unref);
  g_free (self->oid);
  g_free (self->curve);
  g_free (self->sha256);
  G_OBJECT_CLASS (lk_public_key_parent_class)->finalize (object);
}

static void
lk_public_key_class_init (LkPublicKeyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_public_key_finalize;
}

static void
lk_public_key_init (LkPublicKey *self)
{
}

LkPublicKey *
lk_public_key_new (const LkDerItem *spki)
{
  LkPublicKey *self = g_object_new (LK_TYPE_PUBLIC_KEY, NULL);

  self->der = lk_der_dup_bytes (spki);
  read_key (self, spki);
  if (g_strcmp0 (self->oid, "1.2.840.113549.1.1.1") == 0 && self->modulus != NULL &&
      g_bytes_get_size (self->modulus) < 0x10000)
    self->sha256 = hash_rsa (self);
  else
    self->sha256 = hash (spki->whole, spki->whole_size);
  if (self->oid == NULL)
    self->oid = g_strdup ("");
  if (self->value == NULL)
    self->value = g_bytes_new_static ("", 0);
  return self;
}

const char *
lk_public_key_get_algorithm (LkPublicKey *self)
{
  const char *name;

  g_return_val_if_fail (LK_IS_PUBLIC_KEY (self), NULL);

  name = lk_oid_get_name (self->oid);
  return name != NULL ? name : self->oid;
}

const char *
lk_public_key_get_oid (LkPublicKey *self)
{
  g_return_val_if_fail (LK_IS_PUBLIC_KEY (self), NULL);

  return self->oid;
}

guint
lk_public_key_get_bits (LkPublicKey *self)
{
  g_return_val_if_fail (LK_IS_PUBLIC_KEY (self), 0);

  return self->bits;
}

const char *
lk_public_key_get_curve (LkPublicKey *self)
{
  g_return_val_if_fail (LK_IS_PUBLIC_KEY (self), NULL);

  return self->curve;
}

gboolean
lk_public_key_has_explicit_curve (LkPublicKey *self)
{
  g_return_val_if_fail (LK_IS_PUBLIC_KEY (self), FALSE);

  return self->explicit_curve;
}

GBytes *
lk_public_key_get_modulus (LkPublicKey *self)
{
  g_return_val_if_fail (LK_IS_PUBLIC_KEY (self), NULL);

  return self->modulus;
}

GBytes *
lk_public_key_get_exponent (LkPublicKey *self)
{
  g_return_val_if_fail (LK_IS_PUBLIC_KEY (self), NULL);

  return self->exponent;
}

GBytes *
lk_public_key_get_der (LkPublicKey *self)
{
  g_return_val_if_fail (LK_IS_PUBLIC_KEY (self), NULL);

  return self->der;
}

GBytes *
lk_public_key_get_bits_value (LkPublicKey *self)
{
  g_return_val_if_fail (LK_IS_PUBLIC_KEY (self), NULL);

  return self->value;
}

const char *
lk_public_key_get_sha256 (LkPublicKey *self)
{
  g_return_val_if_fail (LK_IS_PUBLIC_KEY (self), NULL);

  return self->sha256;
}

char *
lk_public_key_to_pin (LkPublicKey *self)
{
  g_autoptr (GBytes) digest = NULL;

  g_return_val_if_fail (LK_IS_PUBLIC_KEY (self), NULL);

  digest = lk_hex_decode (self->sha256);
  return g_base64_encode (g_bytes_get_data (digest, NULL), g_bytes_get_size (digest));
}
