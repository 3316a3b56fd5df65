/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-hex.h"
#include "certificate/lk-oid.h"
#include "certificate/lk-pkcs12-private.h"

#include <glib/gi18n-lib.h>

#define MAX_BAGS    20000
#define MAX_NESTING 4

#define OID_SAFE_CONTENTS "1.2.840.113549.1.12.10.1.6"
#define OID_FRIENDLY_NAME "1.2.840.113549.1.9.20"
#define OID_LOCAL_KEY_ID  "1.2.840.113549.1.9.21"

/* Where the bags of a safe go. */
typedef struct
{
  const LkPkcs12Safe *safe;
  guint number;
  GPtrArray *bags;
  GPtrArray *contents;
} Reading;

void
lk_pkcs12_bag_free (LkPkcs12Bag *bag)
{
  g_free (bag->type);
  lk_protection_free (bag->safe);
  lk_protection_free (bag->protection);
  g_free (bag->friendly_name);
  g_free (bag->local_key_id);
  g_free (bag);
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
add_bag (Reading *self, const char *oid, LkDer value, LkDer attributes)
{
  LkPkcs12Bag *bag = g_new0 (LkPkcs12Bag, 1);
  LkBagContent *content = g_new0 (LkBagContent, 1);
  const char *name = lk_oid_get_name (oid);
  LkDerItem item;

  bag->content = self->number;
  bag->safe = lk_protection_copy (self->safe->protection);
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
  g_ptr_array_add (self->contents, content);
}

/* RFC 7292 4.2: type, value, attributes; safes may lie in safes. */
static void
read_bags (Reading *self, LkDer der, guint depth)
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
        read_bags (self, lk_der_enter (&wrapper), depth + 1);
      else
        add_bag (self, oid, lk_der_enter (&wrapper), attributes);
    }
}

static void
add_unreadable (Reading *self)
{
  const LkProtection *protection = self->safe->protection;
  LkPkcs12Bag *bag = g_new0 (LkPkcs12Bag, 1);
  LkBagContent *content = g_new0 (LkBagContent, 1);
  g_autofree char *how = protection != NULL ? lk_protection_to_text (protection)
                                            : g_strdup (_ ("of an unknown kind"));

  bag->content = self->number;
  bag->type = g_strdup ("?");
  bag->safe = lk_protection_copy (protection);
  content->kind = LK_BAG_UNREADABLE;
  content->problem = g_strdup_printf (_ ("A safe of the PKCS#12 file (%s) cannot be opened: save the file again with AES."), how);
  g_ptr_array_add (self->bags, bag);
  g_ptr_array_add (self->contents, content);
}

void
lk_pkcs12_read_bags (
  const LkPkcs12Safe *safe, guint number, LkSecret *opened, GPtrArray *bags, GPtrArray *contents)
{
  Reading reading = { safe, number, bags, contents };

  if (opened == NULL)
    add_unreadable (&reading);
  else
    read_bags (&reading,
               lk_der_new ((const guint8 *)lk_secret_get_text (opened),
                           lk_secret_get_length (opened)),
               0);
}
