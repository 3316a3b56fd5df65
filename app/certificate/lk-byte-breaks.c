/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-byte-breaks.h"

/* Two digits and a colon, and as many of them as the longest key in use has. */
#define PAIR      3
#define MAX_PAIRS 2048

/* Each pair counts as a word. */
PangoAttrList *
lk_byte_breaks_new (const char *text)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  for (guint i = 0; i < MAX_PAIRS && g_ascii_isxdigit (text[0]) && g_ascii_isxdigit (text[1]) &&
                    text[2] == ':';
       i++, text += PAIR)
    {
      PangoAttribute *word = pango_attr_word_new ();

      word->start_index = i * PAIR;
      word->end_index = (i + 1) * PAIR;
      pango_attr_list_insert (attributes, word);
    }
  return attributes;
}
