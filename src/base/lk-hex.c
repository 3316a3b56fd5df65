/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-hex.h"

/* @separator is NUL for none. */
static char *
encode (const guint8 *bytes, gsize length, char separator)
{
  static const char digits[] = "0123456789abcdef";
  char *text = g_malloc (length * 3 + 1), *out = text;

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && separator != '\0')
        *out++ = separator;
      *out++ = digits[bytes[i] >> 4];
      *out++ = digits[bytes[i] & 0xf];
    }
  *out = '\0';
  return text;
}

char *
lk_hex_encode (gconstpointer data, gsize length_bytes)
{
  g_return_val_if_fail (data != NULL || length_bytes == 0, NULL);

  return encode (data, length_bytes, '\0');
}

char *
lk_hex_encode_spaced (gconstpointer data, gsize length_bytes)
{
  g_return_val_if_fail (data != NULL || length_bytes == 0, NULL);

  return encode (data, length_bytes, ':');
}

char *
lk_hex_sha256 (gconstpointer data, gsize length_bytes)
{
  g_return_val_if_fail (data != NULL || length_bytes == 0, NULL);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, length_bytes);
}

GBytes *
lk_hex_decode (const char *text)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_return_val_if_fail (text != NULL, NULL);

  while (*text != '\0')
    {
      guint8 byte;

      if (*text == ':' && bytes->len > 0)
        text++;
      if (!g_ascii_isxdigit (text[0]) || !g_ascii_isxdigit (text[1]))
        return NULL;
      byte = (guint8)(g_ascii_xdigit_value (text[0]) << 4 | g_ascii_xdigit_value (text[1]));
      g_byte_array_append (bytes, &byte, 1);
      text += 2;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
