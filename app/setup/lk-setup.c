/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-setup-private.h"

#include "setup/lk-setup-job.h"

enum
{
  CHANGED,
  CONFIRM,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LkSetup, lk_setup, G_TYPE_OBJECT)

void
lk_setup_notify (LkSetup *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
lk_setup_ask (LkSetup *self, guint seconds)
{
  if (g_signal_has_handler_pending (self, signals[CONFIRM], 0, FALSE))
    g_signal_emit (self, signals[CONFIRM], 0, seconds);
  else
    lk_setup_answer (self, FALSE);
}

/* What the camera cannot tell. */
LkSituation *
lk_setup_describe (LkSetup *self)
{
  LkSituationFields given = {
    .way = self->way,
    .identity = self->identity,
    .word_others = self->words.others,
    .word_exportable = self->words.exportable,
    .word_rehearsal = self->words.rehearsal,
  };

  if (self->personal != NULL)
    {
      const LkPersonalFields *fields = lk_personal_get_fields (self->personal);

      given.installed =
        g_str_has_prefix (fields->selector, "file:") ? LK_INSTALLED_FILE : LK_INSTALLED_STORE;
      given.place = fields->store_title;
      given.exportable = fields->exportable;
      given.exportable_evidence = fields->evidence;
    }
  return lk_situation_new (&given);
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

  /* A newer survey has taken its place, perhaps after this one had ended: it judged what is not
   * chosen any more. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable ||
      g_cancellable_is_cancelled (self->cancellable))
    return;
  self->surveying = FALSE;
  g_clear_error (&self->error);
  if (checklist != NULL)
    {
      const LkSituationFields *seen =
        lk_situation_get_fields (lk_checklist_get_situation (checklist));

      g_set_object (&self->checklist, checklist);
      if (seen->facts != NULL && self->session != NULL)
        lk_camera_session_take_facts (self->session, seen->facts);
      if (seen->tab != NULL && self->session != NULL)
        lk_camera_session_take_tab (self->session, seen->tab);
    }
  else
    {
      self->error = g_steal_pointer (&error);
    }
  lk_setup_notify (self);
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
  g_autoptr (LkCameraAccess) access = NULL;
  g_autoptr (LkSituation) given = NULL;

  g_return_if_fail (LK_IS_SETUP (self));

  if (self->running || self->session == NULL)
    return;
  replace_cancellable (self);
  access = lk_camera_session_dup_access (self->session);
  given = lk_setup_describe (self);
  spec.input = lk_setup_input_new (access, given);
  self->surveying = TRUE;
  lk_job_start (&spec, self->cancellable, surveyed_cb, g_object_ref (self));
  lk_setup_notify (self);
}

void
lk_setup_choose (LkSetup *self, LkIdentity *identity, LkPersonal *personal)
{
  g_return_if_fail (LK_IS_SETUP (self));

  /* What is proved and remembered at the end is what it began with. */
  if (self->running)
    return;
  g_set_object (&self->identity, identity);
  g_set_object (&self->personal, personal);
  lk_setup_words_forget_certificate (&self->words);
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
  g_return_if_fail (LK_IS_SETUP (self) && check_id != NULL);

  if (self->session == NULL)
    return;
  lk_setup_words_give (&self->words, check_id);
  lk_setup_survey (self);
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
  lk_setup_words_clear (&self->words);
  g_clear_object (&self->run);
  g_free (self->known_personal);
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
  g_signal_connect_object (session, "notify::tab", G_CALLBACK (lk_setup_notify), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::busy", G_CALLBACK (lk_setup_notify), self, G_CONNECT_SWAPPED);
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
  return self->surveying ||
         (!self->running && self->session != NULL && lk_camera_session_is_busy (self->session));
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
