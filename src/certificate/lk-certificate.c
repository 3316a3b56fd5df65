/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-certificate-private.h"

#include "base/lk-error.h"
#include "certificate/lk-signature.h"

#include <string.h>

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (LkCertificate, lk_certificate, G_TYPE_OBJECT)

static void
lk_certificate_finalize (GObject *object)
{
  LkCertificate *self = LK_CERTIFICATE (object);
  char *texts[] = { self->serial, self->subject, self->issuer, self->title,
                    self->common_name, self->signature_oid, self->sha256, self->sha1,
                    self->subject_key_id, self->authority_key_id };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_strfreev (self->purposes);
  g_strfreev (self->alt_names);
  g_strfreev (self->permitted);
  g_strfreev (self->excluded);
  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_pointer (&self->serial_bytes, g_bytes_unref);
  g_clear_pointer (&self->not_before.time, g_date_time_unref);
  g_clear_pointer (&self->not_after.time, g_date_time_unref);
  g_clear_pointer (&self->extensions, g_ptr_array_unref);
  g_clear_pointer (&self->defects, g_ptr_array_unref);
  g_clear_object (&self->key);
  G_OBJECT_CLASS (lk_certificate_parent_class)->finalize (object);
}

static void
lk_certificate_class_init (LkCertificateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_certificate_finalize;
}

static void
lk_certificate_init (LkCertificate *self)
{
  self->path_length = -1;
  self->extensions = g_ptr_array_new_with_free_func (g_object_unref);
  self->defects = g_ptr_array_new_with_free_func ((GDestroyNotify)lk_defect_free);
}

LkCertificate *
lk_certificate_new_from_der (GBytes *der, GError **error)
{
  g_autoptr (LkCertificate) self = NULL;

  g_return_val_if_fail (der != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (LK_TYPE_CERTIFICATE, NULL);
  if (!lk_certificate_read (self, der, error))
    return NULL;
  return g_steal_pointer (&self);
}

LkCertificate *
lk_certificate_new_from_pem (const char *pem, gssize length_bytes, GError **error)
{
  static const char *const labels[] = { "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" };
  gnutls_datum_t text, der = { NULL, 0 };

  g_return_val_if_fail (pem != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  text.data = (unsigned char *)pem;
  text.size = length_bytes < 0 ? (unsigned)strlen (pem) : (unsigned)length_bytes;
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    if (gnutls_pem_base64_decode2 (labels[i], &text, &der) == GNUTLS_E_SUCCESS)
      {
        g_autoptr (GBytes) bytes = g_bytes_new (der.data, der.size);

        gnutls_free (der.data);
        return lk_certificate_new_from_der (bytes, error);
      }
  g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("The text holds no certificate: choose a PEM file with one in it."));
  return NULL;
}

GBytes *
lk_certificate_get_der (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  return self->der;
}

char *
lk_certificate_to_pem (LkCertificate *self)
{
  g_autofree char *base64 = NULL;
  g_autoptr (GString) text = NULL;
  gsize length;

  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  base64 = g_base64_encode (g_bytes_get_data (self->der, NULL), g_bytes_get_size (self->der));
  length = strlen (base64);
  text = g_string_new ("-----BEGIN CERTIFICATE-----\n");
  for (gsize i = 0; i < length; i += 64)
    {
      g_string_append_len (text, base64 + i, (gssize)MIN (64, length - i));
      g_string_append_c (text, '\n');
    }
  g_string_append (text, "-----END CERTIFICATE-----\n");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
lk_certificate_equal (LkCertificate *self, LkCertificate *other)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), FALSE);
  g_return_val_if_fail (LK_IS_CERTIFICATE (other), FALSE);

  return g_bytes_equal (self->der, other->der);
}

gboolean
lk_certificate_is_valid_at (LkCertificate *self, GDateTime *time)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), FALSE);
  g_return_val_if_fail (time != NULL, FALSE);

  return self->not_before.time != NULL && self->not_after.time != NULL &&
         g_date_time_compare (self->not_before.time, time) <= 0 &&
         g_date_time_compare (time, self->not_after.time) <= 0;
}

gboolean
lk_certificate_is_ca (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), FALSE);

  /* the version is not asked: who takes a version 1 certificate with extensions at all reads
   * them */
  return self->basic_ca && !self->ca_unclear &&
         (!self->has_key_usage || (self->key_usage & LK_KEY_USAGE_KEY_CERT_SIGN) != 0);
}

LkExtension *
lk_certificate_find_extension (LkCertificate *self, const char *oid)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);
  g_return_val_if_fail (oid != NULL, NULL);

  for (guint i = 0; i < self->extensions->len; i++)
    {
      LkExtension *extension = g_ptr_array_index (self->extensions, i);

      if (g_str_equal (lk_extension_get_oid (extension), oid))
        return extension;
    }
  return NULL;
}

LkTimeForm
lk_certificate_get_time_form (LkCertificate *self, gboolean not_after, LkTimeOddity *oddity)
{
  LkCertificateTime *time;

  g_return_val_if_fail (LK_IS_CERTIFICATE (self), LK_TIME_NONE);

  time = not_after ? &self->not_after : &self->not_before;
  if (oddity != NULL)
    *oddity = time->oddity;
  return time->form;
}

gboolean
lk_certificate_is_self_issued (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), FALSE);

  return lk_name_equal (&self->subject_item, &self->issuer_item);
}

gboolean
lk_certificate_is_issued_by (LkCertificate *self, LkCertificate *issuer)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), FALSE);
  g_return_val_if_fail (LK_IS_CERTIFICATE (issuer), FALSE);

  return lk_name_equal (&self->issuer_item, &issuer->subject_item) &&
         lk_signature_verify (&self->algorithm, issuer->key, &self->tbs, &self->signature);
}

gnutls_x509_crt_t
lk_certificate_to_gnutls (LkCertificate *self)
{
  gnutls_x509_crt_t certificate;
  gnutls_datum_t data;

  g_return_val_if_fail (LK_IS_CERTIFICATE (self), NULL);

  data.data = (unsigned char *)g_bytes_get_data (self->der, NULL);
  data.size = (unsigned)g_bytes_get_size (self->der);
  if (gnutls_x509_crt_init (&certificate) < 0)
    return NULL;
  if (gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_DER) < 0)
    {
      gnutls_x509_crt_deinit (certificate);
      return NULL;
    }
  return certificate;
}

gboolean
lk_certificate_is_signature_checkable (LkCertificate *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE (self), FALSE);

  return lk_signature_is_checkable (&self->algorithm);
}
