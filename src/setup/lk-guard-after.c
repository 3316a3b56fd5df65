/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-guard-private.h"

#include "base/lk-error.h"

#include <glib/gi18n-lib.h>

/* 5. The change */

/* The answer was lost or says no: the camera's tab tells what happened. */
static gboolean
find_out (LkGuardRun *run, const GError *failure, char **evidence)
{
  g_autoptr (LkSslTab) with =
    run->identity != NULL ? lk_guard_read_fresh (run, run->identity, NULL, NULL) : NULL;
  g_autoptr (LkSslTab) without = with == NULL ? lk_guard_read_fresh (run, NULL, NULL, NULL) : NULL;
  LkSslTab *tab = with != NULL ? with : without;

  if (tab == NULL || !run->change->is_applied (run, tab))
    return FALSE;
  *evidence = g_strdup_printf (_ ("The answer was lost (%s), but the camera shows the change."), failure->message);
  return TRUE;
}

/* Disabling opens the door: the connection that is open may do it as well. */
static gboolean
disable_over_lifeline (LkGuardRun *run, const GError *failure, char **evidence)
{
  if (run->request->kind != LK_GUARD_DISABLE || run->lifeline == NULL ||
      !lk_lifeline_call (run->lifeline, run->change->apply, run, run->cancellable, NULL))
    return FALSE;
  *evidence = g_strdup_printf (_ ("A new connection did not do it (%s); the lifeline did."), failure->message);
  return TRUE;
}

gboolean
lk_guard_take_change (LkGuardRun *run, char **evidence, GError **error)
{
  g_autoptr (LkCamera) camera = lk_camera_dup_fresh (run->request->camera, run->identity);
  g_autoptr (GError) failure = NULL;

  if (run->lifeline != NULL && !lk_lifeline_is_alive (run->lifeline))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_UNREACHABLE, _ ("The lifeline was cut before the change was sent"));
      return FALSE;
    }
  run->touched = TRUE;
  run->enabled = -1;
  if (run->change->apply (camera, run, run->cancellable, &failure))
    {
      *evidence = g_strdup (_ ("The camera accepted the change, and its tab shows it."));
      return TRUE;
    }
  if (find_out (run, failure, evidence) || disable_over_lifeline (run, failure, evidence))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* 6. Probe */

static gboolean
will_be_enabled (LkGuardRun *run)
{
  return run->request->kind == LK_GUARD_ENABLE ||
         (run->request->kind == LK_GUARD_CHANGE_TRUSTED && run->was_enabled);
}

/* With the certificate, and without one. */
static gboolean
knock_twice (LkGuardRun *run, GCancellable *cancellable, char **evidence, GError **error)
{
  const gboolean enabled = will_be_enabled (run);
  g_autofree char *with = NULL;
  g_autofree char *without = NULL;

  if (enabled && !lk_guard_probe (run, run->identity, TRUE, cancellable, &with, error))
    return FALSE;
  if (!lk_guard_probe (run, NULL, !enabled, cancellable, &without, error))
    return FALSE;
  *evidence = with != NULL ? g_strdup_printf ("%s %s", with, without) : g_strdup (without);
  return TRUE;
}

gboolean
lk_guard_take_probe (LkGuardRun *run, char **evidence, GError **error)
{
  LkIdentity *identity = will_be_enabled (run) ? run->identity : NULL;
  g_autofree char *knocked = NULL;
  g_autoptr (LkSslTab) tab = NULL;

  if (lk_guard_is_left_out ("probe"))
    return TRUE;
  if (!knock_twice (run, run->cancellable, &knocked, error))
    return FALSE;
  tab = lk_guard_read_fresh (run, identity, run->cancellable, error);
  if (tab == NULL)
    return FALSE;
  if (!run->change->is_applied (run, tab))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA, _ ("The camera was read again and does not show the change"));
      return FALSE;
    }
  *evidence = g_steal_pointer (&knocked);
  return TRUE;
}

/* 7. Confirm */

/* Whoever is asked is told what the way back is worth. */
static void
lifeline_cut (gpointer data)
{
  lk_guard_run_report (data, LK_GUARD_STEP_CONFIRM, LK_GUARD_RUNNING,
                       _ ("The lifeline was cut. If you do not keep the change, a new connection must undo it."));
}

static gboolean
ask (LkGuardRun *run)
{
  const LkGuardRequest *request = run->request;
  gboolean keep;

  if (request->confirm == NULL)
    return FALSE;
  if (run->lifeline != NULL)
    lk_lifeline_watch (run->lifeline, lifeline_cut, run);
  keep = request->confirm (run->times.confirm_s, run->cancellable, request->user_data);
  if (run->lifeline != NULL)
    lk_lifeline_watch (run->lifeline, NULL, NULL);
  return keep;
}

gboolean
lk_guard_take_confirm (LkGuardRun *run, char **evidence, GError **error)
{
  const LkGuardRequest *request = run->request;
  gint64 end = g_get_monotonic_time () + (gint64)run->times.confirm_s * G_USEC_PER_SEC;
  const char *reason = _ ("The settings were not kept");
  gboolean in_time;
  gboolean keep;

  if (!run->change->asks)
    return TRUE;
  if (request->keep_unasked)
    {
      *evidence = g_strdup (_ ("Kept without asking, as was wished beforehand."));
      return TRUE;
    }
  keep = ask (run);
  in_time = g_get_monotonic_time () <= end;
  if (lk_guard_is_left_out ("confirm") || (keep && in_time))
    {
      *evidence = g_strdup (_ ("You keep the settings."));
      return TRUE;
    }
  if (request->confirm == NULL)
    reason = _ ("Nobody could be asked whether to keep the settings");
  else if (!in_time)
    reason = _ ("Nobody answered in time whether to keep the settings");
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, reason);
  return FALSE;
}

/* 8. Close */

gboolean
lk_guard_take_close (LkGuardRun *run, char **evidence, GError **error)
{
  LkIdentity *identity = will_be_enabled (run) ? run->identity : NULL;
  gint64 end = g_get_monotonic_time () + (gint64)run->times.settle_ms * 1000;
  g_autoptr (LkSslTab) tab = NULL;
  g_autofree char *knocked = NULL;
  g_autoptr (GError) unclosed = NULL;

  run->confirmed = TRUE;
  if (lk_guard_is_left_out ("probe") || lk_guard_is_left_out ("close"))
    return TRUE;
  for (;;)
    {
      g_clear_error (error);
      tab = lk_guard_read_fresh (run, identity, NULL, error);
      if (tab != NULL || g_get_monotonic_time () >= end)
        break;
      g_usleep (run->times.back_off_ms * 1000ul);
    }
  if (tab == NULL)
    return FALSE;
  if (!run->change->is_applied (run, tab))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA, _ ("The camera was read again and lost the change"));
      return FALSE;
    }
  /* Reading is a request like any other: whatever it set off shows on the next connection. A door
   * that stands open answers: then the change is not what was kept, and is undone. */
  if (!knock_twice (run, NULL, &knocked, error))
    {
      if (!run->lets_in)
        run->enabled = -1;
      return FALSE;
    }
  if (run->row != 0 &&
      !lk_journal_close (run->request->store, run->row, LK_JOURNAL_KEPT, NULL, &unclosed))
    *evidence = g_strdup_printf (_ ("The camera was read again and agrees, but the journal could not be closed: %s"), unclosed->message);
  else
    *evidence = g_strdup (_ ("The camera was read again and agrees; the journal is closed."));
  run->row = 0;
  return TRUE;
}
