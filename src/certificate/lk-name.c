/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-name.h"

#include "base/lk-hex.h"
#include "certificate/lk-oid.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_PARTS 1000

void
lk_name_part_free (LkNamePart *part)
{
  if (part == NULL)
    return;
  g_free (part->oid);
  g_free (part->value);
  g_free (part);
}

/* RFC 4514 2.4: a value that is no string is "#" and its whole encoding. */
static char *
dup_hex_value (const LkDerItem *item)
{
  g_autofree char *hex = lk_hex_encode (item->whole, (gssize)item->whole_size);
  g_autofree char *upper = g_ascii_strup (hex, -1);

  return g_strconcat ("#", upper, NULL);
}

static LkNamePart *
read_part (LkDer attribute, guint rdn, gboolean *is_text)
{
  LkDerItem oid, value;
  LkNamePart *part;

  if (!lk_der_take (&attribute, LK_DER_OID, &oid) || !lk_der_next (&attribute, &value))
    return NULL;
  part = g_new0 (LkNamePart, 1);
  part->rdn = rdn;
  part->oid = lk_der_dup_oid (&oid);
  if (part->oid == NULL)
    part->oid = lk_hex_encode (oid.content, (gssize)oid.size);
  part->short_name = lk_oid_get_attribute (part->oid);
  part->value = lk_der_dup_string (&value);
  *is_text = part->value != NULL && part->short_name != NULL;
  if (part->value == NULL)
    part->value = dup_hex_value (&value);
  return part;
}

GPtrArray *
lk_name_list_parts (const LkDerItem *name)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify)lk_name_part_free);
  LkDer rdns = lk_der_enter (name);
  LkDerItem rdn, attribute;

  for (guint i = 0; parts->len < MAX_PARTS && lk_der_next (&rdns, &rdn); i++)
    for (LkDer inside = lk_der_enter (&rdn);
         parts->len < MAX_PARTS && lk_der_next (&inside, &attribute);)
      {
        gboolean is_text;
        LkNamePart *part = read_part (lk_der_enter (&attribute), i, &is_text);

        if (part != NULL)
          g_ptr_array_add (parts, part);
      }
  return parts;
}

/* RFC 4514 2.4. Other control characters are escaped too: they have no place in a line of text. */
static void
append_escaped (GString *text, const GString *value)
{
  for (gsize i = 0; i < value->len; i++)
    {
      char c = value->str[i];

      if ((guchar)c < 0x20 || c == 0x7f)
        g_string_append_printf (text, "\\%02X", (guchar)c);
      else if (strchr ("\"+,;<>\\", c) != NULL || (i == 0 && (c == '#' || c == ' ')) ||
               (i == value->len - 1 && c == ' '))
        g_string_append_printf (text, "\\%c", c);
      else
        g_string_append_c (text, c);
    }
}

static void
append_part (GString *text, LkDer attribute)
{
  LkDerItem oid_item, value;
  g_autofree char *oid = NULL, *hex = NULL;
  g_autoptr (GString) string = NULL;
  const char *short_name;

  if (!lk_der_take (&attribute, LK_DER_OID, &oid_item) || !lk_der_next (&attribute, &value))
    return;
  oid = lk_der_dup_oid (&oid_item);
  short_name = oid != NULL ? lk_oid_get_attribute (oid) : NULL;
  if (short_name != NULL)
    string = lk_der_read_string (&value);
  g_string_append (text, short_name != NULL ? short_name : oid != NULL ? oid
                                                                       : "?");
  g_string_append_c (text, '=');
  if (string != NULL)
    append_escaped (text, string);
  else
    g_string_append (text, hex = dup_hex_value (&value));
}

/* Collects the items of a cursor, at most MAX_PARTS, so that they can be walked from the end. */
static GArray *
list_items (LkDer der)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (LkDerItem));
  LkDerItem item;

  while (items->len < MAX_PARTS && lk_der_next (&der, &item))
    g_array_append_val (items, item);
  return items;
}

char *
lk_name_to_text (const LkDerItem *name)
{
  GString *text = g_string_sized_new (64);
  g_autoptr (GArray) rdns = list_items (lk_der_enter (name));

  for (guint i = rdns->len; i-- > 0;)
    {
      g_autoptr (GArray) parts = list_items (lk_der_enter (&g_array_index (rdns, LkDerItem, i)));

      for (guint j = parts->len; j-- > 0;)
        {
          if (text->len > 0)
            g_string_append_c (text, j == parts->len - 1 ? ',' : '+');
          append_part (text, lk_der_enter (&g_array_index (parts, LkDerItem, j)));
        }
    }
  return g_string_free (text, FALSE);
}

char *
lk_name_find (const LkDerItem *name, const char *oid)
{
  g_autoptr (GPtrArray) parts = lk_name_list_parts (name);

  for (guint i = parts->len; i-- > 0;)
    {
      LkNamePart *part = g_ptr_array_index (parts, i);

      if (g_str_equal (part->oid, oid) && *part->value != '\0')
        return g_strdup (part->value);
    }
  return NULL;
}

/* Lower case, one space where there were several, none at the ends. */
static char *
fold_value (const char *value)
{
  g_autofree char *folded = g_utf8_casefold (value, -1);
  g_auto (GStrv) words = g_strsplit (g_strstrip (folded), " ", -1);
  GString *text = g_string_new (NULL);

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", *word);
  return g_string_free (text, FALSE);
}

gboolean
lk_name_equal (const LkDerItem *one, const LkDerItem *other)
{
  g_autoptr (GPtrArray) parts = NULL, others = NULL;

  if (one->size == other->size && memcmp (one->content, other->content, one->size) == 0)
    return TRUE;
  parts = lk_name_list_parts (one);
  others = lk_name_list_parts (other);
  if (parts->len != others->len || parts->len == 0)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    {
      LkNamePart *a = g_ptr_array_index (parts, i), *b = g_ptr_array_index (others, i);
      g_autofree char *folded_a = fold_value (a->value), *folded_b = fold_value (b->value);

      if (a->rdn != b->rdn || !g_str_equal (a->oid, b->oid) || !g_str_equal (folded_a, folded_b))
        return FALSE;
    }
  return TRUE;
}

static int
count_mask_bits (const guint8 *mask, gsize size)
{
  int bits = 0;
  gboolean ended = FALSE;

  for (gsize i = 0; i < size * 8; i++)
    {
      gboolean set = (mask[i / 8] >> (7 - i % 8) & 1) != 0;

      if (set && ended)
        return -1;
      ended = ended || !set;
      bits += set;
    }
  return bits;
}

static char *
address_to_text (const guint8 *bytes, gsize size)
{
  g_autoptr (GInetAddress) address =
    g_inet_address_new_from_bytes (bytes, size == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);

  return g_inet_address_to_string (address);
}

char *
lk_ip_address_to_text (const guint8 *bytes, gsize size)
{
  g_autofree char *address = NULL, *mask = NULL;
  int bits;

  if (size == 4 || size == 16)
    {
      /* 16 bytes are an IPv6 address; 8 and 32 an address and its mask */
      return address_to_text (bytes, size);
    }
  if (size != 8 && size != 32)
    return lk_hex_encode (bytes, (gssize)size);
  address = address_to_text (bytes, size / 2);
  bits = count_mask_bits (bytes + size / 2, size / 2);
  if (bits >= 0)
    return g_strdup_printf ("%s/%d", address, bits);
  mask = address_to_text (bytes + size / 2, size / 2);
  return g_strdup_printf ("%s/%s", address, mask);
}

static char *
dup_text_or_hex (const LkDerItem *item)
{
  LkDerItem as_utf8 = *item;
  char *text;

  /* IA5String by the standard; UTF-8 and Latin-1 are met. */
  as_utf8.id = LK_DER_UTF8_STRING;
  text = lk_der_dup_string (&as_utf8);
  if (text == NULL)
    {
      as_utf8.id = 0x16;
      text = lk_der_dup_string (&as_utf8);
    }
  for (char *c = text; *c != '\0'; c++)
    if ((guchar)*c < 0x20 || *c == 0x7f)
      *c = '?';
  return text;
}

static char *
other_name_to_text (LkDer inside)
{
  LkDerItem oid_item, wrapper, value;
  g_autofree char *oid = NULL, *described = NULL, *text = NULL;
  LkDer der;

  if (!lk_der_take (&inside, LK_DER_OID, &oid_item) || !lk_der_next (&inside, &wrapper))
    return NULL;
  oid = lk_der_dup_oid (&oid_item);
  described = oid != NULL ? lk_oid_describe (oid) : g_strdup ("?");
  der = lk_der_enter (&wrapper);
  if (lk_der_next (&der, &value))
    text = lk_der_dup_string (&value);
  if (text == NULL)
    text = lk_hex_encode (wrapper.content, (gssize)wrapper.size);
  return g_strdup_printf ("%s=%s", described, text);
}

static char *
directory_name_to_text (const LkDerItem *general_name)
{
  LkDer inside = lk_der_enter (general_name);
  LkDerItem name;

  return lk_der_take (&inside, LK_DER_SEQUENCE, &name) ? lk_name_to_text (&name) : NULL;
}

char *
lk_general_name_to_text (const LkDerItem *general_name)
{
  static const char *const prefixes[] = { "otherName", "email", "DNS", "X400", "DirName", "EDI", "URI", "IP", "RID" };
  const LkDerItem *item = general_name;
  g_autofree char *text = NULL;

  if ((item->id & 0xc0) != 0x80 || item->tag >= G_N_ELEMENTS (prefixes))
    {
      text = lk_hex_encode (item->whole, (gssize)item->whole_size);
      return g_strdup_printf ("?:%s", text);
    }
  switch (item->tag)
    {
    case 0:
      text = other_name_to_text (lk_der_enter (item));
      break;
    case 1:
    case 2:
    case 6:
      text = dup_text_or_hex (item);
      break;
    case 4:
      text = directory_name_to_text (item);
      break;
    case 7:
      text = lk_ip_address_to_text (item->content, item->size);
      break;
    case 8:
      text = lk_der_dup_oid (item);
      break;
    default:
      break;
    }
  if (text == NULL)
    text = lk_hex_encode (item->content, (gssize)item->size);
  return g_strdup_printf ("%s:%s", prefixes[item->tag], text);
}

GStrv
lk_general_names_to_texts (LkDer names)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  LkDerItem item;

  while (lk_der_next (&names, &item))
    {
      g_autofree char *text = lk_general_name_to_text (&item);

      g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}
