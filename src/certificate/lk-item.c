/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-item-private.h"

#include <glib/gi18n-lib.h>

struct _LkItem
{
  GObject parent_instance;

  LkItemKind kind;
  guint number;
  gsize offset;
  char *label;
  char *friendly_name;
  char *local_key_id;
  char *problem;
  GBytes *der;

  /* decoded by whichever thread asks first; a private key is there from the start */
  GObject *value;
};

G_DEFINE_FINAL_TYPE (LkItem, lk_item, G_TYPE_OBJECT)

static GObject *
decode_certificate (GBytes *der)
{
  return (GObject *)lk_certificate_new_from_der (der, NULL);
}

static GObject *
decode_request (GBytes *der)
{
  return (GObject *)lk_certificate_request_new_from_der (der, NULL);
}

static GObject *
decode_crl (GBytes *der)
{
  return (GObject *)lk_crl_new_from_der (der, NULL);
}

static GObject *
decode_public_key (GBytes *der)
{
  LkDer cursor = lk_der_from_bytes (der);
  LkDerItem spki;

  return lk_der_next (&cursor, &spki) ? (GObject *)lk_public_key_new (&spki) : NULL;
}

static const struct
{
  const char *name;
  GObject *(*decode) (GBytes *der);
} kinds[] = {
  [LK_ITEM_CERTIFICATE] = { "certificate", decode_certificate },
  [LK_ITEM_PRIVATE_KEY] = { "private-key", NULL },
  [LK_ITEM_PUBLIC_KEY] = { "public-key", decode_public_key },
  [LK_ITEM_REQUEST] = { "request", decode_request },
  [LK_ITEM_CRL] = { "crl", decode_crl },
  [LK_ITEM_OTHER] = { "other", NULL },
  [LK_ITEM_UNREADABLE] = { "unreadable", NULL },
};

static gpointer
get_value (LkItem *self, LkItemKind kind)
{
  if (self->kind != kind)
    return NULL;
  if (kinds[kind].decode != NULL && g_once_init_enter (&self->value))
    {
      GObject *value = kinds[kind].decode (self->der);

      /* the shape was looked at before, so it does decode; an empty object stands for the
       * impossible */
      g_once_init_leave (&self->value, value != NULL ? value : g_object_new (G_TYPE_OBJECT, NULL));
    }
  return self->value;
}

static void
lk_item_finalize (GObject *object)
{
  LkItem *self = LK_ITEM (object);

  g_free (self->label);
  g_free (self->friendly_name);
  g_free (self->local_key_id);
  g_free (self->problem);
  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_object (&self->value);
  G_OBJECT_CLASS (lk_item_parent_class)->finalize (object);
}

static void
lk_item_class_init (LkItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_item_finalize;
}

static void
lk_item_init (LkItem *self)
{
}

LkItem *
lk_item_new (const LkItemSpec *spec)
{
  LkItem *self = g_object_new (LK_TYPE_ITEM, NULL);

  self->kind = spec->kind;
  self->number = spec->number;
  self->offset = spec->offset;
  self->label = g_strdup (spec->label);
  self->friendly_name = g_strdup (spec->friendly_name);
  self->local_key_id = g_strdup (spec->local_key_id);
  self->problem = g_strdup (spec->problem);
  self->der = spec->der != NULL ? g_bytes_ref (spec->der) : NULL;
  self->value = spec->key != NULL ? g_object_ref (G_OBJECT (spec->key)) : NULL;
  return self;
}

LkItemKind
lk_item_get_kind (LkItem *self)
{
  g_return_val_if_fail (LK_IS_ITEM (self), LK_ITEM_UNREADABLE);

  return self->kind;
}

const char *
lk_item_get_kind_name (LkItem *self)
{
  g_return_val_if_fail (LK_IS_ITEM (self), NULL);

  return kinds[self->kind].name;
}

static char *
describe_key (const char *algorithm, guint bits, const char *curve)
{
  if (curve != NULL)
    return g_strdup_printf ("%s %s", algorithm, curve);
  if (bits > 0)
    return g_strdup_printf (_ ("%s %u bit"), algorithm, bits);
  return g_strdup (algorithm);
}

static char *
title_private_key (LkPrivateKey *key)
{
  g_autofree char *text = NULL;

  if (*lk_private_key_get_algorithm (key) == '\0')
    return g_strdup (_ ("Private key, encrypted"));
  text = describe_key (lk_private_key_get_algorithm (key), lk_private_key_get_bits (key),
                       lk_private_key_get_curve (key));
  return g_strdup_printf (_ ("Private key, %s"), text);
}

static char *
title_public_key (LkPublicKey *key)
{
  g_autofree char *text = describe_key (
    lk_public_key_get_algorithm (key), lk_public_key_get_bits (key), lk_public_key_get_curve (key));

  return g_strdup_printf (_ ("Public key, %s"), text);
}

char *
lk_item_dup_title (LkItem *self)
{
  g_return_val_if_fail (LK_IS_ITEM (self), NULL);

  switch (self->kind)
    {
    case LK_ITEM_CERTIFICATE:
      return g_strdup (lk_certificate_get_title (lk_item_get_certificate (self)));
    case LK_ITEM_REQUEST:
      return g_strdup (lk_certificate_request_get_title (lk_item_get_request (self)));
    case LK_ITEM_CRL:
      return g_strdup (lk_crl_get_title (lk_item_get_crl (self)));
    case LK_ITEM_PRIVATE_KEY:
      return title_private_key (lk_item_get_private_key (self));
    case LK_ITEM_PUBLIC_KEY:
      return title_public_key (lk_item_get_public_key (self));
    case LK_ITEM_OTHER:
      return g_strdup (self->label != NULL ? self->label : _ ("Other data"));
    case LK_ITEM_UNREADABLE:
    default:
      return g_strdup_printf (_ ("Unreadable: %s"), self->label != NULL ? self->label : _ ("unknown data"));
    }
}

guint
lk_item_get_number (LkItem *self)
{
  g_return_val_if_fail (LK_IS_ITEM (self), 0);

  return self->number;
}

gsize
lk_item_get_offset (LkItem *self)
{
  g_return_val_if_fail (LK_IS_ITEM (self), 0);

  return self->offset;
}

const char *
lk_item_get_label (LkItem *self)
{
  g_return_val_if_fail (LK_IS_ITEM (self), NULL);

  return self->label;
}

const char *
lk_item_get_friendly_name (LkItem *self)
{
  g_return_val_if_fail (LK_IS_ITEM (self), NULL);

  return self->friendly_name;
}

const char *
lk_item_get_local_key_id (LkItem *self)
{
  g_return_val_if_fail (LK_IS_ITEM (self), NULL);

  return self->local_key_id;
}

const char *
lk_item_get_problem (LkItem *self)
{
  g_return_val_if_fail (LK_IS_ITEM (self), NULL);

  return self->problem;
}

LkCertificate *
lk_item_get_certificate (LkItem *self)
{
  g_return_val_if_fail (LK_IS_ITEM (self), NULL);

  return get_value (self, LK_ITEM_CERTIFICATE);
}

LkPrivateKey *
lk_item_get_private_key (LkItem *self)
{
  g_return_val_if_fail (LK_IS_ITEM (self), NULL);

  return get_value (self, LK_ITEM_PRIVATE_KEY);
}

LkPublicKey *
lk_item_get_public_key (LkItem *self)
{
  g_return_val_if_fail (LK_IS_ITEM (self), NULL);

  return get_value (self, LK_ITEM_PUBLIC_KEY);
}

LkCertificateRequest *
lk_item_get_request (LkItem *self)
{
  g_return_val_if_fail (LK_IS_ITEM (self), NULL);

  return get_value (self, LK_ITEM_REQUEST);
}

LkCrl *
lk_item_get_crl (LkItem *self)
{
  g_return_val_if_fail (LK_IS_ITEM (self), NULL);

  return get_value (self, LK_ITEM_CRL);
}

GBytes *
lk_item_get_der (LkItem *self)
{
  g_return_val_if_fail (LK_IS_ITEM (self), NULL);

  return self->der;
}
