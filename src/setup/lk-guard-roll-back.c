/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-guard-private.h"

#include "base/lk-error.h"
#include "setup/lk-plain-way.h"

#include <glib/gi18n-lib.h>

#define MOST_BACK_OFF 16 /* times the first pause */

/* The ways back, best first. Each makes the revert over its own connection. */
typedef struct
{
  const char *name; /* N_() */
  gboolean (*go) (LkGuardRun *run, GError **error);
} Route;

static gboolean
go_lifeline (LkGuardRun *run, GError **error)
{
  if (run->lifeline == NULL)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_UNREACHABLE, _ ("There is no lifeline"));
      return FALSE;
    }
  return lk_lifeline_call (run->lifeline, run->change->revert, run, NULL, error);
}

static gboolean
go_with (LkGuardRun *run, LkIdentity *identity, GError **error)
{
  g_autoptr (LkCamera) camera = lk_camera_dup_fresh (run->request->camera, identity);

  return run->change->revert (camera, run, NULL, error);
}

static gboolean
go_personal (LkGuardRun *run, GError **error)
{
  if (run->identity == NULL)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_NOT_FOUND, _ ("There is no personal certificate"));
      return FALSE;
    }
  return go_with (run, run->identity, error);
}

/* A change that never arrived leaves the door as open as it was. */
static gboolean
go_without (LkGuardRun *run, GError **error)
{
  return go_with (run, NULL, error);
}

static gboolean
go_plain (LkGuardRun *run, GError **error)
{
  g_autoptr (LkCamera) camera =
    lk_plain_way_open (run->request->camera, run->request->store, run->request->camera_id,
                       run->request->plain_uri, NULL, error);

  return camera != NULL && run->change->revert (camera, run, NULL, error);
}

static const Route routes[] = {
  { N_ ("lifeline"), go_lifeline },
  { N_ ("new connection with the personal certificate"), go_personal },
  { N_ ("new connection without a certificate"), go_without },
  { N_ ("plain HTTP"), go_plain },
};

/* The way that worked; (nullable). */
static const Route *
revert (LkGuardRun *run, GString *tried)
{
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autoptr (GError) error = NULL;

      if (i == 0 && lk_guard_is_left_out ("lifeline"))
        continue;
      if (routes[i].go (run, &error))
        return &routes[i];
      g_string_append_printf (tried, "%s%s: %s", tried->len > 0 ? "; " : "", _ (routes[i].name),
                              error->message);
    }
  return NULL;
}

static gboolean
read_over_lifeline (LkCamera *camera, gpointer data, GCancellable *cancellable, GError **error)
{
  LkGuardRun *run = data;
  g_autoptr (LkSslTab) tab = lk_camera_read_tab (camera, cancellable, error);

  run->enabled = tab != NULL ? lk_ssl_tab_get_fields (tab)->client_enabled : -1;
  return tab != NULL;
}

/* Whether it is on, for the message alone: run->enabled has it then. */
static gboolean
note_state (LkGuardRun *run, LkIdentity *identity)
{
  g_autoptr (LkSslTab) tab = lk_guard_read_fresh (run, identity, NULL, NULL);

  return tab != NULL;
}

/* Reads the camera over a connection such as everybody had before, and only then believes it. */
static gboolean
prove (LkGuardRun *run, LkOutcomeResult *result, char **evidence, GError **error)
{
  LkIdentity *identity = run->was_enabled ? run->identity : NULL;
  g_autoptr (LkSslTab) tab = lk_guard_read_fresh (run, identity, NULL, error);

  if (tab == NULL && run->identity != NULL && identity == NULL)
    (void)note_state (run, run->identity); /* else it is not known */
  if (tab == NULL)
    return FALSE;
  if (!run->change->is_reverted (run, tab) && run->request->kind == LK_GUARD_DISABLE)
    {
      *result = LK_OUTCOME_KEPT;
      return lk_guard_probe (run, NULL, TRUE, NULL, evidence, error);
    }
  if (!run->change->is_reverted (run, tab))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA, _ ("The camera was read again and still shows the change"));
      return FALSE;
    }
  *result = LK_OUTCOME_ROLLED_BACK;
  if (lk_guard_probe (run, NULL, !lk_ssl_tab_get_fields (tab)->client_enabled, NULL, evidence,
                      error))
    return TRUE;
  if (!run->lets_in)
    return FALSE;
  /* As before, and no lock-out: a camera that does not do what its tab says cannot be made to. */
  *evidence = g_strdup ((*error)->message);
  g_clear_error (error);
  return TRUE;
}

/* What can be said of a camera that does not obey. */
static void
look (LkGuardRun *run)
{
  if (run->identity == NULL || !note_state (run, run->identity))
    (void)note_state (run, NULL); /* else it is not known */
}

/* How one round of all ways ended. */
typedef enum
{
  ROUND_FAILED, /* another round may do better */
  ROUND_PROVED,
  ROUND_KEY_CHANGED, /* no new connection may be used any more */
  ROUND_ESCAPED,     /* not as before, but nobody is locked out */
  ROUND_OFF          /* the camera turned it off by itself */
} Round;

static char *
describe_failure (LkGuardRun *run, Round round)
{
  const char *state = run->enabled < 0 ? _ ("It is not known whether client authentication is on: the camera could not be read.")
                      : run->enabled   ? _ ("Client authentication is on, as last read.")
                                       : _ ("Client authentication is off, as last read.");
  const char *remains = round == ROUND_ESCAPED       ? _ ("The camera refused everybody, so it was turned off over the lifeline: this computer gets in.")
                        : round == ROUND_OFF         ? _ ("It was on before: the camera itself lost it. This computer gets in; finish or undo this change, then enable it again.")
                        : round == ROUND_KEY_CHANGED ? _ ("Compare the camera’s new key; once you accept it, this change can be finished or undone.")
                        : run->enabled > 0           ? _ ("This computer gets in with the personal certificate: when the camera obeys again, undo this change or finish it.")
                                                     : _ ("What remains: try again from here, try a computer whose personal certificate the camera trusts, "
                                                                    "or reset the camera on the device.");

  return g_strdup_printf (_ ("Whether the change is undone could not be proved. %s Tried: %s. %s"), state, run->tried->str, remains);
}

/* Everything was put back and the camera still lets nobody in: what is open turns client
 * authentication off. Where it was off before, that is the revert itself: a camera that takes its
 * time over it is asked again, and proved. */
static gboolean
escape (LkGuardRun *run)
{
  g_autoptr (LkSslTab) tab = NULL;

  if (!run->was_enabled || run->lifeline == NULL ||
      !lk_lifeline_call (run->lifeline, lk_guard_change_get (LK_GUARD_DISABLE)->apply, run, NULL,
                         NULL))
    return FALSE;
  tab = lk_guard_read_fresh (run, NULL, NULL, NULL);
  return tab != NULL && run->enabled == FALSE;
}

static char *
describe_success (LkGuardRun *run, LkOutcomeResult result)
{
  if (result == LK_OUTCOME_KEPT)
    return g_strdup (_ ("The camera was read again: client authentication is off."));
  if (run->lets_in)
    return g_strdup (_ ("The camera was read again: it is as before. Its tab says that client authentication is on, "
                        "but it lets in visitors without a personal certificate."));
  return g_strdup (_ ("The camera was read again: it is as before."));
}

/* Nobody knows what happened since the change was cut off: a camera that is as before already is
 * left alone. */
static gboolean
is_undone_already (LkGuardRun *run, LkOutcomeResult *result)
{
  g_autofree char *evidence = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  if (!run->recovering || !prove (run, result, &evidence, &error))
    return FALSE;
  words = g_strdup_printf (_ ("There was nothing to undo. %s"), evidence);
  lk_guard_run_report (run, LK_GUARD_STEP_ROLL_BACK, LK_GUARD_DONE, words);
  return TRUE;
}

static Round
try_ways (LkGuardRun *run, LkOutcomeResult *result)
{
  g_autofree char *evidence = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;
  const Route *route;

  g_string_truncate (run->tried, 0);
  route = revert (run, run->tried);
  if (route == NULL)
    {
      look (run);
      return ROUND_FAILED;
    }
  if (prove (run, result, &evidence, &error))
    {
      words = g_strdup_printf (_ ("Undone by: %s. %s"), _ (route->name), evidence);
      lk_guard_run_report (run, LK_GUARD_STEP_ROLL_BACK, LK_GUARD_DONE, words);
      return ROUND_PROVED;
    }
  g_string_append_printf (run->tried, "%s%s", run->tried->len > 0 ? "; " : "", error->message);
  if (g_error_matches (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED) && escape (run))
    return ROUND_ESCAPED;
  if (run->was_enabled && run->enabled == FALSE)
    return ROUND_OFF;
  if (!g_error_matches (error, LK_ERROR, LK_ERROR_PEER_UNTRUSTED))
    return ROUND_FAILED;
  /* Another key stops everything that needs a new connection; what was open before still tells the
   * state. */
  if (run->lifeline != NULL)
    /* else it stays unknown */
    (void)lk_lifeline_call (run->lifeline, read_over_lifeline, run, NULL, NULL);
  return ROUND_KEY_CHANGED;
}

LkOutcomeResult
lk_guard_roll_back (LkGuardRun *run, char **message)
{
  gint64 end = g_get_monotonic_time () + (gint64)run->times.roll_back_ms * 1000;
  guint pause_ms = run->times.back_off_ms;
  LkOutcomeResult result = LK_OUTCOME_UNKNOWN;
  Round round = ROUND_FAILED;

  if (lk_guard_is_left_out ("roll-back"))
    {
      *message = NULL;
      return LK_OUTCOME_ROLLED_BACK;
    }
  lk_guard_run_report (run, LK_GUARD_STEP_ROLL_BACK, LK_GUARD_RUNNING, NULL);
  if (run->row != 0 && !lk_journal_advance (run->request->store, run->row, "roll-back", NULL))
    g_debug ("journal: row %" G_GINT64_FORMAT " cannot be advanced", run->row);
  run->enabled = -1;
  if (is_undone_already (run, &result))
    round = ROUND_PROVED;
  while (round != ROUND_PROVED && (round = try_ways (run, &result)) == ROUND_FAILED &&
         g_get_monotonic_time () + (gint64)pause_ms * 1000 < end)
    {
      g_usleep ((gulong)pause_ms * 1000);
      pause_ms = MIN (pause_ms * 2, run->times.back_off_ms * MOST_BACK_OFF);
    }
  if (round != ROUND_PROVED)
    {
      *message = describe_failure (run, round);
      lk_guard_run_report (run, LK_GUARD_STEP_ROLL_BACK, LK_GUARD_FAILED, *message);
      return LK_OUTCOME_UNKNOWN;
    }
  *message = describe_success (run, result);
  return result;
}
