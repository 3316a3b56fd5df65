/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-links.h"

#include <string.h>

/* What RFC 3986 2 lets stand in an address. */
#define ADDRESS_CHARACTERS \
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%"

static const char *const schemes[] = { "http://", "https://" };

/* The length of the address that begins here; 0 where none does. */
static gsize
measure (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      gsize scheme = strlen (schemes[i]);
      gsize length = strspn (text, ADDRESS_CHARACTERS);

      if (g_str_has_prefix (text, schemes[i]) && length > scheme)
        return length;
    }
  return 0;
}

static void
append_link (GString *markup, const char *text, gsize length)
{
  g_autofree char *escaped = g_markup_escape_text (text, (gssize)length);

  g_string_append_printf (markup, "<a href=\"%s\">%s</a>", escaped, escaped);
}

char *
lk_links_to_markup (const char *text)
{
  GString *markup = g_string_new (NULL);
  gboolean found = FALSE;

  for (const char *p = text; *p != '\0';)
    {
      gsize length = measure (p);
      const char *next = length > 0 ? p + length : g_utf8_next_char (p);

      if (length > 0)
        append_link (markup, p, length);
      else
        {
          g_autofree char *escaped = g_markup_escape_text (p, next - p);

          g_string_append (markup, escaped);
        }
      found = found || length > 0;
      p = next;
    }
  return g_string_free (markup, !found);
}
