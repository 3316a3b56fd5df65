/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/snc/lk-snc-profile.h"

#include "driver/snc/lk-snc-profile-private.h"

#include "base/lk-error.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (LkSncProfile, lk_snc_profile, G_TYPE_OBJECT)

static const struct
{
  const char *name;
  const char *options[LK_SNC_MAX_OPTIONS + 1];
} fields[LK_SNC_N_FIELDS] = {
  [LK_SNC_FIELD_MODEL] = { "model", { NULL } },
  [LK_SNC_FIELD_FIRMWARE] = { "firmware", { NULL } },
  [LK_SNC_FIELD_SERIAL_NUMBER] = { "serial-number", { NULL } },
  [LK_SNC_FIELD_TITLE] = { "title", { NULL } },
  [LK_SNC_FIELD_CLOCK] = { "clock", { NULL } },
  [LK_SNC_FIELD_SSL_FUNCTION] = { "ssl-function", { "disable", "enable", "enable-with-http" } },
  [LK_SNC_FIELD_SERVER_OPTION] = { "server-option", { "external", "self-signed" } },
  [LK_SNC_FIELD_SERVER_STATUS] = { "server-status", { "none", "valid", "invalid" } },
  [LK_SNC_FIELD_SERVER_ISSUER] = { "server-issuer", { NULL } },
  [LK_SNC_FIELD_SERVER_SUBJECT] = { "server-subject", { "need-password" } },
  [LK_SNC_FIELD_SERVER_PERIOD] = { "server-period", { NULL } },
  [LK_SNC_FIELD_SERVER_EXTENDED_KEY_USAGE] = { "server-extended-key-usage", { NULL } },
  [LK_SNC_FIELD_KEY_PASSWORD] = { "key-password", { "not-set", "set" } },
  [LK_SNC_FIELD_CLIENT_ENABLED] = { "client-enabled", { "off", "on" } },
  [LK_SNC_FIELD_TRUSTED_ISSUER] = { "trusted-issuer", { NULL } },
  [LK_SNC_FIELD_TRUSTED_SUBJECT] = { "trusted-subject", { NULL } },
  [LK_SNC_FIELD_TRUSTED_PERIOD] = { "trusted-period", { NULL } },
  [LK_SNC_FIELD_TRUSTED_EXTENDED_KEY_USAGE] = { "trusted-extended-key-usage", { NULL } },
};

static const char *const command_names[LK_SNC_N_COMMANDS] = {
  [LK_SNC_COMMAND_SET] = "set",
  [LK_SNC_COMMAND_UPLOAD_CA] = "upload-ca",
  [LK_SNC_COMMAND_UPLOAD_SERVER_PKCS12] = "upload-server-pkcs12",
  [LK_SNC_COMMAND_UPLOAD_SERVER_PEM] = "upload-server-pem",
  [LK_SNC_COMMAND_DELETE_CA] = "delete-ca",
  [LK_SNC_COMMAND_DELETE_SERVER] = "delete-server",
  [LK_SNC_COMMAND_SET_PASSWORD] = "set-password",
  [LK_SNC_COMMAND_RESET_PASSWORD] = "reset-password",
  [LK_SNC_COMMAND_GENERATE] = "generate",
  [LK_SNC_COMMAND_SET_CLOCK] = "set-clock",
};

const char *const lk_snc_clock_formats[] = { "iso8601", "compact", "unix", NULL };

void
lk_snc_command_free (LkSncCommand *command)
{
  if (command == NULL)
    return;
  for (gsize i = 0; i < command->n_parameters; i++)
    {
      g_free (command->parameters[i].name);
      g_free (command->parameters[i].value);
    }
  g_free ((LkSncParameter *)command->parameters);
  g_free (command->path);
  g_free (command->file_field);
  g_free (command->file_name);
  g_free (command->file_type);
  g_free (command);
}

static void
lk_snc_profile_finalize (GObject *object)
{
  LkSncProfile *self = LK_SNC_PROFILE (object);

  g_free (self->identifier);
  g_free (self->origin);
  g_free (self->name);
  g_strfreev (self->models);
  g_free (self->inquiry_path);
  g_free (self->inquiry_query);
  g_strfreev (self->groups);
  for (guint i = 0; i < LK_SNC_N_FIELDS; i++)
    {
      g_free (self->fields[i].group);
      g_free (self->fields[i].parameter);
      for (guint j = 0; j < LK_SNC_MAX_OPTIONS; j++)
        g_free (self->fields[i].values[j]);
    }
  for (guint i = 0; i < LK_SNC_N_COMMANDS; i++)
    lk_snc_command_free (self->commands[i]);
  g_free (self->statuses);
  g_strfreev (self->bodies);
  g_free (self->referer);
  g_free (self->clock_format);
  g_clear_pointer (&self->simulation, g_hash_table_unref);

  G_OBJECT_CLASS (lk_snc_profile_parent_class)->finalize (object);
}

static void
lk_snc_profile_class_init (LkSncProfileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_snc_profile_finalize;
}

static void
lk_snc_profile_init (LkSncProfile *self)
{
  self->simulation = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static char *
identifier_of (const char *origin)
{
  g_autofree char *base = g_path_get_basename (origin);

  if (g_str_has_suffix (base, ".profile"))
    base[strlen (base) - strlen (".profile")] = '\0';
  return g_steal_pointer (&base);
}

LkSncProfile *
lk_snc_profile_new_from_text (const char *text,
                              gssize length_bytes,
                              const char *origin,
                              GError **error)
{
  g_autoptr (LkSncProfile) self = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (origin != NULL, NULL);

  self = g_object_new (LK_TYPE_SNC_PROFILE, NULL);
  self->origin = g_strdup (origin);
  self->identifier = identifier_of (origin);
  if (!lk_snc_profile_read (self, text, length_bytes < 0 ? strlen (text) : (gsize)length_bytes,
                            error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
lk_snc_profile_get_identifier (LkSncProfile *self)
{
  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), NULL);

  return self->identifier;
}

const char *
lk_snc_profile_get_name (LkSncProfile *self)
{
  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), NULL);

  return self->name;
}

const char *
lk_snc_profile_get_origin (LkSncProfile *self)
{
  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), NULL);

  return self->origin;
}

gboolean
lk_snc_profile_is_confirmed (LkSncProfile *self)
{
  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), FALSE);

  return self->confirmed;
}

guint
lk_snc_profile_match_model (LkSncProfile *self, const char *model)
{
  guint best = 0;

  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), 0);
  g_return_val_if_fail (model != NULL, 0);

  for (char **pattern = self->models; *pattern != NULL; pattern++)
    if (g_pattern_match_simple (*pattern, model))
      best = MAX (best, (guint)strlen (*pattern));
  return best;
}

const char *
lk_snc_profile_get_inquiry_path (LkSncProfile *self)
{
  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), NULL);

  return self->inquiry_path;
}

const char *
lk_snc_profile_get_inquiry_query (LkSncProfile *self)
{
  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), NULL);

  return self->inquiry_query;
}

const char *const *
lk_snc_profile_get_groups (LkSncProfile *self)
{
  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), NULL);

  return (const char *const *)self->groups;
}

const char *
lk_snc_profile_get_group (LkSncProfile *self, LkSncField field)
{
  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), NULL);
  g_return_val_if_fail (field < LK_SNC_N_FIELDS, NULL);

  return self->fields[field].group;
}

const char *
lk_snc_profile_get_parameter (LkSncProfile *self, LkSncField field)
{
  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), NULL);
  g_return_val_if_fail (field < LK_SNC_N_FIELDS, NULL);

  return self->fields[field].parameter;
}

char *
lk_snc_profile_dup_parameter (LkSncProfile *self, LkSncField field, guint slot)
{
  const char *parameter = lk_snc_profile_get_parameter (self, field);

  return parameter == NULL ? NULL
                           : lk_snc_template_fill (parameter, &(LkSncArguments){ .slot = slot });
}

const char *
lk_snc_profile_get_value (LkSncProfile *self, LkSncField field, const char *option)
{
  const char *const *options = lk_snc_field_get_options (field);

  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), NULL);
  g_return_val_if_fail (option != NULL, NULL);

  for (guint i = 0; options[i] != NULL; i++)
    if (g_str_equal (options[i], option))
      return self->fields[field].values[i];
  return NULL;
}

const char *
lk_snc_profile_find_option (LkSncProfile *self, LkSncField field, const char *value)
{
  const char *const *options = lk_snc_field_get_options (field);

  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), NULL);
  g_return_val_if_fail (value != NULL, NULL);

  for (guint i = 0; options[i] != NULL; i++)
    if (g_strcmp0 (self->fields[field].values[i], value) == 0)
      return options[i];
  return NULL;
}

const LkSncCommand *
lk_snc_profile_get_command (LkSncProfile *self, LkSncCommandId id)
{
  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), NULL);
  g_return_val_if_fail (id < LK_SNC_N_COMMANDS, NULL);

  return self->commands[id];
}

gboolean
lk_snc_profile_is_success (LkSncProfile *self, guint status, const char *body)
{
  g_autofree char *text = g_strstrip (g_strdup (body != NULL ? body : ""));

  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), FALSE);

  for (guint i = 0; self->statuses[i] != 0; i++)
    if (self->statuses[i] == status)
      return self->bodies == NULL || g_strv_contains ((const char *const *)self->bodies, text);
  return FALSE;
}

LkSncQuirks
lk_snc_profile_get_quirks (LkSncProfile *self)
{
  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), (LkSncQuirks){ 0 });

  return self->quirks;
}

LkSncLimits
lk_snc_profile_get_limits (LkSncProfile *self)
{
  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), (LkSncLimits){ 0 });

  return self->limits;
}

char *
lk_snc_profile_format_clock (LkSncProfile *self, GDateTime *utc)
{
  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), NULL);
  g_return_val_if_fail (utc != NULL, NULL);

  if (g_str_equal (self->clock_format, "unix"))
    return g_strdup_printf ("%" G_GINT64_FORMAT, g_date_time_to_unix (utc));
  if (g_str_equal (self->clock_format, "compact"))
    return g_date_time_format (utc, "%Y%m%d%H%M%S");
  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
}

GDateTime *
lk_snc_profile_parse_clock (LkSncProfile *self, const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *iso = NULL;

  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  if (g_str_equal (self->clock_format, "unix"))
    {
      gint64 seconds = 0;

      if (!g_ascii_string_to_signed (text, 10, 0, G_MAXINT32 * 4LL, &seconds, NULL))
        return NULL;
      return g_date_time_new_from_unix_utc (seconds);
    }
  if (g_str_equal (self->clock_format, "compact"))
    {
      if (strlen (text) != 14)
        return NULL;
      iso = g_strdup_printf ("%.8sT%sZ", text, text + 8);
      text = iso;
    }
  return g_date_time_new_from_iso8601 (text, utc);
}

const char *
lk_snc_profile_get_simulation (LkSncProfile *self, const char *key)
{
  g_return_val_if_fail (LK_IS_SNC_PROFILE (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  return g_hash_table_lookup (self->simulation, key);
}

char *
lk_snc_template_fill (const char *text, const LkSncArguments *arguments)
{
  g_autofree char *slot = NULL;
  g_autofree char *days = NULL;
  GString *filled;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (arguments != NULL, NULL);

  slot = arguments->slot > 0 ? g_strdup_printf ("%u", arguments->slot) : NULL;
  days = arguments->days > 0 ? g_strdup_printf ("%u", arguments->days) : NULL;
  filled = g_string_new (NULL);
  for (const char *at = text; *at != '\0';)
    {
      const struct
      {
        const char *placeholder;
        const char *value;
      } rows[] = {
        { "{slot}", slot },
        { "{password}", arguments->password },
        { "{common-name}", arguments->common_name },
        { "{days}", days },
        { "{clock}", arguments->clock },
      };
      gsize i = 0;

      while (i < G_N_ELEMENTS (rows) &&
             (rows[i].value == NULL || !g_str_has_prefix (at, rows[i].placeholder)))
        i++;
      if (i < G_N_ELEMENTS (rows))
        {
          g_string_append (filled, rows[i].value);
          at += strlen (rows[i].placeholder);
        }
      else
        g_string_append_c (filled, *at++);
    }
  return g_string_free (filled, FALSE);
}

const char *
lk_snc_field_get_name (LkSncField field)
{
  g_return_val_if_fail (field < LK_SNC_N_FIELDS, NULL);

  return fields[field].name;
}

const char *const *
lk_snc_field_get_options (LkSncField field)
{
  g_return_val_if_fail (field < LK_SNC_N_FIELDS, NULL);

  return fields[field].options;
}

const char *
lk_snc_command_get_name (LkSncCommandId id)
{
  g_return_val_if_fail (id < LK_SNC_N_COMMANDS, NULL);

  return command_names[id];
}
