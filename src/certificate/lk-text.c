/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE /* memmem() */

#include "config.h"

#include "certificate/lk-text.h"

#include <string.h>

#define MAX_LINE   76 /* RFC 2045; RFC 7468 has 64 */
#define MAX_LABEL  64
#define MAX_INDENT 200

static const char begin_mark[] = "-----BEGIN ";
static const char end_mark[] = "-----END";

typedef struct
{
  const char *name;
  const char *mark; /* what the file opens with */
  gsize mark_size;
  gsize bom;
  gsize width;
  gboolean big_endian;
} Encoding;

/* Byte order marks first; then wide text without one, known by how a BEGIN or base64 looks in
 * it. */
static const Encoding encodings[] = {
  { "UTF-8", "\xef\xbb\xbf", 3, 3, 1, FALSE },
  { "UTF-32LE", "\xff\xfe\0\0", 4, 4, 4, FALSE },
  { "UTF-32BE", "\0\0\xfe\xff", 4, 4, 4, TRUE },
  { "UTF-16LE", "\xff\xfe", 2, 2, 2, FALSE },
  { "UTF-16BE", "\xfe\xff", 2, 2, 2, TRUE },
};

static const Encoding unmarked[] = {
  { "UTF-32LE", "B\0\0\0E\0\0\0G\0\0\0I\0\0\0N\0\0\0", 20, 0, 4, FALSE },
  { "UTF-32BE", "\0\0\0B\0\0\0E\0\0\0G\0\0\0I\0\0\0N", 20, 0, 4, TRUE },
  { "UTF-16LE", "B\0E\0G\0I\0N\0", 10, 0, 2, FALSE },
  { "UTF-16BE", "\0B\0E\0G\0I\0N", 10, 0, 2, TRUE },
};

static const Encoding *
find_encoding (const char *data, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    if (size >= encodings[i].mark_size &&
        memcmp (data, encodings[i].mark, encodings[i].mark_size) == 0)
      return &encodings[i];
  if (memchr (data, 0, size) == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (unmarked); i++)
    {
      const char *found = memmem (data, size, unmarked[i].mark, unmarked[i].mark_size);

      /* the same bytes at another place within a character are of the other byte order */
      if (found != NULL && (gsize)(found - data) % unmarked[i].width == 0)
        return &unmarked[i];
    }
  return NULL;
}

/* Folds wide characters into one byte each; what is not ASCII becomes a byte that base64 has
 * not. */
static char *
fold (const guint8 *data, gsize characters, const Encoding *encoding)
{
  guint8 *narrow = g_malloc (characters + 1);

  for (gsize i = 0; i < characters; i++)
    {
      const guint8 *unit = data + i * encoding->width;
      guint32 character = 0;

      for (gsize j = 0; j < encoding->width; j++)
        character |= (guint32)unit[j] << 8 * (encoding->big_endian ? encoding->width - 1 - j : j);
      narrow[i] = character < 0x80 ? (guint8)character : 0x80;
    }
  narrow[characters] = '\0';
  return (char *)narrow;
}

static void
note_line_ends (LkText *self)
{
  const char *cr = memchr (self->data, '\r', self->size);

  if (cr != NULL && memchr (self->data, '\n', self->size) == NULL)
    self->oddities |= LK_TEXT_CR_ONLY;
  else if (cr != NULL && memmem (self->data, self->size, "\r\n", 2) != NULL)
    self->oddities |= LK_TEXT_CRLF;
  if (memchr (self->data, 0, self->size) != NULL)
    self->oddities |= LK_TEXT_NUL;
}

static const char *
name_bytes (const char *data, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if ((data[i] & 0x80) != 0)
      return g_utf8_validate_len (data, size, NULL) ? "UTF-8" : "8-bit";
  return "ASCII";
}

LkText *
lk_text_new (GBytes *raw)
{
  LkText *self = g_new0 (LkText, 1);
  gsize size;
  const char *data = g_bytes_get_data (raw, &size);
  const Encoding *encoding = size > 0 ? find_encoding (data, size) : NULL;

  self->raw = g_bytes_ref (raw);
  self->width = encoding != NULL ? encoding->width : 1;
  self->bom = encoding != NULL ? encoding->bom : 0;
  self->data = data != NULL ? data + self->bom : "";
  self->size = (size - self->bom) / self->width;
  self->encoding = encoding != NULL ? encoding->name : name_bytes (self->data, self->size);
  if (self->bom > 0)
    self->oddities |= LK_TEXT_BOM;
  if (self->width > 1)
    {
      self->oddities |= LK_TEXT_WIDE;
      self->data = self->narrow = fold ((const guint8 *)self->data, self->size, encoding);
    }
  note_line_ends (self);
  return self;
}

void
lk_text_free (LkText *self)
{
  if (self == NULL)
    return;
  if (self->narrow != NULL)
    lk_secret_wipe (self->narrow, self->size);
  g_free (self->narrow);
  g_bytes_unref (self->raw);
  g_free (self);
}

gsize
lk_text_get_offset (LkText *self, gsize character)
{
  return self->bom + character * self->width;
}

static gboolean
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

static gsize
skip_line (const char *data, gsize size, gsize position)
{
  while (position < size && !is_line_end (data[position]))
    position++;
  while (position < size && is_line_end (data[position]))
    position++;
  return position;
}

/* Where the line with BEGIN opens; a "#" or "//" there makes it a comment. */
static gboolean
is_commented_out (LkText *self, gsize begin)
{
  gsize line = begin;

  while (line > 0 && begin - line < MAX_INDENT && !is_line_end (self->data[line - 1]))
    line--;
  while (line < begin && g_ascii_isspace (self->data[line]))
    line++;
  return line < begin &&
         (self->data[line] == '#' || self->data[line] == ';' || self->data[line] == '/');
}

static void
note_text_before (LkText *self, gsize from, gsize to)
{
  for (gsize i = from; i < to && (self->oddities & LK_TEXT_EXTRA) == 0; i++)
    if (!g_ascii_isspace (self->data[i]) && self->data[i] != '\0')
      self->oddities |= LK_TEXT_EXTRA;
}

/* The label behind BEGIN, up to its five hyphens on the same line. */
static char *
read_label (LkText *self, gsize start, gsize *behind)
{
  for (gsize i = start; i < self->size && i - start <= MAX_LABEL && !is_line_end (self->data[i]);
       i++)
    if (self->size - i >= 5 && memcmp (self->data + i, "-----", 5) == 0)
      {
        g_autofree char *label = g_strndup (self->data + start, i - start);

        *behind = i + 5;
        return g_utf8_make_valid (label, -1);
      }
  return NULL;
}

/* RFC 1421 4.6: fields with a colon, then an empty line. */
static void
split_headers (LkTextBlock *block)
{
  const char *end = block->body + block->body_size, *line = block->body;
  const char *colon = memchr (block->body, ':', block->body_size);

  if (colon == NULL)
    return;
  for (const char *next; line < end; line = next)
    {
      gsize length = 0;

      while (line + length < end && !is_line_end (line[length]))
        length++;
      next = line + length;
      if (next < end)
        next += *next == '\r' && next + 1 < end && next[1] == '\n' ? 2 : 1;
      if (length == 0 && line > colon)
        break;
      if (length > 0 && memchr (line, ':', length) == NULL && !g_ascii_isspace (*line))
        break;
    }
  block->headers = block->body;
  block->headers_size = (gsize)(line - block->body);
  block->body = line;
  block->body_size = (gsize)(end - line);
}

static void
note_lines (LkText *self, const LkTextBlock *block)
{
  gsize column = 1; /* the body opens behind BEGIN */

  if (block->start > 0 &&
      (self->data[block->start - 1] == ' ' || self->data[block->start - 1] == '\t'))
    self->oddities |= LK_TEXT_INDENTED;
  for (gsize i = 0; i < block->body_size; i++)
    {
      char c = block->body[i];

      if (column == 0 && (c == ' ' || c == '\t' || c == '>'))
        self->oddities |= LK_TEXT_INDENTED;
      column = is_line_end (c) ? 0 : column + 1;
      if (column > MAX_LINE)
        {
          self->oddities |= LK_TEXT_LONG_LINES;
          return;
        }
    }
}

/* Finds END, or where the block stops without one. Returns where reading goes on. */
static gsize
find_end (LkText *self, LkTextBlock *block, gsize body)
{
  const char *rest = self->data + body;
  gsize left = self->size - body;
  const char *other = memmem (rest, left, begin_mark, strlen (begin_mark));
  const char *end =
    memmem (rest, other != NULL ? (gsize)(other - rest) : left, end_mark, strlen (end_mark));
  gsize label;

  if (end == NULL)
    {
      self->oddities |= LK_TEXT_BAD_END;
      block->body_size = other != NULL ? (gsize)(other - rest) : left;
      return body + block->body_size;
    }
  block->body_size = (gsize)(end - rest);
  label = (gsize)(end - self->data) + strlen (end_mark) + 1;
  if (label + strlen (block->label) + 5 > self->size ||
      memcmp (self->data + label, block->label, strlen (block->label)) != 0 ||
      memcmp (self->data + label + strlen (block->label), "-----", 5) != 0)
    {
      self->oddities |= LK_TEXT_BAD_END;
      return skip_line (self->data, self->size, label > self->size ? self->size : label);
    }
  return label + strlen (block->label) + 5;
}

gboolean
lk_text_next_block (LkText *self, gsize *position, LkTextBlock *block)
{
  gsize from = *position;

  *block = (LkTextBlock){ 0 };
  for (gsize search = from; search < self->size;)
    {
      const char *found =
        memmem (self->data + search, self->size - search, begin_mark, strlen (begin_mark));
      gsize body;

      if (found == NULL)
        break;
      block->start = (gsize)(found - self->data);
      search = block->start + strlen (begin_mark);
      block->label =
        is_commented_out (self, block->start) ? NULL : read_label (self, search, &body);
      if (block->label == NULL)
        continue;
      note_text_before (self, from, block->start);
      block->body = self->data + body;
      *position = find_end (self, block, body);
      note_lines (self, block);
      split_headers (block);
      return TRUE;
    }
  note_text_before (self, from, self->size);
  *position = self->size;
  return FALSE;
}

void
lk_text_block_clear (LkTextBlock *block)
{
  g_clear_pointer (&block->label, g_free);
}

enum
{
  SKIP = 64,
  PAD = 65,
  BAD = 66
};

/* White space, and the ">" of quoted mail, are left out. */
static gpointer
make_values (gpointer unused)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  guint8 *values = g_malloc (256);

  memset (values, BAD, 256);
  for (guint8 i = 0; i < 64; i++)
    values[(guchar)alphabet[i]] = i;
  for (const char *c = " \t\r\n\f\v>"; *c != '\0'; c++)
    values[(guchar)*c] = SKIP;
  values['='] = PAD;
  return values;
}

guint8 *
lk_text_decode (const char *base64, gsize size, gsize *decoded_size, gsize *bad)
{
  static GOnce once = G_ONCE_INIT;
  const guint8 *values = g_once (&once, make_values, NULL);
  guint8 *bytes = g_malloc (size / 4 * 3 + 4), *out = bytes;
  guint32 group = 0;
  guint count = 0, pads = 0;
  gsize i;

  for (i = 0; i < size; i++)
    {
      guint8 value = values[(guchar)base64[i]];

      if (value == SKIP)
        continue;
      if (value == PAD)
        {
          pads++;
          continue;
        }
      if (value == BAD || pads > 0)
        break;
      group = group << 6 | value;
      if (++count == 4)
        {
          *out++ = (guint8)(group >> 16);
          *out++ = (guint8)(group >> 8);
          *out++ = (guint8)group;
          count = 0;
        }
    }
  if (i < size || count == 1 || pads > 2)
    {
      lk_secret_wipe (bytes, size / 4 * 3 + 4);
      g_free (bytes);
      *bad = i;
      return NULL;
    }
  if (count > 1)
    *out++ = (guint8)(group >> (count == 3 ? 10 : 4));
  if (count > 2)
    *out++ = (guint8)(group >> 2);
  *decoded_size = (gsize)(out - bytes);
  return bytes;
}

static gboolean
mentions (const char *data, gsize size)
{
  static const char words[] = "PRIVATE KEY";
  const char *end = data + size;

  if (memmem (data, size, "PuTTY-User-Key-File", 19) != NULL)
    return TRUE;
  for (const char *found = data;
       (found = memmem (found, (gsize)(end - found), words, strlen (words))) != NULL; found++)
    {
      gsize before = MIN ((gsize)(found - data), 40);

      if (memmem (found - before, before, "BEGIN", 5) != NULL)
        return TRUE;
    }
  return FALSE;
}

gboolean
lk_text_mentions_private_key (GBytes *raw)
{
  gsize size, left = 0;
  const char *data = g_bytes_get_data (raw, &size);
  g_autofree char *squeezed = NULL;
  gboolean found;

  if (size == 0)
    return FALSE;
  if (memchr (data, 0, size) == NULL)
    return mentions (data, size);
  /* wide characters are their ASCII once the zeros are gone, whichever end comes first */
  squeezed = g_malloc (size);
  for (gsize i = 0; i < size; i++)
    if (data[i] != '\0')
      squeezed[left++] = data[i];
  found = mentions (squeezed, left);
  lk_secret_wipe (squeezed, left);
  return found;
}
