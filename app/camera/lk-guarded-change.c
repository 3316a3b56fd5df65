/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-guarded-change.h"

struct _LkGuardedChange
{
  GObject parent_instance;

  LkGuardedChangeFields fields; /* what was given does not change */

  /* of the main thread */
  LkGuardedStep steps[LK_GUARD_N_STEPS];
  LkOutcome *outcome;

  GMutex lock; /* guards what follows */
  GCond answered;
  gboolean waiting;
  gboolean keep;
};

enum
{
  CHANGED,
  CONFIRM,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LkGuardedChange, lk_guarded_change, G_TYPE_OBJECT)

/* What the worker tells the main loop, in order and without loss. */
typedef struct
{
  LkGuardedChange *change;
  guint seconds; /* of the question, 0: it is a step */
  LkGuardStep step;
  LkGuardStepState state;
  char *evidence;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  g_object_unref (news->change);
  g_free (news->evidence);
  g_free (news);
}

static gboolean
news_cb (gpointer data)
{
  News *news = data;
  LkGuardedChange *self = news->change;
  LkGuardedStep *step = &self->steps[news->step];

  if (news->seconds > 0)
    {
      /* Nobody is there to be asked: that means no. */
      if (!g_signal_has_handler_pending (self, signals[CONFIRM], 0, FALSE))
        lk_guarded_change_answer (self, FALSE);
      g_signal_emit (self, signals[CONFIRM], 0, news->seconds);
      return G_SOURCE_REMOVE;
    }
  step->begun = TRUE;
  step->state = news->state;
  g_free ((char *)step->evidence);
  step->evidence = g_steal_pointer (&news->evidence);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
send_news (LkGuardedChange *self, const News *content)
{
  News *news = g_memdup2 (content, sizeof *content);

  news->change = g_object_ref (self);
  /* never at once, on this thread, and in the order of their coming */
  g_idle_add_full (G_PRIORITY_DEFAULT, news_cb, news, news_free);
}

/* On the worker. */
static void
progress_thread (LkGuardStep step, LkGuardStepState state, const char *evidence, gpointer data)
{
  send_news (data, &(News){ .step = step, .state = state, .evidence = g_strdup (evidence) });
}

static void
cancelled_cb (GCancellable *cancellable, LkGuardedChange *self)
{
  lk_guarded_change_answer (self, FALSE);
}

/* On the worker. */
static gboolean
confirm_thread (guint seconds, GCancellable *cancellable, gpointer data)
{
  LkGuardedChange *self = data;
  const gint64 deadline = g_get_monotonic_time () + (gint64)seconds * G_USEC_PER_SEC;
  gulong handler;
  gboolean keep;

  g_mutex_lock (&self->lock);
  self->waiting = TRUE;
  self->keep = FALSE;
  g_mutex_unlock (&self->lock);
  send_news (self, &(News){ .seconds = seconds });

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

static void
lk_guarded_change_finalize (GObject *object)
{
  LkGuardedChange *self = LK_GUARDED_CHANGE (object);

  g_clear_object (&self->fields.given);
  g_free ((char *)self->fields.override);
  for (gsize i = 0; i < LK_GUARD_N_STEPS; i++)
    g_free ((char *)self->steps[i].evidence);
  g_clear_object (&self->outcome);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->answered);
  G_OBJECT_CLASS (lk_guarded_change_parent_class)->finalize (object);
}

static void
lk_guarded_change_class_init (LkGuardedChangeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_guarded_change_finalize;

  signals[CHANGED] = g_signal_new ("changed", LK_TYPE_GUARDED_CHANGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[CONFIRM] = g_signal_new ("confirm", LK_TYPE_GUARDED_CHANGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
lk_guarded_change_init (LkGuardedChange *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->answered);
}

LkGuardedChange *
lk_guarded_change_new (const LkGuardedChangeFields *fields)
{
  LkGuardedChange *self;

  g_return_val_if_fail (fields != NULL && LK_IS_SITUATION (fields->given), NULL);

  self = g_object_new (LK_TYPE_GUARDED_CHANGE, NULL);
  self->fields = *fields;
  self->fields.given = g_object_ref (fields->given);
  self->fields.override = g_strdup (fields->override);
  return self;
}

const LkGuardedStep *
lk_guarded_change_get_step (LkGuardedChange *self, LkGuardStep step)
{
  g_return_val_if_fail (LK_IS_GUARDED_CHANGE (self) && step < LK_GUARD_N_STEPS, NULL);

  return &self->steps[step];
}

LkOutcome *
lk_guarded_change_get_outcome (LkGuardedChange *self)
{
  g_return_val_if_fail (LK_IS_GUARDED_CHANGE (self), NULL);

  return self->outcome;
}

void
lk_guarded_change_take_outcome (LkGuardedChange *self, LkOutcome *outcome)
{
  g_return_if_fail (LK_IS_GUARDED_CHANGE (self));

  if (g_set_object (&self->outcome, outcome))
    g_signal_emit (self, signals[CHANGED], 0);
}

void
lk_guarded_change_answer (LkGuardedChange *self, gboolean keep)
{
  g_return_if_fail (LK_IS_GUARDED_CHANGE (self));

  g_mutex_lock (&self->lock);
  self->keep = keep && self->waiting;
  self->waiting = FALSE;
  g_cond_signal (&self->answered);
  g_mutex_unlock (&self->lock);
}

void
lk_guarded_change_fill (LkGuardedChange *self, LkGuardRequest *request)
{
  g_return_if_fail (LK_IS_GUARDED_CHANGE (self) && request != NULL);

  request->given = *lk_situation_get_fields (self->fields.given);
  request->given.now = NULL; /* judged at the moment it is judged, not when it was asked for */
  request->override = self->fields.override;
  request->times = self->fields.times;
  request->keep_unasked = FALSE;
  request->progress = progress_thread;
  request->confirm = confirm_thread;
  request->user_data = self;
}

LkIdentity *
lk_guarded_change_get_identity (LkGuardedChange *self)
{
  g_return_val_if_fail (LK_IS_GUARDED_CHANGE (self), NULL);

  return lk_situation_get_fields (self->fields.given)->identity;
}
