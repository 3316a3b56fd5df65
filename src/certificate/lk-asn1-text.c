/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-asn1-text.h"

#include "base/lk-hex.h"
#include "certificate/lk-oid.h"

#include <glib/gi18n-lib.h>

#define MAX_HEX_BYTES   256
#define MAX_DUMP_DEPTH  16
#define MAX_DUMP_LENGTH 8192

static const char *const universal[] = {
  [0x01] = "BOOLEAN",
  [0x02] = "INTEGER",
  [0x03] = "BIT STRING",
  [0x04] = "OCTET STRING",
  [0x05] = "NULL",
  [0x06] = "OBJECT IDENTIFIER",
  [0x07] = "ObjectDescriptor",
  [0x08] = "EXTERNAL",
  [0x09] = "REAL",
  [0x0a] = "ENUMERATED",
  [0x0b] = "EMBEDDED PDV",
  [0x0c] = "UTF8String",
  [0x0d] = "RELATIVE-OID",
  [0x10] = "SEQUENCE",
  [0x11] = "SET",
  [0x12] = "NumericString",
  [0x13] = "PrintableString",
  [0x14] = "TeletexString",
  [0x15] = "VideotexString",
  [0x16] = "IA5String",
  [0x17] = "UTCTime",
  [0x18] = "GeneralizedTime",
  [0x19] = "GraphicString",
  [0x1a] = "VisibleString",
  [0x1b] = "GeneralString",
  [0x1c] = "UniversalString",
  [0x1d] = "CHARACTER STRING",
  [0x1e] = "BMPString",
};

char *
lk_asn1_dup_tag_name (const LkDerItem *item)
{
  switch (item->id & 0xc0)
    {
    case 0x00:
      if (item->tag < G_N_ELEMENTS (universal) && universal[item->tag] != NULL)
        return g_strdup (universal[item->tag]);
      return g_strdup_printf ("[UNIVERSAL %lu]", item->tag);
    case 0x40:
      return g_strdup_printf ("[APPLICATION %lu]", item->tag);
    case 0x80:
      return g_strdup_printf ("[%lu]", item->tag);
    default:
      return g_strdup_printf ("[PRIVATE %lu]", item->tag);
    }
}

static char *
dup_hex (const guint8 *data, gsize size)
{
  g_autofree char *hex = lk_hex_encode_spaced (data, (gssize)MIN (size, MAX_HEX_BYTES));

  return size > MAX_HEX_BYTES ? g_strconcat (hex, "…", NULL) : g_steal_pointer (&hex);
}

static char *
dup_oid (const LkDerItem *item)
{
  g_autofree char *oid = lk_der_dup_oid (item);
  const char *attribute;

  if (oid == NULL)
    return dup_hex (item->content, item->size);
  attribute = lk_oid_get_attribute (oid);
  return attribute != NULL ? g_strdup_printf ("%s (%s)", attribute, oid) : lk_oid_describe (oid);
}

static char *
dup_time (const LkDerItem *item)
{
  g_autoptr (GDateTime) time = lk_der_dup_time (item, NULL);

  return time != NULL ? g_date_time_format_iso8601 (time) : dup_hex (item->content, item->size);
}

static char *
dup_integer (const LkDerItem *item)
{
  gint64 number;

  return lk_der_get_int (item, &number) ? g_strdup_printf ("%" G_GINT64_FORMAT, number)
                                        : dup_hex (item->content, item->size);
}

char *
lk_asn1_dup_value (const LkDerItem *item)
{
  char *string;
  LkDer bits;

  if ((item->id & 0x20) != 0)
    return g_strdup ("");
  switch (item->id)
    {
    case LK_DER_BOOLEAN:
      return g_strdup (item->size == 1 && item->content[0] != 0 ? "TRUE" : "FALSE");
    case LK_DER_INTEGER:
    case LK_DER_ENUMERATED:
      return dup_integer (item);
    case LK_DER_NULL:
      return g_strdup ("");
    case LK_DER_OID:
      return dup_oid (item);
    case LK_DER_UTC_TIME:
    case LK_DER_GENERALIZED:
      return dup_time (item);
    case LK_DER_BIT_STRING:
      bits = lk_der_get_bits (item);
      return dup_hex (bits.data, bits.size);
    default:
      string = (item->id & 0xc0) == 0 ? lk_der_dup_string (item) : NULL;
      return string != NULL ? string : dup_hex (item->content, item->size);
    }
}

gboolean
lk_asn1_is_wrapped (const LkDerItem *item, LkDer *inside)
{
  if (item->id == LK_DER_OCTET_STRING)
    *inside = lk_der_enter (item);
  else if (item->id == LK_DER_BIT_STRING && item->size > 1 && item->content[0] == 0)
    *inside = lk_der_get_bits (item);
  else
    return FALSE;
  /* two bytes and more can look like an item by chance: only what is built of parts counts */
  return inside->size > 2 && (inside->data[0] & 0xc0) == 0 && inside->data[0] != 0 &&
         lk_der_is_whole (*inside);
}

static void
dump (LkDer der, GString *text, guint depth)
{
  LkDerItem item;

  while (text->len < MAX_DUMP_LENGTH && lk_der_next (&der, &item))
    {
      g_autofree char *name = lk_asn1_dup_tag_name (&item), *value = lk_asn1_dup_value (&item);
      LkDer inside = lk_der_enter (&item);
      gboolean wrapped = lk_asn1_is_wrapped (&item, &inside);

      g_string_append_printf (text, "%*s%s%s%s\n", (int)depth * 2, "", name,
                              *value != '\0' && !wrapped ? ": " : "", wrapped ? "" : value);
      if (depth < MAX_DUMP_DEPTH && (wrapped || (item.id & 0x20) != 0))
        dump (inside, text, depth + 1);
    }
}

void
lk_asn1_dump (LkDer der, GString *text)
{
  dump (der, text, 0);
  if (text->len >= MAX_DUMP_LENGTH)
    g_string_append (text, "…\n");
}
