/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl-output.h"

#include <stdio.h>
#include <unistd.h>

#define LABEL_COLUMNS 28

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

char *
lk_ctl_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString *clean = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (clean, g_unichar_isprint (c) ? c : 0xfffd);
    }
  return g_string_free (clean, FALSE);
}

void
lk_ctl_print_heading (const char *heading)
{
  gboolean coloured = isatty (STDOUT_FILENO) && g_getenv ("NO_COLOR") == NULL;

  g_print ("%s%s%s\n", coloured ? "\033[1m" : "", heading, coloured ? "\033[0m" : "");
}

static guint
count_columns (const char *text)
{
  guint columns = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      columns += g_unichar_iswide (c) ? 2 : g_unichar_iszerowidth (c) ? 0
                                                                      : 1;
    }
  return columns;
}

void
lk_ctl_print_row (guint indent, const char *label, const char *value)
{
  g_autofree char *clean = lk_ctl_clean (value);
  guint used = indent + count_columns (label);

  g_print ("%*s%s", (int)indent, "", label);
  if (used >= LABEL_COLUMNS)
    {
      g_print ("\n");
      used = 0;
    }
  g_print ("%*s%s\n", (int)(LABEL_COLUMNS - used), "", clean);
}
