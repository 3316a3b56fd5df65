/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-guard.h"

#include "base/lk-error.h"
#include "setup/lk-guard-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *id;
  const char *title;
} change_words[] = {
  [LK_GUARD_ENABLE] = { "enable", N_ ("Enable client authentication") },
  [LK_GUARD_DISABLE] = { "disable", N_ ("Disable client authentication") },
  [LK_GUARD_CHANGE_TRUSTED] = { "change-trusted", N_ ("Change the trusted CA certificates") },
};

const char *
lk_guard_step_get_id (LkGuardKind kind, LkGuardStep step)
{
  g_return_val_if_fail ((guint)step < lk_guard_steps_length, NULL);

  return step == LK_GUARD_STEP_CHANGE ? change_words[kind].id : lk_guard_steps[step].id;
}

const char *
lk_guard_step_get_title (LkGuardKind kind, LkGuardStep step)
{
  g_return_val_if_fail ((guint)step < lk_guard_steps_length, NULL);

  return step == LK_GUARD_STEP_CHANGE ? change_words[kind].title : lk_guard_steps[step].title;
}

static void
clear_step (gpointer data)
{
  g_free ((char *)((LkOutcomeStep *)data)->detail);
}

/* Whoever typed the camera's name knows what it means; anything else is no override. */
static gboolean
is_overridden (const LkGuardRequest *request)
{
  return request->override != NULL && request->camera_name != NULL &&
         *request->camera_name != '\0' && g_str_equal (request->override, request->camera_name);
}

void
lk_guard_run_init (LkGuardRun *run, const LkGuardRequest *request, GCancellable *cancellable)
{
  static const LkGuardTimes unset = { 0 };
  LkIdentity *used = lk_connection_get_identity (lk_camera_get_connection (request->camera));

  *run = (LkGuardRun){ .request = request, .cancellable = cancellable, .enabled = -1 };
  run->change = lk_guard_change_get (request->kind);
  run->times = request->times;
  if (run->times.confirm_s == unset.confirm_s && run->times.roll_back_ms == unset.roll_back_ms)
    run->times = LK_GUARD_TIMES_DEFAULT;
  run->identity = request->given.identity != NULL ? request->given.identity : used;
  run->overridden = is_overridden (request);
  run->steps = g_array_new (FALSE, FALSE, sizeof (LkOutcomeStep));
  g_array_set_clear_func (run->steps, clear_step);
  run->tried = g_string_new (NULL);
}

void
lk_guard_run_clear (LkGuardRun *run)
{
  g_clear_object (&run->situation);
  g_clear_object (&run->lifeline);
  g_clear_pointer (&run->trusted_before, g_ptr_array_unref);
  g_clear_pointer (&run->add, g_ptr_array_unref);
  g_clear_pointer (&run->unwanted, g_ptr_array_unref);
  g_clear_pointer (&run->steps, g_array_unref);
  g_string_free (g_steal_pointer (&run->tried), TRUE);
  g_clear_pointer (&run->claim, lk_claim_release);
}

LkOutcome *
lk_guard_run_finish (LkGuardRun *run, LkOutcomeResult result, const char *message)
{
  LkOutcomeFields fields = {
    .result = result,
    .enabled = run->enabled,
    .message = message,
    .steps = (const LkOutcomeStep *)(gpointer)run->steps->data,
    .n_steps = run->steps->len,
  };

  return lk_outcome_new (&fields);
}

void
lk_guard_run_report (LkGuardRun *run,
                     LkGuardStep step,
                     LkGuardStepState state,
                     const char *evidence)
{
  const LkGuardRequest *request = run->request;

  if (state != LK_GUARD_RUNNING)
    {
      LkOutcomeStep done = {
        .step = lk_guard_step_get_id (request->kind, step),
        .title = lk_guard_step_get_title (request->kind, step),
        .ok = state != LK_GUARD_FAILED,
        .detail = g_strdup (evidence != NULL ? evidence : _ ("Not needed.")),
      };

      g_array_append_val (run->steps, done);
    }
  if (request->progress != NULL)
    request->progress (step, state, evidence, request->user_data);
}

/* The row tells the next start how far we came; before the change, a row that cannot be written
 * stops us. */
static gboolean
advance (LkGuardRun *run, LkGuardStep step, GError **error)
{
  const char *id = lk_guard_step_get_id (run->request->kind, step);
  g_autoptr (GError) failure = NULL;

  if (run->row == 0 || lk_journal_advance (run->request->store, run->row, id, &failure))
    return TRUE;
  if (run->touched)
    {
      g_debug ("journal: %s", failure->message);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
lk_guard_run_take (LkGuardRun *run, LkGuardStep step, GError **error)
{
  g_autofree char *evidence = NULL;
  g_autoptr (GError) failure = NULL;

  lk_guard_run_report (run, step, LK_GUARD_RUNNING, NULL);
  if (!g_cancellable_set_error_if_cancelled (run->cancellable, &failure) &&
      advance (run, step, &failure) && lk_guard_steps[step].take (run, &evidence, &failure))
    {
      lk_guard_run_report (run, step, evidence != NULL ? LK_GUARD_DONE : LK_GUARD_SKIPPED,
                           evidence);
      return TRUE;
    }
  lk_guard_run_report (run, step, LK_GUARD_FAILED, failure->message);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

void
lk_guard_run_close_row (LkGuardRun *run, LkOutcomeResult result, const char *note)
{
  static const LkJournalOutcome outcomes[] = {
    [LK_OUTCOME_REFUSED] = LK_JOURNAL_ROLLED_BACK,
    [LK_OUTCOME_KEPT] = LK_JOURNAL_KEPT,
    [LK_OUTCOME_ROLLED_BACK] = LK_JOURNAL_ROLLED_BACK,
    [LK_OUTCOME_UNKNOWN] = LK_JOURNAL_UNKNOWN,
  };
  g_autoptr (GError) error = NULL;

  /* A row that stays open is looked at again at the next start, which does no harm. */
  if (run->row != 0 &&
      !lk_journal_close (run->request->store, run->row, outcomes[result], note, &error))
    g_debug ("journal: %s", error->message);
}

gboolean
lk_guard_run_begin (LkGuardRun *run, GError **error)
{
  const LkGuardRequest *request = run->request;
  g_autoptr (GPtrArray) open = NULL;

  run->claim = lk_claim_take (request->store, request->camera_id, error);
  if (run->claim == NULL)
    return FALSE;
  /* Whoever undid that one later would undo this one, kept and proved, as well. */
  open = lk_journal_list_open (request->store, request->camera_id, error);
  if (open != NULL && open->len > 0)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT, _ ("An earlier change of this camera was interrupted: finish or undo that one first"));
  return open != NULL && open->len == 0;
}

static LkOutcome *
stop (LkGuardRun *run, const GError *error)
{
  /* Technical sentences end without a full stop, those of the checklist with one. */
  g_autofree char *cause = g_str_has_suffix (error->message, ".")
                             ? g_strndup (error->message, strlen (error->message) - 1)
                             : g_strdup (error->message);
  g_autofree char *message = NULL;
  g_autofree char *undone = NULL;
  LkOutcomeResult result = LK_OUTCOME_REFUSED;

  /* Refused means locked out: then the lifeline is used, whatever was confirmed. */
  if (run->confirmed && run->enabled < 0 &&
      !g_error_matches (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED))
    {
      result = LK_OUTCOME_UNKNOWN;
      message = g_strdup_printf (_ ("%s. The change was proved and you kept it, but the camera does not answer now. The next start looks again."),
                                 cause);
    }
  else if (run->touched)
    {
      result = lk_guard_roll_back (run, &undone);
      message = g_strdup_printf ("%s. %s", cause, undone);
    }
  else
    message = g_strdup_printf (_ ("%s. Nothing was changed."), cause);
  lk_guard_run_close_row (run, result, error->message);
  return lk_guard_run_finish (run, result, message);
}

LkOutcome *
lk_guard_run (const LkGuardRequest *request, GCancellable *cancellable)
{
  LkGuardRun run;
  g_autoptr (GError) error = NULL;
  LkOutcome *outcome;

  g_return_val_if_fail (request != NULL && LK_IS_CAMERA (request->camera), NULL);
  g_return_val_if_fail (LK_IS_STORE (request->store) && request->camera_id != NULL, NULL);

  lk_guard_run_init (&run, request, cancellable);
  for (gsize i = 0; error == NULL && !run.was_so && lk_guard_steps[i].take != NULL; i++)
    (void)lk_guard_run_take (&run, lk_guard_steps[i].step, &error); /* the error ends the loop */
  /* That it is on does not say that this personal certificate gets in. */
  if (error == NULL && run.was_so && request->kind == LK_GUARD_ENABLE)
    (void)lk_guard_run_take (&run, LK_GUARD_STEP_PROBE, &error); /* looked at next */
  if (error != NULL)
    outcome = stop (&run, error);
  else
    outcome = lk_guard_run_finish (&run, LK_OUTCOME_KEPT, run.was_so ? _ ("It was so already; nothing was changed.") : _ ("The change is on the camera, proved and kept."));
  lk_guard_run_clear (&run);
  return outcome;
}
