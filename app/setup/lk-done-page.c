/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-done-page.h"

#include "setup/lk-setup-report.h"

#include <glib/gi18n.h>

struct _LkDonePage
{
  LkSetupPage parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *message;
  GtkWidget *retry;
  GtkWidget *recover;
  GtkWidget *papers;
  GtkLabel *report;
};

G_DEFINE_FINAL_TYPE (LkDonePage, lk_done_page, LK_TYPE_SETUP_PAGE)

static const struct
{
  const char *icon_name;
  const char *style;
} looks[] = {
  [LK_OUTCOME_REFUSED] = { "action-unavailable-symbolic", "dim-label" },
  [LK_OUTCOME_KEPT] = { "security-high-symbolic", "success" },
  [LK_OUTCOME_ROLLED_BACK] = { "edit-undo-symbolic", "accent" },
  [LK_OUTCOME_UNKNOWN] = { "dialog-question-symbolic", "warning" },
};

static const char *
get_title (LkSetup *setup, LkOutcome *outcome)
{
  switch (lk_outcome_get_result (outcome))
    {
    case LK_OUTCOME_KEPT:
      return lk_outcome_get_enabled (outcome) == TRUE ? _ ("Client Authentication Is On") : _ ("Client Authentication Is Off");
    case LK_OUTCOME_ROLLED_BACK:
      return _ ("Undone: the Camera Is as Before");
    case LK_OUTCOME_UNKNOWN:
      return _ ("The Camera’s State Is Not Known");
    case LK_OUTCOME_REFUSED:
    default:
      return _ ("Nothing Was Changed");
    }
}

static void
show (LkDonePage *self,
      const char *icon_name,
      const char *style,
      const char *title,
      const char *message)
{
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), (const char *[]){ style, NULL });
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->message, message != NULL ? message : "");
}

/* What did not go well ends in a button that leads on. */
static void
show_way_on (LkDonePage *self, LkOutcome *outcome)
{
  const LkOutcomeResult result =
    outcome != NULL ? lk_outcome_get_result (outcome) : LK_OUTCOME_KEPT;

  gtk_widget_set_visible (self->retry,
                          result == LK_OUTCOME_REFUSED || result == LK_OUTCOME_ROLLED_BACK);
  gtk_widget_set_visible (self->recover, result == LK_OUTCOME_UNKNOWN);
}

static void
lk_done_page_update (LkSetupPage *page, LkSetup *setup)
{
  LkDonePage *self = LK_DONE_PAGE (page);
  LkOutcome *outcome = lk_setup_get_outcome (setup);
  g_autofree char *report = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->report), outcome != NULL);
  gtk_widget_set_visible (self->papers, outcome != NULL);
  show_way_on (self, outcome);
  if (outcome == NULL)
    {
      show (self, "content-loading-symbolic", "dim-label", _ ("Not Enabled Yet"),
            _ ("The report appears here once the change was made."));
      return;
    }
  report = lk_setup_dup_report (setup, FALSE);
  show (self, looks[lk_outcome_get_result (outcome)].icon_name,
        looks[lk_outcome_get_result (outcome)].style, get_title (setup, outcome),
        lk_outcome_get_message (outcome));
  gtk_label_set_label (self->report, report);
}

static LkSetupPageState
lk_done_page_get_state (LkSetupPage *page, LkSetup *setup)
{
  LkOutcome *outcome = lk_setup_get_outcome (setup);

  return outcome != NULL && lk_outcome_get_result (outcome) == LK_OUTCOME_KEPT ? LK_PAGE_DONE
                                                                               : LK_PAGE_OPEN;
}

static void
lk_done_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_DONE_PAGE);
  G_OBJECT_CLASS (lk_done_page_parent_class)->dispose (object);
}

static void
lk_done_page_class_init (LkDonePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_done_page_dispose;
  LK_SETUP_PAGE_CLASS (klass)->update = lk_done_page_update;
  LK_SETUP_PAGE_CLASS (klass)->get_state = lk_done_page_get_state;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/setup/lk-done-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkDonePage, icon);
  gtk_widget_class_bind_template_child (widget_class, LkDonePage, title);
  gtk_widget_class_bind_template_child (widget_class, LkDonePage, message);
  gtk_widget_class_bind_template_child (widget_class, LkDonePage, report);
  gtk_widget_class_bind_template_child (widget_class, LkDonePage, retry);
  gtk_widget_class_bind_template_child (widget_class, LkDonePage, recover);
  gtk_widget_class_bind_template_child (widget_class, LkDonePage, papers);
}

static void
lk_done_page_init (LkDonePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LkSetupPage *
lk_done_page_new (void)
{
  return g_object_new (LK_TYPE_DONE_PAGE, NULL);
}
