/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/snc/lk-snc-profile-private.h"

#include "base/lk-error.h"

#include <stdarg.h>
#include <string.h>

#define GROUP_PREFIX   "Group "
#define VALUES_PREFIX  "Values "
#define COMMAND_PREFIX "Command "

/* A typing error in a key must not be ignored silently: the keys of each fixed group; "*" takes
 * any. */
static const struct
{
  const char *group;
  const char *keys[8];
} known_groups[] = {
  { "Profile", { "Format", "Name", "Confirmed", "Models" } },
  { "Inquiry", { "Path", "Query", "Answer", "Escaped" } },
  { "Success", { "Statuses", "Body" } },
  { "Quirks", { "Referer" } },
  { "Limits", { "TrustedSlots", "KeyPasswordMax", "CertificateMaxBytes", "Pkcs12" } },
  { "Clock", { "Format" } },
  { "Simulation", { "*" } },
};

static const char *const command_keys[] = { "Path", "Encoding", "Parameters", "FileField", "FileName", "FileType", NULL };

static const char *const encodings[] = {
  [LK_SNC_ENCODING_QUERY] = "query",
  [LK_SNC_ENCODING_FORM] = "form",
  [LK_SNC_ENCODING_MULTIPART] = "multipart",
  [LK_SNC_ENCODING_RAW] = "raw",
};

static const char *const pkcs12_readers[] = {
  [LK_PKCS12_READER_UNKNOWN] = "unknown",
  [LK_PKCS12_READER_OLD] = "old",
  [LK_PKCS12_READER_NEW] = "new",
  [LK_PKCS12_READER_BOTH] = "both",
  NULL,
};

typedef struct
{
  LkSncProfile *profile;
  GKeyFile *file;
  GError *error; /* the first one; reading goes on harmlessly behind it */
} Reader;

G_GNUC_PRINTF (4, 5)
static void
fail (Reader *reader, const char *group, const char *key, const char *format, ...)
{
  va_list arguments;
  g_autofree char *what = NULL;

  if (reader->error != NULL)
    return;
  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (key != NULL)
    g_set_error (&reader->error, LK_ERROR, LK_ERROR_BAD_DATA, "The profile “%s” cannot be used: in [%s], %s %s",
                 reader->profile->origin, group, key, what);
  else
    g_set_error (&reader->error, LK_ERROR, LK_ERROR_BAD_DATA, "The profile “%s” cannot be used: [%s] %s",
                 reader->profile->origin, group, what);
}

/* Texts go into requests and onto terminals: none of them has lines or control characters. */
static char *
read_text (Reader *reader, const char *group, const char *key)
{
  char *text = g_key_file_get_string (reader->file, group, key, NULL);

  for (const char *at = text; at != NULL && *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      {
        fail (reader, group, key, "holds a control character");
        break;
      }
  return text;
}

static char *
read_needed_text (Reader *reader, const char *group, const char *key)
{
  char *text = read_text (reader, group, key);

  if (text == NULL || *text == '\0')
    fail (reader, group, key, "is missing");
  return text;
}

/* What stands between quotation marks in a header. */
static char *
read_name (Reader *reader, const char *group, const char *key)
{
  char *text = read_needed_text (reader, group, key);

  if (text != NULL && strpbrk (text, "\"\\") != NULL)
    fail (reader, group, key, "holds a quotation mark or a backslash");
  return text;
}

static char *
read_path (Reader *reader, const char *group, const char *key)
{
  char *path = read_needed_text (reader, group, key);

  if (path != NULL && (*path != '/' || strpbrk (path, " ?#\\") != NULL))
    fail (reader, group, key, "has to begin with “/” and to hold no “?”, “#” or space");
  return path;
}

static gboolean
read_boolean (Reader *reader, const char *group, const char *key, gboolean fallback)
{
  g_autoptr (GError) error = NULL;
  gboolean value;

  if (!g_key_file_has_key (reader->file, group, key, NULL))
    return fallback;
  value = g_key_file_get_boolean (reader->file, group, key, &error);
  if (error != NULL)
    fail (reader, group, key, "is neither “true” nor “false”");
  return value;
}

static guint
read_number (
  Reader *reader, const char *group, const char *key, guint least, guint most, guint fallback)
{
  g_autofree char *text = read_text (reader, group, key);
  guint64 value = fallback;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, least, most, &value, NULL))
    fail (reader, group, key, "is not a number from %u to %u", least, most);
  return (guint)value;
}

/* Where @text stands in the table; fails and gives 0 when it does not. */
static guint
read_choice (
  Reader *reader, const char *group, const char *key, const char *const *choices, gsize n_choices)
{
  g_autofree char *text = read_text (reader, group, key);
  g_autofree char *offer = NULL;

  for (guint i = 0; i < n_choices; i++)
    if (text == NULL || g_str_equal (choices[i], text))
      return i;
  offer = g_strjoinv ("”, “", (char **)choices);
  fail (reader, group, key, "is “%s”; it can be one of “%s”", text, offer);
  return 0;
}

static LkSncField
find_field (const char *name)
{
  LkSncField field = 0;

  while (field < LK_SNC_N_FIELDS && !g_str_equal (lk_snc_field_get_name (field), name))
    field++;
  return field;
}

static void
read_group (Reader *reader, const char *section)
{
  const char *group = section + strlen (GROUP_PREFIX);
  g_auto (GStrv) keys = g_key_file_get_keys (reader->file, section, NULL, NULL);

  for (char **key = keys; *key != NULL; key++)
    {
      LkSncField field = find_field (*key);

      if (field == LK_SNC_N_FIELDS)
        {
          fail (reader, section, *key, "is not a field that Latchkey knows");
          return;
        }
      if (reader->profile->fields[field].group != NULL)
        {
          fail (reader, section, *key, "is already in [Group %s]", reader->profile->fields[field].group);
          return;
        }
      reader->profile->fields[field].group = g_strdup (group);
      reader->profile->fields[field].parameter = read_needed_text (reader, section, *key);
      if (field >= LK_SNC_FIELD_TRUSTED_ISSUER && reader->error == NULL &&
          strstr (reader->profile->fields[field].parameter, "{slot}") == NULL)
        fail (reader, section, *key, "has to hold {slot}");
    }
}

static void
read_values (Reader *reader, const char *section)
{
  LkSncField field = find_field (section + strlen (VALUES_PREFIX));
  g_auto (GStrv) keys = g_key_file_get_keys (reader->file, section, NULL, NULL);

  if (field == LK_SNC_N_FIELDS || *lk_snc_field_get_options (field) == NULL)
    {
      fail (reader, section, NULL, "does not name a field with options");
      return;
    }
  for (char **key = keys; *key != NULL; key++)
    {
      const char *const *options = lk_snc_field_get_options (field);
      guint i = 0;

      while (options[i] != NULL && !g_str_equal (options[i], *key))
        i++;
      if (options[i] == NULL)
        fail (reader, section, *key, "is not an option of this field");
      else
        reader->profile->fields[field].values[i] = read_text (reader, section, *key);
    }
}

static void
read_parameters (Reader *reader, const char *section, LkSncCommand *command)
{
  g_auto (GStrv) list = g_key_file_get_string_list (reader->file, section, "Parameters", NULL, NULL);
  guint n = list != NULL ? g_strv_length (list) : 0;
  LkSncParameter *parameters = g_new0 (LkSncParameter, n);

  for (guint i = 0; i < n; i++)
    {
      const char *equals = strchr (list[i], '=');

      if (equals == NULL || equals == list[i])
        fail (reader, section, "Parameters", "has “%s”, which is not NAME=VALUE", list[i]);
      parameters[i].name =
        equals != NULL ? g_strndup (list[i], (gsize)(equals - list[i])) : g_strdup (list[i]);
      parameters[i].value = g_strdup (equals != NULL ? equals + 1 : "");
    }
  command->parameters = parameters;
  command->n_parameters = n;
}

static void
read_command (Reader *reader, const char *section)
{
  g_auto (GStrv) keys = g_key_file_get_keys (reader->file, section, NULL, NULL);
  LkSncCommandId id = 0;
  LkSncCommand *command;

  while (id < LK_SNC_N_COMMANDS &&
         !g_str_equal (lk_snc_command_get_name (id), section + strlen (COMMAND_PREFIX)))
    id++;
  if (id == LK_SNC_N_COMMANDS)
    {
      fail (reader, section, NULL, "is not a command that Latchkey knows");
      return;
    }
  for (char **key = keys; *key != NULL; key++)
    if (!g_strv_contains (command_keys, *key))
      fail (reader, section, *key, "is not a key that Latchkey knows");

  command = g_new0 (LkSncCommand, 1);
  reader->profile->commands[id] = command;
  command->path = read_path (reader, section, "Path");
  command->encoding =
    (LkSncEncoding)read_choice (reader, section, "Encoding", encodings, G_N_ELEMENTS (encodings));
  read_parameters (reader, section, command);
  if (id < LK_SNC_COMMAND_UPLOAD_CA || id > LK_SNC_COMMAND_UPLOAD_SERVER_PEM)
    {
      if (command->encoding != LK_SNC_ENCODING_QUERY && command->encoding != LK_SNC_ENCODING_FORM)
        fail (reader, section, "Encoding", "has to be “query” or “form”, since no file is sent");
      return;
    }
  if (command->encoding != LK_SNC_ENCODING_MULTIPART && command->encoding != LK_SNC_ENCODING_RAW)
    fail (reader, section, "Encoding", "has to be “multipart” or “raw”, since a file is sent");
  if (command->encoding == LK_SNC_ENCODING_MULTIPART)
    {
      command->file_field = read_name (reader, section, "FileField");
      command->file_name = read_name (reader, section, "FileName");
    }
  command->file_type = read_needed_text (reader, section, "FileType");
}

static gboolean
check_known (Reader *reader, const char *section)
{
  g_auto (GStrv) keys = g_key_file_get_keys (reader->file, section, NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (known_groups); i++)
    {
      if (!g_str_equal (known_groups[i].group, section))
        continue;
      for (char **key = keys; *key != NULL; key++)
        if (*known_groups[i].keys[0] != '*' && !g_strv_contains (known_groups[i].keys, *key))
          fail (reader, section, *key, "is not a key that Latchkey knows");
      return TRUE;
    }
  return FALSE;
}

static void
read_sections (Reader *reader)
{
  g_auto (GStrv) sections = g_key_file_get_groups (reader->file, NULL);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_free);

  for (char **section = sections; *section != NULL && reader->error == NULL; section++)
    {
      if (g_str_has_prefix (*section, GROUP_PREFIX))
        {
          g_ptr_array_add (groups, g_strdup (*section + strlen (GROUP_PREFIX)));
          read_group (reader, *section);
        }
      else if (g_str_has_prefix (*section, VALUES_PREFIX))
        read_values (reader, *section);
      else if (g_str_has_prefix (*section, COMMAND_PREFIX))
        read_command (reader, *section);
      else if (!check_known (reader, *section))
        fail (reader, *section, NULL, "is not a group that Latchkey knows");
    }
  g_ptr_array_add (groups, NULL);
  reader->profile->groups = (char **)g_ptr_array_free (g_steal_pointer (&groups), FALSE);
}

static void
read_success (Reader *reader)
{
  LkSncProfile *self = reader->profile;
  g_auto (GStrv) list = g_key_file_get_string_list (reader->file, "Success", "Statuses", NULL, NULL);
  guint n = list != NULL ? g_strv_length (list) : 0;

  self->statuses = g_new0 (guint, MAX (n, 1) + 1);
  self->statuses[0] = 200;
  for (guint i = 0; i < n; i++)
    {
      guint64 status = 0;

      if (!g_ascii_string_to_unsigned (list[i], 10, 200, 299, &status, NULL))
        fail (reader, "Success", "Statuses", "has “%s”, which is not a number from 200 to 299", list[i]);
      self->statuses[i] = (guint)status;
    }
  self->bodies = g_key_file_get_string_list (reader->file, "Success", "Body", NULL, NULL);
  self->quirks.success_status = self->statuses[0];
  self->quirks.success_body = self->bodies != NULL ? self->bodies[0] : NULL;
}

static void
read_rest (Reader *reader)
{
  static const char *const answers[] = { "plain", "var", NULL };
  LkSncProfile *self = reader->profile;
  g_auto (GStrv) keys = g_key_file_get_keys (reader->file, "Simulation", NULL, NULL);

  self->name = read_needed_text (reader, "Profile", "Name");
  self->confirmed = read_boolean (reader, "Profile", "Confirmed", FALSE);
  self->models = g_key_file_get_string_list (reader->file, "Profile", "Models", NULL, NULL);
  if (self->models == NULL)
    fail (reader, "Profile", "Models", "is missing");

  self->inquiry_path = read_path (reader, "Inquiry", "Path");
  self->inquiry_query = read_needed_text (reader, "Inquiry", "Query");
  self->quirks.answers_in_var_lines = read_choice (reader, "Inquiry", "Answer", answers, 2) == 1;
  self->quirks.values_are_escaped = read_boolean (reader, "Inquiry", "Escaped", TRUE);

  read_success (reader);
  if (g_key_file_has_key (reader->file, "Quirks", "Referer", NULL))
    self->quirks.referer = self->referer = read_path (reader, "Quirks", "Referer");
  self->limits.trusted_slots = read_number (reader, "Limits", "TrustedSlots", 1, 4, 4);
  self->limits.key_password_max = read_number (reader, "Limits", "KeyPasswordMax", 1, 1000, 50);
  self->limits.certificate_max_bytes = read_number (reader, "Limits", "CertificateMaxBytes", 0, G_MAXINT, 0);
  self->limits.pkcs12 =
    read_choice (reader, "Limits", "Pkcs12", pkcs12_readers, G_N_ELEMENTS (pkcs12_readers) - 1);
  self->clock_format = g_strdup (
    lk_snc_clock_formats[read_choice (reader, "Clock", "Format", lk_snc_clock_formats, 3)]);
  for (char **key = keys; key != NULL && *key != NULL; key++)
    g_hash_table_insert (self->simulation, g_strdup (*key), read_text (reader, "Simulation", *key));
}

/* What no camera of this kind can do without. */
static void
check_whole (Reader *reader)
{
  static const LkSncField needed[] = {
    LK_SNC_FIELD_MODEL,
    LK_SNC_FIELD_FIRMWARE,
    LK_SNC_FIELD_SSL_FUNCTION,
    LK_SNC_FIELD_SERVER_STATUS,
    LK_SNC_FIELD_CLIENT_ENABLED,
    LK_SNC_FIELD_TRUSTED_SUBJECT,
  };
  LkSncProfile *self = reader->profile;

  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      const char *const *options = lk_snc_field_get_options (needed[i]);
      const char *name = lk_snc_field_get_name (needed[i]);
      g_autofree char *section = g_strconcat (VALUES_PREFIX, name, NULL);

      if (self->fields[needed[i]].parameter == NULL)
        fail (reader, "Group …", name, "is missing: no group says which parameter it is");
      if (*options != NULL && self->fields[needed[i]].values[0] == NULL &&
          self->fields[needed[i]].values[1] == NULL)
        fail (reader, section, NULL, "is missing");
    }
  for (guint i = 0; i < 2; i++)
    if (self->fields[LK_SNC_FIELD_CLIENT_ENABLED].values[i] == NULL)
      fail (reader, "Values client-enabled", lk_snc_field_get_options (LK_SNC_FIELD_CLIENT_ENABLED)[i], "is missing");
  if (self->commands[LK_SNC_COMMAND_SET] == NULL)
    fail (reader, "Command set", NULL, "is missing");
}

gboolean
lk_snc_profile_read (LkSncProfile *self, const char *text, gsize length_bytes, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) syntax_error = NULL;
  Reader reader = { self, file, NULL };

  if (!g_key_file_load_from_data (file, text, length_bytes, G_KEY_FILE_NONE, &syntax_error))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The profile “%s” cannot be read: %s", self->origin, syntax_error->message);
      return FALSE;
    }
  if (read_number (&reader, "Profile", "Format", 1, G_MAXINT, 0) != 1)
    fail (&reader, "Profile", "Format", "has to be 1");
  if (reader.error == NULL)
    read_sections (&reader);
  if (reader.error == NULL)
    read_rest (&reader);
  if (reader.error == NULL)
    check_whole (&reader);
  if (reader.error != NULL)
    {
      g_propagate_error (error, reader.error);
      return FALSE;
    }
  return TRUE;
}
