/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl-camera.h"
#include "ctl/lk-ctl-output.h"

#include "base/lk-error.h"
#include "driver/lk-driver.h"

#include <glib/gi18n.h>

static void
add_profile (JsonBuilder *builder, const LkDryRun *run)
{
  json_builder_set_member_name (builder, "profile");
  json_builder_begin_object (builder);
  lk_ctl_add_string (builder, "identifier", run->profile_id);
  lk_ctl_add_string (builder, "name", run->profile_name);
  lk_ctl_add_string (builder, "origin", run->profile_origin);
  json_builder_set_member_name (builder, "confirmed");
  json_builder_add_boolean_value (builder, run->profile_confirmed);
  json_builder_end_object (builder);
}

static void
add_field (JsonBuilder *builder, const LkDryRunField *field)
{
  json_builder_begin_object (builder);
  lk_ctl_add_string (builder, "field", field->field);
  json_builder_set_member_name (builder, "slot");
  if (field->slot > 0)
    json_builder_add_int_value (builder, field->slot);
  else
    json_builder_add_null_value (builder);
  lk_ctl_add_string (builder, "fit", lk_dry_run_fit_get_name (field->fit));
  lk_ctl_add_string (builder, "group", field->group);
  lk_ctl_add_string (builder, "parameter", field->parameter);
  lk_ctl_add_string (builder, "expected", field->expected);
  lk_ctl_add_string (builder, "value", field->value);
  lk_ctl_add_string (builder, "meaning", field->meaning);
  json_builder_end_object (builder);
}

static void
print_json (LkDryRun *run)
{
  GPtrArray *groups = run->groups;
  GPtrArray *fields = run->fields;
  GPtrArray *extras = run->extras;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_profile (builder, run);
  json_builder_set_member_name (builder, "fits");
  json_builder_add_boolean_value (builder, lk_dry_run_is_fitting (run));
  json_builder_set_member_name (builder, "groups");
  json_builder_begin_array (builder);
  for (guint i = 0; i < groups->len; i++)
    {
      const LkDryRunGroup *group = g_ptr_array_index (groups, i);

      json_builder_begin_object (builder);
      lk_ctl_add_string (builder, "group", group->group);
      lk_ctl_add_string (builder, "error", group->error);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "fields");
  json_builder_begin_array (builder);
  for (guint i = 0; i < fields->len; i++)
    add_field (builder, g_ptr_array_index (fields, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "extras");
  json_builder_begin_array (builder);
  for (guint i = 0; i < extras->len; i++)
    {
      const LkDryRunExtra *extra = g_ptr_array_index (extras, i);

      json_builder_begin_object (builder);
      lk_ctl_add_string (builder, "group", extra->group);
      lk_ctl_add_string (builder, "parameter", extra->parameter);
      lk_ctl_add_string (builder, "value", extra->value);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  lk_ctl_print_json (root);
}

static void
print_field (const LkDryRunField *field)
{
  g_autofree char *label = field->slot > 0 ? g_strdup_printf ("%s %u", field->field, field->slot)
                                           : g_strdup (field->field);
  GString *text = g_string_new (field->parameter);

  if (field->value != NULL)
    g_string_append_printf (text, "=%s", field->value);
  if (field->meaning != NULL)
    g_string_append_printf (text, " (%s)", field->meaning);
  if (field->fit != LK_DRY_RUN_FITS)
    g_string_append_printf (text, "%s! %s", text->len > 0 ? "  " : "",
                            _ (lk_dry_run_fit_get_label (field->fit)));
  if (field->fit != LK_DRY_RUN_FITS && field->expected[0] != '\0' && field->parameter != NULL)
    g_string_append_printf (text, _ ("; expected: %s"), field->expected);
  lk_ctl_print_row (2, label, text->str);
  g_string_free (text, TRUE);
}

static void
print_text (LkDryRun *run)
{
  GPtrArray *groups = run->groups;
  GPtrArray *fields = run->fields;
  GPtrArray *extras = run->extras;

  lk_ctl_print_heading (_ ("Device profile"));
  lk_ctl_print_row (2, _ ("Name"), run->profile_name);
  lk_ctl_print_row (2, _ ("File"), run->profile_origin);
  lk_ctl_print_row (2, _ ("Confirmed"), run->profile_confirmed ? _ ("yes") : _ ("no: its names were never seen on a real camera"));
  lk_ctl_print_heading (_ ("Groups that were asked for"));
  for (guint i = 0; i < groups->len; i++)
    {
      const LkDryRunGroup *group = g_ptr_array_index (groups, i);

      lk_ctl_print_row (2, group->group, group->error != NULL ? group->error : _ ("answered"));
    }
  lk_ctl_print_heading (_ ("Fields of the profile and what the camera says"));
  for (guint i = 0; i < fields->len; i++)
    print_field (g_ptr_array_index (fields, i));
  if (extras->len > 0)
    lk_ctl_print_heading (_ ("What else the camera says"));
  for (guint i = 0; i < extras->len; i++)
    {
      const LkDryRunExtra *extra = g_ptr_array_index (extras, i);
      g_autofree char *label = g_strdup_printf ("%s: %s", extra->group, extra->parameter);

      lk_ctl_print_row (2, label, extra->value);
    }
  g_print ("%s\n", lk_dry_run_is_fitting (run) ? _ ("Everything that the profile names was understood.")
                                               : _ ("The profile does not fit this camera yet."));
}

int
lk_ctl_run_profile (LkCtl *ctl, char **arguments, GError **error)
{
  g_auto (LkCtlCamera) opened = { .without_facts = TRUE, .driver = lk_driver_get_profiled () };
  g_autoptr (LkDryRun) run = NULL;

  if (!lk_ctl_camera_open (&opened, ctl, arguments[0], error))
    return LK_CTL_FAILED;
  run = lk_driver_dry_run (opened.camera, ctl->cancellable, error);
  if (run == NULL)
    return LK_CTL_FAILED;
  if (ctl->json)
    print_json (run);
  else
    print_text (run);
  return lk_dry_run_is_fitting (run) ? LK_CTL_DONE : LK_CTL_FAILED;
}
