/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-pkcs12-private.h"

#include "base/lk-error.h"
#include "base/lk-hex.h"
#include "certificate/lk-oid.h"
#include "certificate/lk-pkcs12-cipher.h"
#include "certificate/lk-private-key.h"

#include <gnutls/pkcs12.h>

#include <glib/gi18n-lib.h>

#define MAX_SAFES   1000
#define MAX_BAGS    20000
#define MAX_NESTING 4

#define OID_DATA           "1.2.840.113549.1.7.1"
#define OID_ENCRYPTED_DATA "1.2.840.113549.1.7.6"
#define OID_SAFE_CONTENTS  "1.2.840.113549.1.12.10.1.6"
#define OID_FRIENDLY_NAME  "1.2.840.113549.1.9.20"
#define OID_LOCAL_KEY_ID   "1.2.840.113549.1.9.21"
#define OID_PBMAC1         "1.2.840.113549.1.5.14"

struct _LkPkcs12
{
  GObject parent_instance;

  GPtrArray *bags;
  GPtrArray *safes;      /* of Safe */
  GBytes *authenticated; /* what the safes point into */
  gboolean has_mac;
  gboolean mac_verified;
  char *mac_algorithm;
  guint64 mac_iterations;
};

G_DEFINE_FINAL_TYPE (LkPkcs12, lk_pkcs12, G_TYPE_OBJECT)

typedef struct
{
  gboolean encrypted;
  LkDerItem algorithm;
  LkProtection *protection; /* (nullable): NULL where plain */
  GBytes *content;          /* encrypted, or the safe itself */
} Safe;

static void
safe_free (Safe *safe)
{
  lk_protection_free (safe->protection);
  g_clear_pointer (&safe->content, g_bytes_unref);
  g_free (safe);
}

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
  if (lk_der_next (&mac, &item) && lk_der_take (&mac, LK_DER_INTEGER, &item) &&
      (!lk_der_get_int (&item, &iterations) || iterations < 0))
    iterations = G_MAXINT64;
  self->mac_iterations = (guint64)iterations;
}

/* Encrypted: version, then content type, algorithm and content. */
static void
read_encrypted_safe (Safe *safe, LkDer data)
{
  LkDerItem sequence, item;
  LkDer inside;

  safe->encrypted = TRUE;
  if (!lk_der_take (&data, LK_DER_SEQUENCE, &sequence))
    return;
  inside = lk_der_enter (&sequence);
  lk_der_take (&inside, LK_DER_INTEGER, &item);
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &sequence))
    return;
  inside = lk_der_enter (&sequence);
  if (!lk_der_take (&inside, LK_DER_OID, &item) ||
      !lk_der_take (&inside, LK_DER_SEQUENCE, &safe->algorithm))
    return;
  safe->protection = lk_protection_new (&safe->algorithm);
  if (lk_der_take (&inside, LK_DER_CONTEXT (0), &item) ||
      lk_der_take (&inside, LK_DER_EXPLICIT (0), &item))
    safe->content = lk_der_dup_octets (&item);
}

static Safe *
read_safe (LkDer info)
{
  LkDerItem oid_item, wrapper, octets;
  g_autofree char *oid = NULL;
  Safe *safe = g_new0 (Safe, 1);
  LkDer inside;

  if (!lk_der_take (&info, LK_DER_OID, &oid_item) ||
      !lk_der_take (&info, LK_DER_EXPLICIT (0), &wrapper))
    return safe;
  oid = lk_der_dup_oid (&oid_item);
  inside = lk_der_enter (&wrapper);
  if (g_strcmp0 (oid, OID_ENCRYPTED_DATA) == 0)
    read_encrypted_safe (safe, inside);
  else if (g_strcmp0 (oid, OID_DATA) == 0 && lk_der_next (&inside, &octets))
    safe->content = lk_der_dup_octets (&octets);
  return safe;
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
  if (!lk_der_take (&inside, LK_DER_INTEGER, &item) ||
      !lk_der_take (&inside, LK_DER_SEQUENCE, &content_info))
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
      const Safe *safe = g_ptr_array_index (self->safes, i);

      if (safe->protection != NULL)
        sum += MIN (safe->protection->iterations, LK_MAX_ITERATIONS + 1);
    }
  return sum <= LK_MAX_ITERATIONS;
}

/* (nullable) (transfer full): what is in a safe, whether it was encrypted or not. */
static LkSecret *
open_safe (const Safe *safe, const char *password)
{
  g_autoptr (LkSecret) secret = NULL;
  LkDer der;

  if (safe->content == NULL)
    return NULL;
  if (!safe->encrypted)
    return lk_secret_new (g_bytes_get_data (safe->content, NULL),
                          (gssize)g_bytes_get_size (safe->content));
  if (safe->algorithm.whole != NULL)
    secret = lk_pkcs12_decrypt (&safe->algorithm, safe->content, password);
  if (secret == NULL)
    return NULL;
  /* padding can be right by chance, a structure hardly */
  der = lk_der_new ((const guint8 *)lk_secret_get_text (secret), lk_secret_get_length (secret));
  return der.size > 0 && der.data[0] == LK_DER_SEQUENCE && lk_der_is_whole (der)
           ? g_steal_pointer (&secret)
           : NULL;
}

/* Whether a safe can be decrypted, or none is encrypted: what decides where there is no MAC, or
 * none that is supported. */
static gboolean
opens_a_safe (LkPkcs12 *self, const char *password)
{
  gboolean all_plain = TRUE;

  for (guint i = 0; i < self->safes->len; i++)
    {
      const Safe *safe = g_ptr_array_index (self->safes, i);
      g_autoptr (LkSecret) secret = safe->encrypted ? open_safe (safe, password) : NULL;

      if (secret != NULL)
        return TRUE;
      all_plain = all_plain && !safe->encrypted;
    }
  return all_plain;
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
      if (result == GNUTLS_E_MAC_VERIFY_FAILED &&
          g_strcmp0 (self->mac_algorithm, lk_oid_get_name (OID_PBMAC1)) != 0)
        return FALSE;
    }
  return opens_a_safe (self, password);
}

/* Without a password: none at all, then the empty one, which is not the same here. */
static gboolean
find_password (
  LkPkcs12 *self, gnutls_pkcs12_t pkcs12, LkSecret *password, LkSecret **used, GError **error)
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

static LkSecret *
dup_secret (LkDer value)
{
  return lk_secret_new ((const char *)value.data, (gssize)value.size);
}

static void
read_key (LkBagContent *content, LkPkcs12Bag *bag, LkDer value)
{
  content->kind = LK_BAG_KEY;
  content->secret = dup_secret (value);
}

static void
read_encrypted_key (LkBagContent *content, LkPkcs12Bag *bag, LkDer value)
{
  LkDerItem whole, algorithm;
  LkDer inside = value;

  content->kind = LK_BAG_KEY;
  content->secret = dup_secret (value);
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &whole))
    return;
  inside = lk_der_enter (&whole);
  if (lk_der_take (&inside, LK_DER_SEQUENCE, &algorithm))
    bag->protection = lk_protection_new (&algorithm);
}

/* CertBag and CRLBag: a type and, wrapped twice, the object */
static gboolean
read_wrapped (LkBagContent *content, LkDer value, const char *type)
{
  LkDerItem item, oid_item, wrapper;
  g_autofree char *oid = NULL;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &item))
    return FALSE;
  inside = lk_der_enter (&item);
  if (!lk_der_take (&inside, LK_DER_OID, &oid_item) ||
      !lk_der_take (&inside, LK_DER_EXPLICIT (0), &wrapper))
    return FALSE;
  oid = lk_der_dup_oid (&oid_item);
  inside = lk_der_enter (&wrapper);
  if (g_strcmp0 (oid, type) != 0 || !lk_der_next (&inside, &item))
    return FALSE;
  content->der = lk_der_dup_octets (&item);
  return TRUE;
}

static void
read_certificate (LkBagContent *content, LkPkcs12Bag *bag, LkDer value)
{
  if (read_wrapped (content, value, "1.2.840.113549.1.9.22.1"))
    content->kind = LK_BAG_CERTIFICATE;
}

static void
read_crl (LkBagContent *content, LkPkcs12Bag *bag, LkDer value)
{
  if (read_wrapped (content, value, "1.2.840.113549.1.9.23.1"))
    content->kind = LK_BAG_CRL;
}

/* What stands behind the type of a bag. */
static const struct
{
  const char *oid;
  void (*read) (LkBagContent *content, LkPkcs12Bag *bag, LkDer value);
} bag_types[] = {
  { "1.2.840.113549.1.12.10.1.1", read_key },
  { "1.2.840.113549.1.12.10.1.2", read_encrypted_key },
  { "1.2.840.113549.1.12.10.1.3", read_certificate },
  { "1.2.840.113549.1.12.10.1.4", read_crl },
};

static void
read_attribute (LkPkcs12Bag *bag, LkDer attribute)
{
  LkDerItem oid_item, set, value;
  g_autofree char *oid = NULL;
  LkDer values;

  if (!lk_der_take (&attribute, LK_DER_OID, &oid_item) ||
      !lk_der_take (&attribute, LK_DER_SET, &set))
    return;
  oid = lk_der_dup_oid (&oid_item);
  values = lk_der_enter (&set);
  if (!lk_der_next (&values, &value))
    return;
  if (g_strcmp0 (oid, OID_FRIENDLY_NAME) == 0 && bag->friendly_name == NULL)
    bag->friendly_name = lk_der_dup_string (&value);
  if (g_strcmp0 (oid, OID_LOCAL_KEY_ID) == 0 && bag->local_key_id == NULL)
    bag->local_key_id = lk_hex_encode (value.content, (gssize)value.size);
}

static void
add_bag (
  LkPkcs12 *self, guint safe, const char *oid, LkDer value, LkDer attributes, GPtrArray *contents)
{
  const Safe *holder = g_ptr_array_index (self->safes, safe);
  LkPkcs12Bag *bag = g_new0 (LkPkcs12Bag, 1);
  LkBagContent *content = g_new0 (LkBagContent, 1);
  const char *name = lk_oid_get_name (oid);
  LkDerItem item;

  bag->content = safe + 1;
  bag->safe = lk_protection_copy (holder->protection);
  bag->type = g_strdup (name != NULL ? _ (name) : oid);
  content->kind = LK_BAG_OTHER;
  for (gsize i = 0; i < G_N_ELEMENTS (bag_types); i++)
    if (g_str_equal (bag_types[i].oid, oid))
      bag_types[i].read (content, bag, value);
  while (lk_der_take (&attributes, LK_DER_SEQUENCE, &item))
    read_attribute (bag, lk_der_enter (&item));
  content->friendly_name = g_strdup (bag->friendly_name);
  content->local_key_id = g_strdup (bag->local_key_id);
  g_ptr_array_add (self->bags, bag);
  g_ptr_array_add (contents, content);
}

/* RFC 7292 4.2: type, value, attributes; safes may lie in safes. */
static void
read_bags (LkPkcs12 *self, guint safe, LkDer der, guint depth, GPtrArray *contents)
{
  LkDerItem sequence, item, wrapper, set;

  if (depth > MAX_NESTING || !lk_der_take (&der, LK_DER_SEQUENCE, &sequence))
    return;
  for (LkDer bags = lk_der_enter (&sequence);
       self->bags->len <= MAX_BAGS && lk_der_take (&bags, LK_DER_SEQUENCE, &item);)
    {
      LkDer inside = lk_der_enter (&item), attributes = { NULL, 0 };
      g_autofree char *oid = NULL;

      if (lk_der_take (&inside, LK_DER_OID, &item))
        oid = lk_der_dup_oid (&item);
      if (oid == NULL || !lk_der_take (&inside, LK_DER_EXPLICIT (0), &wrapper))
        continue;
      if (lk_der_take (&inside, LK_DER_SET, &set))
        attributes = lk_der_enter (&set);
      if (g_str_equal (oid, OID_SAFE_CONTENTS))
        read_bags (self, safe, lk_der_enter (&wrapper), depth + 1, contents);
      else
        add_bag (self, safe, oid, lk_der_enter (&wrapper), attributes, contents);
    }
}

static void
add_unreadable (LkPkcs12 *self, guint safe, GPtrArray *contents)
{
  const Safe *holder = g_ptr_array_index (self->safes, safe);
  LkPkcs12Bag *bag = g_new0 (LkPkcs12Bag, 1);
  LkBagContent *content = g_new0 (LkBagContent, 1);
  g_autofree char *how = holder->protection != NULL ? lk_protection_to_text (holder->protection)
                                                    : g_strdup (_ ("of an unknown kind"));

  bag->content = safe + 1;
  bag->type = g_strdup ("?");
  bag->safe = lk_protection_copy (holder->protection);
  content->kind = LK_BAG_UNREADABLE;
  content->problem = g_strdup_printf (_ ("A safe of the PKCS#12 file (%s) cannot be opened: save the file again with AES."), how);
  g_ptr_array_add (self->bags, bag);
  g_ptr_array_add (contents, content);
}

static void
read_safe_contents (LkPkcs12 *self, guint i, LkSecret *password, GPtrArray *contents)
{
  g_autoptr (LkSecret) opened = open_safe (g_ptr_array_index (self->safes, i),
                                           password != NULL ? lk_secret_get_text (password) : NULL);

  if (opened != NULL)
    read_bags (
      self, i,
      lk_der_new ((const guint8 *)lk_secret_get_text (opened), lk_secret_get_length (opened)), 0,
      contents);
  else
    add_unreadable (self, i, contents);
}

static void
lk_pkcs12_finalize (GObject *object)
{
  LkPkcs12 *self = LK_PKCS12 (object);

  g_clear_pointer (&self->bags, g_ptr_array_unref);
  g_clear_pointer (&self->safes, g_ptr_array_unref);
  g_clear_pointer (&self->authenticated, g_bytes_unref);
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
  self->safes = g_ptr_array_new_with_free_func ((GDestroyNotify)safe_free);
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
  gnutls_datum_t data = { (unsigned char *)g_bytes_get_data (der, NULL),
                          (unsigned)g_bytes_get_size (der) };

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
      read_safe_contents (self, i, *used, contents);
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
