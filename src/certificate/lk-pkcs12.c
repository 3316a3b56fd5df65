/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-pkcs12-private.h"

#include "base/lk-error.h"
#include "base/lk-hex.h"
#include "certificate/lk-content.h"
#include "certificate/lk-oid.h"
#include "certificate/lk-private-key.h"

#include <gnutls/pkcs12.h>

#include <glib/gi18n-lib.h>

#define MAX_SAFES 1000

#define OID_ENCRYPTED_DATA "1.2.840.113549.1.7.6"
#define OID_PBMAC1         "1.2.840.113549.1.5.14"

struct _LkPkcs12
{
  GObject parent_instance;

  GPtrArray *bags;
  GPtrArray *safes; /* of LkProtection, NULL where plain */
  gboolean has_mac;
  gboolean mac_verified;
  char *mac_algorithm;
  guint64 mac_iterations;
};

G_DEFINE_FINAL_TYPE (LkPkcs12, lk_pkcs12, G_TYPE_OBJECT)

static void
bag_free (LkPkcs12Bag *bag)
{
  g_free (bag->type);
  lk_protection_free (bag->safe);
  lk_protection_free (bag->protection);
  g_free (bag->friendly_name);
  g_free (bag->local_key_id);
  g_free (bag);
}

void
lk_bag_content_free (LkBagContent *content)
{
  g_clear_pointer (&content->der, g_bytes_unref);
  g_clear_pointer (&content->secret, lk_secret_unref);
  g_free (content->friendly_name);
  g_free (content->local_key_id);
  g_free (content->problem);
  g_free (content);
}

/* RFC 7292 4: digest and algorithm, salt, rounds (one when left out). */
static void
read_mac (LkPkcs12 *self, LkDer mac)
{
  LkDerItem digest, algorithm, item;
  LkDer inside;
  gint64 iterations = 1;
  g_autofree char *oid = NULL;

  self->has_mac = TRUE;
  if (!lk_der_take (&mac, LK_DER_SEQUENCE, &digest))
    return;
  inside = lk_der_enter (&digest);
  if (lk_der_take (&inside, LK_DER_SEQUENCE, &algorithm))
    {
      LkDer parts = lk_der_enter (&algorithm);

      if (lk_der_take (&parts, LK_DER_OID, &item))
        oid = lk_der_dup_oid (&item);
    }
  if (oid != NULL)
    self->mac_algorithm = g_strdup (lk_oid_get_name (oid) != NULL ? lk_oid_get_name (oid) : oid);
  if (lk_der_next (&mac, &item) && lk_der_take (&mac, LK_DER_INTEGER, &item) && (!lk_der_get_int (&item, &iterations) || iterations < 0))
    iterations = G_MAXINT64;
  self->mac_iterations = (guint64)iterations;
}

/* What encrypts one safe: version, then content type, algorithm and content. */
static LkProtection *
read_safe (LkDer info)
{
  LkDerItem oid_item, wrapper, sequence, item;
  g_autofree char *oid = NULL;
  LkDer inside;

  if (!lk_der_take (&info, LK_DER_OID, &oid_item) || !lk_der_take (&info, LK_DER_EXPLICIT (0), &wrapper))
    return NULL;
  oid = lk_der_dup_oid (&oid_item);
  inside = lk_der_enter (&wrapper);
  if (g_strcmp0 (oid, OID_ENCRYPTED_DATA) != 0 || !lk_der_take (&inside, LK_DER_SEQUENCE, &sequence))
    return NULL;
  inside = lk_der_enter (&sequence);
  lk_der_take (&inside, LK_DER_INTEGER, &item);
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &sequence))
    return NULL;
  inside = lk_der_enter (&sequence);
  if (!lk_der_take (&inside, LK_DER_OID, &item) || !lk_der_take (&inside, LK_DER_SEQUENCE, &item))
    return NULL;
  return lk_protection_new (&item);
}

static gboolean
read_safes (LkPkcs12 *self, const LkDerItem *content_info)
{
  LkDer inside = lk_der_enter (content_info), safes;
  LkDerItem oid, wrapper, octets, sequence, item;
  g_autoptr (GBytes) authenticated = NULL;

  if (!lk_der_take (&inside, LK_DER_OID, &oid) || !lk_der_take (&inside, LK_DER_EXPLICIT (0), &wrapper))
    return FALSE;
  inside = lk_der_enter (&wrapper);
  if (!lk_der_next (&inside, &octets))
    return FALSE;
  authenticated = lk_der_dup_octets (&octets);
  inside = lk_der_from_bytes (authenticated);
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  for (safes = lk_der_enter (&sequence); self->safes->len < MAX_SAFES && lk_der_next (&safes, &item);)
    g_ptr_array_add (self->safes, read_safe (lk_der_enter (&item)));
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
  if (!lk_der_take (&inside, LK_DER_INTEGER, &item) || !lk_der_take (&inside, LK_DER_SEQUENCE, &content_info))
    return FALSE;
  if (lk_der_take (&inside, LK_DER_SEQUENCE, &item))
    read_mac (self, lk_der_enter (&item));
  return read_safes (self, &content_info);
}

static gboolean
is_within_limits (LkPkcs12 *self)
{
  guint64 sum = MIN (self->mac_iterations, LK_MAX_ITERATIONS + 1);

  for (guint i = 0; i < self->safes->len; i++)
    {
      const LkProtection *safe = g_ptr_array_index (self->safes, i);

      if (safe != NULL)
        sum += MIN (safe->iterations, LK_MAX_ITERATIONS + 1);
    }
  return sum <= LK_MAX_ITERATIONS;
}

static gboolean
has_encrypted_safe (LkPkcs12 *self)
{
  for (guint i = 0; i < self->safes->len; i++)
    if (g_ptr_array_index (self->safes, i) != NULL)
      return TRUE;
  return FALSE;
}

/* Whether a safe can be decrypted: what decides where there is no MAC, or none that is supported. */
static gboolean
opens_a_safe (LkPkcs12 *self, gnutls_pkcs12_t pkcs12, const char *password)
{
  for (guint i = 0; i < self->safes->len; i++)
    {
      gnutls_pkcs12_bag_t bag;
      gboolean opened;

      if (g_ptr_array_index (self->safes, i) == NULL || gnutls_pkcs12_bag_init (&bag) < 0)
        continue;
      opened = gnutls_pkcs12_get_bag (pkcs12, (int)i, bag) >= 0 && gnutls_pkcs12_bag_decrypt (bag, password) >= 0;
      gnutls_pkcs12_bag_deinit (bag);
      if (opened)
        return TRUE;
    }
  return FALSE;
}

static gboolean
fits (LkPkcs12 *self, gnutls_pkcs12_t pkcs12, const char *password)
{
  if (self->has_mac)
    {
      int result = gnutls_pkcs12_verify_mac (pkcs12, password);

      self->mac_verified = result >= 0;
      if (self->mac_verified)
        return TRUE;
      /* only a MAC that was computed and differs speaks against the password */
      if (result == GNUTLS_E_MAC_VERIFY_FAILED && g_strcmp0 (self->mac_algorithm, lk_oid_get_name (OID_PBMAC1)) != 0)
        return FALSE;
    }
  return !has_encrypted_safe (self) || opens_a_safe (self, pkcs12, password);
}

/* Without a password: none at all, then the empty one, which is not the same here. */
static gboolean
find_password (LkPkcs12 *self, gnutls_pkcs12_t pkcs12, LkSecret *password, LkSecret **used, GError **error)
{
  g_autoptr (LkSecret) empty = lk_secret_new ("", 0);

  if (password != NULL && fits (self, pkcs12, lk_secret_get_text (password)))
    {
      *used = lk_secret_ref (password);
      return TRUE;
    }
  if (password == NULL || lk_secret_is_empty (password))
    {
      *used = NULL;
      if (fits (self, pkcs12, NULL))
        return TRUE;
      *used = lk_secret_ref (empty);
      if (fits (self, pkcs12, ""))
        return TRUE;
      g_clear_pointer (used, lk_secret_unref);
    }
  if (password == NULL)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED, _ ("The PKCS#12 file is protected: give its password."));
  else
    g_set_error_literal (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG, _ ("The password does not open the PKCS#12 file: type it again."));
  return FALSE;
}

static LkBagKind
read_content (LkBagContent *content, gnutls_pkcs12_bag_type_t type, const gnutls_datum_t *data, LkPkcs12Bag *bag)
{
  LkDer der = lk_der_new (data->data, data->size);
  LkDerItem whole, algorithm;

  switch (type)
    {
    case GNUTLS_BAG_CERTIFICATE:
    case GNUTLS_BAG_CRL:
      content->der = g_bytes_new (data->data, data->size);
      bag->type = g_strdup (type == GNUTLS_BAG_CRL ? _ ("CRL bag") : _ ("Certificate bag"));
      return type == GNUTLS_BAG_CRL ? LK_BAG_CRL : LK_BAG_CERTIFICATE;
    case GNUTLS_BAG_PKCS8_ENCRYPTED_KEY:
      if (lk_der_take (&der, LK_DER_SEQUENCE, &whole))
        {
          der = lk_der_enter (&whole);
          if (lk_der_take (&der, LK_DER_SEQUENCE, &algorithm))
            bag->protection = lk_protection_new (&algorithm);
        }
      content->secret = lk_secret_new ((const char *)data->data, data->size);
      bag->type = g_strdup (_ ("Encrypted key bag"));
      return LK_BAG_KEY;
    case GNUTLS_BAG_PKCS8_KEY:
      content->secret = lk_secret_new ((const char *)data->data, data->size);
      bag->type = g_strdup (_ ("Key bag"));
      return LK_BAG_KEY;
    case GNUTLS_BAG_SECRET:
      bag->type = g_strdup (_ ("Secret bag"));
      return LK_BAG_OTHER;
    case GNUTLS_BAG_EMPTY:
    case GNUTLS_BAG_ENCRYPTED:
    case GNUTLS_BAG_UNKNOWN:
    default:
      bag->type = g_strdup (_ ("Unknown bag"));
      return LK_BAG_OTHER;
    }
}

static char *
dup_valid (const char *text)
{
  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

static void
read_element (LkPkcs12 *self, guint safe, gnutls_pkcs12_bag_t gnutls_bag, unsigned i, GPtrArray *contents)
{
  LkPkcs12Bag *bag = g_new0 (LkPkcs12Bag, 1);
  LkBagContent *content = g_new0 (LkBagContent, 1);
  gnutls_datum_t data = { NULL, 0 }, key_id = { NULL, 0 };
  char *name = NULL;

  bag->content = safe + 1;
  bag->safe = lk_protection_copy (g_ptr_array_index (self->safes, safe));
  if (gnutls_pkcs12_bag_get_friendly_name (gnutls_bag, i, &name) >= 0)
    bag->friendly_name = dup_valid (name);
  if (gnutls_pkcs12_bag_get_key_id (gnutls_bag, i, &key_id) >= 0 && key_id.data != NULL)
    bag->local_key_id = lk_hex_encode (key_id.data, key_id.size);
  if (gnutls_pkcs12_bag_get_data (gnutls_bag, i, &data) >= 0)
    content->kind = read_content (content, (gnutls_pkcs12_bag_type_t)gnutls_pkcs12_bag_get_type (gnutls_bag, i), &data, bag);
  else
    content->kind = LK_BAG_UNREADABLE;
  if (bag->type == NULL)
    bag->type = g_strdup ("?");
  content->friendly_name = g_strdup (bag->friendly_name);
  content->local_key_id = g_strdup (bag->local_key_id);
  g_ptr_array_add (self->bags, bag);
  g_ptr_array_add (contents, content);
}

static void
add_unreadable (LkPkcs12 *self, guint safe, GPtrArray *contents)
{
  const LkProtection *protection = g_ptr_array_index (self->safes, safe);
  LkPkcs12Bag *bag = g_new0 (LkPkcs12Bag, 1);
  LkBagContent *content = g_new0 (LkBagContent, 1);
  g_autofree char *how = protection != NULL ? lk_protection_to_text (protection) : g_strdup (_ ("no encryption"));

  bag->content = safe + 1;
  bag->type = g_strdup ("?");
  bag->safe = lk_protection_copy (protection);
  content->kind = LK_BAG_UNREADABLE;
  content->problem = g_strdup_printf (_ ("A safe of the PKCS#12 file (%s) cannot be opened: save the file again with AES."), how);
  g_ptr_array_add (self->bags, bag);
  g_ptr_array_add (contents, content);
}

static void
read_bag (LkPkcs12 *self, gnutls_pkcs12_t pkcs12, guint safe, LkSecret *password, GPtrArray *contents)
{
  gnutls_pkcs12_bag_t bag;
  int count = -1;

  if (gnutls_pkcs12_bag_init (&bag) < 0)
    return;
  if (gnutls_pkcs12_get_bag (pkcs12, (int)safe, bag) >= 0 &&
      (gnutls_pkcs12_bag_get_type (bag, 0) != GNUTLS_BAG_ENCRYPTED ||
       gnutls_pkcs12_bag_decrypt (bag, password != NULL ? lk_secret_get_text (password) : NULL) >= 0))
    count = gnutls_pkcs12_bag_get_count (bag);
  if (count < 0)
    add_unreadable (self, safe, contents);
  for (int i = 0; i < count; i++)
    read_element (self, safe, bag, (unsigned)i, contents);
  gnutls_pkcs12_bag_deinit (bag);
}

static void
lk_pkcs12_finalize (GObject *object)
{
  LkPkcs12 *self = LK_PKCS12 (object);

  g_clear_pointer (&self->bags, g_ptr_array_unref);
  g_clear_pointer (&self->safes, g_ptr_array_unref);
  g_free (self->mac_algorithm);
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
  self->bags = g_ptr_array_new_with_free_func ((GDestroyNotify)bag_free);
  self->safes = g_ptr_array_new_with_free_func ((GDestroyNotify)lk_protection_free);
}

static gboolean
open_with_gnutls (LkPkcs12 *self,
                  gnutls_pkcs12_t pkcs12,
                  GBytes *der,
                  LkSecret *password,
                  GPtrArray *contents,
                  LkSecret **used,
                  GCancellable *cancellable,
                  GError **error)
{
  gnutls_datum_t data = { (unsigned char *)g_bytes_get_data (der, NULL), (unsigned)g_bytes_get_size (der) };

  if (gnutls_pkcs12_import (pkcs12, &data, GNUTLS_X509_FMT_DER, 0) < 0)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("The PKCS#12 file is damaged: export it again."));
      return FALSE;
    }
  if (!find_password (self, pkcs12, password, used, error))
    return FALSE;
  for (guint i = 0; i < self->safes->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      read_bag (self, pkcs12, i, *used, contents);
    }
  return TRUE;
}

LkPkcs12 *
lk_pkcs12_open (GBytes *der,
                LkSecret *password,
                GPtrArray *contents,
                LkSecret **used,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (LkPkcs12) self = g_object_new (LK_TYPE_PKCS12, NULL);
  gnutls_pkcs12_t pkcs12;
  gboolean opened;

  *used = NULL;
  if (!read_structure (self, der))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("The PKCS#12 file is damaged: export it again."));
      return NULL;
    }
  if (!is_within_limits (self))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("The PKCS#12 file asks for more than %d rounds of its password scheme: export it again with fewer."), LK_MAX_ITERATIONS);
      return NULL;
    }
  if (gnutls_pkcs12_init (&pkcs12) < 0)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_INTERNAL, _ ("GnuTLS has no memory left for a PKCS#12 file."));
      return NULL;
    }
  opened = open_with_gnutls (self, pkcs12, der, password, contents, used, cancellable, error);
  gnutls_pkcs12_deinit (pkcs12);
  return opened ? g_steal_pointer (&self) : NULL;
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

  return self->has_mac;
}

const char *
lk_pkcs12_get_mac_algorithm (LkPkcs12 *self)
{
  g_return_val_if_fail (LK_IS_PKCS12 (self), NULL);

  return self->mac_algorithm;
}

guint64
lk_pkcs12_get_mac_iterations (LkPkcs12 *self)
{
  g_return_val_if_fail (LK_IS_PKCS12 (self), 0);

  return self->mac_iterations;
}

gboolean
lk_pkcs12_is_mac_verified (LkPkcs12 *self)
{
  g_return_val_if_fail (LK_IS_PKCS12 (self), FALSE);

  return self->mac_verified;
}
