/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-guard-private.h"

#include "base/lk-error.h"
#include "setup/lk-plain-way.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

static gboolean
refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list arguments;
  g_autofree char *message = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT, message);
  return FALSE;
}

/* 1. Check */

/* Rehearsal and lifeline are steps of their own, so they are not asked about here. */
static const LkCheck *
find_obstacle (LkChecklist *checklist)
{
  for (guint i = 0; i < lk_checklist_get_n_checks (checklist); i++)
    {
      const LkCheck *check = lk_checklist_get (checklist, i);

      if (check->info->required && check->state != LK_CHECK_PASSED &&
          !g_str_equal (check->info->id, "rehearsal") && !g_str_equal (check->info->id, "way-back"))
        return check;
    }
  return NULL;
}

static gboolean
check_items (LkGuardRun *run, char **evidence, GError **error)
{
  g_autoptr (LkChecklist) checklist = lk_checklist_evaluate (run->situation);
  const LkCheck *obstacle = lk_guard_is_left_out ("check") ? NULL : find_obstacle (checklist);

  if (obstacle == NULL)
    *evidence = g_strdup (_ ("Every required item is answered."));
  else if (run->overridden)
    *evidence = g_strdup_printf (_ ("Overridden: %s: %s"), _ (obstacle->info->title), obstacle->evidence);
  else
    return refuse (error, "%s: %s %s", _ (obstacle->info->title), obstacle->evidence,
                   _ (obstacle->remedy));
  return TRUE;
}

/* What goes must be known whole, or it could not be put back. */
static gboolean
check_trusted (LkGuardRun *run, char **evidence, GError **error)
{
  LkSslTab *tab = lk_situation_get_fields (run->situation)->tab;

  for (guint slot = 1; slot <= LK_MAX_TRUSTED; slot++)
    {
      LkTabCertificate *shown = lk_ssl_tab_get_trusted (tab, slot);

      if ((run->request->remove & 1u << slot) != 0 && shown != NULL &&
          lk_tab_certificate_get_certificate (shown) == NULL)
        return refuse (error, _ ("Trusted CA certificate %u, “%s”, is not known whole, so that it could not be put back."), slot,
                       lk_tab_certificate_get_title (shown));
    }
  if (run->was_enabled && run->identity == NULL)
    return refuse (error, _ ("Client authentication is on: the personal certificate in use is needed."));
  *evidence = g_strdup (_ ("What is to go can be put back."));
  return TRUE;
}

/* The whole certificates in the slots that are to be emptied. */
static GPtrArray *
list_unwanted (LkGuardRun *run)
{
  LkSslTab *tab = lk_situation_get_fields (run->situation)->tab;
  GPtrArray *unwanted = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < run->trusted_before->len; i++)
    {
      LkCertificate *certificate = g_ptr_array_index (run->trusted_before, i);
      guint slot = lk_ssl_tab_find_trusted (tab, certificate);

      if (slot != 0 && (run->request->remove & 1u << slot) != 0)
        g_ptr_array_add (unwanted, g_object_ref (certificate));
    }
  return unwanted;
}

gboolean
lk_guard_take_check (LkGuardRun *run, char **evidence, GError **error)
{
  const LkGuardRequest *request = run->request;
  LkSituationFields given = request->given;
  guint n_by_name = 0;

  if (!lk_guard_run_begin (run, error))
    return FALSE;
  given.identity = run->identity;
  if (!g_str_has_prefix (lk_connection_get_uri (lk_camera_get_connection (request->camera)), "https:"))
    return refuse (error, _ ("The camera is reached over plain HTTP: use its https address, so that its key is pinned."));
  run->situation = lk_situation_read (request->camera, request->store, request->camera_id, &given,
                                      run->cancellable, error);
  if (run->situation == NULL)
    return FALSE;
  run->was_enabled =
    lk_ssl_tab_get_fields (lk_situation_get_fields (run->situation)->tab)->client_enabled;
  run->enabled = run->was_enabled;
  run->trusted_before = lk_situation_dup_trusted (run->situation, &n_by_name);
  run->add = request->add != NULL ? g_ptr_array_ref (request->add) : NULL;
  run->unwanted = list_unwanted (run);
  run->was_so = run->change->is_applied (run, lk_situation_get_fields (run->situation)->tab);
  if (run->was_so)
    {
      *evidence = g_strdup (_ ("The camera is so already; there is nothing to change."));
      return TRUE;
    }
  if (!lk_situation_record_words (&given, request->store, request->camera_id, error))
    return FALSE;
  if (request->kind == LK_GUARD_ENABLE)
    return check_items (run, evidence, error);
  if (request->kind == LK_GUARD_CHANGE_TRUSTED)
    return check_trusted (run, evidence, error);
  *evidence = g_strdup (_ ("Client authentication is on and the camera answers."));
  return TRUE;
}

/* 2. Rehearse */

/* The CA set as it will be. */
static GPtrArray *
list_intended (LkGuardRun *run)
{
  GPtrArray *intended = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < run->trusted_before->len; i++)
    if (!g_ptr_array_find_with_equal_func (run->unwanted,
                                           g_ptr_array_index (run->trusted_before, i),
                                           (GEqualFunc)lk_certificate_equal, NULL))
      g_ptr_array_add (intended, g_object_ref (g_ptr_array_index (run->trusted_before, i)));
  for (guint i = 0; run->add != NULL && i < run->add->len; i++)
    g_ptr_array_add (intended, g_object_ref (g_ptr_array_index (run->add, i)));
  return intended;
}

static gboolean
judge_rehearsal (LkGuardRun *run, LkRehearsal *rehearsal, char **evidence, GError **error)
{
  LkSituationFields fields = *lk_situation_get_fields (run->situation);
  g_autoptr (LkSituation) rehearsed = NULL;
  g_autoptr (LkChecklist) checklist = NULL;
  const LkCheck *check;

  fields.rehearsal = rehearsal;
  rehearsed = lk_situation_new (&fields);
  g_set_object (&run->situation, rehearsed);
  checklist = lk_checklist_evaluate (rehearsed);
  check = lk_checklist_find (checklist, "rehearsal");
  *evidence = g_strdup (check->evidence);
  if (check->state == LK_CHECK_PASSED)
    return TRUE;
  g_set_error_literal (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT, check->evidence);
  return FALSE;
}

gboolean
lk_guard_take_rehearse (LkGuardRun *run, char **evidence, GError **error)
{
  g_autoptr (GPtrArray) intended = NULL;
  g_autoptr (GDateTime) time = lk_situation_dup_camera_time (run->situation);
  g_autoptr (LkRehearsal) rehearsal = NULL;
  g_autoptr (GError) failure = NULL;

  if (!run->change->rehearses ||
      (run->request->kind == LK_GUARD_CHANGE_TRUSTED && !run->was_enabled) ||
      lk_guard_is_left_out ("rehearse"))
    return TRUE;
  if (run->identity == NULL)
    {
      if (!run->overridden)
        return refuse (error, _ ("There is no personal certificate to rehearse with."));
      *evidence = g_strdup (_ ("Overridden: there is no personal certificate to rehearse with."));
      return TRUE;
    }
  intended = list_intended (run);
  rehearsal = lk_rehearsal_run (intended, run->identity, time, run->cancellable, &failure);
  if (rehearsal != NULL && judge_rehearsal (run, rehearsal, evidence, &failure))
    return TRUE;
  if (run->overridden)
    {
      g_free (*evidence);
      *evidence = g_strdup_printf (_ ("Overridden: %s"), failure->message);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* 3. Journal */

static char **
list_fingerprints (GPtrArray *certificates)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  char **fingerprints;

  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    g_strv_builder_add (builder, lk_certificate_get_sha256 (g_ptr_array_index (certificates, i)));
  fingerprints = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return fingerprints;
}

static char *
describe_intended (LkGuardRun *run)
{
  g_auto (GStrv) added = list_fingerprints (run->add);
  g_auto (GStrv) removed = list_fingerprints (run->unwanted);
  g_autofree char *add = g_strjoinv (",", added);
  g_autofree char *remove = g_strjoinv (",", removed);

  if (run->request->kind != LK_GUARD_CHANGE_TRUSTED)
    return g_strdup_printf ("enabled=%d", run->request->kind == LK_GUARD_ENABLE);
  return g_strdup_printf ("enabled=%d add=%s remove=%s", run->was_enabled, add, remove);
}

/* What is on the camera now or comes to it can be put back by whoever starts next. */
static gboolean
keep_copies (LkGuardRun *run, GPtrArray *certificates, GError **error)
{
  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    if (!lk_store_add_certificate (run->request->store, run->request->camera_id, "ca",
                                   g_ptr_array_index (certificates, i), error))
      return FALSE;
  return TRUE;
}

gboolean
lk_guard_take_journal (LkGuardRun *run, char **evidence, GError **error)
{
  const LkGuardRequest *request = run->request;
  g_auto (GStrv) fingerprints = list_fingerprints (run->trusted_before);
  g_autofree char *before = g_strdup_printf ("enabled=%d", run->was_enabled);
  g_autofree char *intended = describe_intended (run);
  g_autofree char *note = run->overridden ? g_strdup_printf ("overridden by typing “%s”", request->override) : NULL;
  LkJournalFields fields = {
    .camera_id = request->camera_id,
    .kind = run->change->journal,
    .user = lk_connection_get_user (lk_camera_get_connection (request->camera)),
    .state_before = before,
    .state_intended = intended,
    .ca_fingerprints = (const char *const *)fingerprints,
    .personal = run->identity != NULL
                  ? lk_certificate_get_sha256 (lk_identity_get_certificate (run->identity))
                  : NULL,
    .phase = "journal",
    .note = note,
  };
  g_autoptr (LkJournalEntry) entry = NULL;

  if (lk_guard_is_left_out ("journal"))
    return TRUE;
  if (!keep_copies (run, run->trusted_before, error) || !keep_copies (run, run->add, error))
    return FALSE;
  entry = lk_journal_begin (request->store, &fields, error);
  if (entry == NULL)
    return FALSE;
  run->row = lk_journal_entry_get_id (entry);
  *evidence = g_strdup_printf (_ ("Row %" PRId64 " is on the disk."), run->row);
  return TRUE;
}

/* 4. Lifeline */

static gboolean
find_other_way (LkGuardRun *run, char **evidence)
{
  const LkGuardRequest *request = run->request;
  g_autoptr (LkCamera) plain =
    lk_plain_way_open (request->camera, request->store, request->camera_id, request->plain_uri,
                       run->cancellable, NULL);

  if (plain == NULL)
    return FALSE;
  *evidence = g_strdup (_ ("No lifeline, but the camera answers plain HTTP, which stays open."));
  return TRUE;
}

gboolean
lk_guard_take_lifeline (LkGuardRun *run, char **evidence, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (lk_guard_is_left_out ("lifeline"))
    return TRUE;
  run->lifeline = lk_lifeline_open (run->request->camera, run->was_enabled ? run->identity : NULL,
                                    run->times.warm_ms, run->cancellable, &failure);
  if (run->lifeline != NULL)
    {
      *evidence = lk_lifeline_describe (run->lifeline);
      return TRUE;
    }
  if (find_other_way (run, evidence))
    return TRUE;
  if (run->overridden)
    {
      *evidence = g_strdup_printf (_ ("Overridden: %s"), failure->message);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  g_prefix_error_literal (error, _ ("No way back: "));
  return FALSE;
}
