/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-der.h"

#include "base/lk-hex.h"

#include <libtasn1.h>
#include <string.h>

/* Indefinite lengths inside each other: as deep as any real file, and no deeper. */
#define MAX_INDEFINITE 32

#define MAX_OID_BYTES 64

LkDer
lk_der_new (const guint8 *data, gsize size)
{
  return (LkDer){ data, MIN (size, G_MAXINT) };
}

LkDer
lk_der_from_bytes (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return lk_der_new (data, size);
}

LkDer
lk_der_enter (const LkDerItem *item)
{
  return lk_der_new (item->content, item->size);
}

static gboolean read_item (LkDer *der, LkDerItem *item, guint depth);

/* X.690 8.1.3.6: items follow until the two zero octets. */
static gboolean
read_indefinite (LkDer *der, LkDerItem *item, guint depth)
{
  LkDer inside = lk_der_new (item->content, der->size - (gsize)(item->content - der->data));
  LkDerItem child;

  if (depth >= MAX_INDEFINITE)
    return FALSE;
  while (inside.size < 2 || inside.data[0] != 0 || inside.data[1] != 0)
    if (!read_item (&inside, &child, depth + 1))
      return FALSE;
  item->size = (gsize)(inside.data - item->content);
  item->whole_size = (gsize)(inside.data - item->whole) + 2;
  item->is_ber = TRUE;
  return TRUE;
}

static gsize
minimal_length_size (gsize length)
{
  gsize size = 1;

  if (length < 0x80)
    return 1;
  for (; length > 0; length >>= 8)
    size++;
  return size;
}

static gboolean
read_item (LkDer *der, LkDerItem *item, guint depth)
{
  unsigned char class;
  int tag_size, length_size = 0;
  long length;

  if (der->size < 2 ||
      asn1_get_tag_der (der->data, (int)der->size, &class, &tag_size, &item->tag) != ASN1_SUCCESS ||
      (gsize)tag_size >= der->size)
    return FALSE;
  length = asn1_get_length_der (der->data + tag_size, (int)der->size - tag_size, &length_size);
  if (length < -1)
    return FALSE;

  item->id = der->data[0];
  item->whole = der->data;
  if (length == -1)
    {
      item->content = der->data + tag_size + 1;
      if ((item->id & 0x20) == 0 || !read_indefinite (der, item, depth))
        return FALSE;
    }
  else
    {
      if (length_size <= 0 || (gsize)length > der->size - (gsize)(tag_size + length_size))
        return FALSE;
      item->content = der->data + tag_size + length_size;
      item->size = (gsize)length;
      item->whole_size = (gsize)(tag_size + length_size) + item->size;
      item->is_ber = (gsize)length_size != minimal_length_size (item->size);
    }
  der->data += item->whole_size;
  der->size -= item->whole_size;
  return TRUE;
}

gboolean
lk_der_next (LkDer *der, LkDerItem *item)
{
  return read_item (der, item, 0);
}

gboolean
lk_der_take (LkDer *der, guint8 id, LkDerItem *item)
{
  return der->size > 0 && der->data[0] == id && lk_der_next (der, item);
}

gboolean
lk_der_is_whole (LkDer der)
{
  LkDerItem item;

  if (der.size == 0)
    return FALSE;
  while (der.size > 0)
    if (!lk_der_next (&der, &item))
      return FALSE;
  return TRUE;
}

char *
lk_der_dup_oid (const LkDerItem *item)
{
  char text[MAX_OID_BYTES * 6];
  guint64 arc = 0;
  int used = 0;
  gboolean first = TRUE;

  if (item->size == 0 || item->size > MAX_OID_BYTES || (item->content[item->size - 1] & 0x80) != 0)
    return NULL;
  for (gsize i = 0; i < item->size; i++)
    {
      if (arc > G_MAXUINT64 >> 7)
        return NULL;
      arc = arc << 7 | (item->content[i] & 0x7f);
      if ((item->content[i] & 0x80) != 0)
        continue;
      if (first)
        {
          guint64 root = MIN (arc / 40, 2);

          used = g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT, root,
                             arc - root * 40);
        }
      else
        {
          used += g_snprintf (text + used, sizeof text - (gsize)used, ".%" G_GUINT64_FORMAT, arc);
        }
      first = FALSE;
      arc = 0;
    }
  return g_strndup (text, (gsize)used);
}

gboolean
lk_der_get_int (const LkDerItem *item, gint64 *value)
{
  guint64 bits;

  if (item->size == 0 || item->size > 8)
    return FALSE;
  bits = (item->content[0] & 0x80) != 0 ? G_MAXUINT64 : 0;
  for (gsize i = 0; i < item->size; i++)
    bits = bits << 8 | item->content[i];
  *value = (gint64)bits;
  return TRUE;
}

gboolean
lk_der_get_boolean (const LkDerItem *item, gboolean *value)
{
  if (item->size != 1)
    return FALSE;
  *value = item->content[0] != 0;
  return TRUE;
}

guint
lk_der_count_bits (const LkDerItem *integer)
{
  gsize i = 0;
  guint bits;

  while (i < integer->size && integer->content[i] == 0)
    i++;
  if (i == integer->size)
    return 0;
  bits = (guint)(integer->size - i) * 8;
  for (guint8 top = integer->content[i]; (top & 0x80) == 0; top = (guint8)(top << 1))
    bits--;
  return bits;
}

LkDer
lk_der_get_bits (const LkDerItem *bit_string)
{
  if (bit_string->size < 1)
    return lk_der_new (bit_string->content, 0);
  return lk_der_new (bit_string->content + 1, bit_string->size - 1);
}

static GString *
read_wide (const LkDerItem *item, gsize width)
{
  g_autoptr (GString) text = g_string_sized_new (item->size);

  if (item->size % width != 0)
    return NULL;
  for (gsize i = 0; i < item->size; i += width)
    {
      gunichar character = 0;

      for (gsize j = 0; j < width; j++)
        character = character << 8 | item->content[i + j];
      if (!g_unichar_validate (character))
        return NULL;
      g_string_append_unichar (text, character);
    }
  return g_steal_pointer (&text);
}

static GString *
read_latin1 (const LkDerItem *item)
{
  GString *text = g_string_sized_new (item->size + 8);

  for (gsize i = 0; i < item->size; i++)
    g_string_append_unichar (text, item->content[i]);
  return text;
}

/* GLib takes no text with a NUL for valid, so each piece between them is looked at. */
static GString *
read_utf8 (const LkDerItem *item)
{
  const char *text = (const char *)item->content, *end = text + item->size;

  for (const char *piece = text; piece < end;)
    {
      const char *nul = memchr (piece, 0, (gsize)(end - piece));

      if (!g_utf8_validate (piece, nul != NULL ? nul - piece : end - piece, NULL))
        return NULL;
      piece = nul != NULL ? nul + 1 : end;
    }
  return g_string_new_len (text, (gssize)item->size);
}

GString *
lk_der_read_string (const LkDerItem *item)
{
  switch (item->id & ~0x20)
    {
    case LK_DER_UTF8_STRING:
      return read_utf8 (item);
    case 0x12: /* NumericString */
    case 0x13: /* PrintableString */
    case 0x14: /* TeletexString: in practice Latin-1 */
    case 0x16: /* IA5String */
    case 0x19: /* GraphicString */
    case 0x1a: /* VisibleString */
    case 0x1b: /* GeneralString */
      return read_latin1 (item);
    case 0x1c: /* UniversalString */
      return read_wide (item, 4);
    case 0x1e: /* BMPString */
      return read_wide (item, 2);
    default:
      return NULL;
    }
}

char *
lk_der_dup_string (const LkDerItem *item)
{
  g_autoptr (GString) text = lk_der_read_string (item);
  GString *shown;

  if (text == NULL)
    return NULL;
  if (strlen (text->str) == text->len)
    return g_string_free (g_steal_pointer (&text), FALSE);
  shown = g_string_sized_new (text->len + 8);
  for (gsize i = 0; i < text->len; i++)
    if (text->str[i] == '\0')
      g_string_append (shown, "\\00");
    else
      g_string_append_c (shown, text->str[i]);
  return g_string_free (shown, FALSE);
}

/* Reads @count digits; -1 where there are none. */
static int
digits (const char **text, const char *end, guint count)
{
  int value = 0;

  if (end - *text < (gssize)count)
    return -1;
  for (guint i = 0; i < count; i++)
    {
      if (!g_ascii_isdigit ((*text)[i]))
        return -1;
      value = value * 10 + ((*text)[i] - '0');
    }
  *text += count;
  return value;
}

/* What follows the seconds: a fraction, then Z or an offset in minutes. */
static gboolean
read_zone (const char **text, const char *end, int *minutes, LkTimeOddity *oddity)
{
  int hour, minute, sign;

  *minutes = 0;
  if (*text < end && (**text == '.' || **text == ','))
    {
      *oddity |= LK_TIME_ODD_FRACTION;
      for ((*text)++; *text < end && g_ascii_isdigit (**text);)
        (*text)++;
    }
  if (*text < end && **text == 'Z')
    {
      (*text)++;
      return *text == end;
    }
  *oddity |= LK_TIME_ODD_ZONE;
  if (*text == end)
    return TRUE;
  if (**text != '+' && **text != '-')
    return FALSE;
  sign = *(*text)++ == '-' ? -1 : 1;
  hour = digits (text, end, 2);
  minute = digits (text, end, 2);
  *minutes = sign * (hour * 60 + minute);
  return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && *text == end;
}

static GDateTime *
parse_time (const char *text, const char *end, gboolean generalized, LkTimeOddity *oddity)
{
  int year = digits (&text, end, generalized ? 4 : 2), month = digits (&text, end, 2),
      day = digits (&text, end, 2);
  int hour = digits (&text, end, 2), minute = digits (&text, end, 2), second, offset;
  g_autoptr (GDateTime) time = NULL;

  if (!generalized && year >= 0)
    year += year < 50 ? 2000 : 1900;
  second = digits (&text, end, 2);
  if (second < 0)
    {
      *oddity |= LK_TIME_ODD_NO_SECONDS;
      second = 0;
    }
  if (year < 1 || hour < 0 || minute < 0 || !read_zone (&text, end, &offset, oddity))
    return NULL;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59)
    return NULL;
  time = g_date_time_new_utc (year, month, day, hour, minute, second);
  if (time == NULL || offset == 0)
    return g_steal_pointer (&time);
  return g_date_time_add_minutes (time, -offset);
}

GDateTime *
lk_der_dup_time (const LkDerItem *item, LkTimeOddity *oddity)
{
  const char *text = (const char *)item->content;
  gboolean generalized = item->id == LK_DER_GENERALIZED;
  LkTimeOddity odd = 0;
  GDateTime *time = NULL;

  if (generalized || item->id == LK_DER_UTC_TIME)
    time = parse_time (text, text + item->size, generalized, &odd);
  if (time == NULL)
    odd |= LK_TIME_ODD_UNREADABLE;
  else if (generalized && g_date_time_get_year (time) < 2050)
    odd |= LK_TIME_ODD_RANGE;
  if (oddity != NULL)
    *oddity = odd;
  return time;
}

GBytes *
lk_der_dup_bytes (const LkDerItem *item)
{
  return g_bytes_new (item->whole, item->whole_size);
}

GBytes *
lk_der_dup_octets (const LkDerItem *octet_string)
{
  g_autoptr (GByteArray) joined = NULL;
  LkDer pieces = lk_der_enter (octet_string);
  LkDerItem piece;

  if ((octet_string->id & 0x20) == 0)
    return g_bytes_new (octet_string->content, octet_string->size);
  joined = g_byte_array_sized_new ((guint)octet_string->size); /* so that no growth leaves copies */
  while (lk_der_take (&pieces, LK_DER_OCTET_STRING, &piece))
    g_byte_array_append (joined, piece.content, (guint)piece.size);
  return g_byte_array_free_to_bytes (g_steal_pointer (&joined));
}

char *
lk_der_dup_serial (const LkDerItem *integer)
{
  g_autofree guint8 *bytes = g_memdup2 (integer->content, integer->size);
  gboolean negative = integer->size > 0 && (bytes[0] & 0x80) != 0;
  g_autofree char *hex = NULL;
  gsize skip = 0;

  if (negative)
    {
      guint carry = 1;

      for (gsize i = integer->size; i-- > 0;)
        {
          carry += (guint8)~bytes[i];
          bytes[i] = (guint8)carry;
          carry >>= 8;
        }
    }
  while (skip + 1 < integer->size && bytes[skip] == 0)
    skip++;
  hex = lk_hex_encode (bytes != NULL ? bytes + skip : NULL, (gssize)(integer->size - skip));
  return g_strconcat (negative ? "-" : "", hex, NULL);
}
