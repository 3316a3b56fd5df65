/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-cgi-match.h"

/* Whether @value is what the profile has, remembering what stands for a placeholder. */
static gboolean
value_fits (const char *template, const char *value, LkSimCgiMatch *match)
{
  const struct
  {
    const char *placeholder;
    const char **place;
  } rows[] = {
    { "{password}", &match->password },
    { "{common-name}", &match->common_name },
    { "{days}", &match->days },
    { "{clock}", &match->clock },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (template, rows[i].placeholder))
      {
        *rows[i].place = value;
        return TRUE;
      }
  return g_str_equal (template, value);
}

static gboolean
fits_with_slot (const LkSncCommand *command,
                LkSimRequest *request,
                GPtrArray *parameters,
                LkSimCgiMatch *match)
{
  const LkSncArguments slot = { .slot = match->slot };
  g_autofree char *path = lk_snc_template_fill (command->path, &slot);

  if (!g_str_equal (path, request->path))
    return FALSE;
  for (gsize i = 0; i < command->n_parameters; i++)
    {
      g_autofree char *name = lk_snc_template_fill (command->parameters[i].name, &slot);
      g_autofree char *wanted = lk_snc_template_fill (command->parameters[i].value, &slot);
      const char *value = lk_sim_parameters_get (parameters, name);

      /* An upload may leave its password out. */
      if (value == NULL && g_str_equal (wanted, "{password}") && command->file_type != NULL)
        continue;
      if (value == NULL || !value_fits (wanted, value, match))
        return FALSE;
    }
  return TRUE;
}

gboolean
lk_sim_cgi_match (LkSncProfile *profile,
                  LkSimRequest *request,
                  GPtrArray *parameters,
                  LkSimCgiMatch *match)
{
  guint slots = lk_snc_profile_get_limits (profile).trusted_slots;

  /* The plain set command last: its path is often shared. */
  for (guint n = 1; n <= LK_SNC_N_COMMANDS; n++)
    {
      LkSncCommandId id = n % LK_SNC_N_COMMANDS;
      const LkSncCommand *command = lk_snc_profile_get_command (profile, id);
      gboolean is_get;

      if (command == NULL)
        continue;
      is_get = command->encoding == LK_SNC_ENCODING_QUERY;
      if (is_get ? !g_str_equal (request->method, "GET") && !g_str_equal (request->method, "POST")
                 : !g_str_equal (request->method, "POST"))
        continue;
      for (guint slot = 1; slot <= slots; slot++)
        {
          *match = (LkSimCgiMatch){ .id = id, .slot = slot };
          if (fits_with_slot (command, request, parameters, match))
            return TRUE;
        }
    }
  return FALSE;
}
