/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-fault-run.h"

#include "setup/lk-recover.h"

#include "lk-fault-judge.h"
#include "lk-fault-secrets.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  const LkFaultRun *run;
  LkTestCamera *door;
  gboolean armed;
} Stage;

static gboolean
kills (const LkFaultRun *run)
{
  return g_str_has_prefix (run->fault, "kill");
}

/* At the next start, the user goes on rather than back. */
static gboolean
finishes (const LkFaultRun *run)
{
  return g_str_equal (run->fault, "kill-finish");
}

static void
progress_cb (LkGuardStep step, LkGuardStepState state, const char *evidence, gpointer user_data)
{
  Stage *stage = user_data;
  gboolean at_end = g_str_equal (stage->run->fault, "kill-after");

  if (step != stage->run->step || stage->armed || (state == LK_GUARD_RUNNING) == at_end)
    return;
  stage->armed = TRUE;
  if (kills (stage->run))
    (void)kill (getpid (), SIGKILL); /* does not return */
  else if (!g_str_equal (stage->run->fault, "none"))
    {
      g_autoptr (GError) error = NULL;

      lk_sim_camera_add_fault (stage->door->sim, stage->run->fault, &error);
      g_assert_no_error (error);
    }
}

static guint
count_events (LkTestCamera *door)
{
  g_autoptr (GPtrArray) events = lk_sim_camera_list_record (door->sim);

  return events->len;
}

/* People read before they answer; meanwhile the lifeline is kept warm, and meets the fault. A child
 * has no camera of its own, and is killed rather than cut off. */
static void
wait_for_lifeline (LkTestCamera *door)
{
  gint64 end = g_get_monotonic_time () + 3 * G_USEC_PER_SEC;
  guint before = door->sim != NULL ? count_events (door) : 0;

  while (door->sim != NULL && count_events (door) == before && g_get_monotonic_time () < end)
    g_usleep (10 * 1000);
  g_usleep (300 * 1000); /* what is said of it when it is there */
}

static gboolean
confirm_cb (guint seconds, GCancellable *cancellable, gpointer user_data)
{
  Stage *stage = user_data;

  if (stage->run->step == LK_GUARD_STEP_CONFIRM)
    wait_for_lifeline (stage->door);
  return stage->run->user != LK_FAULT_REJECT;
}

static LkOutcome *
run_guard (LkTestCamera *door, const LkFaultRun *run)
{
  Stage stage = { .run = run, .door = door };
  g_autoptr (GPtrArray) add = g_ptr_array_new ();

  door->request.kind = run->kind;
  door->request.keep_unasked = FALSE;
  door->request.progress = progress_cb;
  door->request.confirm = confirm_cb;
  door->request.user_data = &stage;
  g_ptr_array_add (add, door->other);
  if (run->kind == LK_GUARD_CHANGE_TRUSTED)
    {
      door->request.add = add;
      door->request.remove = 1u << LK_FAULT_OLD_SLOT;
    }
  return lk_guard_run (&door->request, NULL);
}

/* The child */

static const LkTestCameraKind *
find_kind (const LkFaultRun *run)
{
  const LkTestCameraKind *kind =
    lk_test_camera_kind_find (run->camera != NULL ? run->camera : "snc");

  g_assert_nonnull (kind);
  return kind;
}

int
lk_fault_child (int argc, char *argv[])
{
  LkFaultRun run;
  g_autoptr (LkTestCamera) door = NULL;
  g_autoptr (LkOutcome) outcome = NULL;

  if (argc != 11 || !g_str_equal (argv[1], "--child"))
    return -1;
  run = (LkFaultRun){ .kind = atoi (argv[6]),
                      .user = atoi (argv[7]),
                      .step = atoi (argv[8]),
                      .fault = argv[9],
                      .camera = argv[10] };
  door = lk_test_camera_attach (find_kind (&run), argv[2], argv[3], argv[4], argv[5]);
  lk_fault_secrets_expose (door->folder);
  outcome = run_guard (door, &run);
  return 3; /* nobody killed it */
}

static gboolean
run_child (LkTestCamera *door, const LkFaultRun *run, const char *program)
{
  g_autofree char *kind = g_strdup_printf ("%d", run->kind);
  g_autofree char *user = g_strdup_printf ("%d", run->user);
  g_autofree char *step = g_strdup_printf ("%d", run->step);
  const char *argv[] = { program, "--child", door->folder, door->sim_folder, door->uri, door->pin,
                         kind, user, step, run->fault, door->kind->name, NULL };
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_camera_save (door);
  child = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (child, NULL, &error));
  return g_subprocess_get_if_signaled (child) && g_subprocess_get_term_sig (child) == SIGKILL;
}

/* The next start. */
static LkOutcome *
recover (LkTestCamera *door, LkRecoverChoice choice, GString *broken)
{
  g_autoptr (GPtrArray) open = lk_recover_list (door->store, NULL, NULL);

  if (open->len > 1)
    g_string_append (broken, "I5: more than one row is open");
  door->request.times = lk_test_camera_times;
  return open->len > 0
           ? lk_recover_run (g_ptr_array_index (open, 0), &door->request, choice, NULL)
           : NULL;
}

/* A personal certificate that should have been found out; (nullable). */
static LkIdentity *
make_other (LkTestCamera *door, LkFaultUser user)
{
  LkTestSpec spec = { .subject = "CN=eve", .eku = "client", .issuer = door->other_ca };
  g_autoptr (LkTestCert) cert = NULL;

  if (user != LK_FAULT_STRANGER && user != LK_FAULT_UNFIT)
    return NULL;
  if (user == LK_FAULT_UNFIT)
    {
      spec.eku = "any";
      spec.issuer = door->ca;
    }
  cert = lk_test_cert_new (&spec);
  return lk_test_identity (cert, NULL);
}

/* Beside the CA in use stands one that is to make room. Somebody else imported it, so that nobody
 * kept a copy unless the camera cannot give the whole of it. */
static void
add_old (LkTestCamera *door)
{
  g_autoptr (LkTestCert) ca = lk_test_ca_new ("CN=Old CA,O=Example", NULL);
  g_autoptr (LkCertificate) old = lk_test_certificate (ca);
  g_autoptr (LkCamera) camera = lk_test_camera_open (door, door->identity);
  g_autoptr (LkSslTab) tab = NULL;
  g_autoptr (GError) error = NULL;

  if ((lk_camera_get_capabilities (camera).features & LK_CAMERA_GIVES_WHOLE_CERTIFICATES) != 0)
    lk_camera_set_store (camera, NULL, NULL);
  tab = lk_camera_import_ca (camera, LK_FAULT_OLD_SLOT, old, NULL, &error);
  g_assert_no_error (error);
}

LkFaultVerdict *
lk_fault_run (const LkFaultRun *run, const char *program)
{
  g_autoptr (LkTestCamera) door =
    lk_test_camera_new_of_kind (find_kind (run), run->kind != LK_GUARD_ENABLE);
  g_autoptr (LkIdentity) other = make_other (door, run->user);
  g_autoptr (LkOutcome) outcome = NULL;
  LkFaultVerdict *verdict = g_new0 (LkFaultVerdict, 1);
  gint64 start = g_get_monotonic_time ();
  LkFaultBefore before;

  verdict->broken = g_string_new (NULL);
  if (g_str_has_prefix (run->fault, "hang") || g_str_has_prefix (run->fault, "slow"))
    lk_test_camera_set_patience (door, 2);
  if (run->kind == LK_GUARD_CHANGE_TRUSTED)
    add_old (door);
  lk_fault_before_init (&before, door);
  if (other != NULL)
    door->request.given.identity = other;
  if (run->user == LK_FAULT_SILENT)
    g_clear_pointer (&door->request.given.word_others, g_date_time_unref);
  if (!kills (run))
    outcome = run_guard (door, run);
  else if (run_child (door, run, program))
    outcome = recover (door, finishes (run) ? LK_RECOVER_FINISH : LK_RECOVER_UNDO, verdict->broken);
  else
    g_string_append (verdict->broken, "the child was not killed");
  door->request.add = NULL;
  door->request.remove = 0;
  verdict->seconds = (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  verdict->outcome =
    outcome != NULL
      ? g_strdup_printf ("%s: %s", lk_outcome_result_get_name (lk_outcome_get_result (outcome)),
                         lk_outcome_get_message (outcome))
      : g_strdup ("killed before anything was written");
  lk_fault_judge (run, door, &before, outcome, verdict->broken);
  lk_fault_before_clear (&before);
  return verdict;
}

void
lk_fault_verdict_free (LkFaultVerdict *verdict)
{
  g_string_free (verdict->broken, TRUE);
  g_free (verdict->outcome);
  g_free (verdict);
}
