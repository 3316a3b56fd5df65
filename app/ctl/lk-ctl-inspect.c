/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl-inspect.h"

#include "base/lk-error.h"
#include "ctl/lk-ctl-inspect-text.h"
#include "ctl/lk-ctl-item.h"
#include "ctl/lk-ctl-output.h"
#include "ctl/lk-ctl-prompt.h"

#include <string.h>

#include <glib/gi18n.h>

#define MAX_LISTED 20

LkBundle *
lk_ctl_read_bundle (LkCtl *ctl, const char *path, LkSecret *password, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (LkSecret) typed = NULL;
  g_autoptr (GError) failure = NULL;
  LkBundle *bundle = lk_bundle_new_from_file (file, password, ctl->cancellable, &failure);

  if (bundle != NULL)
    return bundle;
  if (password != NULL || !g_error_matches (failure, LK_ERROR, LK_ERROR_PASSWORD_NEEDED) ||
      !lk_ctl_has_terminal ())
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  typed = lk_ctl_read_password (ctl, NULL, "--key-password-file", _ ("Password of the file"), error);
  return typed != NULL ? lk_bundle_new_from_file (file, typed, ctl->cancellable, error) : NULL;
}

/* The first few: "1 (Site CA), 2 (Other CA)". */
static char *
list_numbers (GListModel *items)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LkItem) item = g_list_model_get_item (items, i);
      LkCertificate *certificate = lk_item_get_certificate (item);
      g_autofree char *title = NULL;

      if (certificate == NULL)
        continue;
      if (++n > MAX_LISTED)
        {
          g_string_append (text, ", …");
          break;
        }
      title = lk_ctl_clean (lk_certificate_get_title (certificate));
      g_string_append_printf (text, "%s%u (%s)", n > 1 ? ", " : "", lk_item_get_number (item), title);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

LkCertificate *
lk_ctl_choose_certificate (LkCtl *ctl, const char *path, LkBundle *bundle, GError **error)
{
  GListModel *items = lk_bundle_get_items (bundle);
  g_autofree char *shown_path = g_filename_display_name (path);
  g_autofree char *numbers = NULL;
  LkCertificate *only = NULL;
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LkItem) item = g_list_model_get_item (items, i);
      LkCertificate *certificate = lk_item_get_certificate (item);

      if (certificate != NULL && ctl->number > 0 && lk_item_get_number (item) == (guint)ctl->number)
        return g_object_ref (certificate);
      if (certificate != NULL)
        only = certificate; /* held by the bundle */
      count += certificate != NULL;
    }
  if (count == 1 && ctl->number == 0)
    return g_object_ref (only);
  numbers = list_numbers (items);
  if (count == 0)
    g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("“%s” holds no certificate"), shown_path);
  else if (ctl->number != 0)
    /* Translators: the file, a number, and the numbers that there are: 1 (Site CA), 3 (Other CA) */
    g_set_error (error, LK_ERROR, LK_ERROR_USAGE, _ ("“%s” holds no certificate with the number %d; there is %s"), shown_path, ctl->number, numbers);
  else
    /* Translators: the file, how many, and which: 1 (Site CA), 3 (Other CA) */
    g_set_error (error, LK_ERROR, LK_ERROR_USAGE, _ ("“%s” holds %u certificates: choose one with --number: %s"), shown_path, count, numbers);
  return NULL;
}

static void
add_file (JsonBuilder *builder, const char *path, LkBundle *bundle, const GError *error)
{
  GListModel *items = bundle != NULL ? lk_bundle_get_items (bundle) : NULL;
  g_autoptr (GPtrArray) pool = bundle != NULL ? lk_bundle_list_issuers (bundle) : NULL;
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

/* With the file's name, unless the message has it already. */
static void
complain (const char *path, const GError *error)
{
  g_autofree char *shown_path = g_filename_display_name (path);

  if (strstr (error->message, shown_path) != NULL)
    g_printerr ("latchkeyctl: %s\n", error->message);
  else
    g_printerr ("latchkeyctl: %s: %s\n", shown_path, error->message);
}

/* A file that cannot be read does not keep the others from being shown. */
int
lk_ctl_run_inspect (LkCtl *ctl, char **arguments, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (LkSecret) password = NULL;
  int status = LK_CTL_DONE;

  /* Once for all files: it may come from a pipe. */
  if (ctl->key_password_file != NULL)
    {
      password = lk_secret_new_from_file (ctl->key_password_file, ctl->cancellable, error);
      if (password == NULL)
        return LK_CTL_FAILED;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; arguments[i] != NULL; i++)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (LkBundle) bundle =
        lk_ctl_read_bundle (ctl, arguments[i], password, &failure);

      if (g_cancellable_set_error_if_cancelled (ctl->cancellable, error))
        return LK_CTL_FAILED;
      if (bundle == NULL)
        status = LK_CTL_FAILED;
      if (ctl->json)
        add_file (builder, arguments[i], bundle, failure);
      else if (bundle != NULL)
        lk_ctl_print_bundle (arguments[i], bundle);
      if (failure != NULL)
        complain (arguments[i], failure);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  if (ctl->json)
    lk_ctl_print_json (root);
  return status;
}
