/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-guarded.h"

#include "base/lk-error.h"
#include "setup/lk-recover.h"

gboolean
lk_camera_guarded_applies (const LkCameraRequest *request, LkSslTab *tab)
{
  g_return_val_if_fail (request != NULL && LK_IS_SSL_TAB (tab), FALSE);

  if (!lk_ssl_tab_get_fields (tab)->client_enabled)
    return FALSE;
  return request->action == LK_ACTION_IMPORT_CA || request->action == LK_ACTION_DELETE_CA ||
         (request->action == LK_ACTION_APPLY && request->change.client_enabled == FALSE);
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
describe (LkCameraAccess *access, LkCamera *camera)
{
  return (LkGuardRequest){
    .camera = camera,
    .store = access->store,
    .camera_id = lk_camera_record_get_id (access->record),
    .camera_name = lk_camera_record_get_fields (access->record)->name,
    .given = { .identity = access->identity },
    .keep_unasked = TRUE,
  };
}

/* What else is pending goes to the camera after client authentication is off. */
static LkSslTab *
apply_rest (LkCamera *camera,
            const LkCameraRequest *request,
            GCancellable *cancellable,
            GError **error)
{
  LkTabChange change = request->change;

  change.client_enabled = -1;
  if (request->action != LK_ACTION_APPLY || (change.ssl_function == LK_SSL_FUNCTION_UNKNOWN &&
                                             change.server_option == LK_SERVER_OPTION_UNKNOWN))
    return lk_camera_read_tab (camera, cancellable, error);
  return lk_camera_apply (camera, &change, cancellable, error);
}

LkSslTab *
lk_camera_guarded_perform (LkCameraAccess *access,
                           LkCamera *camera,
                           const LkCameraRequest *request,
                           GCancellable *cancellable,
                           GError **error)
{
  LkGuardRequest guard = describe (access, camera);
  g_autoptr (GPtrArray) add = g_ptr_array_new ();
  g_autoptr (LkOutcome) outcome = NULL;

  g_return_val_if_fail (LK_IS_STORE (access->store), NULL);

  guard.kind = request->action == LK_ACTION_APPLY ? LK_GUARD_DISABLE : LK_GUARD_CHANGE_TRUSTED;
  if (request->action == LK_ACTION_IMPORT_CA)
    {
      g_ptr_array_add (add, request->certificate);
      guard.add = add;
    }
  if (request->action == LK_ACTION_DELETE_CA)
    guard.remove = 1u << request->slot;
  outcome = lk_guard_run (&guard, cancellable);
  return check_outcome (outcome, FALSE, error) ? apply_rest (camera, request, cancellable, error)
                                               : NULL;
}

LkSslTab *
lk_camera_guarded_recover (LkCameraAccess *access,
                           LkCamera *camera,
                           const LkCameraRequest *request,
                           GCancellable *cancellable,
                           GError **error)
{
  const LkGuardRequest guard = describe (access, camera);
  g_autoptr (GPtrArray) open = NULL;

  g_return_val_if_fail (LK_IS_STORE (access->store), NULL);

  open = lk_recover_list (access->store, guard.camera_id, error);
  for (guint i = 0; open != NULL && i < open->len; i++)
    {
      const LkInterruption *interruption = g_ptr_array_index (open, i);
      g_autoptr (LkOutcome) outcome = NULL;

      if (interruption->row != request->interruption)
        continue;
      outcome = lk_recover_run (interruption, &guard,
                                request->undo ? LK_RECOVER_UNDO : LK_RECOVER_FINISH, cancellable);
      if (!check_outcome (outcome, request->undo, error))
        return NULL;
      return lk_camera_read_tab (camera, cancellable, error);
    }
  if (open != NULL)
    g_set_error_literal (error, LK_ERROR, LK_ERROR_NOT_FOUND, "This change is neither open nor interrupted any more");
  return NULL;
}
