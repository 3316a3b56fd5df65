/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-setup.h"

#include "setup/lk-report.h"
#include "setup/lk-setup-job.h"

#include <glib/gi18n.h>

/* The worker of a run asks and waits; the run outlives the window that started it. */
typedef struct
{
  gatomicrefcount refs;
  GWeakRef setup;

  GMutex lock; /* guards what follows */
  GCond answered;
  gboolean waiting;
  gboolean keep;
} Confirmation;

struct _LkSetup
{
  GObject parent_instance;

  LkCameraSession *session;  /* weak: it owns us */
  GCancellable *cancellable; /* of the survey or the run that is under way */
  LkChecklist *checklist;
  GError *error;
  gboolean busy;
  gboolean running;

  LkWay way;
  LkIdentity *identity;
  LkPersonal *personal;
  GDateTime *word_others;
  GDateTime *word_exportable;
  GDateTime *word_rehearsal;

  LkGuardKind kind;
  LkSetupStep steps[LK_GUARD_N_STEPS];
  LkOutcome *outcome;
  Confirmation *confirmation; /* (nullable) of the run */
};

enum
{
  CHANGED,
  CONFIRM,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LkSetup, lk_setup, G_TYPE_OBJECT)

static void
notify (LkSetup *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
confirmation_unref (Confirmation *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_weak_ref_clear (&self->setup);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->answered);
  g_free (self);
}

static Confirmation *
confirmation_ref (Confirmation *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

static Confirmation *
confirmation_new (LkSetup *setup)
{
  Confirmation *self = g_new0 (Confirmation, 1);

  g_atomic_ref_count_init (&self->refs);
  g_weak_ref_init (&self->setup, setup);
  g_mutex_init (&self->lock);
  g_cond_init (&self->answered);
  return self;
}

static void
confirmation_answer (Confirmation *self, gboolean keep)
{
  g_mutex_lock (&self->lock);
  self->keep = keep && self->waiting;
  self->waiting = FALSE;
  g_cond_signal (&self->answered);
  g_mutex_unlock (&self->lock);
}

/* What the worker tells the main loop, in order and without loss. */
typedef struct
{
  Confirmation *confirmation;
  guint seconds; /* of the question, 0: it is a step */
  LkGuardStep step;
  LkGuardStepState state;
  char *evidence;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  confirmation_unref (news->confirmation);
  g_free (news->evidence);
  g_free (news);
}

static gboolean
news_cb (gpointer data)
{
  News *news = data;
  g_autoptr (LkSetup) self = g_weak_ref_get (&news->confirmation->setup);

  if (self == NULL)
    {
      /* Nobody is there to be asked: that means no. */
      if (news->seconds > 0)
        confirmation_answer (news->confirmation, FALSE);
      return G_SOURCE_REMOVE;
    }
  if (news->seconds > 0)
    {
      g_signal_emit (self, signals[CONFIRM], 0, news->seconds);
      return G_SOURCE_REMOVE;
    }
  self->steps[news->step].begun = TRUE;
  self->steps[news->step].state = news->state;
  g_free ((char *)self->steps[news->step].evidence);
  self->steps[news->step].evidence = g_steal_pointer (&news->evidence);
  notify (self);
  return G_SOURCE_REMOVE;
}

static void
send_news (News *news)
{
  g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT, news_cb, news, news_free);
}

/* On the worker. */
static void
progress_thread (LkGuardStep step, LkGuardStepState state, const char *evidence, gpointer data)
{
  News *news = g_new0 (News, 1);

  news->confirmation = confirmation_ref (data);
  news->step = step;
  news->state = state;
  news->evidence = g_strdup (evidence);
  send_news (news);
}

static void
cancelled_cb (GCancellable *cancellable, Confirmation *confirmation)
{
  confirmation_answer (confirmation, FALSE);
}

/* On the worker. */
static gboolean
confirm_thread (guint seconds, GCancellable *cancellable, gpointer data)
{
  Confirmation *self = data;
  const gint64 deadline = g_get_monotonic_time () + (gint64)seconds * G_USEC_PER_SEC;
  News *news = g_new0 (News, 1);
  gulong handler;
  gboolean keep;

  self->waiting = TRUE;
  self->keep = FALSE;
  news->confirmation = confirmation_ref (self);
  news->seconds = seconds;
  send_news (news);

  handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);
  g_mutex_lock (&self->lock);
  while (self->waiting)
    {
      if (!g_cond_wait_until (&self->answered, &self->lock, deadline))
        self->waiting = FALSE;
    }
  keep = self->keep;
  g_mutex_unlock (&self->lock);
  g_cancellable_disconnect (cancellable, handler);
  return keep;
}

static LkSetupInput *
make_input (LkSetup *self)
{
  g_autoptr (LkCameraAccess) access = lk_camera_session_dup_access (self->session);
  LkSetupInput *input = lk_setup_input_new (access);

  input->way = self->way;
  g_set_object (&input->identity, self->identity);
  g_set_object (&input->personal, self->personal);
  if (self->word_others != NULL)
    input->word_others = g_date_time_ref (self->word_others);
  if (self->word_exportable != NULL)
    input->word_exportable = g_date_time_ref (self->word_exportable);
  if (self->word_rehearsal != NULL)
    input->word_rehearsal = g_date_time_ref (self->word_rehearsal);
  return input;
}

static void
replace_cancellable (LkSetup *self)
{
  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, g_cancellable_new ());
  g_object_unref (self->cancellable);
}

static void
surveyed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkSetup) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkChecklist) checklist = lk_job_finish (result, &error);

  /* A newer survey has taken its place. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->busy = FALSE;
  g_clear_error (&self->error);
  if (checklist != NULL)
    {
      LkSslTab *tab = lk_situation_get_fields (lk_checklist_get_situation (checklist))->tab;

      g_set_object (&self->checklist, checklist);
      if (tab != NULL && self->session != NULL)
        lk_camera_session_take_tab (self->session, tab);
    }
  else
    {
      self->error = g_steal_pointer (&error);
    }
  notify (self);
}

void
lk_setup_survey (LkSetup *self)
{
  LkJobSpec spec = {
    .name = "survey",
    .run = lk_setup_survey_thread,
    .free_input = (GDestroyNotify)lk_setup_input_free,
    .free_value = g_object_unref,
  };

  g_return_if_fail (LK_IS_SETUP (self));

  if (self->running || self->session == NULL)
    return;
  replace_cancellable (self);
  spec.input = make_input (self);
  self->busy = TRUE;
  lk_job_start (&spec, self->cancellable, surveyed_cb, g_object_ref (self));
  notify (self);
}

/* The next start opens the camera with what let us in now. */
static void
remember_personal (LkSetup *self)
{
  LkCameraRecordFields fields =
    *lk_camera_record_get_fields (lk_camera_session_get_record (self->session));
  g_autoptr (LkCameraRecord) record = NULL;
  LkStore *store = lk_camera_session_get_store (self->session);
  g_autoptr (GError) error = NULL;

  lk_camera_session_set_identity (self->session, self->identity);
  if (self->personal == NULL)
    return;
  fields.personal = lk_personal_get_fields (self->personal)->selector;
  record = lk_camera_record_new (&fields);
  lk_camera_session_set_record (self->session, record);
  if (store != NULL && !lk_store_save_camera (store, record, &error))
    g_debug ("the personal certificate of this camera is not remembered: %s", error->message);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkSetup) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkOutcome) outcome = lk_job_finish (result, &error);

  self->running = FALSE;
  g_clear_pointer (&self->confirmation, confirmation_unref);
  g_clear_error (&self->error);
  g_set_object (&self->outcome, outcome);
  self->error = g_steal_pointer (&error);
  if (self->session != NULL)
    {
      if (outcome != NULL && lk_outcome_get_enabled (outcome) == TRUE)
        remember_personal (self);
      lk_camera_session_reload (self->session);
    }
  notify (self);
}

static void
forget_run (LkSetup *self)
{
  for (gsize i = 0; i < LK_GUARD_N_STEPS; i++)
    {
      g_free ((char *)self->steps[i].evidence);
      self->steps[i] = (LkSetupStep){ 0 };
    }
  g_clear_object (&self->outcome);
}

void
lk_setup_reset_run (LkSetup *self)
{
  g_return_if_fail (LK_IS_SETUP (self));

  if (self->running || self->outcome == NULL)
    return;
  forget_run (self);
  notify (self);
}

void
lk_setup_run (LkSetup *self, LkGuardKind kind, const char *override)
{
  LkJobSpec spec = {
    .name = "guard",
    .run = lk_setup_run_thread,
    .free_input = (GDestroyNotify)lk_setup_input_free,
    .free_value = g_object_unref,
  };
  LkSetupInput *input;

  g_return_if_fail (LK_IS_SETUP (self));

  if (self->running || self->session == NULL)
    return;
  replace_cancellable (self);
  forget_run (self);
  self->busy = FALSE;
  self->running = TRUE;
  self->kind = kind;
  self->confirmation = confirmation_new (self);

  input = make_input (self);
  input->kind = kind;
  input->override = g_strdup (override);
  input->progress = progress_thread;
  input->confirm = confirm_thread;
  input->user_data = self->confirmation;
  spec.input = input;
  lk_job_start (&spec, self->cancellable, ran_cb, g_object_ref (self));
  notify (self);
}

void
lk_setup_answer (LkSetup *self, gboolean keep)
{
  g_return_if_fail (LK_IS_SETUP (self));

  if (self->confirmation != NULL)
    confirmation_answer (self->confirmation, keep);
}

void
lk_setup_cancel (LkSetup *self)
{
  g_return_if_fail (LK_IS_SETUP (self));

  g_cancellable_cancel (self->cancellable);
  self->busy = FALSE;
  notify (self);
}

void
lk_setup_choose (LkSetup *self, LkIdentity *identity, LkPersonal *personal)
{
  g_return_if_fail (LK_IS_SETUP (self));

  g_set_object (&self->identity, identity);
  g_set_object (&self->personal, personal);
  /* A word about one certificate says nothing of another. */
  g_clear_pointer (&self->word_exportable, g_date_time_unref);
  g_clear_pointer (&self->word_rehearsal, g_date_time_unref);
  lk_setup_survey (self);
}

void
lk_setup_set_way (LkSetup *self, LkWay way)
{
  g_return_if_fail (LK_IS_SETUP (self));

  if (self->way == way)
    return;
  self->way = way;
  lk_setup_survey (self);
}

void
lk_setup_attest (LkSetup *self, const char *check_id)
{
  LkStore *store = self->session != NULL ? lk_camera_session_get_store (self->session) : NULL;
  const char *camera_id = self->session != NULL
                            ? lk_camera_record_get_id (lk_camera_session_get_record (self->session))
                            : NULL;
  const char *sha256 = self->identity != NULL
                         ? lk_certificate_get_sha256 (lk_identity_get_certificate (self->identity))
                         : "";
  const struct
  {
    const char *id;
    GDateTime **word;
    const char *subject;
  } words[] = {
    { "others", &self->word_others, "" },
    { "exportable", &self->word_exportable, sha256 },
    { "rehearsal", &self->word_rehearsal, sha256 },
  };

  g_return_if_fail (check_id != NULL);

  /* Whoever vouches for a file vouches for its key: one word answers both items. */
  if (g_str_equal (check_id, "installed"))
    check_id = "exportable";
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (!g_str_equal (words[i].id, check_id))
        continue;
      g_clear_pointer (words[i].word, g_date_time_unref);
      *words[i].word = g_date_time_new_now_utc ();
      if (store != NULL)
        /* asked again next time */
        (void)lk_store_add_word (store, camera_id, check_id, words[i].subject, NULL);
    }
  lk_setup_survey (self);
}

/* The tab as read after the run; until then what is on now is not known, and the report does not
 * say it. */
static LkSslTab *
find_current_tab (LkSetup *self)
{
  LkSslTab *tab = lk_camera_session_get_tab (self->session);

  if (tab == NULL || self->outcome == NULL)
    return tab;
  return lk_outcome_get_enabled (self->outcome) == lk_ssl_tab_get_fields (tab)->client_enabled
           ? tab
           : NULL;
}

static LkReportFields
report (LkSetup *self)
{
  const LkCameraRecordFields *record =
    lk_camera_record_get_fields (lk_camera_session_get_record (self->session));

  return (LkReportFields){
    .camera_name = record->name,
    .camera_uri = record->uri,
    .checklist = self->checklist,
    .outcome = self->outcome,
    .tab = find_current_tab (self),
    .identity = self->identity,
  };
}

char *
lk_setup_dup_report (LkSetup *self, gboolean as_json)
{
  const LkReportFields fields = report (self);
  g_autoptr (JsonNode) node = NULL;

  if (!as_json)
    return lk_report_to_text (&fields);
  node = lk_report_to_json (&fields);
  return json_to_string (node, TRUE);
}

char *
lk_setup_dup_to_do_sheet (LkSetup *self)
{
  const LkReportFields fields = report (self);

  return lk_report_to_do_sheet (&fields);
}

static void
lk_setup_dispose (GObject *object)
{
  LkSetup *self = LK_SETUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_weak_pointer (&self->session);
  G_OBJECT_CLASS (lk_setup_parent_class)->dispose (object);
}

static void
lk_setup_finalize (GObject *object)
{
  LkSetup *self = LK_SETUP (object);

  g_clear_object (&self->checklist);
  g_clear_error (&self->error);
  g_clear_object (&self->identity);
  g_clear_object (&self->personal);
  g_clear_pointer (&self->word_others, g_date_time_unref);
  g_clear_pointer (&self->word_exportable, g_date_time_unref);
  g_clear_pointer (&self->word_rehearsal, g_date_time_unref);
  for (gsize i = 0; i < LK_GUARD_N_STEPS; i++)
    g_free ((char *)self->steps[i].evidence);
  g_clear_object (&self->outcome);
  g_clear_pointer (&self->confirmation, confirmation_unref);
  G_OBJECT_CLASS (lk_setup_parent_class)->finalize (object);
}

static void
lk_setup_class_init (LkSetupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_setup_dispose;
  object_class->finalize = lk_setup_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", LK_TYPE_SETUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CONFIRM] = g_signal_new ("confirm", LK_TYPE_SETUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
lk_setup_init (LkSetup *self)
{
}

LkSetup *
lk_setup_new (LkCameraSession *session)
{
  LkSetup *self = g_object_new (LK_TYPE_SETUP, NULL);

  g_set_weak_pointer (&self->session, session);
  g_signal_connect_object (session, "notify::tab", G_CALLBACK (notify), self, G_CONNECT_SWAPPED);
  g_set_object (&self->identity, lk_camera_session_get_identity (session));
  return self;
}

LkSetup *
lk_setup_get_for_session (LkCameraSession *session)
{
  LkSetup *setup = g_object_get_data (G_OBJECT (session), "lk-setup");

  if (setup == NULL)
    {
      setup = lk_setup_new (session);
      g_object_set_data_full (G_OBJECT (session), "lk-setup", setup, g_object_unref);
    }
  return setup;
}

LkCameraSession *
lk_setup_get_session (LkSetup *self)
{
  return self->session;
}

gboolean
lk_setup_is_busy (LkSetup *self)
{
  return self->busy;
}

const GError *
lk_setup_get_error (LkSetup *self)
{
  return self->error;
}

LkChecklist *
lk_setup_get_checklist (LkSetup *self)
{
  return self->checklist;
}

LkRehearsal *
lk_setup_get_rehearsal (LkSetup *self)
{
  return self->checklist != NULL
           ? lk_situation_get_fields (lk_checklist_get_situation (self->checklist))->rehearsal
           : NULL;
}

LkWay
lk_setup_get_way (LkSetup *self)
{
  if (self->way != LK_WAY_AUTO || self->checklist == NULL)
    return self->way;
  return lk_situation_get_way (lk_checklist_get_situation (self->checklist));
}

LkIdentity *
lk_setup_get_identity (LkSetup *self)
{
  return self->identity;
}

LkPersonal *
lk_setup_get_personal (LkSetup *self)
{
  return self->personal;
}

gboolean
lk_setup_is_running (LkSetup *self)
{
  return self->running;
}

LkGuardKind
lk_setup_get_kind (LkSetup *self)
{
  return self->kind;
}

const LkSetupStep *
lk_setup_get_step (LkSetup *self, LkGuardStep step)
{
  g_return_val_if_fail (step < LK_GUARD_N_STEPS, NULL);

  return &self->steps[step];
}

LkOutcome *
lk_setup_get_outcome (LkSetup *self)
{
  return self->outcome;
}
