/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-certificate-request.h"

#include "base/lk-error.h"
#include "base/lk-hex.h"
#include "certificate/lk-content.h"
#include "certificate/lk-signature.h"

#include <glib/gi18n-lib.h>

#define MAX_ATTRIBUTES 500

#define OID_EXTENSIONS           "1.2.840.113549.1.9.14"
#define OID_MICROSOFT_EXTENSIONS "1.3.6.1.4.1.311.2.1.14"

struct _LkCertificateRequest
{
  GObject parent_instance;

  GBytes *der;
  LkDerItem info, subject_item, algorithm, signature;
  guint version;
  char *subject;
  char *title;
  char *signature_oid;
  LkPublicKey *key;
  GPtrArray *attributes;
  GPtrArray *extensions;
};

G_DEFINE_FINAL_TYPE (LkCertificateRequest, lk_certificate_request, G_TYPE_OBJECT)

static void
attribute_free (LkRequestAttribute *attribute)
{
  g_free (attribute->oid);
  g_free (attribute->text);
  g_free (attribute);
}

static void
read_attribute (LkCertificateRequest *self, LkDer inside)
{
  LkDerItem oid_item, set, value;
  LkRequestAttribute *attribute;
  g_autofree char *oid = NULL;
  LkDer values;

  if (!lk_der_take (&inside, LK_DER_OID, &oid_item) || !lk_der_take (&inside, LK_DER_SET, &set))
    return;
  oid = lk_der_dup_oid (&oid_item);
  values = lk_der_enter (&set);
  if (oid == NULL || !lk_der_next (&values, &value))
    return;
  if (g_str_equal (oid, OID_EXTENSIONS) || g_str_equal (oid, OID_MICROSOFT_EXTENSIONS))
    {
      lk_extension_read_all (&value, self->extensions);
      return;
    }
  attribute = g_new0 (LkRequestAttribute, 1);
  attribute->text = lk_der_dup_string (&value);
  if (attribute->text == NULL)
    attribute->text = lk_hex_encode_spaced (value.whole, (gssize)value.whole_size);
  attribute->oid = g_steal_pointer (&oid);
  g_ptr_array_add (self->attributes, attribute);
}

static void
read_info (LkCertificateRequest *self)
{
  LkDer inside = lk_der_enter (&self->info);
  LkDerItem item;
  gint64 version;

  if (lk_der_take (&inside, LK_DER_INTEGER, &item) && lk_der_get_int (&item, &version) &&
      version >= 0 && version < 100)
    self->version = (guint)version + 1;
  lk_der_take (&inside, LK_DER_SEQUENCE, &self->subject_item);
  self->subject = lk_name_to_text (&self->subject_item);
  if (lk_der_take (&inside, LK_DER_SEQUENCE, &item))
    self->key = lk_public_key_new (&item);
  if (!lk_der_take (&inside, LK_DER_EXPLICIT (0), &item))
    return;
  for (LkDer attributes = lk_der_enter (&item);
       self->attributes->len < MAX_ATTRIBUTES && lk_der_take (&attributes, LK_DER_SEQUENCE, &item);)
    read_attribute (self, lk_der_enter (&item));
}

static void
lk_certificate_request_finalize (GObject *object)
{
  LkCertificateRequest *self = LK_CERTIFICATE_REQUEST (object);

  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_pointer (&self->attributes, g_ptr_array_unref);
  g_clear_pointer (&self->extensions, g_ptr_array_unref);
  g_clear_object (&self->key);
  g_free (self->subject);
  g_free (self->title);
  g_free (self->signature_oid);
  G_OBJECT_CLASS (lk_certificate_request_parent_class)->finalize (object);
}

static void
lk_certificate_request_class_init (LkCertificateRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_certificate_request_finalize;
}

static void
lk_certificate_request_init (LkCertificateRequest *self)
{
  self->attributes = g_ptr_array_new_with_free_func ((GDestroyNotify)attribute_free);
  self->extensions = g_ptr_array_new_with_free_func (g_object_unref);
}

LkCertificateRequest *
lk_certificate_request_new_from_der (GBytes *der, GError **error)
{
  g_autoptr (LkCertificateRequest) self = NULL;
  LkDer cursor, inside;
  LkDerItem whole;

  g_return_val_if_fail (der != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  cursor = lk_der_from_bytes (der);
  if (lk_content_detect (cursor) != LK_CONTENT_REQUEST || !lk_der_next (&cursor, &whole))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("This is not a certificate request: choose another file."));
      return NULL;
    }
  self = g_object_new (LK_TYPE_CERTIFICATE_REQUEST, NULL);
  self->der = g_bytes_new_from_bytes (der, 0, whole.whole_size);
  inside = lk_der_enter (&whole);
  lk_der_take (&inside, LK_DER_SEQUENCE, &self->info);
  lk_der_take (&inside, LK_DER_SEQUENCE, &self->algorithm);
  lk_der_take (&inside, LK_DER_BIT_STRING, &self->signature);
  self->signature_oid = lk_signature_dup_oid (&self->algorithm);
  read_info (self);
  self->title = lk_name_find (&self->subject_item, "2.5.4.3");
  if (self->title == NULL)
    self->title = g_strdup (*self->subject != '\0' ? self->subject : _ ("Request without a name"));
  return g_steal_pointer (&self);
}

GBytes *
lk_certificate_request_get_der (LkCertificateRequest *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE_REQUEST (self), NULL);

  return self->der;
}

const char *
lk_certificate_request_get_title (LkCertificateRequest *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE_REQUEST (self), NULL);

  return self->title;
}

const char *
lk_certificate_request_get_subject (LkCertificateRequest *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE_REQUEST (self), NULL);

  return self->subject;
}

const LkDerItem *
lk_certificate_request_get_subject_item (LkCertificateRequest *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE_REQUEST (self), NULL);

  return &self->subject_item;
}

guint
lk_certificate_request_get_version (LkCertificateRequest *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE_REQUEST (self), 0);

  return self->version;
}

LkPublicKey *
lk_certificate_request_get_public_key (LkCertificateRequest *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE_REQUEST (self), NULL);

  return self->key;
}

const char *
lk_certificate_request_get_signature_algorithm (LkCertificateRequest *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE_REQUEST (self), NULL);

  return self->signature_oid;
}

gboolean
lk_certificate_request_is_signature_valid (LkCertificateRequest *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE_REQUEST (self), FALSE);

  return lk_signature_verify (&self->algorithm, self->key, &self->info, &self->signature);
}

GPtrArray *
lk_certificate_request_get_attributes (LkCertificateRequest *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE_REQUEST (self), NULL);

  return self->attributes;
}

GPtrArray *
lk_certificate_request_get_extensions (LkCertificateRequest *self)
{
  g_return_val_if_fail (LK_IS_CERTIFICATE_REQUEST (self), NULL);

  return self->extensions;
}
