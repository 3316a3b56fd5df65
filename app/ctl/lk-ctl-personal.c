/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl.h"

#include "base/lk-error.h"
#include "certificate/lk-judge.h"
#include "ctl/lk-ctl-item.h"
#include "ctl/lk-ctl-output.h"
#include "ctl/lk-ctl-prompt.h"
#include "personal/lk-personal-stores.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define STANDARD_OUTPUT "-"

static const char *const answer_words[] = {
  [LK_ANSWER_UNKNOWN] = N_ ("Not known"),
  [LK_ANSWER_NO] = N_ ("No"),
  [LK_ANSWER_YES] = N_ ("Yes"),
};

/* Judged for its use, beside what the certificate's own findings say in general. */
static void
add_findings (JsonBuilder *builder, const LkPersonalFields *fields)
{
  const LkJudgeContext context = { .purpose = LK_JUDGE_AS_PERSONAL,
                                   .certificate = fields->certificate };
  g_autoptr (GPtrArray) findings = lk_judge (&context);

  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < findings->len; i++)
    {
      json_builder_begin_object (builder);
      lk_ctl_add_string (builder, "id", lk_finding_get_id (findings->pdata[i]));
      lk_ctl_add_string (builder, "severity", lk_finding_get_severity_name (findings->pdata[i]));
      lk_ctl_add_string (builder, "message", lk_finding_get_message (findings->pdata[i]));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_personal (JsonBuilder *builder, LkPersonal *personal)
{
  const LkPersonalFields *fields = lk_personal_get_fields (personal);

  json_builder_begin_object (builder);
  lk_ctl_add_string (builder, "selector", fields->selector);
  lk_ctl_add_string (builder, "store", fields->store_id);
  lk_ctl_add_string (builder, "store_title", fields->store_title);
  lk_ctl_add_string (builder, "label", fields->label);
  json_builder_set_member_name (builder, "certificate");
  lk_ctl_add_certificate (builder, fields->certificate, NULL, NULL);
  json_builder_set_member_name (builder, "has_key");
  json_builder_add_boolean_value (builder, fields->has_key == LK_ANSWER_YES);
  json_builder_set_member_name (builder, "locked");
  json_builder_add_boolean_value (builder, fields->has_key == LK_ANSWER_UNKNOWN);
  json_builder_set_member_name (builder, "key_matches");
  if (fields->key_matches == LK_ANSWER_UNKNOWN)
    json_builder_add_null_value (builder);
  else
    json_builder_add_boolean_value (builder, fields->key_matches == LK_ANSWER_YES);
  lk_ctl_add_string (builder, "exportable", lk_answer_get_name (fields->exportable));
  lk_ctl_add_string (builder, "evidence", fields->evidence);
  add_findings (builder, fields);
  json_builder_end_object (builder);
}

static void
print_builder (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  lk_ctl_print_json (root);
}

static void
print_text (LkPersonal *personal)
{
  const LkPersonalFields *fields = lk_personal_get_fields (personal);
  GDateTime *not_after = lk_certificate_get_not_after (fields->certificate);
  g_autofree char *until = not_after != NULL ? g_date_time_format (not_after, "%Y-%m-%d") : NULL;
  g_autofree char *label = lk_ctl_clean (fields->label);

  lk_ctl_print_heading (label);
  lk_ctl_print_row (2, _ ("Installed in"), fields->store_title);
  lk_ctl_print_row (2, _ ("Selector"), fields->selector);
  lk_ctl_print_row (2, _ ("Subject DN"), lk_certificate_get_subject (fields->certificate));
  lk_ctl_print_row (2, _ ("Issuer DN"), lk_certificate_get_issuer (fields->certificate));
  lk_ctl_print_row (2, _ ("Valid until"), until);
  lk_ctl_print_row (2, _ ("Private key"), _ (answer_words[fields->has_key]));
  if (fields->has_key == LK_ANSWER_YES)
    lk_ctl_print_row (2, _ ("Key belongs to it"), _ (answer_words[fields->key_matches]));
  lk_ctl_print_row (2, _ ("Exportable"), _ (answer_words[fields->exportable]));
  if (fields->evidence != NULL)
    lk_ctl_print_row (2, "", fields->evidence);
}

static void
print_one (LkCtl *ctl, LkPersonal *personal)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!ctl->json)
    {
      print_text (personal);
      return;
    }
  add_personal (builder, personal);
  print_builder (builder);
}

/* What is locked and stays so is listed as far as it can be seen. */
static GPtrArray *
list_store (LkCtl *ctl, LkPersonalStore *store, GError **error)
{
  const LkPinPrompt prompt = lk_ctl_make_pin_prompt (ctl);
  const gboolean can_ask = ctl->personal_password_file != NULL;
  g_autoptr (GError) failure = NULL;
  GPtrArray *found;

  ctl->pin_given = FALSE;
  found = lk_personal_store_list (store, can_ask ? &prompt : NULL, ctl->cancellable, &failure);
  if (found != NULL)
    return found;
  if (can_ask && (g_error_matches (failure, LK_ERROR, LK_ERROR_PASSWORD_WRONG) ||
                  g_error_matches (failure, LK_ERROR, LK_ERROR_STORE_LOCKED)))
    {
      g_printerr ("latchkeyctl: %s\n", failure->message);
      return lk_personal_store_list (store, NULL, ctl->cancellable, error);
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* (element-type LkPersonal): of all stores; what cannot be listed is said, and makes @whole FALSE.
 */
static GPtrArray *
list_all (LkCtl *ctl, GPtrArray *stores, gboolean *whole)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);

  *whole = TRUE;
  for (guint i = 0; i < stores->len && !g_cancellable_is_cancelled (ctl->cancellable); i++)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (GPtrArray) some = list_store (ctl, stores->pdata[i], &failure);

      if (some != NULL)
        {
          g_ptr_array_extend (all, some, (GCopyFunc)(gpointer)g_object_ref, NULL);
          continue;
        }
      g_printerr ("latchkeyctl: %s: %s\n", lk_personal_store_get_title (stores->pdata[i]),
                  failure->message);
      *whole = FALSE;
    }
  return all;
}

static void
print_list_json (GPtrArray *all, GPtrArray *stores)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "personal");
  json_builder_begin_array (builder);
  for (guint i = 0; i < all->len; i++)
    add_personal (builder, all->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "locked");
  json_builder_begin_array (builder);
  for (guint i = 0; i < stores->len; i++)
    {
      if (lk_personal_store_is_locked (stores->pdata[i]))
        json_builder_add_string_value (builder, lk_personal_store_get_id (stores->pdata[i]));
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  print_builder (builder);
}

/* That there is nothing is said only where everything could be seen. */
static void
print_list_text (GPtrArray *all, GPtrArray *stores)
{
  gboolean locked = FALSE;

  for (guint i = 0; i < all->len; i++)
    print_text (all->pdata[i]);
  for (guint i = 0; i < stores->len; i++)
    {
      if (!lk_personal_store_is_locked (stores->pdata[i]))
        continue;
      locked = TRUE;
      /* Translators: %s is a place that holds certificates, such as a browser or a smart card. */
      g_print (_ ("“%s” is locked: give --pin-file to see all that is in it"),
               lk_personal_store_get_title (stores->pdata[i]));
      g_print ("\n");
    }
  if (all->len == 0 && !locked)
    g_print ("%s\n", _ ("No personal certificate is installed here"));
}

int
lk_ctl_run_personal_list (LkCtl *ctl, char **arguments, GError **error)
{
  g_autoptr (GPtrArray) stores = lk_personal_stores_list ((const char *const *)ctl->nssdb);
  gboolean whole;
  g_autoptr (GPtrArray) all = list_all (ctl, stores, &whole);

  if (g_cancellable_set_error_if_cancelled (ctl->cancellable, error))
    return LK_CTL_FAILED;
  if (ctl->json)
    print_list_json (all, stores);
  else
    print_list_text (all, stores);
  return whole ? LK_CTL_DONE : LK_CTL_FAILED;
}

/* Asks for the file's password only where one is needed and somebody can be asked. */
static LkIdentity *
read_file (LkCtl *ctl, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (LkSecret) password = NULL;
  g_autoptr (GError) failure = NULL;
  LkIdentity *identity;

  if (ctl->password_file == NULL)
    {
      identity = lk_identity_new_from_file (file, NULL, ctl->cancellable, &failure);
      if (identity != NULL || !g_error_matches (failure, LK_ERROR, LK_ERROR_PASSWORD_NEEDED) ||
          !lk_ctl_has_terminal ())
        {
          if (failure != NULL)
            g_propagate_error (error, g_steal_pointer (&failure));
          return identity;
        }
    }
  password = lk_ctl_read_password (ctl, ctl->password_file, "--password-file", _ ("Password of the file"), error);
  return password != NULL ? lk_identity_new_from_file (file, password, ctl->cancellable, error)
                          : NULL;
}

int
lk_ctl_run_personal_import (LkCtl *ctl, char **arguments, GError **error)
{
  const LkPinPrompt prompt = lk_ctl_make_pin_prompt (ctl);
  g_autoptr (LkPersonalStore) store = NULL;
  g_autoptr (LkIdentity) identity = NULL;
  g_autoptr (LkPersonal) personal = NULL;
  LkPersonalImport import = { .exportable = ctl->exportable,
                              .label = ctl->label,
                              .include_issuers = TRUE };

  if (ctl->store == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_USAGE, _ ("Give --store nss:FOLDER or --store pkcs11:… to say where to install it"));
      return LK_CTL_USAGE;
    }
  store = lk_personal_store_for_selector (ctl->store, error);
  if (store != NULL)
    identity = read_file (ctl, arguments[0], error);
  if (identity == NULL)
    return LK_CTL_FAILED;
  import.identity = identity;
  personal = lk_personal_store_import (store, &import, &prompt, ctl->cancellable, error);
  if (personal == NULL)
    return LK_CTL_FAILED;
  print_one (ctl, personal);
  return LK_CTL_DONE;
}

static void
print_done (LkCtl *ctl, const char *selector, const char *what, const char *sentence)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!ctl->json)
    {
      g_print ("%s\n", sentence);
      return;
    }
  json_builder_begin_object (builder);
  lk_ctl_add_string (builder, "selector", selector);
  json_builder_set_member_name (builder, what);
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_end_object (builder);
  print_builder (builder);
}

int
lk_ctl_run_personal_prove (LkCtl *ctl, char **arguments, GError **error)
{
  const LkPinPrompt prompt = lk_ctl_make_pin_prompt (ctl);
  g_autoptr (LkPersonalStore) store = lk_personal_store_for_selector (arguments[0], error);

  if (store == NULL ||
      !lk_personal_store_prove (store, arguments[0], &prompt, ctl->cancellable, error))
    return LK_CTL_FAILED;
  print_done (ctl, arguments[0], "proved", _ ("The private key signed a challenge, and the certificate confirms the signature."));
  return LK_CTL_DONE;
}

static gboolean
write_all (int fd, GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  while (size > 0)
    {
      const gssize written = write (fd, data, size);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;
      data += written;
      size -= (gsize)written;
    }
  return TRUE;
}

/* Never over a file that is there, never readable by others. */
static gboolean
write_file (const char *path, GBytes *bytes, GError **error)
{
  const int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  gboolean written;

  if (fd < 0)
    {
      g_set_error (error, LK_ERROR, errno == EEXIST ? LK_ERROR_EXISTS : LK_ERROR_STORE_FAILED,
                   _ ("“%s” cannot be made: %s"), path, g_strerror (errno));
      return FALSE;
    }
  written = write_all (fd, bytes);
  if (close (fd) != 0)
    written = FALSE;
  if (written)
    return TRUE;
  g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, _ ("“%s” cannot be written"), path);
  (void)g_unlink (path); /* half a file helps nobody; the error is set already */
  return FALSE;
}

int
lk_ctl_run_personal_export (LkCtl *ctl, char **arguments, GError **error)
{
  const LkPinPrompt prompt = lk_ctl_make_pin_prompt (ctl);
  const char *output = arguments[1] != NULL ? arguments[1] : STANDARD_OUTPUT;
  const gboolean to_output = g_str_equal (output, STANDARD_OUTPUT);
  g_autoptr (LkPersonalStore) store = NULL;
  g_autoptr (LkSecret) password = NULL;
  g_autoptr (GBytes) pkcs12 = NULL;

  if (to_output && isatty (STDOUT_FILENO))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_USAGE, _ ("Name a file, or send standard output somewhere else than to the terminal"));
      return LK_CTL_USAGE;
    }
  store = lk_personal_store_for_selector (arguments[0], error);
  if (store == NULL)
    return LK_CTL_FAILED;
  password = lk_ctl_read_password (ctl, ctl->password_file, "--password-file", _ ("Password for the new file"), error);
  if (password == NULL)
    return LK_CTL_FAILED;
  pkcs12 =
    lk_personal_store_export (store, arguments[0], password, &prompt, ctl->cancellable, error);
  if (pkcs12 == NULL)
    return LK_CTL_FAILED;
  if (!to_output)
    return write_file (output, pkcs12, error) ? LK_CTL_DONE : LK_CTL_FAILED;
  if (write_all (STDOUT_FILENO, pkcs12))
    return LK_CTL_DONE;
  g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, _ ("Standard output cannot be written"));
  return LK_CTL_FAILED;
}

int
lk_ctl_run_personal_remove (LkCtl *ctl, char **arguments, GError **error)
{
  const LkPinPrompt prompt = lk_ctl_make_pin_prompt (ctl);
  g_autoptr (LkPersonalStore) store = lk_personal_store_for_selector (arguments[0], error);

  if (store == NULL ||
      !lk_personal_store_remove (store, arguments[0], &prompt, ctl->cancellable, error))
    return LK_CTL_FAILED;
  print_done (ctl, arguments[0], "removed", _ ("Certificate and private key are removed."));
  return LK_CTL_DONE;
}
