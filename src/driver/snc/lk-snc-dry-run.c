/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/snc/lk-snc-camera.h"

#include "base/lk-error.h"
#include "driver/snc/lk-snc-profile-private.h"

#include <string.h>

/* A camera may answer with a password in plain text; who mends a profile needs the name and not the
 * value. */
static char *
dup_shown_value (const char *parameter, const char *value)
{
  static const char *const words[] = { "pass", "pwd", "secret", "key", "pin" };
  g_autofree char *lower = g_ascii_strdown (parameter, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (lower, words[i]) != NULL && value[0] != '\0')
      return g_strdup ("[not shown]");
  return g_strdup (value);
}

/* The values that the profile knows; empty where any text is right, as for a subject beside which
 * only a placeholder is known. */
static char *
dup_expected (LkSncProfile *profile, LkSncField field)
{
  const char *const *names = lk_snc_field_get_options (field);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; field != LK_SNC_FIELD_SERVER_SUBJECT && names[i] != NULL; i++)
    {
      const char *value = lk_snc_profile_get_value (profile, field, names[i]);

      if (value != NULL)
        g_string_append_printf (text, "%s“%s”", text->len > 0 ? ", " : "", value);
    }
  return g_string_free (text, FALSE);
}

static void
judge_field (LkSncProfile *profile, LkSncField field, LkDryRunField *row, const char *value)
{
  const char *option;

  if (value == NULL)
    {
      row->fit = LK_DRY_RUN_MISSING;
      return;
    }
  option = lk_snc_profile_find_option (profile, field, value);
  row->meaning = g_strdup (option);
  row->value = option != NULL ? g_strdup (value) : dup_shown_value (row->parameter, value);
  row->fit =
    option == NULL && row->expected[0] != '\0' ? LK_DRY_RUN_UNKNOWN_VALUE : LK_DRY_RUN_FITS;
  if (field == LK_SNC_FIELD_CLOCK && row->fit == LK_DRY_RUN_FITS)
    {
      g_autoptr (GDateTime) clock = lk_snc_profile_parse_clock (profile, value);

      if (clock == NULL)
        row->fit = LK_DRY_RUN_UNKNOWN_VALUE;
    }
}

static void
add_field (LkDryRun *self, LkSncProfile *profile, LkSncField field, guint slot, LkSncAnswer *answer)
{
  LkDryRunField *row = g_new0 (LkDryRunField, 1);

  g_ptr_array_add (self->fields, row);
  row->field = lk_snc_field_get_name (field);
  row->slot = slot;
  row->group = g_strdup (lk_snc_profile_get_group (profile, field));
  row->parameter = lk_snc_profile_dup_parameter (profile, field, slot);
  row->expected = dup_expected (profile, field);
  if (row->parameter == NULL)
    row->fit = LK_DRY_RUN_NOT_NAMED;
  else
    judge_field (profile, field, row,
                 answer != NULL ? lk_snc_answer_find (answer, row->parameter) : NULL);
}

/* The fields of one group; NULL for those that the profile does not name. */
static void
add_fields (LkDryRun *self, LkSncProfile *profile, const char *group, LkSncAnswer *answer)
{
  guint slots = lk_snc_profile_get_limits (profile).trusted_slots;

  for (LkSncField field = 0; field < LK_SNC_N_FIELDS; field++)
    {
      if (g_strcmp0 (lk_snc_profile_get_group (profile, field), group) != 0)
        continue;
      if (field < LK_SNC_FIELD_TRUSTED_ISSUER)
        add_field (self, profile, field, 0, answer);
      for (guint slot = 1; field >= LK_SNC_FIELD_TRUSTED_ISSUER && slot <= slots; slot++)
        add_field (self, profile, field, slot, answer);
    }
}

static gboolean
is_named (LkDryRun *self, const char *parameter)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      LkDryRunField *row = g_ptr_array_index (self->fields, i);

      if (g_strcmp0 (row->parameter, parameter) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
add_extras (LkDryRun *self, const char *group, LkSncAnswer *answer)
{
  for (guint i = 0; i < lk_snc_answer_get_n (answer); i++)
    {
      const char *name = lk_snc_answer_get_name (answer, i);
      LkDryRunExtra *extra;

      if (is_named (self, name))
        continue;
      extra = g_new0 (LkDryRunExtra, 1);
      extra->group = g_strdup (group);
      extra->parameter = g_strdup (name);
      extra->value = dup_shown_value (name, lk_snc_answer_find (answer, name));
      g_ptr_array_add (self->extras, extra);
    }
}

/* FALSE only where asking on makes no sense. */
static gboolean
try_group (
  LkDryRun *self, LkSncCamera *camera, const char *group, GCancellable *cancellable, GError **error)
{
  const char *const groups[] = { group, NULL };
  g_autoptr (GError) failure = NULL;
  g_autoptr (LkSncAnswer) answer =
    lk_snc_camera_inquire (camera, groups, NULL, cancellable, &failure);
  LkDryRunGroup *row;

  if (failure != NULL && !g_error_matches (failure, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA) &&
      !g_error_matches (failure, LK_ERROR, LK_ERROR_UNSUPPORTED) &&
      !g_error_matches (failure, LK_ERROR, LK_ERROR_BAD_DATA))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  row = g_new0 (LkDryRunGroup, 1);
  row->group = g_strdup (group);
  row->error = failure != NULL ? g_strdup (failure->message) : NULL;
  g_ptr_array_add (self->groups, row);
  add_fields (self, lk_snc_camera_get_profile (camera), group, answer);
  if (answer != NULL)
    add_extras (self, group, answer);
  return TRUE;
}

LkDryRun *
lk_snc_camera_dry_run (LkCamera *camera, GCancellable *cancellable, GError **error)
{
  LkSncProfile *profile;
  const char *const *groups;
  g_autoptr (LkDryRun) self = NULL;

  g_return_val_if_fail (LK_IS_SNC_CAMERA (camera), NULL);

  profile = lk_snc_camera_get_profile (LK_SNC_CAMERA (camera));
  groups = lk_snc_profile_get_groups (profile);
  self =
    lk_dry_run_new (lk_snc_profile_get_identifier (profile), lk_snc_profile_get_name (profile),
                    lk_snc_profile_get_origin (profile), lk_snc_profile_is_confirmed (profile));
  for (gsize i = 0; groups[i] != NULL; i++)
    if (!try_group (self, LK_SNC_CAMERA (camera), groups[i], cancellable, error))
      return NULL;
  add_fields (self, profile, NULL, NULL);
  return g_steal_pointer (&self);
}
