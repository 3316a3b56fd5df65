/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A file seen as text: one byte a character whatever its encoding (UTF-8, UTF-16, UTF-32), since
 * all that matters in PEM is ASCII. Finds the blocks of RFC 7468, tolerantly, and decodes their
 * base64. Belongs to one thread. Holds a copy of the text only where the encoding is wide; it is
 * wiped. */

#pragma once

#include "certificate/lk-bundle.h"

G_BEGIN_DECLS

typedef struct
{
  GBytes *raw;
  const char *data;
  gsize size;
  char *narrow; /* (nullable): owned, where @data is not @raw's */
  gsize bom;    /* bytes before the first character */
  gsize width;  /* bytes a character */
  const char *encoding;
  LkTextOddity oddities;
} LkText;

typedef struct
{
  char *label;
  gsize start;         /* of BEGIN, in characters */
  const char *headers; /* (nullable): RFC 1421 fields before the base64, not NUL-terminated */
  gsize headers_size;
  const char *body;
  gsize body_size;
} LkTextBlock;

LkText *lk_text_new (GBytes *raw);
void lk_text_free (LkText *self);

/* Where a character stands in the file. */
gsize lk_text_get_offset (LkText *self, gsize character);

/* The next block at or after @position, which moves behind it; notes what is odd. */
gboolean lk_text_next_block (LkText *self, gsize *position, LkTextBlock *block);
void lk_text_block_clear (LkTextBlock *block);

/* (nullable): the bytes of some base64, g_malloc()ed; NULL when a character is not of it, and @bad
 * tells where. */
guint8 *lk_text_decode (const char *base64, gsize size, gsize *decoded_size, gsize *bad);

/* Whether a private key in text form is in these bytes, in whatever encoding or comment. */
gboolean lk_text_mentions_private_key (GBytes *raw);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkText, lk_text_free)

G_END_DECLS
