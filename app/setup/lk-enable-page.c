/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-enable-page.h"

#include <glib/gi18n.h>

struct _LkEnablePage
{
  LkSetupPage parent_instance;

  GtkLabel *introduction;
  AdwPreferencesGroup *group;
  GtkWidget *override;
  AdwActionRow *rows[LK_GUARD_N_STEPS];
  GtkStack *icons[LK_GUARD_N_STEPS]; /* a spinner, or an image */
};

G_DEFINE_FINAL_TYPE (LkEnablePage, lk_enable_page, LK_TYPE_SETUP_PAGE)

static const struct
{
  const char *icon_name;
  const char *style;
  const char *words;
} looks[] = {
  [LK_GUARD_RUNNING] = { NULL, NULL, NC_ ("step", "Under way") },
  [LK_GUARD_DONE] = { "object-select-symbolic", "success", NC_ ("step", "Done") },
  [LK_GUARD_SKIPPED] = { "go-next-symbolic", "dim-label", NC_ ("step", "Skipped") },
  [LK_GUARD_FAILED] = { "action-unavailable-symbolic", "error", NC_ ("step", "Failed") },
};

static void
show_step (LkEnablePage *self, guint index, const LkGuardedStep *step)
{
  GtkWidget *image = gtk_stack_get_child_by_name (self->icons[index], "image");
  GtkWidget *spinner = gtk_stack_get_child_by_name (self->icons[index], "spinner");
  const gboolean running = step->begun && step->state == LK_GUARD_RUNNING;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[index]),
                                 _ (lk_guard_step_get_title (LK_GUARD_ENABLE, index)));
  adw_action_row_set_subtitle (self->rows[index], step->evidence != NULL ? step->evidence : "");
  /* Rolling back is a step only when it happens. */
  gtk_widget_set_visible (GTK_WIDGET (self->rows[index]),
                          step->begun || index != LK_GUARD_STEP_ROLL_BACK);
  gtk_spinner_set_spinning (GTK_SPINNER (spinner), running);
  gtk_stack_set_visible_child (self->icons[index], running ? spinner : image);
  if (running)
    return;
  gtk_image_set_from_icon_name (GTK_IMAGE (image), step->begun ? looks[step->state].icon_name : "content-loading-symbolic");
  gtk_widget_set_css_classes (
    image, (const char *[]){ step->begun ? looks[step->state].style : "dim-label", NULL });
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL,
    step->begun ? g_dpgettext2 (NULL, "step", looks[step->state].words) : _ ("Not begun"), -1);
}

static void
lk_enable_page_update (LkSetupPage *page, LkSetup *setup)
{
  LkEnablePage *self = LK_ENABLE_PAGE (page);
  LkChecklist *checklist = lk_setup_get_checklist (setup);
  const gboolean ready = checklist != NULL && lk_checklist_is_ready (checklist);

  for (guint i = 0; i < LK_GUARD_N_STEPS; i++)
    show_step (self, i, lk_setup_get_step (setup, i));
  if (ready || lk_setup_is_running (setup))
    gtk_label_set_label (self->introduction,
                         _ ("A way back is opened first. Then client authentication is enabled, your certificate is tried on "
                            "the camera itself, and you are asked whether to keep it. Without a yes everything is undone."));
  else
    gtk_label_set_label (self->introduction,
                         _ ("Not everything on the checklist is passed yet, so enabling might lock you out. Go back and mend "
                            "what it names."));
  gtk_widget_set_visible (self->override,
                          !ready && checklist != NULL && !lk_setup_is_running (setup));
}

static LkSetupPageState
lk_enable_page_get_state (LkSetupPage *page, LkSetup *setup)
{
  LkOutcome *outcome = lk_setup_get_outcome (setup);

  if (outcome == NULL)
    return LK_PAGE_OPEN;
  return lk_outcome_get_result (outcome) == LK_OUTCOME_KEPT ? LK_PAGE_DONE : LK_PAGE_BLOCKED;
}

static void
lk_enable_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_ENABLE_PAGE);
  G_OBJECT_CLASS (lk_enable_page_parent_class)->dispose (object);
}

static void
lk_enable_page_class_init (LkEnablePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_enable_page_dispose;
  LK_SETUP_PAGE_CLASS (klass)->update = lk_enable_page_update;
  LK_SETUP_PAGE_CLASS (klass)->get_state = lk_enable_page_get_state;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/setup/lk-enable-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkEnablePage, introduction);
  gtk_widget_class_bind_template_child (widget_class, LkEnablePage, group);
  gtk_widget_class_bind_template_child (widget_class, LkEnablePage, override);
}

static void
lk_enable_page_init (LkEnablePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < LK_GUARD_N_STEPS; i++)
    {
      self->rows[i] = ADW_ACTION_ROW (adw_action_row_new ());
      self->icons[i] = GTK_STACK (gtk_stack_new ());
      g_object_set (self->rows[i], "use-markup", FALSE, "subtitle-lines", 0, NULL);
      gtk_stack_add_named (self->icons[i], gtk_image_new (), "image");
      gtk_stack_add_named (self->icons[i], gtk_spinner_new (), "spinner");
      gtk_widget_set_valign (GTK_WIDGET (self->icons[i]), GTK_ALIGN_CENTER);
      adw_action_row_add_prefix (self->rows[i], GTK_WIDGET (self->icons[i]));
      adw_preferences_group_add (self->group, GTK_WIDGET (self->rows[i]));
    }
}

LkSetupPage *
lk_enable_page_new (void)
{
  return g_object_new (LK_TYPE_ENABLE_PAGE, NULL);
}
