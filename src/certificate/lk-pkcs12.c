/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-pkcs12-private.h"

#include "base/lk-error.h"
#include "certificate/lk-decryption-private.h"
#include "certificate/lk-oid.h"
#include "certificate/lk-private-key.h"

#include <glib/gi18n-lib.h>

#define MAX_SAFES 1000

struct _LkPkcs12
{
  GObject parent_instance;

  GPtrArray *bags;
  GPtrArray *safes;      /* of LkPkcs12Safe */
  GBytes *authenticated; /* what the safes point into */
  GBytes *der;           /* what the MAC points into */
  LkPkcs12Mac *mac;      /* (nullable) */
  gboolean mac_verified;
};

G_DEFINE_FINAL_TYPE (LkPkcs12, lk_pkcs12, G_TYPE_OBJECT)

static void
bag_content_free (LkBagContent *content)
{
  g_clear_pointer (&content->der, g_bytes_unref);
  g_clear_pointer (&content->secret, lk_secret_unref);
  g_free (content->friendly_name);
  g_free (content->local_key_id);
  g_free (content->problem);
  g_free (content);
}

static gboolean
read_safes (LkPkcs12 *self, const LkDerItem *content_info)
{
  LkDer inside = lk_der_enter (content_info), safes;
  LkDerItem oid, wrapper, octets, sequence, item;

  if (!lk_der_take (&inside, LK_DER_OID, &oid) ||
      !lk_der_take (&inside, LK_DER_EXPLICIT (0), &wrapper))
    return FALSE;
  inside = lk_der_enter (&wrapper);
  if (!lk_der_next (&inside, &octets))
    return FALSE;
  self->authenticated = lk_der_dup_octets (&octets);
  inside = lk_der_from_bytes (self->authenticated);
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  for (safes = lk_der_enter (&sequence);
       self->safes->len < MAX_SAFES && lk_der_next (&safes, &item);)
    g_ptr_array_add (self->safes, lk_pkcs12_safe_new (lk_der_enter (&item)));
  return TRUE;
}

/* Reads what can be seen without a password. */
static gboolean
read_structure (LkPkcs12 *self, GBytes *der)
{
  LkDer cursor = lk_der_from_bytes (der), inside;
  LkDerItem pfx, item, content_info;

  if (!lk_der_take (&cursor, LK_DER_SEQUENCE, &pfx))
    return FALSE;
  inside = lk_der_enter (&pfx);
  if (!lk_der_take (&inside, LK_DER_INTEGER, &item) ||
      !lk_der_take (&inside, LK_DER_SEQUENCE, &content_info))
    return FALSE;
  self->der = g_bytes_ref (der);
  if (lk_der_take (&inside, LK_DER_SEQUENCE, &item))
    self->mac = lk_pkcs12_mac_new (lk_der_enter (&item));
  return read_safes (self, &content_info);
}

/* Whether a safe can be decrypted. */
static gboolean
opens_a_safe (LkPkcs12 *self, const char *password)
{
  for (guint i = 0; i < self->safes->len; i++)
    {
      const LkPkcs12Safe *safe = g_ptr_array_index (self->safes, i);
      g_autoptr (LkSecret) secret =
        safe->encrypted ? lk_pkcs12_safe_open (safe, password) : NULL;

      if (secret != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Whether a safe could tell a wrong password. */
static gboolean
has_supported_safe (LkPkcs12 *self)
{
  for (guint i = 0; i < self->safes->len; i++)
    {
      const LkPkcs12Safe *safe = g_ptr_array_index (self->safes, i);

      if (safe->encrypted && lk_decryption_is_supported (&safe->algorithm))
        return TRUE;
    }
  return FALSE;
}

/* What is there decides: the MAC, or else whether a safe opens. Where there is neither, any
 * password does, but nothing is proven. */
static gboolean
fits (LkPkcs12 *self, const char *password, gboolean *is_proven)
{
  LkPkcs12MacResult result = self->mac != NULL
                               ? lk_pkcs12_mac_check (self->mac, self->authenticated, password)
                               : LK_PKCS12_MAC_UNKNOWN;

  self->mac_verified = *is_proven = result == LK_PKCS12_MAC_FITS;
  if (result == LK_PKCS12_MAC_FITS)
    return TRUE;
  /* PBMAC1 is young, and files with a wrong one are about: the safes may still say otherwise */
  if (result == LK_PKCS12_MAC_DIFFERS && !lk_pkcs12_mac_is_pbmac1 (self->mac))
    return FALSE;
  *is_proven = opens_a_safe (self, password);
  return *is_proven || (result == LK_PKCS12_MAC_UNKNOWN && !has_supported_safe (self));
}

/* Without a password: none at all, then the empty one, which is not the same here. */
static gboolean
find_password (LkPkcs12 *self, LkSecret *password, LkPkcs12Contents *contents, GError **error)
{
  g_autoptr (LkSecret) empty = lk_secret_new ("", 0);

  if (password != NULL && fits (self, lk_secret_get_text (password), &contents->is_proven))
    {
      contents->password = lk_secret_ref (password);
      return TRUE;
    }
  if (password == NULL || lk_secret_is_empty (password))
    {
      if (fits (self, NULL, &contents->is_proven))
        return TRUE;
      if (fits (self, "", &contents->is_proven))
        {
          contents->password = lk_secret_ref (empty);
          return TRUE;
        }
    }
  if (password == NULL)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED, _ ("The PKCS#12 file is protected: give its password."));
  else
    g_set_error_literal (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG, _ ("The password does not open the PKCS#12 file: type it again."));
  return FALSE;
}

guint64
lk_pkcs12_get_iterations (LkPkcs12 *self)
{
  guint64 sum = 0;

  if (self->mac != NULL)
    sum += MIN (lk_pkcs12_get_mac_iterations (self), G_MAXINT32);
  for (guint i = 0; i < self->safes->len; i++)
    {
      const LkPkcs12Safe *safe = g_ptr_array_index (self->safes, i);

      if (safe->protection != NULL)
        sum += MIN (safe->protection->iterations, G_MAXINT32);
    }
  return sum;
}

static void
lk_pkcs12_finalize (GObject *object)
{
  LkPkcs12 *self = LK_PKCS12 (object);

  g_clear_pointer (&self->bags, g_ptr_array_unref);
  g_clear_pointer (&self->safes, g_ptr_array_unref);
  lk_pkcs12_clear_bytes (&self->authenticated);
  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_pointer (&self->mac, lk_pkcs12_mac_free);
  G_OBJECT_CLASS (lk_pkcs12_parent_class)->finalize (object);
}

static void
lk_pkcs12_class_init (LkPkcs12Class *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_pkcs12_finalize;
}

static void
lk_pkcs12_init (LkPkcs12 *self)
{
  self->bags = g_ptr_array_new_with_free_func ((GDestroyNotify)lk_pkcs12_bag_free);
  self->safes = g_ptr_array_new_with_free_func ((GDestroyNotify)lk_pkcs12_safe_free);
}

LkPkcs12 *
lk_pkcs12_open (GBytes *der,
                LkSecret *password,
                guint64 max_iterations,
                LkPkcs12Contents *contents,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (LkPkcs12) self = g_object_new (LK_TYPE_PKCS12, NULL);
  const char *text;

  *contents = (LkPkcs12Contents){
    .bags = g_ptr_array_new_with_free_func ((GDestroyNotify)bag_content_free)
  };
  if (!read_structure (self, der))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("The PKCS#12 file is damaged: export it again."));
      return NULL;
    }
  if (lk_pkcs12_get_iterations (self) > max_iterations)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("The PKCS#12 file asks for more than %d rounds of its password scheme: export it again with fewer."), LK_MAX_ITERATIONS);
      return NULL;
    }
  if (!find_password (self, password, contents, error))
    return NULL;
  text = contents->password != NULL ? lk_secret_get_text (contents->password) : NULL;
  for (guint i = 0; i < self->safes->len; i++)
    {
      const LkPkcs12Safe *safe = g_ptr_array_index (self->safes, i);
      g_autoptr (LkSecret) opened = lk_pkcs12_safe_open (safe, text);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      lk_pkcs12_read_bags (safe, i + 1, opened, self->bags, contents->bags);
    }
  return g_steal_pointer (&self);
}

void
lk_pkcs12_contents_clear (LkPkcs12Contents *contents)
{
  g_clear_pointer (&contents->bags, g_ptr_array_unref);
  g_clear_pointer (&contents->password, lk_secret_unref);
}

GPtrArray *
lk_pkcs12_get_bags (LkPkcs12 *self)
{
  g_return_val_if_fail (LK_IS_PKCS12 (self), NULL);

  return self->bags;
}

gboolean
lk_pkcs12_has_mac (LkPkcs12 *self)
{
  g_return_val_if_fail (LK_IS_PKCS12 (self), FALSE);

  return self->mac != NULL;
}

const char *
lk_pkcs12_get_mac_algorithm (LkPkcs12 *self)
{
  const char *name;

  g_return_val_if_fail (LK_IS_PKCS12 (self), NULL);

  if (self->mac == NULL || self->mac->oid == NULL)
    return NULL;
  name = lk_oid_get_name (self->mac->oid);
  return name != NULL ? name : self->mac->oid;
}

guint64
lk_pkcs12_get_mac_iterations (LkPkcs12 *self)
{
  g_return_val_if_fail (LK_IS_PKCS12 (self), 0);

  return self->mac != NULL ? self->mac->stated_iterations : 0;
}

gboolean
lk_pkcs12_is_mac_verified (LkPkcs12 *self)
{
  g_return_val_if_fail (LK_IS_PKCS12 (self), FALSE);

  return self->mac_verified;
}
