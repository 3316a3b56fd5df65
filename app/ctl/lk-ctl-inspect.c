/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl-inspect.h"

#include "base/lk-error.h"
#include "certificate/lk-description.h"
#include "certificate/lk-judge.h"
#include "ctl/lk-ctl-item.h"
#include "ctl/lk-ctl-output.h"
#include "ctl/lk-ctl-prompt.h"

#include <glib/gi18n.h>

LkBundle *
lk_ctl_read_bundle (LkCtl *ctl, const char *path, const char *password_file, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (LkSecret) password = NULL;
  g_autoptr (GError) failure = NULL;
  LkBundle *bundle;

  if (password_file != NULL)
    {
      password = lk_secret_new_from_file (password_file, error);
      return password != NULL ? lk_bundle_new_from_file (file, password, ctl->cancellable, error)
                              : NULL;
    }
  bundle = lk_bundle_new_from_file (file, NULL, ctl->cancellable, &failure);
  if (bundle != NULL)
    return bundle;
  if (!g_error_matches (failure, LK_ERROR, LK_ERROR_PASSWORD_NEEDED) || !lk_ctl_has_terminal ())
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  password = lk_ctl_read_password (ctl, NULL, "--key-password-file", _ ("Password of the file"), error);
  return password != NULL ? lk_bundle_new_from_file (file, password, ctl->cancellable, error)
                          : NULL;
}

LkCertificate *
lk_ctl_read_certificate (LkCtl *ctl, const char *path, GError **error)
{
  g_autoptr (LkBundle) bundle = lk_ctl_read_bundle (ctl, path, NULL, error);
  g_autoptr (GPtrArray) certificates = NULL;

  if (bundle == NULL)
    return NULL;
  certificates = lk_bundle_list_certificates (bundle);
  if (certificates->len == 1)
    return g_object_ref (g_ptr_array_index (certificates, 0));
  if (certificates->len == 0)
    g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("“%s” holds no certificate"), path);
  else
    g_set_error (error, LK_ERROR, LK_ERROR_USAGE, _ ("“%s” holds %u certificates: give a file with the one that is meant"), path, certificates->len);
  return NULL;
}

static void
add_file (JsonBuilder *builder, const char *path, LkBundle *bundle, const GError *error)
{
  GListModel *items = bundle != NULL ? lk_bundle_get_items (bundle) : NULL;
  g_autoptr (GPtrArray) pool = bundle != NULL ? lk_bundle_list_certificates (bundle) : NULL;
  g_autofree char *shown_path = g_filename_display_name (path);

  json_builder_begin_object (builder);
  lk_ctl_add_string (builder, "path", shown_path);
  if (bundle != NULL)
    lk_ctl_add_string (builder, "format", lk_bundle_get_format_name (bundle));
  json_builder_set_member_name (builder, "items");
  json_builder_begin_array (builder);
  for (guint i = 0; items != NULL && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LkItem) item = g_list_model_get_item (items, i);

      lk_ctl_add_item (builder, item, pool, bundle);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "error");
  if (error == NULL)
    json_builder_add_null_value (builder);
  else
    {
      json_builder_begin_object (builder);
      lk_ctl_add_string (builder, "code",
                         error->domain == LK_ERROR ? lk_error_get_name (error->code) : "internal");
      lk_ctl_add_string (builder, "message", error->message);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
print_findings (LkCertificate *certificate, GPtrArray *pool, LkBundle *file)
{
  LkJudgeContext context = {
    .purpose = LK_JUDGE_IN_GENERAL, .certificate = certificate, .pool = pool, .file = file
  };
  g_autoptr (GPtrArray) findings = lk_judge (&context);

  for (guint i = 0; i < findings->len; i++)
    {
      LkFinding *finding = g_ptr_array_index (findings, i);
      const char *remedy = lk_finding_get_remedy (finding);

      lk_ctl_print_row (4, lk_finding_get_severity_name (finding),
                        lk_finding_get_message (finding));
      if (remedy != NULL)
        lk_ctl_print_row (4, "", remedy);
    }
}

static void
print_section (LkSection *section)
{
  GListModel *fields = lk_section_get_fields (section);

  g_print ("    %s\n", lk_section_get_title (section));
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (LkField) field = g_list_model_get_item (fields, i);
      g_auto (GStrv) lines = g_strsplit (lk_field_get_value (field), "\n", -1);
      g_autofree char *label = lk_ctl_clean (lk_field_get_label (field));

      for (guint line = 0; lines[line] != NULL; line++)
        lk_ctl_print_row (6, line == 0 ? label : "", lines[line]);
    }
}

static void
print_item (LkItem *item, GPtrArray *pool, LkBundle *file, GDateTime *now)
{
  g_autofree char *title = lk_item_dup_title (item);
  g_autofree char *clean = lk_ctl_clean (title);
  g_autoptr (GListModel) sections = lk_describe_item (item, now);
  LkCertificate *certificate = lk_item_get_certificate (item);

  g_print ("  %u. %s\n", lk_item_get_number (item), clean);
  if (certificate != NULL)
    {
      lk_ctl_print_row (4, _ ("CA certificate"), lk_certificate_is_ca (certificate) ? _ ("Yes") : _ ("No"));
      print_findings (certificate, pool, file);
    }
  if (lk_item_get_problem (item) != NULL)
    lk_ctl_print_row (4, _ ("Problem"), lk_item_get_problem (item));
  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (LkSection) section = g_list_model_get_item (sections, i);

      print_section (section);
    }
}

static void
print_file (const char *path, LkBundle *bundle)
{
  g_autofree char *shown_path = g_filename_display_name (path);
  g_autofree char *heading = g_strdup_printf ("%s (%s)", shown_path, lk_bundle_get_format_name (bundle));
  g_autofree char *clean = lk_ctl_clean (heading);
  g_autoptr (GPtrArray) pool = lk_bundle_list_certificates (bundle);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GListModel *items = lk_bundle_get_items (bundle);

  lk_ctl_print_heading (clean);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LkItem) item = g_list_model_get_item (items, i);

      print_item (item, pool, bundle, now);
    }
}

/* A file that cannot be read does not keep the others from being shown. */
int
lk_ctl_run_inspect (LkCtl *ctl, char **arguments, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  int status = LK_CTL_DONE;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; arguments[i] != NULL; i++)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (LkBundle) bundle =
        lk_ctl_read_bundle (ctl, arguments[i], ctl->key_password_file, &failure);

      if (g_cancellable_set_error_if_cancelled (ctl->cancellable, error))
        return LK_CTL_FAILED;
      if (bundle == NULL)
        status = LK_CTL_FAILED;
      if (ctl->json)
        add_file (builder, arguments[i], bundle, failure);
      else if (bundle != NULL)
        print_file (arguments[i], bundle);
      if (failure != NULL)
        g_printerr ("latchkeyctl: %s: %s\n", arguments[i], failure->message);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  if (ctl->json)
    lk_ctl_print_json (root);
  return status;
}
