/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl-camera.h"
#include "ctl/lk-ctl-inspect.h"
#include "ctl/lk-ctl-output.h"
#include "ctl/lk-ctl-prompt.h"

#include "base/lk-error.h"
#include "personal/lk-personal-stores.h"
#include "setup/lk-guard.h"
#include "setup/lk-recover.h"

#include <glib/gi18n.h>
#include <unistd.h>

/* The user's words of --attest, recorded before anything is judged. */
static gboolean
record_words (LkCtl *ctl, LkCtlCamera *opened, GError **error)
{
  LkCertificate *certificate =
    opened->identity != NULL ? lk_identity_get_certificate (opened->identity) : NULL;

  for (guint i = 0; ctl->attest != NULL && ctl->attest[i] != NULL; i++)
    {
      const char *subject = certificate != NULL && !g_str_equal (ctl->attest[i], "others")
                              ? lk_certificate_get_sha256 (certificate)
                              : "";

      if (!lk_check_can_attest (ctl->attest[i]))
        {
          g_set_error (error, LK_ERROR, LK_ERROR_USAGE, _ ("“%s” is no item that your word can answer"), ctl->attest[i]);
          return FALSE;
        }
      if (!lk_store_add_word (opened->store, opened->id, ctl->attest[i], subject, error))
        return FALSE;
    }
  return TRUE;
}

/* What the survey cannot find out from the camera: where the personal certificate is and what its
 * store says. */
typedef struct
{
  LkSituationFields fields;
  LkPersonal *personal;
} Given;

static void
given_clear (Given *self)
{
  g_clear_object (&self->personal);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Given, given_clear)

static gboolean
fill_given (Given *given, LkCtl *ctl, LkCtlCamera *opened, GError **error)
{
  LkPinPrompt prompt = lk_ctl_make_pin_prompt (ctl);
  const LkPersonalFields *found;

  given->fields.identity = opened->identity;
  if (opened->identity == NULL)
    return TRUE;
  given->fields.place = ctl->personal;
  given->fields.installed = LK_INSTALLED_FILE;
  if (g_str_has_prefix (ctl->personal, "file:"))
    return TRUE;
  given->personal = lk_personal_find (ctl->personal, &prompt, ctl->cancellable, error);
  if (given->personal == NULL)
    return FALSE;
  found = lk_personal_get_fields (given->personal);
  given->fields.installed = LK_INSTALLED_STORE;
  given->fields.place = found->store_title;
  given->fields.exportable = found->exportable;
  given->fields.exportable_evidence = found->evidence;
  return TRUE;
}

/* Camera, words and personal certificate, as check, enable and disable need them. */
static gboolean
prepare (LkCtl *ctl,
         const char *uri,
         gboolean needs_personal,
         LkCtlCamera *opened,
         Given *given,
         GError **error)
{
  if (needs_personal && ctl->personal == NULL)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_USAGE, _ ("Name the personal certificate with --personal"));
      return FALSE;
    }
  return lk_ctl_camera_open (opened, ctl, uri, error) && record_words (ctl, opened, error) &&
         fill_given (given, ctl, opened, error);
}

static void
print_checklist (LkChecklist *checklist)
{
  for (guint i = 0; i < lk_checklist_get_n_checks (checklist); i++)
    {
      const LkCheck *check = lk_checklist_get (checklist, i);
      const char *label = check->warning ? _ ("warning") : _ (lk_check_state_get_label (check->state));

      g_print ("%2u. %s\n", i + 1, _ (check->info->title));
      lk_ctl_print_row (4, label, check->evidence);
      if (check->state != LK_CHECK_PASSED && check->remedy != NULL)
        lk_ctl_print_row (4, "", _ (check->remedy));
    }
  g_print ("%s\n", lk_checklist_is_ready (checklist) ? _ ("Client authentication can be enabled.") : _ ("Client authentication is not ready to be enabled."));
}

int
lk_ctl_run_check (LkCtl *ctl, char **arguments, GError **error)
{
  g_auto (LkCtlCamera) opened = { 0 };
  g_auto (Given) given = { 0 };
  g_autoptr (LkSituation) situation = NULL;
  g_autoptr (LkChecklist) checklist = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (!prepare (ctl, arguments[0], TRUE, &opened, &given, error))
    return LK_CTL_FAILED;
  situation = lk_situation_survey (opened.camera, opened.store, opened.id, &given.fields,
                                   ctl->cancellable, error);
  if (situation == NULL)
    return LK_CTL_FAILED;
  checklist = lk_checklist_evaluate (situation);
  if (ctl->json)
    {
      root = lk_checklist_to_json (checklist);
      lk_ctl_print_json (root);
    }
  else
    print_checklist (checklist);
  return lk_checklist_is_ready (checklist) ? LK_CTL_DONE : LK_CTL_FAILED;
}

/* Every certificate in every file of --ca. */
static GPtrArray *
read_trusted (LkCtl *ctl, GError **error)
{
  g_autoptr (GPtrArray) trusted = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; ctl->ca != NULL && ctl->ca[i] != NULL; i++)
    {
      g_autoptr (LkBundle) bundle = lk_ctl_read_bundle (ctl, ctl->ca[i], NULL, error);
      g_autoptr (GPtrArray) certificates =
        bundle != NULL ? lk_bundle_list_certificates (bundle) : NULL;

      if (certificates == NULL)
        {
          g_prefix_error (error, "%s: ", ctl->ca[i]);
          return NULL;
        }
      g_ptr_array_extend (trusted, certificates, (GCopyFunc)g_object_ref, NULL);
    }
  if (trusted->len > 0)
    return g_steal_pointer (&trusted);
  g_set_error_literal (error, LK_ERROR, LK_ERROR_USAGE, _ ("Name the CA certificates that the camera trusts with --ca"));
  return NULL;
}

static void
print_rehearsal (LkRehearsal *rehearsal)
{
  for (LkRehearsalVersion version = 0; version < LK_REHEARSAL_N_VERSIONS; version++)
    {
      const LkRehearsalVerdict *verdict = lk_rehearsal_get_verdict (rehearsal, version);

      lk_ctl_print_heading (verdict->name);
      lk_ctl_print_row (2, _ ("With the certificate"), verdict->accepted ? _ ("accepted") : _ ("refused"));
      lk_ctl_print_row (2, _ ("Without"), verdict->refused_without ? _ ("refused, as it should be") : _ ("accepted"));
      if (verdict->detail != NULL)
        lk_ctl_print_row (2, "", verdict->detail);
    }
  if (lk_rehearsal_is_passed (rehearsal))
    return;
  lk_ctl_print_row (0, _ ("Cause"), lk_rehearsal_get_cause (rehearsal));
  lk_ctl_print_row (0, _ ("Remedy"), lk_rehearsal_get_remedy (rehearsal));
}

int
lk_ctl_run_rehearse (LkCtl *ctl, char **arguments, GError **error)
{
  g_autoptr (GPtrArray) trusted = NULL;
  g_autoptr (LkIdentity) identity = NULL;
  g_autoptr (LkRehearsal) rehearsal = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (ctl->personal == NULL)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_USAGE, _ ("Name the personal certificate with --personal"));
      return LK_CTL_USAGE;
    }
  trusted = read_trusted (ctl, error);
  if (trusted == NULL)
    return LK_CTL_FAILED;
  identity = lk_ctl_open_personal (ctl, error);
  if (identity == NULL)
    return LK_CTL_FAILED;
  rehearsal = lk_rehearsal_run (trusted, identity, NULL, ctl->cancellable, error);
  if (rehearsal == NULL)
    return LK_CTL_FAILED;
  if (ctl->json)
    {
      root = lk_rehearsal_to_json (rehearsal);
      lk_ctl_print_json (root);
    }
  else
    print_rehearsal (rehearsal);
  return lk_rehearsal_is_passed (rehearsal) ? LK_CTL_DONE : LK_CTL_FAILED;
}

typedef struct
{
  LkGuardKind kind;
} Progress;

static void
progress_cb (LkGuardStep step, LkGuardStepState state, const char *evidence, gpointer user_data)
{
  const Progress *progress = user_data;
  const char *title = lk_guard_step_get_title (progress->kind, step);
  g_autofree char *clean = lk_ctl_clean (evidence);

  if (!isatty (STDERR_FILENO))
    return;
  if (state == LK_GUARD_RUNNING && evidence != NULL)
    g_printerr ("! %s\n", clean);
  else if (state == LK_GUARD_RUNNING)
    g_printerr ("… %s\n", _ (title));
  else
    g_printerr ("%s %s: %s\n", state == LK_GUARD_FAILED ? "✗" : "✓", _ (title), clean);
}

static gboolean
confirm_cb (guint seconds, GCancellable *cancellable, gpointer user_data)
{
  g_autofree char *question = g_strdup_printf (ngettext ("Keep these settings? Without a yes they are undone in %u second. [y/N]",
                                                         "Keep these settings? Without a yes they are undone in %u seconds. [y/N]", seconds),
                                               seconds);

  return lk_ctl_confirm (question, seconds, cancellable);
}

static void
print_outcome (LkOutcome *outcome)
{
  for (gsize i = 0; i < lk_outcome_get_n_steps (outcome); i++)
    {
      const LkOutcomeStep *step = lk_outcome_get_step (outcome, i);
      g_autofree char *label = g_strdup_printf ("%s %s", step->ok ? "✓" : "✗", _ (step->title));

      lk_ctl_print_row (2, label, step->detail);
    }
  lk_ctl_print_row (0, _ (lk_outcome_result_get_label (lk_outcome_get_result (outcome))),
                    lk_outcome_get_message (outcome));
}

static void
fill_request (LkGuardRequest *request, LkCtl *ctl, LkCtlCamera *opened, const Given *given)
{
  request->camera = opened->camera;
  request->store = opened->store;
  request->camera_id = opened->id;
  request->camera_name = opened->name;
  request->given = given->fields;
  request->keep_unasked = ctl->keep;
  request->times = LK_GUARD_TIMES_DEFAULT;
  if (ctl->revert_after_s > 0)
    request->times.confirm_s = (guint)ctl->revert_after_s;
  request->progress = progress_cb;
  request->confirm = lk_ctl_has_terminal () ? confirm_cb : NULL;
}

static int
run_guard (LkCtl *ctl, const char *uri, LkGuardKind kind, GError **error)
{
  g_auto (LkCtlCamera) opened = { 0 };
  g_auto (Given) given = { 0 };
  Progress progress = { kind };
  LkGuardRequest request = { .kind = kind, .user_data = &progress };
  g_autoptr (LkOutcome) outcome = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (!prepare (ctl, uri, kind == LK_GUARD_ENABLE, &opened, &given, error))
    return LK_CTL_FAILED;
  fill_request (&request, ctl, &opened, &given);
  /* Disabling lets everybody in again; there is nothing to try and take back. */
  request.keep_unasked = request.keep_unasked || kind == LK_GUARD_DISABLE;
  outcome = lk_guard_run (&request, ctl->cancellable);
  if (ctl->json)
    {
      root = lk_outcome_to_json (outcome);
      lk_ctl_print_json (root);
    }
  else
    print_outcome (outcome);
  if (lk_outcome_get_result (outcome) == LK_OUTCOME_UNKNOWN)
    g_printerr ("latchkeyctl: %s\n", _ ("Once the camera answers, “latchkeyctl recover” finishes or undoes this change."));
  return lk_outcome_get_result (outcome) == LK_OUTCOME_KEPT ? LK_CTL_DONE : LK_CTL_FAILED;
}

int
lk_ctl_run_enable (LkCtl *ctl, char **arguments, GError **error)
{
  return run_guard (ctl, arguments[0], LK_GUARD_ENABLE, error);
}

int
lk_ctl_run_disable (LkCtl *ctl, char **arguments, GError **error)
{
  return run_guard (ctl, arguments[0], LK_GUARD_DISABLE, error);
}

LkSslTab *
lk_ctl_change_trusted (
  LkCtl *ctl, LkCtlCamera *opened, LkCertificate *add, guint remove, GError **error)
{
  g_auto (Given) given = { 0 };
  g_autoptr (GPtrArray) added = g_ptr_array_new ();
  Progress progress = { LK_GUARD_CHANGE_TRUSTED };
  LkGuardRequest request = { .kind = LK_GUARD_CHANGE_TRUSTED,
                             .remove = remove,
                             .user_data = &progress };
  g_autoptr (LkOutcome) outcome = NULL;

  if (!fill_given (&given, ctl, opened, error))
    return NULL;
  fill_request (&request, ctl, opened, &given);
  if (add != NULL)
    g_ptr_array_add (added, add);
  request.add = added;
  outcome = lk_guard_run (&request, ctl->cancellable);
  if (lk_outcome_get_result (outcome) == LK_OUTCOME_KEPT)
    return lk_camera_read_tab (opened->camera, ctl->cancellable, error);
  g_set_error_literal (error, LK_ERROR,
                       lk_outcome_get_result (outcome) == LK_OUTCOME_REFUSED
                         ? LK_ERROR_WOULD_LOCK_OUT
                         : LK_ERROR_ROLLED_BACK,
                       lk_outcome_get_message (outcome));
  return NULL;
}

/* One interrupted change: the camera is opened as it is remembered. NULL with an error when it
 * cannot be reached. */
static LkOutcome *
recover_one (LkCtl *ctl, LkStore *store, const LkInterruption *interruption, GError **error)
{
  g_autoptr (LkCameraRecord) record = lk_store_get_camera (store, interruption->camera_id, error);
  g_auto (LkCtlCamera) opened = { 0 };
  g_auto (Given) given = { 0 };
  Progress progress = { interruption->kind };
  LkGuardRequest request = { .kind = interruption->kind, .user_data = &progress };

  if (record == NULL ||
      !prepare (ctl, lk_camera_record_get_fields (record)->uri, FALSE, &opened, &given, error))
    return NULL;
  fill_request (&request, ctl, &opened, &given);
  return lk_recover_run (interruption, &request,
                         ctl->keep || interruption->was_kept ? LK_RECOVER_FINISH : LK_RECOVER_UNDO,
                         ctl->cancellable);
}

static JsonNode *
to_json (const LkInterruption *interruption, LkOutcome *outcome, const GError *error)
{
  JsonNode *node = outcome != NULL ? lk_outcome_to_json (outcome)
                                   : json_node_init_object (json_node_alloc (), json_object_new ());
  JsonObject *object = json_node_get_object (node);

  if (outcome == NULL)
    {
      json_object_set_string_member (object, "outcome", lk_outcome_result_get_name (LK_OUTCOME_UNKNOWN));
      json_object_set_string_member (object, "message", error->message);
    }
  json_object_set_string_member (object, "camera", interruption->camera_name);
  json_object_set_string_member (object, "change", lk_guard_kind_get_name (interruption->kind));
  return node;
}

int
lk_ctl_run_recover (LkCtl *ctl, char **arguments, GError **error)
{
  g_autoptr (LkStore) store = lk_store_open (ctl->data_dir, error);
  g_autoptr (GPtrArray) interruptions = store != NULL ? lk_recover_list (store, NULL, error) : NULL;
  g_autoptr (JsonNode) root = json_node_init_array (json_node_alloc (), json_array_new ());
  int status = LK_CTL_DONE;

  if (interruptions == NULL)
    return LK_CTL_FAILED;
  if (interruptions->len == 0 && !ctl->json)
    g_print ("%s\n", _ ("Nothing was interrupted."));
  for (guint i = 0; i < interruptions->len; i++)
    {
      const LkInterruption *interruption = g_ptr_array_index (interruptions, i);
      g_autoptr (GError) failure = NULL;
      g_autoptr (LkOutcome) outcome = recover_one (ctl, store, interruption, &failure);
      gboolean is_known = outcome != NULL && lk_outcome_get_result (outcome) != LK_OUTCOME_UNKNOWN;

      status = is_known ? status : LK_CTL_FAILED;
      json_array_add_element (json_node_get_array (root), to_json (interruption, outcome, failure));
      if (failure != NULL)
        g_printerr ("latchkeyctl: %s: %s\n", interruption->camera_name, failure->message);
      if (!ctl->json && outcome != NULL)
        {
          lk_ctl_print_heading (interruption->camera_name);
          print_outcome (outcome);
        }
    }
  if (ctl->json)
    lk_ctl_print_json (root);
  return status;
}
