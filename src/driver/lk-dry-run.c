/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/lk-dry-run.h"

#include <glib/gi18n.h>

static void
free_group (gpointer data)
{
  LkDryRunGroup *group = data;

  g_free (group->group);
  g_free (group->error);
  g_free (group);
}

static void
free_field (gpointer data)
{
  LkDryRunField *field = data;

  g_free (field->group);
  g_free (field->parameter);
  g_free (field->expected);
  g_free (field->value);
  g_free (field->meaning);
  g_free (field);
}

static void
free_extra (gpointer data)
{
  LkDryRunExtra *extra = data;

  g_free (extra->group);
  g_free (extra->parameter);
  g_free (extra->value);
  g_free (extra);
}

LkDryRun *
lk_dry_run_new (const char *profile_id,
                const char *profile_name,
                const char *profile_origin,
                gboolean confirmed)
{
  LkDryRun *self = g_new0 (LkDryRun, 1);

  self->profile_id = g_strdup (profile_id);
  self->profile_name = g_strdup (profile_name);
  self->profile_origin = g_strdup (profile_origin);
  self->profile_confirmed = confirmed;
  self->groups = g_ptr_array_new_with_free_func (free_group);
  self->fields = g_ptr_array_new_with_free_func (free_field);
  self->extras = g_ptr_array_new_with_free_func (free_extra);
  return self;
}

void
lk_dry_run_free (LkDryRun *self)
{
  if (self == NULL)
    return;
  g_free (self->profile_id);
  g_free (self->profile_name);
  g_free (self->profile_origin);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->extras);
  g_free (self);
}

gboolean
lk_dry_run_is_fitting (const LkDryRun *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->groups->len; i++)
    if (((LkDryRunGroup *)g_ptr_array_index (self->groups, i))->error != NULL)
      return FALSE;
  for (guint i = 0; i < self->fields->len; i++)
    {
      LkDryRunFit fit = ((LkDryRunField *)g_ptr_array_index (self->fields, i))->fit;

      if (fit == LK_DRY_RUN_MISSING || fit == LK_DRY_RUN_UNKNOWN_VALUE)
        return FALSE;
    }
  return TRUE;
}

static const struct
{
  const char *name;
  const char *label;
} fits[] = {
  [LK_DRY_RUN_FITS] = { "fits", N_ ("fits") },
  [LK_DRY_RUN_MISSING] = { "missing", N_ ("the camera has no such parameter") },
  [LK_DRY_RUN_UNKNOWN_VALUE] = { "unknown-value", N_ ("the profile does not know this value") },
  [LK_DRY_RUN_NOT_NAMED] = { "not-named", N_ ("the profile does not name it") },
};

const char *
lk_dry_run_fit_get_name (LkDryRunFit fit)
{
  g_return_val_if_fail (fit < G_N_ELEMENTS (fits), NULL);
  return fits[fit].name;
}

const char *
lk_dry_run_fit_get_label (LkDryRunFit fit)
{
  g_return_val_if_fail (fit < G_N_ELEMENTS (fits), NULL);
  return fits[fit].label;
}
