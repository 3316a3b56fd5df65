/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/snc/lk-snc-tab.h"

#include "base/lk-error.h"

GPtrArray *
lk_snc_tab_list_groups (LkSncProfile *profile, LkSncField first, LkSncField last)
{
  const char *const *all = lk_snc_profile_get_groups (profile);
  GPtrArray *groups = g_ptr_array_new ();

  for (gsize i = 0; all[i] != NULL; i++)
    for (LkSncField field = first; field <= last; field++)
      if (g_strcmp0 (lk_snc_profile_get_group (profile, field), all[i]) == 0)
        {
          g_ptr_array_add (groups, (gpointer)all[i]);
          break;
        }
  g_ptr_array_add (groups, NULL);
  return groups;
}

const char *
lk_snc_tab_find (LkSncProfile *profile, LkSncField field, guint slot, LkSncAnswer *answer)
{
  g_autofree char *parameter = lk_snc_profile_dup_parameter (profile, field, slot);

  return lk_snc_answer_find (answer, parameter);
}

GDateTime *
lk_snc_tab_read_clock (LkSncProfile *profile, LkSncAnswer *answer)
{
  const char *value = lk_snc_tab_find (profile, LK_SNC_FIELD_CLOCK, 0, answer);

  return value != NULL ? lk_snc_profile_parse_clock (profile, value) : NULL;
}

/* The name of the option that the camera's value stands for; NULL where it says nothing, or
 * something unknown. */
static const char *
find_option (LkSncProfile *profile, LkSncField field, LkSncAnswer *answer)
{
  const char *value = lk_snc_tab_find (profile, field, 0, answer);

  return value != NULL ? lk_snc_profile_find_option (profile, field, value) : NULL;
}

static gboolean
read_client_enabled (LkSncProfile *profile, LkSncAnswer *answer, gboolean *enabled, GError **error)
{
  const char *parameter = lk_snc_profile_get_parameter (profile, LK_SNC_FIELD_CLIENT_ENABLED);
  const char *value = lk_snc_answer_find (answer, parameter);
  const char *option =
    value != NULL ? lk_snc_profile_find_option (profile, LK_SNC_FIELD_CLIENT_ENABLED, value) : NULL;

  *enabled = g_strcmp0 (option, "on") == 0;
  if (parameter == NULL || option != NULL)
    return TRUE;
  if (value == NULL)
    g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA,
                 "The camera's answer lacks “%s”, where the device profile “%s” expects whether client authentication is on: the profile does not fit, see its dry run",
                 parameter, lk_snc_profile_get_identifier (profile));
  else
    g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA,
                 "The camera says “%.40s” for “%s”, which the device profile “%s” knows neither as on nor as off: the profile does not fit, see its dry run",
                 value, parameter, lk_snc_profile_get_identifier (profile));
  return FALSE;
}

static guint
read_offered (LkSncProfile *profile,
              LkSncField field,
              const char *(*get_name) (guint value),
              guint n_values)
{
  guint offered = 0;

  for (guint value = 1; value < n_values; value++)
    if (lk_snc_profile_get_value (profile, field, get_name (value)) != NULL)
      offered |= 1u << value;
  return offered;
}

static const char *
get_function_name (guint value)
{
  return lk_ssl_function_get_name ((LkSslFunction)value);
}

static const char *
get_option_name (guint value)
{
  return lk_server_option_get_name ((LkServerOption)value);
}

/* The four texts that begin at @first, in the order of LkSncField; NULL where there is no
 * certificate. */
static LkTabCertificate *
read_certificate (LkSncProfile *profile, LkSncField first, guint slot, LkSncAnswer *answer)
{
  const char *issuer = lk_snc_tab_find (profile, first, slot, answer);
  const char *subject = lk_snc_tab_find (profile, first + 1, slot, answer);
  const char *period = lk_snc_tab_find (profile, first + 2, slot, answer);
  const char *usage = lk_snc_tab_find (profile, first + 3, slot, answer);
  gboolean is_set = (issuer != NULL && issuer[0] != '\0') ||
                    (subject != NULL && subject[0] != '\0') ||
                    (period != NULL && period[0] != '\0');

  return is_set ? lk_tab_certificate_new (issuer, subject, period, usage) : NULL;
}

static LkServerStatus
read_status (LkSncProfile *profile, LkSncAnswer *answer, LkTabCertificate *certificate)
{
  const char *option = find_option (profile, LK_SNC_FIELD_SERVER_STATUS, answer);

  if (g_strcmp0 (option, "valid") == 0)
    return LK_SERVER_STATUS_VALID;
  if (g_strcmp0 (option, "none") == 0)
    return LK_SERVER_STATUS_NONE;
  /* A word that is not known is not Valid; without any word there is still the question whether one
   * is there. */
  return option != NULL || certificate != NULL ? LK_SERVER_STATUS_INVALID : LK_SERVER_STATUS_NONE;
}

static gboolean
read_password_set (LkSncProfile *profile, LkSncAnswer *answer)
{
  const char *value = lk_snc_tab_find (profile, LK_SNC_FIELD_KEY_PASSWORD, 0, answer);

  if (value == NULL || value[0] == '\0')
    return FALSE;
  return g_strcmp0 (lk_snc_profile_find_option (profile, LK_SNC_FIELD_KEY_PASSWORD, value),
                    "not-set") != 0;
}

LkSslTab *
lk_snc_tab_read (LkSncProfile *profile, LkSncAnswer *answer, GError **error)
{
  LkSslTabFields fields = { .trusted_capacity = MIN (
                              lk_snc_profile_get_limits (profile).trusted_slots, LK_MAX_TRUSTED) };
  g_autoptr (LkTabCertificate) server = NULL;
  LkSslTab *tab;

  if (!read_client_enabled (profile, answer, &fields.client_enabled, error))
    return NULL;
  fields.ssl_function =
    lk_ssl_function_from_name (find_option (profile, LK_SNC_FIELD_SSL_FUNCTION, answer));
  fields.offered_ssl_functions = read_offered (
    profile, LK_SNC_FIELD_SSL_FUNCTION, get_function_name, LK_SSL_FUNCTION_ENABLE_WITH_HTTP + 1);
  fields.server_option =
    lk_server_option_from_name (find_option (profile, LK_SNC_FIELD_SERVER_OPTION, answer));
  fields.offered_server_options = read_offered (profile, LK_SNC_FIELD_SERVER_OPTION,
                                                get_option_name, LK_SERVER_OPTION_SELF_SIGNED + 1);
  server = read_certificate (profile, LK_SNC_FIELD_SERVER_ISSUER, 0, answer);
  fields.server_status = read_status (profile, answer, server);
  /* "Put correct private key password" stands where the certificate would. */
  if (find_option (profile, LK_SNC_FIELD_SERVER_SUBJECT, answer) == NULL)
    fields.server_certificate = server;
  fields.key_password_set = read_password_set (profile, answer);
  for (guint i = 0; i < fields.trusted_capacity; i++)
    fields.trusted[i] = read_certificate (profile, LK_SNC_FIELD_TRUSTED_ISSUER, i + 1, answer);
  tab = lk_ssl_tab_new (&fields);
  for (guint i = 0; i < fields.trusted_capacity; i++)
    g_clear_object (&fields.trusted[i]);
  return tab;
}

static gboolean
add_setting (
  LkSncProfile *profile, LkSncField field, const char *option, LkSncSetting **next, GError **error)
{
  const char *name = lk_snc_profile_get_parameter (profile, field);
  const char *value = lk_snc_profile_get_value (profile, field, option);

  if (name == NULL || value == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The device profile “%s” has no value for “%s” of “%s”",
                   lk_snc_profile_get_identifier (profile), option, lk_snc_field_get_name (field));
      return FALSE;
    }
  *(*next)++ = (LkSncSetting){ .name = name, .value = value };
  return TRUE;
}

gboolean
lk_snc_tab_to_settings (LkSncProfile *profile,
                        const LkTabChange *change,
                        LkSncSetting *settings,
                        GError **error)
{
  LkSncSetting *next = settings;

  if (change->ssl_function != LK_SSL_FUNCTION_UNKNOWN &&
      !add_setting (profile, LK_SNC_FIELD_SSL_FUNCTION,
                    lk_ssl_function_get_name (change->ssl_function), &next, error))
    return FALSE;
  if (change->server_option != LK_SERVER_OPTION_UNKNOWN &&
      !add_setting (profile, LK_SNC_FIELD_SERVER_OPTION,
                    lk_server_option_get_name (change->server_option), &next, error))
    return FALSE;
  if (change->client_enabled >= 0 &&
      !add_setting (profile, LK_SNC_FIELD_CLIENT_ENABLED, change->client_enabled ? "on" : "off",
                    &next, error))
    return FALSE;
  *next = (LkSncSetting){ 0 };
  return TRUE;
}
