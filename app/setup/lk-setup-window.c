/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-setup-window-private.h"

#include "baseline/lk-alert.h"
#include "baseline/lk-banner.h"
#include "baseline/lk-error-text.h"
#include "lk-doors.h"
#include "personal/lk-personal-chooser.h"
#include "setup/lk-checks-page.h"
#include "setup/lk-keep-dialog.h"
#include "setup/lk-setup-summary.h"
#include "setup/lk-trusted-list.h"
#include "setup/lk-way-row.h"

#include <glib/gi18n.h>

struct _LkSetupWindow
{
  AdwWindow parent_instance;

  LkCameraSession *session; /* keeps the setup, too */
  LkSetup *setup;
  LkSetupPage *page[LK_N_STEPS];
  GtkLabel *badge[LK_N_STEPS];
  GtkLabel *name[LK_N_STEPS];
  LkPersonalChooser *chooser;
  LkSetupStepId current;
  gboolean placed; /* the first survey decides where to begin */

  AdwWindowTitle *title;
  AdwFlap *flap;
  GtkWidget *steps_button;
  GtkListBox *steps;
  LkBanner *banner;
  GtkStack *pages;
  GtkSpinner *spinner;
  GtkLabel *summary;
  GtkButton *next;
};

G_DEFINE_FINAL_TYPE (LkSetupWindow, lk_setup_window, ADW_TYPE_WINDOW)

static const char *const state_classes[] = {
  [LK_PAGE_OPEN] = "lk-step-open",
  [LK_PAGE_BLOCKED] = "lk-step-blocked",
  [LK_PAGE_DONE] = "lk-step-done",
};

static const char *const state_words[] = {
  [LK_PAGE_OPEN] = N_ ("open"),
  [LK_PAGE_BLOCKED] = N_ ("something is in the way"),
  [LK_PAGE_DONE] = N_ ("done"),
};

static void
show_step (LkSetupWindow *self, guint step)
{
  const LkSetupPageState state = lk_setup_page_get_state (self->page[step]);
  const gboolean current = step == self->current;
  g_autofree char *number = g_strdup_printf ("%u", step + 1);
  /* Translators: the name of a step and how far it has come, for screen readers. */
  g_autofree char *words = g_strdup_printf (
    _ ("%s, %s"), lk_setup_step_get_title (step), _ (state_words[state]));
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (self->badge[step]), GTK_TYPE_LIST_BOX_ROW);

  gtk_label_set_label (self->badge[step], state == LK_PAGE_DONE      ? "✓"
                                          : state == LK_PAGE_BLOCKED ? "!"
                                                                     : number);
  gtk_widget_set_css_classes (
    GTK_WIDGET (self->badge[step]),
    (const char *[]){ "lk-step", current && state == LK_PAGE_OPEN ? "lk-step-current" : state_classes[state], NULL });
  gtk_widget_set_css_classes (GTK_WIDGET (self->name[step]),
                              (const char *[]){ current ? "heading" : "body", NULL });
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static gboolean
can_go_forward (LkSetupWindow *self)
{
  LkChecklist *checklist = lk_setup_get_checklist (self->setup);

  if (lk_setup_is_running (self->setup))
    return FALSE;
  if (self->current == LK_STEP_ENABLE && lk_setup_get_outcome (self->setup) == NULL)
    return checklist != NULL && lk_checklist_is_ready (checklist) &&
           !lk_setup_is_busy (self->setup);
  return TRUE;
}

static const char *
get_next_label (LkSetupWindow *self)
{
  if (self->current == LK_STEP_ENABLE && lk_setup_get_outcome (self->setup) != NULL)
    return _ ("_Next");
  return lk_setup_step_get_next_label (self->current);
}

static void
show_error (LkSetupWindow *self, const GError *error)
{
  g_autofree char *text = NULL;

  lk_banner_set_revealed (self->banner, error != NULL);
  if (error == NULL)
    return;
  text = g_strdup_printf ("%s. %s", lk_error_text_get_heading (error), lk_error_text_get_hint (error));
  lk_banner_set_title (self->banner, text);
}

static void
update (LkSetupWindow *self)
{
  g_autofree char *summary = lk_setup_format_summary (self->setup);
  const gboolean running = lk_setup_is_running (self->setup);

  for (guint i = 0; i < LK_N_STEPS; i++)
    show_step (self, i);
  gtk_label_set_label (self->summary, summary);
  gtk_spinner_set_spinning (self->spinner, running || lk_setup_is_busy (self->setup));
  gtk_button_set_label (self->next, get_next_label (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "setup.next", can_go_forward (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "setup.back", self->current > 0 && !running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "setup.survey", !running);
  lk_setup_window_enable_actions (self);
  show_error (self, lk_setup_get_error (self->setup));
}

static LkSetupStepId
find_first (LkSetupWindow *self, LkSetupPageState state, LkSetupStepId otherwise)
{
  for (guint i = 0; i < LK_STEP_CHECKLIST; i++)
    {
      if (lk_setup_page_get_state (self->page[i]) == state)
        return i;
    }
  return otherwise;
}

/* A page that only waits for what a later one brings is no place to begin. */
static LkSetupStepId
find_beginning (LkSetupWindow *self)
{
  return find_first (self, LK_PAGE_BLOCKED, find_first (self, LK_PAGE_OPEN, LK_STEP_CHECKLIST));
}

static void
show_choice (LkSetupWindow *self)
{
  LkPersonal *chosen = lk_setup_get_personal (self->setup);

  lk_personal_chooser_show_choice (
    self->chooser, chosen != NULL ? lk_personal_get_fields (chosen)->selector : NULL);
}

static void
chosen_cb (LkSetupWindow *self, LkIdentity *identity, LkPersonal *personal)
{
  lk_setup_choose (self->setup, identity, personal);
}

static void
changed_cb (LkSetupWindow *self, LkSetup *setup)
{
  show_choice (self);
  if (!self->placed && lk_setup_get_checklist (setup) != NULL)
    {
      self->placed = TRUE;
      lk_setup_window_go_to (self, find_beginning (self));
    }
  if (self->current == LK_STEP_ENABLE && lk_setup_get_outcome (setup) != NULL)
    lk_setup_window_go_to (self, LK_STEP_DONE);
  update (self);
}

static void
confirm_cb (LkSetupWindow *self, guint seconds, LkSetup *setup)
{
  lk_keep_dialog_present (GTK_WINDOW (self), setup, seconds);
}

/* What was imported or deleted from a page of this window changes what is found; what a survey read
 * does not. */
static void
finished_cb (LkSetupWindow *self,
             LkCameraAction action,
             const GError *error,
             LkCameraSession *session)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  /* How the change of this setup ended stands on its last page, with what was judged before. */
  if (action == LK_ACTION_ENABLE)
    return;
  /* The camera's page tells it, where it stands behind this window. */
  if (error != NULL && !lk_door_is_shown (parent, session))
    lk_error_present (GTK_WINDOW (self), error);
  if (error == NULL && action == LK_ACTION_RECOVER)
    lk_setup_window_go_to (self, LK_STEP_SITUATION); /* what was not known is settled */
  if (action != LK_ACTION_RELOAD)
    lk_setup_survey (self->setup);
}

static void
step_activated_cb (LkSetupWindow *self, GtkListBoxRow *row)
{
  if (!lk_setup_is_running (self->setup))
    lk_setup_window_go_to (self, gtk_list_box_row_get_index (row));
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkSetupWindow *self = LK_SETUP_WINDOW (widget);

  lk_setup_window_go_to (self, self->current - 1);
}

static void
next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkSetupWindow *self = LK_SETUP_WINDOW (widget);

  if (self->current == LK_STEP_DONE)
    gtk_window_close (GTK_WINDOW (self));
  else if (self->current == LK_STEP_ENABLE && lk_setup_get_outcome (self->setup) == NULL)
    lk_setup_run (self->setup, NULL);
  else
    lk_setup_window_go_to (self, self->current + 1);
}

/* On the window behind, once this one is gone: how the change ended that was stopped. */
static void
stopped_cb (GtkWindow *parent,
            LkCameraAction action,
            const GError *error,
            LkCameraSession *session)
{
  g_signal_handlers_disconnect_by_func (session, stopped_cb, parent);
  if (action == LK_ACTION_ENABLE && error != NULL)
    lk_error_present (parent, error);
}

static void
leave_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkSetupWindow) self = data;
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (!lk_alert_finish (result, NULL))
    return;
  if (parent != NULL && lk_setup_is_running (self->setup))
    g_signal_connect_object (self->session, "finished", G_CALLBACK (stopped_cb), parent, G_CONNECT_SWAPPED);
  lk_setup_cancel (self->setup);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
lk_setup_window_close_request (GtkWindow *window)
{
  LkSetupWindow *self = LK_SETUP_WINDOW (window);
  const LkAlert alert = {
    .heading = _ ("Stop the Change?"),
    .body = _ ("What was changed on the camera so far is undone."),
    .verb = _ ("_Stop and Undo"),
    .appearance = ADW_RESPONSE_DESTRUCTIVE,
  };

  if (!lk_setup_is_running (self->setup))
    return GTK_WINDOW_CLASS (lk_setup_window_parent_class)->close_request (window);
  lk_alert_async (window, &alert, NULL, leave_cb, g_object_ref (self));
  return TRUE;
}

static GtkWidget *
create_row (LkSetupWindow *self, guint step)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *row = gtk_list_box_row_new ();

  self->badge[step] = GTK_LABEL (gtk_label_new (NULL));
  self->name[step] = GTK_LABEL (gtk_label_new (lk_setup_step_get_title (step)));
  gtk_widget_set_valign (GTK_WIDGET (self->badge[step]), GTK_ALIGN_CENTER);
  gtk_label_set_xalign (self->name[step], 0);
  gtk_label_set_wrap (self->name[step], TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->name[step]), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->badge[step]));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name[step]));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  return row;
}

static void
create_pages (LkSetupWindow *self)
{
  for (guint i = 0; i < LK_N_STEPS; i++)
    {
      self->page[i] = lk_setup_step_create_page (i);
      gtk_stack_add_named (self->pages, GTK_WIDGET (self->page[i]), lk_setup_step_get_name (i));
      gtk_list_box_append (self->steps, create_row (self, i));
    }
  self->chooser = lk_personal_chooser_new ();
  g_signal_connect_object (self->chooser, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  show_choice (self);
  lk_checks_page_set_extra (LK_CHECKS_PAGE (self->page[LK_STEP_PERSONAL]),
                            GTK_WIDGET (self->chooser));
  lk_checks_page_set_extra (LK_CHECKS_PAGE (self->page[LK_STEP_TRUSTED]),
                            GTK_WIDGET (lk_trusted_list_new (self->setup)));
  lk_checks_page_set_extra (LK_CHECKS_PAGE (self->page[LK_STEP_SITUATION]),
                            GTK_WIDGET (lk_way_row_new (self->setup)));
  for (guint i = 0; i < LK_N_STEPS; i++)
    lk_setup_page_set_setup (self->page[i], self->setup);
}

static gboolean
show_steps_button (gpointer data)
{
  LkSetupWindow *self = data;

  if (self->flap != NULL)
    gtk_widget_set_visible (self->steps_button, adw_flap_get_folded (self->flap));
  return G_SOURCE_REMOVE;
}

/* The flap folds while the window is given its room: what is above it has its own by then. */
static void
folded_cb (LkSetupWindow *self)
{
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_steps_button, g_object_ref (self), g_object_unref);
}

static void
lk_setup_window_dispose (GObject *object)
{
  LkSetupWindow *self = LK_SETUP_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_SETUP_WINDOW);
  g_clear_object (&self->setup);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (lk_setup_window_parent_class)->dispose (object);
}

static void
lk_setup_window_class_init (LkSetupWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_setup_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = lk_setup_window_close_request;

  g_type_ensure (LK_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/setup/lk-setup-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LkSetupWindow, title);
  gtk_widget_class_bind_template_child (widget_class, LkSetupWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, LkSetupWindow, steps_button);
  gtk_widget_class_bind_template_child (widget_class, LkSetupWindow, steps);
  gtk_widget_class_bind_template_child (widget_class, LkSetupWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, LkSetupWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, LkSetupWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, LkSetupWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, LkSetupWindow, next);
  gtk_widget_class_bind_template_callback (widget_class, step_activated_cb);

  gtk_widget_class_install_action (widget_class, "setup.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "setup.next", NULL, next_action);
  lk_setup_window_install_actions (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "setup.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, GDK_ALT_MASK, "setup.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "setup.survey", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lk_setup_window_init (LkSetupWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->flap, "notify::folded", G_CALLBACK (folded_cb), self, G_CONNECT_SWAPPED);
  show_steps_button (self);
}

LkSetup *
lk_setup_window_get_setup (LkSetupWindow *self)
{
  return self->setup;
}

void
lk_setup_window_go_to (LkSetupWindow *self, LkSetupStepId step)
{
  g_return_if_fail (step < LK_N_STEPS);

  self->placed = TRUE;
  self->current = step;
  /* Whoever goes back after a run that failed wants to mend something and try again. */
  if (step <= LK_STEP_ENABLE && lk_setup_page_get_state (self->page[LK_STEP_DONE]) != LK_PAGE_DONE)
    lk_setup_reset_run (self->setup);
  gtk_stack_set_visible_child (self->pages, GTK_WIDGET (self->page[step]));
  gtk_list_box_select_row (self->steps, gtk_list_box_get_row_at_index (self->steps, (int)step));
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
  update (self);
}

void
lk_setup_window_choose_personal (LkSetupWindow *self)
{
  if (self->current == LK_STEP_PERSONAL)
    lk_personal_chooser_pick_file (self->chooser);
  else
    lk_setup_window_go_to (self, LK_STEP_PERSONAL);
}

void
lk_setup_window_take_personal (LkSetupWindow *self, LkPersonal *personal)
{
  lk_setup_window_go_to (self, LK_STEP_PERSONAL);
  lk_personal_chooser_take (self->chooser, personal);
}

static LkSetupWindow *
find_window (LkCameraSession *session)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (LK_IS_SETUP_WINDOW (l->data) &&
          lk_setup_get_session (LK_SETUP_WINDOW (l->data)->setup) == session)
        return l->data;
    }
  return NULL;
}

static LkSetupWindow *
create_window (GtkWindow *parent, LkCameraSession *session)
{
  LkSetupWindow *self = g_object_new (LK_TYPE_SETUP_WINDOW, "transient-for", parent, "application",
                                      gtk_window_get_application (parent), NULL);
  g_autofree char *name = lk_camera_session_dup_name (session);

  self->session = g_object_ref (session);
  self->setup = g_object_ref (lk_setup_get_for_session (session));
  lk_setup_reset_run (self->setup);
  adw_window_title_set_subtitle (self->title, name);
  create_pages (self);
  g_signal_connect_object (self->setup, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->setup, "confirm", G_CALLBACK (confirm_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  lk_setup_window_go_to (self, LK_STEP_SITUATION);
  self->placed = FALSE;
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->next));
  lk_setup_survey (self->setup);
  return self;
}

void
lk_setup_window_present (GtkWindow *parent, LkCameraSession *session)
{
  LkSetupWindow *self = find_window (session);

  gtk_window_present (GTK_WINDOW (self != NULL ? self : create_window (parent, session)));
}

void
lk_setup_window_present_checklist (GtkWindow *parent, LkCameraSession *session)
{
  LkSetupWindow *self = find_window (session);

  if (self == NULL)
    self = create_window (parent, session);
  if (!lk_setup_is_running (self->setup))
    lk_setup_window_go_to (self, LK_STEP_CHECKLIST);
  gtk_window_present (GTK_WINDOW (self));
}
