/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl-output.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define LABEL_COLUMNS 31
#define MIN_ROOM      20

/* UTF-8 as the locale can show it. */
static void
write_text (const char *text, FILE *stream)
{
  g_autofree char *converted = NULL;
  const char *charset;

  if (!g_get_console_charset (&charset))
    converted = g_convert_with_fallback (text, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  (void)fputs (converted != NULL ? converted : text, stream); /* told at the end */
}

static void
print_cb (const char *text)
{
  write_text (text, stdout);
}

static void
printerr_cb (const char *text)
{
  (void)fflush (stdout); /* told at the end */
  write_text (text, stderr);
}

void
lk_ctl_output_start (void)
{
  g_set_print_handler (print_cb);
  g_set_printerr_handler (printerr_cb);
}

gboolean
lk_ctl_output_finish (void)
{
  errno = 0;
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  g_printerr ("latchkeyctl: %s: %s\n", _ ("Not all of the output could be written"),
              errno != 0 ? g_strerror (errno) : g_strerror (EIO));
  return FALSE;
}

void
lk_ctl_print_json (JsonNode *node)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char *text = NULL;

  json_generator_set_pretty (generator, TRUE);
  json_generator_set_root (generator, node);
  text = json_generator_to_data (generator, NULL);
  /* Not g_print(): JSON is UTF-8 in any locale (RFC 8259 8.1). */
  (void)fputs (text, stdout); /* a reader that went away is told by the exit of whoever asked */
  (void)fputc ('\n', stdout);
}

void
lk_ctl_add_string (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

void
lk_ctl_add_time (JsonBuilder *builder, const char *name, GDateTime *utc)
{
  g_autofree char *text = utc != NULL ? g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  lk_ctl_add_string (builder, name, text);
}

void
lk_ctl_add_strings (JsonBuilder *builder, const char *name, const char *const *texts)
{
  json_builder_set_member_name (builder, name);
  if (texts == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_array (builder);
  for (gsize i = 0; texts[i] != NULL; i++)
    json_builder_add_string_value (builder, texts[i]);
  json_builder_end_array (builder);
}

static char *
clean_unicode (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (clean, g_unichar_isprint (c) ? c : 0xfffd);
    }
  return g_string_free (clean, FALSE);
}

/* Nearly all texts are: nothing of them has to be looked at as UTF-8. */
static gboolean
is_plain (const char *text)
{
  while (g_ascii_isprint (*text))
    text++;
  return *text == '\0';
}

char *
lk_ctl_clean (const char *text)
{
  if (text != NULL && is_plain (text))
    return g_strdup (text);
  return clean_unicode (text != NULL ? text : "");
}

static gboolean
is_terminal (void)
{
  static int known = -1;

  if (known < 0)
    known = isatty (STDOUT_FILENO);
  return known;
}

static gboolean
is_coloured (void)
{
  return is_terminal () && g_getenv ("NO_COLOR") == NULL;
}

void
lk_ctl_print_heading (const char *heading)
{
  lk_ctl_print_title (0, heading);
}

void
lk_ctl_print_title (guint indent, const char *title)
{
  g_autofree char *clean = lk_ctl_clean (title);
  gboolean coloured = is_coloured ();

  g_print ("%*s%s%s%s\n", (int)indent, "", coloured ? "\033[1m" : "", clean,
           coloured ? "\033[0m" : "");
}

static guint
count_character (gunichar c)
{
  return g_unichar_iswide (c) ? 2 : !g_unichar_iszerowidth (c);
}

static guint
count_columns (const char *text)
{
  guint columns = 0;

  if (is_plain (text))
    return (guint)strlen (text);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    columns += count_character (g_utf8_get_char (text));
  return columns;
}

/* Of the terminal; G_MAXUINT where there is none, or none that would tell. */
static guint
get_width (void)
{
  struct winsize size;

  if (!is_terminal () || ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
    return G_MAXUINT;
  return size.ws_col;
}

/* Where a text that is too wide breaks best: behind the last space, colon or comma that fits, or
 * wherever the line is full. */
static const char *
find_break (const char *text, guint room)
{
  const char *good = NULL;
  guint columns = 0;

  if (room == G_MAXUINT)
    return text + strlen (text);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      columns += count_character (g_utf8_get_char (at));
      if (columns > room)
        return good != NULL ? good : at > text ? at
                                               : g_utf8_next_char (at);
      if (strchr (" :,", *at) != NULL)
        good = at + 1;
    }
  return text + strlen (text);
}

/* From @column on, where the cursor stands. */
static void
print_wrapped (guint column, const char *text)
{
  guint width = get_width (), room = width > column + MIN_ROOM ? width - column : G_MAXUINT;

  do
    {
      const char *end = find_break (text, room);
      gboolean is_cut = *end != '\0' && end[-1] == ' ';

      g_print ("%.*s\n", (int)(end - text) - is_cut, text);
      text = end;
      if (*text != '\0')
        g_print ("%*s", (int)column, "");
    }
  while (*text != '\0');
}

/* A label that is too long has a line of its own. */
void
lk_ctl_print_row (guint indent, const char *label, const char *value)
{
  g_autofree char *clean = lk_ctl_clean (value);
  guint used = indent + count_columns (label);

  if (used < LABEL_COLUMNS)
    g_print ("%*s%s%*s", (int)indent, "", label, (int)(LABEL_COLUMNS - used), "");
  else
    g_print ("%*s%s\n%*s", (int)indent, "", label, LABEL_COLUMNS, "");
  print_wrapped (LABEL_COLUMNS, clean);
}

void
lk_ctl_print_marked (guint indent, LkCtlMark mark, const char *sentence)
{
  static const struct
  {
    const char *utf8, *ascii, *colour;
  } marks[] = {
    [LK_CTL_MARK_GOOD] = { "✔", "+", "32" },
    [LK_CTL_MARK_NEUTRAL] = { "•", "-", "0" },
    [LK_CTL_MARK_WARNING] = { "!", "!", "33" },
    [LK_CTL_MARK_BAD] = { "✘", "x", "31" },
  };
  g_autofree char *clean = lk_ctl_clean (sentence);
  const char *text = g_get_charset (NULL) ? marks[mark].utf8 : marks[mark].ascii;

  if (is_coloured ())
    g_print ("%*s\033[%sm%s\033[0m ", (int)indent, "", marks[mark].colour, text);
  else
    g_print ("%*s%s ", (int)indent, "", text);
  print_wrapped (indent + 2, clean);
}
