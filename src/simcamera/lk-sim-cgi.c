/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-cgi.h"

#include "simcamera/lk-sim-cgi-match.h"

#include <string.h>

typedef struct
{
  LkSimFace face;
  LkSncProfile *profile;
  LkSimState *state;
} Cgi;

static const char *const ssl_options[] = { "disable", "enable", "enable-with-http" };
static const char *const server_options[] = { "external", "self-signed" };
static const char *const client_options[] = { "off", "on" };
static const char *const status_options[] = { "none", "valid", "invalid" };
static const char *const password_options[] = { "not-set", "set" };

static const LkSimKind command_kinds[LK_SNC_N_COMMANDS] = {
  [LK_SNC_COMMAND_SET] = LK_SIM_KIND_SET,
  [LK_SNC_COMMAND_UPLOAD_CA] = LK_SIM_KIND_UPLOAD,
  [LK_SNC_COMMAND_UPLOAD_SERVER_PKCS12] = LK_SIM_KIND_UPLOAD,
  [LK_SNC_COMMAND_UPLOAD_SERVER_PEM] = LK_SIM_KIND_UPLOAD,
  [LK_SNC_COMMAND_DELETE_CA] = LK_SIM_KIND_DELETE,
  [LK_SNC_COMMAND_DELETE_SERVER] = LK_SIM_KIND_DELETE,
  [LK_SNC_COMMAND_SET_PASSWORD] = LK_SIM_KIND_SET,
  [LK_SNC_COMMAND_RESET_PASSWORD] = LK_SIM_KIND_SET,
  [LK_SNC_COMMAND_GENERATE] = LK_SIM_KIND_SET,
  [LK_SNC_COMMAND_SET_CLOCK] = LK_SIM_KIND_SET,
};

/* Names without values: values may be secret. */
static char *
list_parameters (GPtrArray *parameters, const char *skip)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < parameters->len; i++)
    {
      LkSimParameter *parameter = g_ptr_array_index (parameters, i);
      gboolean is_group = g_strcmp0 (parameter->name, skip) == 0;

      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "",
                              is_group ? parameter->value : parameter->name);
    }
  return g_string_free (text, FALSE);
}

static gboolean
recognise (LkSimFace *face, LkSimRequest *request, LkSimCall *call)
{
  Cgi *self = (Cgi *)face;
  g_autoptr (GBytes) file = NULL;
  g_autofree char *file_field = NULL;
  g_autoptr (GPtrArray) parameters = lk_sim_request_get_parameters (request, &file, &file_field);
  LkSimCgiMatch match;

  if (g_str_equal (request->path, lk_snc_profile_get_inquiry_path (self->profile)))
    {
      call->kind = LK_SIM_KIND_INQUIRY;
      call->command = "inquiry";
      call->detail = list_parameters (parameters, lk_snc_profile_get_inquiry_query (self->profile));
      return TRUE;
    }
  if (!lk_sim_cgi_match (self->profile, request, parameters, &match))
    return FALSE;
  call->kind = command_kinds[match.id];
  call->command = lk_snc_command_get_name (match.id);
  call->detail = list_parameters (parameters, NULL);
  return TRUE;
}

static const char *
option_value (Cgi *self, LkSncField field, const char *option)
{
  const char *value = lk_snc_profile_get_value (self->profile, field, option);

  return value != NULL ? value : "";
}

static const char *
description_text (const LkSimDescription *description, guint part)
{
  const char *const texts[] = { description->issuer, description->subject, description->period,
                                description->extended_key_usage };

  return texts[part] != NULL ? texts[part] : "";
}

/* What the camera says for a field; @slot for the trusted CA certificates. (transfer full) */
static char *
field_text (Cgi *self, const LkSimTab *tab, LkSncField field, guint slot)
{
  if (field >= LK_SNC_FIELD_TRUSTED_ISSUER && field < LK_SNC_N_FIELDS)
    return g_strdup (
      description_text (&tab->trusted[slot - 1], field - LK_SNC_FIELD_TRUSTED_ISSUER));
  if (field >= LK_SNC_FIELD_SERVER_ISSUER && field <= LK_SNC_FIELD_SERVER_EXTENDED_KEY_USAGE)
    return g_strdup (description_text (&tab->server, field - LK_SNC_FIELD_SERVER_ISSUER));
  switch ((int)field)
    {
    case LK_SNC_FIELD_MODEL:
      return g_strdup (tab->model);
    case LK_SNC_FIELD_FIRMWARE:
      return g_strdup (tab->firmware);
    case LK_SNC_FIELD_SERIAL_NUMBER:
      return g_strdup ("100001");
    case LK_SNC_FIELD_TITLE:
      return g_strdup ("Simulated camera");
    case LK_SNC_FIELD_CLOCK:
      {
        g_autoptr (GDateTime) now =
          g_date_time_new_from_unix_utc (lk_sim_state_get_now (self->state));

        return now != NULL ? lk_snc_profile_format_clock (self->profile, now) : g_strdup ("");
      }
    case LK_SNC_FIELD_SSL_FUNCTION:
      return g_strdup (option_value (self, field, ssl_options[tab->ssl]));
    case LK_SNC_FIELD_SERVER_OPTION:
      return g_strdup (option_value (self, field, server_options[tab->self_signed_chosen]));
    case LK_SNC_FIELD_SERVER_STATUS:
      return g_strdup (option_value (self, field, status_options[tab->status]));
    case LK_SNC_FIELD_KEY_PASSWORD:
      return g_strdup (option_value (self, field, password_options[tab->key_password_set]));
    case LK_SNC_FIELD_CLIENT_ENABLED:
      return g_strdup (option_value (self, field, client_options[tab->client_enabled]));
    default:
      return g_strdup ("");
    }
}

static void
append_pair (Cgi *self, GString *body, const char *name, const char *value)
{
  LkSncQuirks quirks = lk_snc_profile_get_quirks (self->profile);
  g_autofree char *escaped = NULL;

  if (!quirks.values_are_escaped)
    escaped = g_strdup (value);
  else if (quirks.answers_in_var_lines)
    escaped = g_strescape (value, "\001\177");
  else
    escaped = g_uri_escape_string (value, " ,:/", FALSE);
  if (quirks.answers_in_var_lines)
    g_string_append_printf (body, "var %s=\"%s\"\r\n", name, escaped);
  else
    g_string_append_printf (body, "%s%s=%s", body->len > 0 ? "&" : "", name, escaped);
}

static gboolean
append_group (Cgi *self, GString *body, const LkSimTab *tab, const char *group)
{
  if (!g_strv_contains (lk_snc_profile_get_groups (self->profile), group))
    return FALSE;
  for (LkSncField field = 0; field < LK_SNC_N_FIELDS; field++)
    {
      guint slots = field >= LK_SNC_FIELD_TRUSTED_ISSUER ? tab->slots : 1;

      if (g_strcmp0 (lk_snc_profile_get_group (self->profile, field), group) != 0)
        continue;
      for (guint slot = 1; slot <= slots; slot++)
        {
          g_autofree char *name = lk_snc_profile_dup_parameter (self->profile, field, slot);
          g_autofree char *value = field_text (self, tab, field, slot);

          append_pair (self, body, name, value);
        }
    }
  return TRUE;
}

static LkSimReply *
answer_inquiry (Cgi *self, GPtrArray *parameters)
{
  g_autoptr (LkSimTab) tab = lk_sim_state_dup_tab (self->state);
  LkSimReply *reply = lk_sim_reply_new (200, "text/plain", NULL);

  for (guint i = 0; i < parameters->len; i++)
    {
      LkSimParameter *parameter = g_ptr_array_index (parameters, i);

      if (!g_str_equal (parameter->name, lk_snc_profile_get_inquiry_query (self->profile)) ||
          !append_group (self, reply->body, tab, parameter->value))
        {
          lk_sim_reply_free (reply);
          return lk_sim_reply_new (400, "text/plain", "Bad inquiry");
        }
    }
  return reply;
}

/* Which of @options the value stands for in the profile; -1 for none. */
static int
find_option (
  Cgi *self, LkSncField field, const char *value, const char *const *options, guint n_options)
{
  const char *option = lk_snc_profile_find_option (self->profile, field, value);

  for (guint i = 0; i < n_options; i++)
    if (g_strcmp0 (option, options[i]) == 0)
      return (int)i;
  return -1;
}

static LkSimVerdict
do_set (Cgi *self, GPtrArray *parameters, gboolean pretend)
{
  LkSimChange change = { -1, -1, -1 };
  const struct
  {
    LkSncField field;
    const char *const *options;
    guint n_options;
    int *place;
  } rows[] = {
    { LK_SNC_FIELD_SSL_FUNCTION, ssl_options, G_N_ELEMENTS (ssl_options), &change.ssl },
    { LK_SNC_FIELD_SERVER_OPTION, server_options, G_N_ELEMENTS (server_options),
      &change.self_signed_chosen },
    { LK_SNC_FIELD_CLIENT_ENABLED, client_options, G_N_ELEMENTS (client_options),
      &change.client_enabled },
  };

  for (guint i = 0; i < parameters->len; i++)
    {
      LkSimParameter *parameter = g_ptr_array_index (parameters, i);
      gsize row = 0;

      while (row < G_N_ELEMENTS (rows) &&
             g_strcmp0 (lk_snc_profile_get_parameter (self->profile, rows[row].field),
                        parameter->name) != 0)
        row++;
      if (row == G_N_ELEMENTS (rows))
        return LK_SIM_REFUSED;
      *rows[row].place = find_option (self, rows[row].field, parameter->value, rows[row].options,
                                      rows[row].n_options);
      if (*rows[row].place < 0)
        return LK_SIM_REFUSED;
    }
  return pretend ? LK_SIM_DONE : lk_sim_state_apply (self->state, &change);
}

static LkSimVerdict
do_set_password (Cgi *self, const char *text)
{
  g_autoptr (LkSecret) password = lk_secret_new (text, -1);

  return lk_sim_state_set_key_password (self->state, password);
}

static LkSimVerdict
do_upload_server (Cgi *self, const LkSimCgiMatch *match, GBytes *file)
{
  if (file == NULL)
    return LK_SIM_REFUSED;
  if (match->password != NULL && do_set_password (self, match->password) != LK_SIM_DONE)
    return LK_SIM_REFUSED;
  return lk_sim_state_import_server (self->state, file);
}

static LkSimVerdict
do_upload_ca (Cgi *self, const LkSimCgiMatch *match, GBytes *file)
{
  gsize most = lk_snc_profile_get_limits (self->profile).certificate_max_bytes;

  if (file == NULL || (most > 0 && g_bytes_get_size (file) > most))
    return LK_SIM_REFUSED;
  return lk_sim_state_import_ca (self->state, match->slot, file);
}

static LkSimVerdict
do_generate (Cgi *self, const LkSimCgiMatch *match)
{
  guint64 days = 0;

  if (match->common_name == NULL || match->days == NULL ||
      !g_ascii_string_to_unsigned (match->days, 10, 1, G_MAXUINT, &days, NULL))
    return LK_SIM_REFUSED;
  return lk_sim_state_generate (self->state, match->common_name, (guint)days);
}

static LkSimVerdict
do_set_clock (Cgi *self, const LkSimCgiMatch *match)
{
  g_autoptr (GDateTime) time =
    match->clock != NULL ? lk_snc_profile_parse_clock (self->profile, match->clock) : NULL;

  return time != NULL ? lk_sim_state_set_clock (self->state, g_date_time_to_unix (time))
                      : LK_SIM_REFUSED;
}

static LkSimVerdict
carry_out (
  Cgi *self, const LkSimCgiMatch *match, GPtrArray *parameters, GBytes *file, gboolean pretend)
{
  if (match->id == LK_SNC_COMMAND_SET)
    return do_set (self, parameters, pretend);
  if (pretend)
    return LK_SIM_DONE;
  switch ((int)match->id)
    {
    case LK_SNC_COMMAND_UPLOAD_CA:
      return do_upload_ca (self, match, file);
    case LK_SNC_COMMAND_UPLOAD_SERVER_PKCS12:
    case LK_SNC_COMMAND_UPLOAD_SERVER_PEM:
      return do_upload_server (self, match, file);
    case LK_SNC_COMMAND_DELETE_CA:
      return lk_sim_state_delete_ca (self->state, match->slot);
    case LK_SNC_COMMAND_DELETE_SERVER:
      return lk_sim_state_delete_server (self->state);
    case LK_SNC_COMMAND_SET_PASSWORD:
      return do_set_password (self, match->password);
    case LK_SNC_COMMAND_RESET_PASSWORD:
      return lk_sim_state_set_key_password (self->state, NULL);
    case LK_SNC_COMMAND_GENERATE:
      return do_generate (self, match);
    case LK_SNC_COMMAND_SET_CLOCK:
      return do_set_clock (self, match);
    default:
      return LK_SIM_REFUSED;
    }
}

/* Some cameras answer only requests that come from their own pages. */
static gboolean
referer_fits (Cgi *self, LkSimRequest *request)
{
  const char *referer = soup_message_headers_get_one (request->headers, "Referer");
  const char *host = soup_message_headers_get_one (request->headers, "Host");
  g_autofree char *own = NULL;

  if (lk_snc_profile_get_quirks (self->profile).referer == NULL)
    return TRUE;
  own = g_strdup_printf ("%s://%s/", request->is_tls ? "https" : "http", host != NULL ? host : "");
  return referer != NULL && host != NULL && g_str_has_prefix (referer, own);
}

static LkSimReply *
answer (LkSimFace *face, LkSimRequest *request, gboolean pretend)
{
  Cgi *self = (Cgi *)face;
  LkSncQuirks quirks = lk_snc_profile_get_quirks (self->profile);
  g_autoptr (GBytes) file = NULL;
  g_autofree char *file_field = NULL;
  g_autoptr (GPtrArray) parameters = lk_sim_request_get_parameters (request, &file, &file_field);
  const LkSncCommand *command;
  LkSimCgiMatch match;

  if (!referer_fits (self, request))
    return lk_sim_reply_new (403, "text/plain", "Wrong referer");
  if (g_str_equal (request->path, lk_snc_profile_get_inquiry_path (self->profile)))
    return answer_inquiry (self, parameters);
  if (!lk_sim_cgi_match (self->profile, request, parameters, &match))
    return lk_sim_reply_new (404, "text/plain", "Not found");
  command = lk_snc_profile_get_command (self->profile, match.id);
  if (command->encoding == LK_SNC_ENCODING_MULTIPART &&
      g_strcmp0 (file_field, command->file_field) != 0)
    g_clear_pointer (&file, g_bytes_unref);
  if (carry_out (self, &match, parameters, file, pretend) == LK_SIM_REFUSED)
    return lk_sim_reply_new (400, "text/plain", "NG");
  return lk_sim_reply_new (quirks.success_status, "text/plain", quirks.success_body);
}

static void
free_cgi (LkSimFace *face)
{
  Cgi *self = (Cgi *)face;

  g_object_unref (self->profile);
  g_free (self);
}

LkSimFace *
lk_sim_cgi_new (LkSncProfile *profile, LkSimState *state)
{
  Cgi *self = g_new0 (Cgi, 1);

  self->face = (LkSimFace){ recognise, answer, free_cgi };
  self->profile = g_object_ref (profile);
  self->state = state;
  return &self->face;
}
