/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-key-template.h"

#include "base/lk-error.h"

#include <p11-kit/pkcs11.h>
#include <string.h>

struct _LkKeyTemplate
{
  GArray *key;         /* of LkAttribute; values are owned and wiped */
  GArray *certificate; /* of LkAttribute */
  GBytes *id;
  GBytes *point;
};

typedef struct
{
  gnutls_ecc_curve_t curve;
  gsize size_bytes;
  gsize length;
  guint8 parameters[10]; /* the curve's OID in DER, RFC 5480 2.1.1.1 */
} Curve;

static const Curve curves[] = {
  { GNUTLS_ECC_CURVE_SECP256R1,
    32,
    10,
    { 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07 } },
  { GNUTLS_ECC_CURVE_SECP384R1, 48, 7, { 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22 } },
  { GNUTLS_ECC_CURVE_SECP521R1, 66, 7, { 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x23 } },
};

static void
clear_attribute (gpointer data)
{
  LkAttribute *attribute = data;

  lk_secret_wipe (attribute->value, attribute->length_bytes);
  g_free (attribute->value);
}

static void
add (GArray *attributes, gulong type, gconstpointer value, gsize length_bytes)
{
  const LkAttribute attribute = { .type = type,
                                  .value = g_memdup2 (value, length_bytes),
                                  .length_bytes = length_bytes };

  g_array_append_val (attributes, attribute);
}

static void
add_boolean (GArray *attributes, gulong type, gboolean value)
{
  const CK_BBOOL byte = value ? CK_TRUE : CK_FALSE;

  add (attributes, type, &byte, sizeof byte);
}

static void
add_number (GArray *attributes, gulong type, CK_ULONG value)
{
  add (attributes, type, &value, sizeof value);
}

static void
add_datum (GArray *attributes, gulong type, gnutls_datum_t *datum)
{
  add (attributes, type, datum->data, datum->size);
}

static void
free_datum (gnutls_datum_t *datum)
{
  lk_secret_wipe (datum->data, datum->size);
  gnutls_free (datum->data);
  datum->data = NULL;
}

static GBytes *
make_id (gconstpointer public_value, gsize length_bytes)
{
  guint8 digest[20];
  gsize size = sizeof digest;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);

  g_checksum_update (checksum, public_value, (gssize)length_bytes);
  g_checksum_get_digest (checksum, digest, &size);
  return g_bytes_new (digest, size);
}

static gboolean
fail (const char *what, int code, GError **error)
{
  g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "%s: %s", what, gnutls_strerror (code));
  return FALSE;
}

static gboolean
add_rsa (LkKeyTemplate *self, gnutls_privkey_t key, GError **error)
{
  static const gulong types[] = { CKA_MODULUS, CKA_PUBLIC_EXPONENT, CKA_PRIVATE_EXPONENT,
                                  CKA_COEFFICIENT, CKA_PRIME_1, CKA_PRIME_2,
                                  CKA_EXPONENT_1, CKA_EXPONENT_2 };
  gnutls_datum_t part[G_N_ELEMENTS (types)] = { 0 };
  int code;

  code = gnutls_privkey_export_rsa_raw2 (key, &part[0], &part[1], &part[2], &part[4], &part[5],
                                         &part[3], &part[6], &part[7], GNUTLS_EXPORT_FLAG_NO_LZ);
  if (code < 0)
    return fail ("The private key cannot leave the place where it is", code, error);

  add_number (self->key, CKA_KEY_TYPE, CKK_RSA);
  add_boolean (self->key, CKA_DECRYPT, TRUE);
  add_boolean (self->key, CKA_UNWRAP, TRUE);
  self->id = make_id (part[0].data, part[0].size);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      add_datum (self->key, types[i], &part[i]);
      free_datum (&part[i]);
    }
  return TRUE;
}

static const Curve *
find_curve (gnutls_ecc_curve_t id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (curves); i++)
    {
      if (curves[i].curve == id)
        return &curves[i];
    }
  return NULL;
}

/* Big-endian numbers come without leading zeros and are written with them. */
static void
write_padded (guint8 *target, gsize size_bytes, const gnutls_datum_t *datum)
{
  memset (target, 0, size_bytes);
  if (datum->size <= size_bytes)
    memcpy (target + size_bytes - datum->size, datum->data, datum->size);
}

static gboolean
add_ec (LkKeyTemplate *self, gnutls_privkey_t key, GError **error)
{
  gnutls_datum_t x = { 0 };
  gnutls_datum_t y = { 0 };
  gnutls_datum_t k = { 0 };
  gnutls_ecc_curve_t id;
  const Curve *curve;
  int code = gnutls_privkey_export_ecc_raw2 (key, &id, &x, &y, &k, GNUTLS_EXPORT_FLAG_NO_LZ);

  if (code < 0)
    return fail ("The private key cannot leave the place where it is", code, error);

  curve = find_curve (id);
  if (curve != NULL)
    {
      guint8 point[1 + 2 * 66] = { 4 };
      guint8 scalar[66];

      write_padded (point + 1, curve->size_bytes, &x);
      write_padded (point + 1 + curve->size_bytes, curve->size_bytes, &y);
      write_padded (scalar, curve->size_bytes, &k);
      self->point = g_bytes_new (point, 1 + 2 * curve->size_bytes);
      self->id = make_id (point, 1 + 2 * curve->size_bytes);
      add_number (self->key, CKA_KEY_TYPE, CKK_EC);
      add_boolean (self->key, CKA_DERIVE, TRUE);
      add (self->key, CKA_EC_PARAMS, curve->parameters, curve->length);
      add (self->key, CKA_VALUE, scalar, curve->size_bytes);
      lk_secret_wipe (scalar, sizeof scalar);
    }
  free_datum (&x);
  free_datum (&y);
  free_datum (&k);
  if (curve == NULL)
    return fail ("Keys on this curve cannot be put on a token", GNUTLS_E_ECC_UNSUPPORTED_CURVE,
                 error);
  return TRUE;
}

static gboolean
add_key (LkKeyTemplate *self, gnutls_privkey_t key, GError **error)
{
  switch ((int)gnutls_privkey_get_pk_algorithm (key, NULL))
    {
    case GNUTLS_PK_RSA:
      return add_rsa (self, key, error);
    case GNUTLS_PK_ECDSA:
      return add_ec (self, key, error);
    default:
      return fail ("Only RSA and EC keys can be put on a token", GNUTLS_E_UNKNOWN_PK_ALGORITHM,
                   error);
    }
}

static void
add_certificate (LkKeyTemplate *self, LkCertificate *certificate, const char *label)
{
  gnutls_x509_crt_t crt = lk_certificate_to_gnutls (certificate);
  GBytes *der = lk_certificate_get_der (certificate);
  gnutls_datum_t subject = { 0 };
  gnutls_datum_t issuer = { 0 };
  guint8 serial[128];
  size_t serial_size = sizeof serial - 2;

  add_number (self->certificate, CKA_CLASS, CKO_CERTIFICATE);
  add_number (self->certificate, CKA_CERTIFICATE_TYPE, CKC_X_509);
  add_boolean (self->certificate, CKA_TOKEN, TRUE);
  add_boolean (self->certificate, CKA_PRIVATE, FALSE);
  add (self->certificate, CKA_LABEL, label, strlen (label));
  add (self->certificate, CKA_ID, g_bytes_get_data (self->id, NULL), g_bytes_get_size (self->id));
  add (self->certificate, CKA_VALUE, g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  if (crt == NULL)
    return;

  if (gnutls_x509_crt_get_raw_dn (crt, &subject) >= 0)
    add_datum (self->certificate, CKA_SUBJECT, &subject);
  if (gnutls_x509_crt_get_raw_issuer_dn (crt, &issuer) >= 0)
    add_datum (self->certificate, CKA_ISSUER, &issuer);
  if (gnutls_x509_crt_get_serial (crt, serial + 2, &serial_size) >= 0 && serial_size < 128)
    {
      serial[0] = 0x02; /* CKA_SERIAL_NUMBER is a DER INTEGER */
      serial[1] = (guint8)serial_size;
      add (self->certificate, CKA_SERIAL_NUMBER, serial, serial_size + 2);
    }
  gnutls_free (subject.data);
  gnutls_free (issuer.data);
  gnutls_x509_crt_deinit (crt);
}

LkKeyTemplate *
lk_key_template_new (LkIdentity *identity, const char *label, gboolean exportable, GError **error)
{
  g_autoptr (LkKeyTemplate) self = NULL;

  g_return_val_if_fail (LK_IS_IDENTITY (identity) && label != NULL, NULL);

  self = g_new0 (LkKeyTemplate, 1);
  self->key = g_array_new (FALSE, TRUE, sizeof (LkAttribute));
  g_array_set_clear_func (self->key, clear_attribute);
  self->certificate = g_array_new (FALSE, TRUE, sizeof (LkAttribute));
  g_array_set_clear_func (self->certificate, clear_attribute);

  add_number (self->key, CKA_CLASS, CKO_PRIVATE_KEY);
  add_boolean (self->key, CKA_TOKEN, TRUE);
  add_boolean (self->key, CKA_PRIVATE, TRUE);
  add_boolean (self->key, CKA_SIGN, TRUE);
  add_boolean (self->key, CKA_SENSITIVE, TRUE);
  add_boolean (self->key, CKA_EXTRACTABLE, exportable);
  add (self->key, CKA_LABEL, label, strlen (label));
  if (!add_key (self, lk_identity_get_key (identity), error))
    return NULL;

  add (self->key, CKA_ID, g_bytes_get_data (self->id, NULL), g_bytes_get_size (self->id));
  add_certificate (self, lk_identity_get_certificate (identity), label);
  return g_steal_pointer (&self);
}

void
lk_key_template_free (LkKeyTemplate *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->key);
  g_array_unref (self->certificate);
  g_clear_pointer (&self->id, g_bytes_unref);
  g_clear_pointer (&self->point, g_bytes_unref);
  g_free (self);
}

const LkAttribute *
lk_key_template_get_key (LkKeyTemplate *self, guint *n_attributes)
{
  g_return_val_if_fail (self != NULL && n_attributes != NULL, NULL);

  *n_attributes = self->key->len;
  return (const LkAttribute *)(gpointer)self->key->data;
}

const LkAttribute *
lk_key_template_get_certificate (LkKeyTemplate *self, guint *n_attributes)
{
  g_return_val_if_fail (self != NULL && n_attributes != NULL, NULL);

  *n_attributes = self->certificate->len;
  return (const LkAttribute *)(gpointer)self->certificate->data;
}

void
lk_key_template_add (LkKeyTemplate *self, gulong type, gconstpointer value, gsize length_bytes)
{
  g_return_if_fail (self != NULL);

  add (self->key, type, value, length_bytes);
}

GBytes *
lk_key_template_get_id (LkKeyTemplate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

GBytes *
lk_key_template_get_point (LkKeyTemplate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->point;
}
