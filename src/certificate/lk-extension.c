/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-extension.h"

#include "base/lk-hex.h"
#include "certificate/lk-asn1-text.h"
#include "certificate/lk-extension-text.h"
#include "certificate/lk-oid.h"

#include <glib/gi18n-lib.h>

/* A longer value than this is shown as its beginning: nobody reads further. */
#define MAX_SHOWN_BYTES 4096

#define MAX_EXTENSIONS 500

struct _LkExtension
{
  GObject parent_instance;

  char *oid;
  gboolean critical;
  GBytes *value;

  char *text; /* made when first asked for, by whichever thread comes first */
  gboolean is_valid;
};

G_DEFINE_FINAL_TYPE (LkExtension, lk_extension, G_TYPE_OBJECT)

static char *
dup_hex (GBytes *value)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (value, &size);
  g_autofree char *hex = lk_hex_encode_spaced (bytes, (gssize)MIN (size, MAX_SHOWN_BYTES));

  if (size == 0)
    return g_strdup (_ ("(empty)"));
  return size > MAX_SHOWN_BYTES ? g_strconcat (hex, "…", NULL) : g_steal_pointer (&hex);
}

static char *
make_text (LkExtension *self, gboolean *is_valid)
{
  LkExtensionDecoder decode = lk_extension_find_decoder (self->oid);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *hex = NULL;

  *is_valid = TRUE;
  if (decode != NULL && decode (lk_der_from_bytes (self->value), text))
    {
      if (text->len > 0 && text->str[text->len - 1] == '\n')
        g_string_truncate (text, text->len - 1);
      return g_string_free (g_steal_pointer (&text), FALSE);
    }
  *is_valid = decode == NULL;
  hex = dup_hex (self->value);
  g_string_assign (text, "");
  if (decode != NULL)
    g_string_append_printf (text, _ ("Not readable: %s"), hex);
  else
    g_string_append (text, hex);
  if (lk_der_is_whole (lk_der_from_bytes (self->value)))
    {
      g_string_append_c (text, '\n');
      lk_asn1_dump (lk_der_from_bytes (self->value), text);
    }
  return g_strchomp (g_string_free (g_steal_pointer (&text), FALSE));
}

static const char *
ensure_text (LkExtension *self)
{
  if (g_once_init_enter (&self->text))
    {
      char *text = make_text (self, &self->is_valid);

      g_once_init_leave (&self->text, text);
    }
  return self->text;
}

static void
lk_extension_finalize (GObject *object)
{
  LkExtension *self = LK_EXTENSION (object);

  g_free (self->oid);
  g_free (self->text);
  g_clear_pointer (&self->value, g_bytes_unref);
  G_OBJECT_CLASS (lk_extension_parent_class)->finalize (object);
}

static void
lk_extension_class_init (LkExtensionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_extension_finalize;
}

static void
lk_extension_init (LkExtension *self)
{
}

LkExtension *
lk_extension_new (const char *oid, gboolean critical, GBytes *value)
{
  LkExtension *self;

  g_return_val_if_fail (oid != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  self = g_object_new (LK_TYPE_EXTENSION, NULL);
  self->oid = g_strdup (oid);
  self->critical = critical;
  self->value = g_bytes_ref (value);
  return self;
}

LkExtension *
lk_extension_new_from_item (const LkDerItem *item)
{
  LkDer inside = lk_der_enter (item);
  LkDerItem oid_item, flag, octets;
  g_autofree char *oid = NULL;
  g_autoptr (GBytes) value = NULL;
  gboolean critical = FALSE;

  if (lk_der_take (&inside, LK_DER_OID, &oid_item))
    oid = lk_der_dup_oid (&oid_item);
  if (oid != NULL && lk_der_take (&inside, LK_DER_BOOLEAN, &flag))
    lk_der_get_boolean (&flag, &critical);
  if (oid == NULL || !lk_der_take (&inside, LK_DER_OCTET_STRING, &octets))
    return NULL;
  value = g_bytes_new (octets.content, octets.size);
  return lk_extension_new (oid, critical, value);
}

gboolean
lk_extension_read_all (const LkDerItem *sequence, GPtrArray *extensions)
{
  LkDer inside = lk_der_enter (sequence);
  LkDerItem item;
  gboolean all = TRUE;

  while (extensions->len < MAX_EXTENSIONS && lk_der_next (&inside, &item))
    {
      LkExtension *extension = lk_extension_new_from_item (&item);

      if (extension != NULL)
        g_ptr_array_add (extensions, extension);
      else
        all = FALSE;
    }
  return all && inside.size == 0;
}

const char *
lk_extension_get_oid (LkExtension *self)
{
  g_return_val_if_fail (LK_IS_EXTENSION (self), NULL);

  return self->oid;
}

const char *
lk_extension_get_name (LkExtension *self)
{
  const char *name;

  g_return_val_if_fail (LK_IS_EXTENSION (self), NULL);

  name = lk_oid_get_name (self->oid);
  return name != NULL ? name : self->oid;
}

gboolean
lk_extension_is_critical (LkExtension *self)
{
  g_return_val_if_fail (LK_IS_EXTENSION (self), FALSE);

  return self->critical;
}

gboolean
lk_extension_is_known (LkExtension *self)
{
  g_return_val_if_fail (LK_IS_EXTENSION (self), FALSE);

  return lk_extension_find_decoder (self->oid) != NULL;
}

gboolean
lk_extension_is_valid (LkExtension *self)
{
  g_return_val_if_fail (LK_IS_EXTENSION (self), FALSE);

  ensure_text (self);
  return self->is_valid;
}

const char *
lk_extension_get_text (LkExtension *self)
{
  g_return_val_if_fail (LK_IS_EXTENSION (self), NULL);

  return ensure_text (self);
}

GBytes *
lk_extension_get_value (LkExtension *self)
{
  g_return_val_if_fail (LK_IS_EXTENSION (self), NULL);

  return self->value;
}
