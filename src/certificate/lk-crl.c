/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-crl.h"

#include "base/lk-error.h"
#include "base/lk-hex.h"
#include "certificate/lk-content.h"
#include "certificate/lk-signature.h"

#include <glib/gi18n-lib.h>

struct _LkCrl
{
  GObject parent_instance;

  GBytes *der;
  LkDerItem issuer_item, revoked;
  gboolean has_revoked;
  guint version, revoked_count;
  char *issuer, *title, *signature_oid;
  GDateTime *this_update, *next_update; /* (nullable) */
  GPtrArray *extensions;
};

G_DEFINE_FINAL_TYPE (LkCrl, lk_crl, G_TYPE_OBJECT)

static void
entry_free (LkCrlEntry *entry)
{
  g_free (entry->serial);
  g_free (entry->reason);
  g_clear_pointer (&entry->time, g_date_time_unref);
  g_free (entry);
}

static gboolean
take_time (LkDer *der, GDateTime **time)
{
  LkDerItem item;

  if (!lk_der_take (der, LK_DER_UTC_TIME, &item) && !lk_der_take (der, LK_DER_GENERALIZED, &item))
    return FALSE;
  *time = lk_der_dup_time (&item, NULL);
  return TRUE;
}

static void
count_revoked (LkCrl *self)
{
  LkDer inside = lk_der_enter (&self->revoked);
  LkDerItem item;

  while (lk_der_next (&inside, &item))
    self->revoked_count++;
}

/* RFC 5280 5.1.2, in order. */
static void
read_tbs (LkCrl *self, LkDer tbs)
{
  LkDerItem item;
  gint64 version;

  self->version = 1;
  if (lk_der_take (&tbs, LK_DER_INTEGER, &item) && lk_der_get_int (&item, &version) &&
      version >= 0 && version < 100)
    self->version = (guint)version + 1;
  lk_der_take (&tbs, LK_DER_SEQUENCE, &item);
  self->signature_oid = lk_signature_dup_oid (&item);
  lk_der_take (&tbs, LK_DER_SEQUENCE, &self->issuer_item);
  take_time (&tbs, &self->this_update);
  take_time (&tbs, &self->next_update);
  self->has_revoked = lk_der_take (&tbs, LK_DER_SEQUENCE, &self->revoked);
  if (self->has_revoked)
    count_revoked (self);
  if (lk_der_take (&tbs, LK_DER_EXPLICIT (0), &item))
    {
      LkDer inside = lk_der_enter (&item);

      if (lk_der_take (&inside, LK_DER_SEQUENCE, &item))
        lk_extension_read_all (&item, self->extensions);
    }
}

static void
lk_crl_finalize (GObject *object)
{
  LkCrl *self = LK_CRL (object);

  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_pointer (&self->this_update, g_date_time_unref);
  g_clear_pointer (&self->next_update, g_date_time_unref);
  g_clear_pointer (&self->extensions, g_ptr_array_unref);
  g_free (self->issuer);
  g_free (self->title);
  g_free (self->signature_oid);
  G_OBJECT_CLASS (lk_crl_parent_class)->finalize (object);
}

static void
lk_crl_class_init (LkCrlClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_crl_finalize;
}

static void
lk_crl_init (LkCrl *self)
{
  self->extensions = g_ptr_array_new_with_free_func (g_object_unref);
}

LkCrl *
lk_crl_new_from_der (GBytes *der, GError **error)
{
  g_autoptr (LkCrl) self = NULL;
  LkDer cursor, inside;
  LkDerItem whole, tbs;

  g_return_val_if_fail (der != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  cursor = lk_der_from_bytes (der);
  if (lk_content_detect (cursor) != LK_CONTENT_CRL || !lk_der_next (&cursor, &whole))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("This is not a revocation list: choose another file."));
      return NULL;
    }
  self = g_object_new (LK_TYPE_CRL, NULL);
  self->der = g_bytes_new_from_bytes (der, 0, whole.whole_size);
  inside = lk_der_enter (&whole);
  lk_der_take (&inside, LK_DER_SEQUENCE, &tbs);
  read_tbs (self, lk_der_enter (&tbs));
  self->issuer = lk_name_to_text (&self->issuer_item);
  self->title = lk_name_find (&self->issuer_item, "2.5.4.3");
  if (self->title == NULL)
    self->title = g_strdup (*self->issuer != '\0' ? self->issuer : _ ("Revocation list without a name"));
  return g_steal_pointer (&self);
}

GBytes *
lk_crl_get_der (LkCrl *self)
{
  g_return_val_if_fail (LK_IS_CRL (self), NULL);

  return self->der;
}

const char *
lk_crl_get_title (LkCrl *self)
{
  g_return_val_if_fail (LK_IS_CRL (self), NULL);

  return self->title;
}

const char *
lk_crl_get_issuer (LkCrl *self)
{
  g_return_val_if_fail (LK_IS_CRL (self), NULL);

  return self->issuer;
}

const LkDerItem *
lk_crl_get_issuer_item (LkCrl *self)
{
  g_return_val_if_fail (LK_IS_CRL (self), NULL);

  return &self->issuer_item;
}

guint
lk_crl_get_version (LkCrl *self)
{
  g_return_val_if_fail (LK_IS_CRL (self), 0);

  return self->version;
}

GDateTime *
lk_crl_get_this_update (LkCrl *self)
{
  g_return_val_if_fail (LK_IS_CRL (self), NULL);

  return self->this_update;
}

GDateTime *
lk_crl_get_next_update (LkCrl *self)
{
  g_return_val_if_fail (LK_IS_CRL (self), NULL);

  return self->next_update;
}

const char *
lk_crl_get_signature_algorithm (LkCrl *self)
{
  g_return_val_if_fail (LK_IS_CRL (self), NULL);

  return self->signature_oid;
}

guint
lk_crl_get_revoked_count (LkCrl *self)
{
  g_return_val_if_fail (LK_IS_CRL (self), 0);

  return self->revoked_count;
}

/* The reason is in words through the decoder of its extension. */
static char *
dup_reason (LkDer entry)
{
  g_autoptr (GPtrArray) extensions = g_ptr_array_new_with_free_func (g_object_unref);
  LkDerItem sequence;

  if (lk_der_take (&entry, LK_DER_SEQUENCE, &sequence))
    lk_extension_read_all (&sequence, extensions);
  for (guint i = 0; i < extensions->len; i++)
    if (g_str_equal (lk_extension_get_oid (g_ptr_array_index (extensions, i)), "2.5.29.21"))
      return g_strdup (lk_extension_get_text (g_ptr_array_index (extensions, i)));
  return NULL;
}

GPtrArray *
lk_crl_list_revoked (LkCrl *self, guint limit)
{
  GPtrArray *entries;
  LkDer inside = { NULL, 0 };
  LkDerItem item, serial;

  g_return_val_if_fail (LK_IS_CRL (self), NULL);

  entries = g_ptr_array_new_with_free_func ((GDestroyNotify)entry_free);
  if (self->has_revoked)
    inside = lk_der_enter (&self->revoked);
  while (entries->len < limit && lk_der_next (&inside, &item))
    {
      LkDer fields = lk_der_enter (&item);
      LkCrlEntry *entry;

      if (!lk_der_take (&fields, LK_DER_INTEGER, &serial))
        continue;
      entry = g_new0 (LkCrlEntry, 1);
      entry->serial = lk_der_dup_serial (&serial);
      take_time (&fields, &entry->time);
      entry->reason = dup_reason (fields);
      g_ptr_array_add (entries, entry);
    }
  return entries;
}

GPtrArray *
lk_crl_get_extensions (LkCrl *self)
{
  g_return_val_if_fail (LK_IS_CRL (self), NULL);

  return self->extensions;
}
