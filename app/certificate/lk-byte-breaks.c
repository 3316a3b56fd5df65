/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-byte-breaks.h"

#include <string.h>

/* Two digits and a colon. */
#define PAIR 3
/* From so many on, more than a key of 2048 bits has, a value is broken into lines of so many. */
#define LONG_PAIRS 300
#define LINE_PAIRS 16

static gboolean
is_pair (const char *text)
{
  return g_ascii_isxdigit (text[0]) && g_ascii_isxdigit (text[1]) && text[2] == ':';
}

char *
lk_byte_breaks_dup_lines (const char *text)
{
  GString *lines;
  gsize pairs = 0;

  g_return_val_if_fail (text != NULL, NULL);

  while (pairs < LONG_PAIRS && is_pair (text + pairs * PAIR))
    pairs++;
  if (pairs < LONG_PAIRS)
    return g_strdup (text);
  lines = g_string_new (NULL);
  for (pairs = 1; is_pair (text); text += PAIR, pairs++)
    {
      g_string_append_len (lines, text, PAIR);
      if (pairs % LINE_PAIRS == 0)
        g_string_append_c (lines, '\n');
    }
  g_string_append (lines, text);
  return g_string_free (lines, FALSE);
}

/* Each pair counts as a word. Where there are many, marking them takes the toolkit seconds: they
 * have lines of their own. */
PangoAttrList *
lk_byte_breaks_new (const char *text)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  guint pairs = 0;

  g_return_val_if_fail (text != NULL, attributes);

  while (pairs < LONG_PAIRS && is_pair (text + (gsize)pairs * PAIR))
    pairs++;
  if (strchr (text, '\n') != NULL)
    return attributes;
  for (guint i = 0; i < pairs; i++)
    {
      PangoAttribute *word = pango_attr_word_new ();

      word->start_index = i * PAIR;
      word->end_index = (i + 1) * PAIR;
      pango_attr_list_insert (attributes, word);
    }
  return attributes;
}
