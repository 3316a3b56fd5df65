/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-keep-dialog.h"

#include <glib/gi18n.h>

struct _LkKeepDialog
{
  AdwMessageDialog parent_instance;

  LkSetup *setup;
  GtkLevelBar *bar;
  gint64 deadline;
  guint last_told;
  gboolean warned;
  guint tick;
};

G_DEFINE_FINAL_TYPE (LkKeepDialog, lk_keep_dialog, ADW_TYPE_MESSAGE_DIALOG)

static guint
get_seconds_left (LkKeepDialog *self)
{
  const gint64 left = self->deadline - g_get_monotonic_time ();

  return left > 0 ? (guint)((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

/* GTK 4.8 has no way to announce: what changes about the button that the keyboard is on is spoken,
 * and a dialog's description when it opens. */
static void
tell (LkKeepDialog *self, const char *text)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  if (focus != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    text, -1);
}

static void
show_seconds (LkKeepDialog *self, guint left)
{
  g_autofree char *countdown =
    g_strdup_printf (ngettext ("The change is undone in %u second.", "The change is undone in %u seconds.", left), left);
  const char *news = lk_setup_get_step (self->setup, LK_GUARD_STEP_CONFIRM)->evidence;
  g_autofree char *body = g_strjoin (
    "\n\n",
    _ ("Your personal certificate was accepted on a new connection, and a visitor without one was refused."),
    news != NULL ? news : countdown, news != NULL ? countdown : NULL, NULL);

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), body);
  gtk_level_bar_set_value (self->bar, left);
  /* A screen reader hears it at the start and then every ten seconds. */
  if (self->last_told == 0 || self->last_told >= left + 10)
    {
      tell (self, countdown);
      self->last_told = left;
    }
}

static gboolean
tick_cb (gpointer data)
{
  LkKeepDialog *self = data;
  const guint left = get_seconds_left (self);

  if (left == 0)
    {
      self->tick = 0;
      adw_message_dialog_response (ADW_MESSAGE_DIALOG (self), "revert");
      return G_SOURCE_REMOVE;
    }
  show_seconds (self, left);
  return G_SOURCE_CONTINUE;
}

/* Nobody is waiting for an answer any more: the run was cancelled, or gave up; or there is news
 * that the answer may depend on. */
static void
changed_cb (LkKeepDialog *self, LkSetup *setup)
{
  const LkGuardedStep *step = lk_setup_get_step (setup, LK_GUARD_STEP_CONFIRM);

  if (!lk_setup_is_running (setup) || (step->begun && step->state != LK_GUARD_RUNNING))
    gtk_window_close (GTK_WINDOW (self));
  else if (step->evidence != NULL && !self->warned)
    {
      self->warned = TRUE;
      show_seconds (self, get_seconds_left (self));
      tell (self, step->evidence);
    }
}

static void
lk_keep_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  LkKeepDialog *self = LK_KEEP_DIALOG (dialog);

  g_clear_handle_id (&self->tick, g_source_remove);
  lk_setup_answer (self->setup, g_str_equal (response, "keep"));
}

static void
lk_keep_dialog_dispose (GObject *object)
{
  LkKeepDialog *self = LK_KEEP_DIALOG (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->setup);
  G_OBJECT_CLASS (lk_keep_dialog_parent_class)->dispose (object);
}

static void
lk_keep_dialog_class_init (LkKeepDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_keep_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = lk_keep_dialog_response;
}

static void
lk_keep_dialog_init (LkKeepDialog *self)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);

  adw_message_dialog_set_heading (dialog, _ ("Keep These Settings?"));
  adw_message_dialog_add_responses (dialog, "revert", _ ("_Revert"), "keep", _ ("_Keep"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "keep", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "revert");
  adw_message_dialog_set_close_response (dialog, "revert");
  self->bar = GTK_LEVEL_BAR (gtk_level_bar_new ());
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_FULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Seconds left"), -1);
  adw_message_dialog_set_extra_child (dialog, GTK_WIDGET (self->bar));
}

void
lk_keep_dialog_present (GtkWindow *parent, LkSetup *setup, guint seconds)
{
  LkKeepDialog *self = g_object_new (LK_TYPE_KEEP_DIALOG, "transient-for", parent, "modal", TRUE, NULL);

  self->setup = g_object_ref (setup);
  self->deadline = g_get_monotonic_time () + (gint64)seconds * G_USEC_PER_SEC;
  gtk_level_bar_set_max_value (self->bar, MAX (seconds, 1));
  self->tick = g_timeout_add (250, tick_cb, self);
  g_signal_connect_object (setup, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
  show_seconds (self, seconds); /* with the keyboard on a button */
  changed_cb (self, setup);
}
