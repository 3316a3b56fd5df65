/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-pin-dialog.h"

#include <glib/gi18n.h>

struct _LkPinAsker
{
  LkPinPrompt prompt;
  GtkWindow *parent; /* main thread only; cleared when it goes */

  char *last_title; /* the worker's own */
  LkSecret *last;

  GMutex lock; /* guards what follows */
  GCond answered;
  gboolean waiting;
  gboolean given_up;
  LkSecret *answer;
};

typedef struct
{
  LkPinAsker *asker;
  char *title;
  LkPinState state;
  GtkEditable *entry; /* owned */
} Question;

static const char *const state_texts[] = {
  [LK_PIN_FIRST] = N_ ("Its private keys are protected. What is typed here goes to it and nowhere else."),
  [LK_PIN_WRONG] = N_ ("That was not right. Try again."),
  [LK_PIN_COUNT_LOW] = N_ ("A wrong answer was given, and few tries are left before it is blocked."),
};

/* Takes @answer over. */
static void
give (LkPinAsker *self, LkSecret *answer)
{
  g_mutex_lock (&self->lock);
  self->answer = answer;
  self->given_up = answer == NULL;
  self->waiting = FALSE;
  g_cond_signal (&self->answered);
  g_mutex_unlock (&self->lock);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Question *question = data;
  const char *text = gtk_editable_get_text (question->entry);

  give (question->asker, g_str_equal (response, "unlock") ? lk_secret_new (text, -1) : NULL);
  gtk_editable_set_text (question->entry, "");
  /* A password entry that dies with the focus on it hears of losing it after its end
   * (libadwaita 1.2). */
  gtk_window_set_focus (GTK_WINDOW (dialog), NULL);
  g_object_unref (question->entry);
  g_free (question->title);
  g_free (question);
}

static void
changed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  adw_message_dialog_set_response_enabled (dialog, "unlock", *gtk_editable_get_text (entry) != '\0');
}

static gboolean
ask_cb (gpointer data)
{
  Question *question = data;
  GtkWidget *widget =
    adw_message_dialog_new (question->asker->parent, NULL, _ (state_texts[question->state]));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
  GtkWidget *entry = adw_password_entry_row_new ();
  GtkWidget *list = gtk_list_box_new ();

  /* Translators: %s is the name of a certificate store or a token. */
  adw_message_dialog_format_heading (dialog, _ ("Unlock “%s”"), question->title);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _ ("Password or PIN"));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  adw_message_dialog_set_extra_child (dialog, list);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "unlock", _ ("_Unlock"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "unlock", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "unlock");
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_response_enabled (dialog, "unlock", FALSE);
  question->entry = g_object_ref (GTK_EDITABLE (entry));
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), dialog, 0);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), question);
  gtk_window_present (GTK_WINDOW (widget));
  gtk_widget_grab_focus (entry);
  return G_SOURCE_REMOVE;
}

static void
remember (LkPinAsker *self, const char *store_title, LkSecret *answer)
{
  g_clear_pointer (&self->last, lk_secret_unref);
  g_free (self->last_title);
  self->last = answer != NULL ? lk_secret_ref (answer) : NULL;
  self->last_title = g_strdup (store_title);
}

/* On the worker. */
static LkSecret *
ask (const char *store_title, LkPinState state, gpointer data, GCancellable *cancellable)
{
  LkPinAsker *self = data;
  Question *question;
  LkSecret *answer;

  /* A job may open its store more than once; a wrong answer is asked about with another state. */
  if (state == LK_PIN_FIRST && self->last != NULL && g_strcmp0 (self->last_title, store_title) == 0)
    return lk_secret_ref (self->last);
  question = g_new0 (Question, 1);
  question->asker = self;
  question->title = g_strdup (store_title);
  question->state = state;

  g_mutex_lock (&self->lock);
  self->waiting = TRUE;
  g_mutex_unlock (&self->lock);
  g_idle_add_full (G_PRIORITY_DEFAULT, ask_cb, question, NULL);

  /* Cancelling does not end the wait: the dialog is still up, and its answer frees the question. */
  g_mutex_lock (&self->lock);
  while (self->waiting)
    g_cond_wait (&self->answered, &self->lock);
  answer = g_steal_pointer (&self->answer);
  g_mutex_unlock (&self->lock);
  remember (self, store_title, answer);
  return answer;
}

LkPinAsker *
lk_pin_asker_new (GtkWindow *parent)
{
  LkPinAsker *self = g_new0 (LkPinAsker, 1);

  self->prompt.ask = ask;
  self->prompt.data = self;
  g_mutex_init (&self->lock);
  g_cond_init (&self->answered);
  g_set_weak_pointer (&self->parent, parent);
  return self;
}

void
lk_pin_asker_free (LkPinAsker *self)
{
  if (self == NULL)
    return;
  g_clear_weak_pointer (&self->parent);
  g_clear_pointer (&self->last, lk_secret_unref);
  g_free (self->last_title);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->answered);
  g_free (self);
}

const LkPinPrompt *
lk_pin_asker_get_prompt (LkPinAsker *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->prompt;
}

gboolean
lk_pin_asker_is_given_up (LkPinAsker *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->given_up;
}

GError *
lk_pin_asker_judge_error (LkPinAsker *self, GError *error)
{
  if (!lk_pin_asker_is_given_up (self))
    return error;
  g_error_free (error);
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Given up at the question");
}
