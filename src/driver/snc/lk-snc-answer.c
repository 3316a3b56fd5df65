/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/snc/lk-snc-answer.h"

#include <string.h>

#define MAX_PARAMETERS  4096
#define MAX_NAME_BYTES  256
#define MAX_VALUE_BYTES (64 * 1024)

struct _LkSncAnswer
{
  GObject parent_instance;

  GPtrArray *names;   /* owns the names */
  GHashTable *values; /* name (borrowed) → value */
};

G_DEFINE_FINAL_TYPE (LkSncAnswer, lk_snc_answer, G_TYPE_OBJECT)

static void
lk_snc_answer_finalize (GObject *object)
{
  LkSncAnswer *self = LK_SNC_ANSWER (object);

  g_clear_pointer (&self->values, g_hash_table_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);

  G_OBJECT_CLASS (lk_snc_answer_parent_class)->finalize (object);
}

static void
lk_snc_answer_class_init (LkSncAnswerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_snc_answer_finalize;
}

static void
lk_snc_answer_init (LkSncAnswer *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

static gboolean
is_name_character (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '.' || c == '-' || c == '[' || c == ']';
}

/* The length of the name at the beginning of the text, 0 where none is. */
static gsize
measure_name (const char *text, const char *end)
{
  const char *at = text;

  while (at < end && is_name_character (*at))
    at++;
  return at - text <= MAX_NAME_BYTES ? (gsize)(at - text) : 0;
}

/* Takes @value over. The first value of a name counts. */
static void
add (LkSncAnswer *self, const char *name, gsize length, GString *value)
{
  g_autofree char *key = g_strndup (name, length);
  g_autofree char *raw = NULL;
  char *valid;

  g_string_truncate (value, MIN (value->len, MAX_VALUE_BYTES));
  for (char *at = value->str; at < value->str + value->len; at++)
    if (*at == '\0')
      *at = '?';
  raw = g_string_free (value, FALSE);
  if (self->names->len >= MAX_PARAMETERS || g_hash_table_contains (self->values, key))
    return;
  valid = g_utf8_make_valid (raw, -1);
  g_hash_table_insert (self->values, key, valid);
  g_ptr_array_add (self->names, g_steal_pointer (&key));
}

/* Form one: name=value&name=value */

static void
append_percent_decoded (GString *value, const char *text, const char *end)
{
  while (text < end)
    {
      int high = end - text > 2 && *text == '%' ? g_ascii_xdigit_value (text[1]) : -1;
      int low = high >= 0 ? g_ascii_xdigit_value (text[2]) : -1;

      if (low >= 0)
        {
          g_string_append_c (value, (char)(high << 4 | low));
          text += 3;
        }
      else
        g_string_append_c (value, *text++);
    }
}

/* Where the value ends: at a line's end, or at a '&' behind which another pair begins. A camera
 * that does not escape writes "O=Black & White" as it is. */
static const char *
find_value_end (const char *text, const char *end)
{
  for (; text < end; text++)
    {
      gsize length;

      if (*text == '\n' || *text == '\r')
        return text;
      if (*text != '&')
        continue;
      length = measure_name (text + 1, end);
      if (text + 1 == end || (length > 0 && text + 1 + length < end && text[1 + length] == '='))
        return text;
    }
  return end;
}

static void
parse_pairs (LkSncAnswer *self, const char *text, const char *end, gboolean escaped)
{
  while (text < end && self->names->len < MAX_PARAMETERS)
    {
      gsize length = measure_name (text, end);
      const char *value = text + length + 1;
      const char *value_end;
      GString *decoded;

      if (length == 0 || value > end || value[-1] != '=')
        {
          text++;
          continue;
        }
      value_end = find_value_end (value, end);
      decoded = g_string_new (NULL);
      if (escaped)
        append_percent_decoded (decoded, value, value_end);
      else
        g_string_append_len (decoded, value, value_end - value);
      add (self, text, length, decoded);
      text = value_end + 1;
    }
}

/* Form two: var name="value"; */

static gunichar
read_hex (const char **text, const char *end, gsize digits)
{
  gunichar code = 0;

  if ((gsize)(end - *text) < digits)
    return 0;
  for (gsize i = 0; i < digits; i++)
    {
      int digit = g_ascii_xdigit_value ((*text)[i]);

      if (digit < 0)
        return 0;
      code = code << 4 | (gunichar)digit;
    }
  *text += digits;
  return code;
}

static gboolean
is_octal (char c)
{
  return c >= '0' && c <= '7';
}

/* One escape of ECMAScript 12.9.4; @text stands behind the backslash. */
static void
append_script_escape (GString *value, const char **text, const char *end)
{
  static const char letters[] = "bfnrtv";
  static const char meanings[] = "\b\f\n\r\t\v";
  char c = *(*text)++;
  const char *known = c != '\0' ? strchr (letters, c) : NULL;
  gunichar code = 0;

  if (c == 'x' || c == 'u')
    {
      code = read_hex (text, end, c == 'x' ? 2 : 4);
      if (code != 0 && g_unichar_validate (code))
        g_string_append_unichar (value, code);
      return;
    }
  if (c >= '0' && c <= '3' && end - *text >= 2 && is_octal ((*text)[0]) && is_octal ((*text)[1]))
    {
      c = (char)((c - '0') << 6 | ((*text)[0] - '0') << 3 | ((*text)[1] - '0'));
      *text += 2;
      /* a byte, and not a character: so do programs that escape as C does */
      g_string_append_c (value, c);
      return;
    }
  g_string_append_c (value, known != NULL ? meanings[known - letters] : c);
}

/* A quoted string; gives back what stands behind it. */
static const char *
read_quoted (GString *value, const char *text, const char *end, gboolean escaped)
{
  char quote = *text++;

  while (text < end && *text != quote && *text != '\n')
    {
      if (escaped && *text == '\\' && text + 1 < end)
        {
          text++;
          append_script_escape (value, &text, end);
        }
      else
        g_string_append_c (value, *text++);
    }
  return text;
}

static const char *
skip_blanks (const char *text, const char *end)
{
  while (text < end && (*text == ' ' || *text == '\t'))
    text++;
  return text;
}

static const char *
parse_var (LkSncAnswer *self, const char *text, const char *end, gboolean escaped)
{
  const char *name = skip_blanks (text, end);
  gsize length = measure_name (name, end);
  GString *value;

  text = skip_blanks (name + length, end);
  if (length == 0 || text == end || *text != '=')
    return text;
  text = skip_blanks (text + 1, end);
  value = g_string_new (NULL);
  if (text < end && (*text == '"' || *text == '\''))
    text = read_quoted (value, text, end, escaped);
  else
    for (; text < end && *text != ';' && *text != '\n' && *text != '\r'; text++)
      g_string_append_c (value, *text);
  add (self, name, length, value);
  return text;
}

static gboolean
is_var (const char *text, const char *end)
{
  return end - text >= 4 && memcmp (text, "var", 3) == 0 && (text[3] == ' ' || text[3] == '\t');
}

/* Only at a line's beginning or behind a ';', so that a value may hold the word. */
static void
parse_vars (LkSncAnswer *self, const char *text, const char *end, gboolean escaped)
{
  while (text < end && self->names->len < MAX_PARAMETERS)
    {
      const char *at = skip_blanks (text, end);

      if (is_var (at, end))
        at = parse_var (self, at + 3, end, escaped);
      while (at < end && *at != '\n' && *at != '\r' && *at != ';')
        at++;
      text = at + 1;
    }
}

LkSncAnswer *
lk_snc_answer_new (GBytes *body, gboolean values_are_escaped)
{
  LkSncAnswer *self = g_object_new (LK_TYPE_SNC_ANSWER, NULL);
  gsize length = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  const char *end = text + length;
  const char *start;

  if (length == 0)
    return self;
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    text += 3;
  for (start = text; start < end && g_ascii_isspace (*start);)
    start++;
  if (is_var (start, end))
    parse_vars (self, start, end, values_are_escaped);
  else
    parse_pairs (self, start, end, values_are_escaped);
  return self;
}

guint
lk_snc_answer_get_n (LkSncAnswer *self)
{
  g_return_val_if_fail (LK_IS_SNC_ANSWER (self), 0);
  return self->names->len;
}

const char *
lk_snc_answer_get_name (LkSncAnswer *self, guint index)
{
  g_return_val_if_fail (LK_IS_SNC_ANSWER (self) && index < self->names->len, NULL);
  return g_ptr_array_index (self->names, index);
}

const char *
lk_snc_answer_find (LkSncAnswer *self, const char *name)
{
  g_return_val_if_fail (LK_IS_SNC_ANSWER (self), NULL);
  return name != NULL ? g_hash_table_lookup (self->values, name) : NULL;
}
