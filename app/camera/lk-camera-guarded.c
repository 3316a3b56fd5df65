/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-guarded.h"

#include "base/lk-error.h"
#include "setup/lk-recover.h"

/* What @request is for the guard; FALSE: nothing. */
static gboolean
find_kind (const LkCameraRequest *request, LkGuardKind *kind)
{
  const LkCameraAction action = request->action;
  const int wish = request->change.client_enabled;

  if (action == LK_ACTION_ENABLE || (action == LK_ACTION_APPLY && wish == TRUE))
    *kind = LK_GUARD_ENABLE;
  else if (action == LK_ACTION_APPLY && wish == FALSE)
    *kind = LK_GUARD_DISABLE;
  else if (action == LK_ACTION_IMPORT_CA || action == LK_ACTION_DELETE_CA)
    *kind = LK_GUARD_CHANGE_TRUSTED;
  else
    return FALSE;
  return TRUE;
}

gboolean
lk_camera_guarded_applies (const LkCameraRequest *request,
                           LkCamera *camera,
                           gboolean *applies,
                           GCancellable *cancellable,
                           GError **error)
{
  const gboolean removes = request->action == LK_ACTION_DELETE_CA;
  g_autoptr (LkSslTab) tab = NULL;
  LkGuardKind kind;

  g_return_val_if_fail (request != NULL && LK_IS_CAMERA (camera), FALSE);

  *applies = request->action == LK_ACTION_RECOVER || request->action == LK_ACTION_ENABLE;
  if (*applies || !find_kind (request, &kind))
    return TRUE;
  /* Only the camera knows whether client authentication is on; one that does not say is not
   * changed. */
  tab = lk_camera_read_tab (camera, cancellable, error);
  if (tab == NULL)
    return FALSE;
  *applies =
    lk_guard_is_needed (kind, tab, request->certificate, removes ? 1u << request->slot : 0);
  return TRUE;
}

static gboolean
check_outcome (LkOutcome *outcome, gboolean undoing, GError **error)
{
  static const LkError codes[] = {
    [LK_OUTCOME_REFUSED] = LK_ERROR_WOULD_LOCK_OUT,
    [LK_OUTCOME_ROLLED_BACK] = LK_ERROR_ROLLED_BACK,
    [LK_OUTCOME_UNKNOWN] = LK_ERROR_ROLLBACK_FAILED,
  };
  const LkOutcomeResult result = lk_outcome_get_result (outcome);

  if (result == LK_OUTCOME_KEPT || (undoing && result == LK_OUTCOME_ROLLED_BACK))
    return TRUE;
  g_set_error_literal (error, LK_ERROR, (int)codes[result], lk_outcome_get_message (outcome));
  return FALSE;
}

static LkGuardRequest
describe (LkCameraAccess *access, LkCamera *camera, const LkCameraRequest *request)
{
  LkGuardRequest guard = {
    .kind = LK_GUARD_CHANGE_TRUSTED,
    .camera = camera,
    .store = access->store,
    .camera_id = lk_camera_record_get_id (access->record),
    .camera_name = lk_camera_record_get_fields (access->record)->name,
    .given = { .identity = access->identity },
  };

  (void)find_kind (request, &guard.kind); /* of RECOVER: what the journal says */
  guard.keep_unasked = guard.kind != LK_GUARD_ENABLE;
  if (request->guarded != NULL)
    lk_guarded_change_fill (request->guarded, &guard);
  if (request->action == LK_ACTION_DELETE_CA)
    guard.remove = 1u << request->slot;
  return guard;
}

static LkOutcome *
change (LkCameraAccess *access,
        LkCamera *camera,
        const LkCameraRequest *request,
        GCancellable *cancellable)
{
  LkGuardRequest guard = describe (access, camera, request);
  g_autoptr (GPtrArray) add = g_ptr_array_new ();

  if (request->action == LK_ACTION_IMPORT_CA)
    {
      g_ptr_array_add (add, request->certificate);
      guard.add = add;
      if (request->replace)
        guard.remove = 1u << request->slot;
    }
  return lk_guard_run (&guard, cancellable);
}

/* NULL with an error when the row is not open any more. */
static LkOutcome *
recover (LkCameraAccess *access,
         LkCamera *camera,
         const LkCameraRequest *request,
         GCancellable *cancellable,
         GError **error)
{
  const LkGuardRequest guard = describe (access, camera, request);
  g_autoptr (GPtrArray) open = lk_recover_list (access->store, guard.camera_id, error);

  for (guint i = 0; open != NULL && i < open->len; i++)
    {
      const LkInterruption *interruption = g_ptr_array_index (open, i);

      if (interruption->row == request->interruption)
        return lk_recover_run (interruption, &guard,
                               request->undo ? LK_RECOVER_UNDO : LK_RECOVER_FINISH, cancellable);
    }
  if (open != NULL)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_NOT_FOUND, "This change is not interrupted any more: it has ended, or another window or command is at it");
  return NULL;
}

/* What else is pending goes to the camera after client authentication is off. */
static LkSslTab *
apply_rest (LkCamera *camera,
            const LkCameraRequest *request,
            GCancellable *cancellable,
            GError **error)
{
  LkTabChange rest = request->change;

  rest.client_enabled = -1;
  if (request->action != LK_ACTION_APPLY || lk_tab_change_is_empty (&rest))
    return lk_camera_guarded_read (camera, request, cancellable, error);
  return lk_camera_apply (camera, &rest, cancellable, error);
}

LkSslTab *
lk_camera_guarded_perform (LkCameraAccess *access,
                           LkCamera *camera,
                           const LkCameraRequest *request,
                           LkOutcome **outcome,
                           GCancellable *cancellable,
                           GError **error)
{
  if (access->store == NULL)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_STORE_FAILED, "A change that can lock out needs a journal, and no store is open");
      return NULL;
    }
  *outcome = request->action == LK_ACTION_RECOVER
               ? recover (access, camera, request, cancellable, error)
               : change (access, camera, request, cancellable);
  return *outcome != NULL && check_outcome (*outcome, request->undo, error)
           ? apply_rest (camera, request, cancellable, error)
           : NULL;
}

LkSslTab *
lk_camera_guarded_read (LkCamera *camera,
                        const LkCameraRequest *request,
                        GCancellable *cancellable,
                        GError **error)
{
  LkIdentity *identity =
    request->guarded != NULL ? lk_guarded_change_get_identity (request->guarded) : NULL;
  g_autoptr (LkCamera) fresh = identity != NULL ? lk_camera_dup_fresh (camera, identity) : NULL;

  return lk_camera_read_tab (fresh != NULL ? fresh : camera, cancellable, error);
}

gint64
lk_camera_guarded_find_open (LkCameraAccess *access)
{
  g_autoptr (GPtrArray) open = NULL;

  if (access->store != NULL)
    open = lk_recover_list (access->store, lk_camera_record_get_id (access->record), NULL);
  return open != NULL && open->len > 0 ? ((LkInterruption *)open->pdata[0])->row : 0;
}
