/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-recover.h"

#include "base/lk-error.h"
#include "setup/lk-guard-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
lk_interruption_free (LkInterruption *self)
{
  g_free (self->camera_id);
  g_free (self->camera_name);
  g_clear_pointer (&self->started_at, g_date_time_unref);
  g_free (self->step);
  g_free (self);
}

static LkGuardKind
find_kind (LkJournalKind journal)
{
  for (int kind = 0; kind <= LK_GUARD_CHANGE_TRUSTED; kind++)
    if (lk_guard_change_get ((LkGuardKind)kind)->journal == journal)
      return (LkGuardKind)kind;
  return LK_GUARD_ENABLE;
}

static LkInterruption *
read_entry (LkStore *store, LkJournalEntry *entry)
{
  const LkJournalFields *fields = lk_journal_entry_get_fields (entry);
  g_autoptr (LkCameraRecord) record = lk_store_get_camera (store, fields->camera_id, NULL);
  LkInterruption *self = g_new0 (LkInterruption, 1);

  self->row = lk_journal_entry_get_id (entry);
  self->camera_id = g_strdup (fields->camera_id);
  self->camera_name =
    g_strdup (record != NULL ? lk_camera_record_get_fields (record)->name : fields->camera_id);
  self->kind = find_kind (fields->kind);
  self->started_at = fields->started != NULL ? g_date_time_ref (fields->started) : NULL;
  self->step = g_strdup (fields->phase);
  self->was_kept =
    g_strcmp0 (fields->phase, lk_guard_step_get_id (self->kind, LK_GUARD_STEP_CLOSE)) == 0;
  self->was_enabled = fields->state_before != NULL && strstr (fields->state_before, "enabled=1") != NULL;
  return self;
}

GPtrArray *
lk_recover_list (LkStore *store, const char *camera_id, GError **error)
{
  g_autoptr (GPtrArray) entries = lk_journal_list_open (store, camera_id, error);
  GPtrArray *list;

  if (entries == NULL)
    return NULL;
  list = g_ptr_array_new_with_free_func ((GDestroyNotify)lk_interruption_free);
  for (guint i = 0; i < entries->len; i++)
    {
      LkJournalEntry *entry = g_ptr_array_index (entries, i);

      if (!lk_claim_is_taken (store, lk_journal_entry_get_fields (entry)->camera_id))
        g_ptr_array_add (list, read_entry (store, entry));
    }
  return list;
}

/* Those of @kept whose fingerprints stand in @text. */
static GPtrArray *
pick (GPtrArray *kept, const char *text)
{
  GPtrArray *picked = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; kept != NULL && text != NULL && i < kept->len; i++)
    {
      LkCertificate *certificate = g_ptr_array_index (kept, i);

      if (strstr (text, lk_certificate_get_sha256 (certificate)) != NULL)
        g_ptr_array_add (picked, g_object_ref (certificate));
    }
  return picked;
}

static char *
cut_out (const char *text, const char *start)
{
  const char *found = text != NULL ? strstr (text, start) : NULL;

  return found != NULL ? g_strndup (found, strcspn (found, " ")) : NULL;
}

/* What the run had found out before it was cut off, from the journal and the certificates that were
 * kept. */
static gboolean
restore_run (LkGuardRun *run, const LkInterruption *interruption, GError **error)
{
  LkStore *store = run->request->store;
  g_autoptr (GPtrArray) entries = lk_journal_list_open (store, interruption->camera_id, error);
  g_autoptr (GPtrArray) kept = lk_store_list_certificates (store, interruption->camera_id, NULL);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const LkJournalFields *fields = lk_journal_entry_get_fields (g_ptr_array_index (entries, i));
      g_autofree char *before =
        fields->ca_fingerprints != NULL ? g_strjoinv (",", (char **)fields->ca_fingerprints) : NULL;
      g_autofree char *add = cut_out (fields->state_intended, "add=");
      g_autofree char *remove = cut_out (fields->state_intended, "remove=");

      if (lk_journal_entry_get_id (g_ptr_array_index (entries, i)) != interruption->row)
        continue;
      run->row = interruption->row;
      run->was_enabled = interruption->was_enabled;
      run->touched = TRUE;
      run->recovering = TRUE;
      run->trusted_before = pick (kept, before);
      run->add = pick (kept, add);
      run->unwanted = pick (kept, remove);
      return TRUE;
    }
  if (entries != NULL)
    g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND, "Row %" G_GINT64_FORMAT " of the journal is closed already", interruption->row);
  return FALSE;
}

/* Finishing means proving once more: nobody knows what happened since. */
static LkOutcomeResult
finish (LkGuardRun *run, char **message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *undone = NULL;
  LkOutcomeResult result;

  if (lk_guard_run_take (run, LK_GUARD_STEP_PROBE, &error) &&
      lk_guard_run_take (run, LK_GUARD_STEP_CLOSE, &error))
    {
      *message = g_strdup (_ ("The change is on the camera, proved and kept."));
      return LK_OUTCOME_KEPT;
    }
  result = lk_guard_roll_back (run, &undone);
  *message = g_strdup_printf ("%s. %s", error->message, undone);
  return result;
}

LkOutcome *
lk_recover_run (const LkInterruption *interruption,
                const LkGuardRequest *request,
                LkRecoverChoice choice,
                GCancellable *cancellable)
{
  LkGuardRequest again;
  LkGuardRun run;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  LkOutcomeResult result = LK_OUTCOME_UNKNOWN;
  LkOutcome *outcome;

  g_return_val_if_fail (interruption != NULL && request != NULL && LK_IS_CAMERA (request->camera),
                        NULL);

  again = *request;
  again.kind = interruption->kind;
  again.camera_id = interruption->camera_id;
  lk_guard_run_init (&run, &again, cancellable);
  run.claim = lk_claim_take (again.store, again.camera_id, &error);
  if (run.claim == NULL || !restore_run (&run, interruption, &error))
    message = g_strdup (error->message);
  else if (choice == LK_RECOVER_FINISH)
    result = finish (&run, &message);
  else
    result = lk_guard_roll_back (&run, &message);
  lk_guard_run_close_row (&run, result, choice == LK_RECOVER_FINISH ? "recovered: finish" : "recovered: undo");
  outcome = lk_guard_run_finish (&run, result, message);
  lk_guard_run_clear (&run);
  return outcome;
}
