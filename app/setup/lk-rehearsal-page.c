/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-rehearsal-page.h"

#include "setup/lk-check-row.h"

#include <glib/gi18n.h>

struct _LkRehearsalPage
{
  LkSetupPage parent_instance;

  AdwPreferencesGroup *group;
  GtkWidget *cause_group;
  AdwActionRow *cause;
  LkCheckRow *check;
  AdwActionRow *versions[LK_REHEARSAL_N_VERSIONS];
  GtkImage *icons[LK_REHEARSAL_N_VERSIONS];
};

G_DEFINE_FINAL_TYPE (LkRehearsalPage, lk_rehearsal_page, LK_TYPE_SETUP_PAGE)

static const char *
describe (const LkRehearsalVerdict *verdict)
{
  if (verdict->accepted && verdict->refused_without)
    return _ ("Your certificate is accepted, a visitor without one is refused");
  if (verdict->accepted)
    return _ ("Your certificate is accepted, but so is a visitor without one");
  return verdict->detail != NULL ? verdict->detail : _ ("Your certificate is refused");
}

static void
show_verdict (LkRehearsalPage *self, guint version, const LkRehearsalVerdict *verdict)
{
  const gboolean passed = verdict != NULL && verdict->accepted && verdict->refused_without;

  adw_action_row_set_subtitle (self->versions[version],
                               verdict != NULL ? describe (verdict) : _ ("Not rehearsed yet"));
  gtk_image_set_from_icon_name (self->icons[version], verdict == NULL ? "content-loading-symbolic"
                                                      : passed        ? "object-select-symbolic"
                                                                      : "action-unavailable-symbolic");
  gtk_widget_set_css_classes (GTK_WIDGET (self->icons[version]),
                              (const char *[]){ verdict == NULL ? "dim-label" : passed ? "success"
                                                                                       : "error",
                                                NULL });
}

static void
lk_rehearsal_page_update (LkSetupPage *page, LkSetup *setup)
{
  LkRehearsalPage *self = LK_REHEARSAL_PAGE (page);
  LkRehearsal *rehearsal = lk_setup_get_rehearsal (setup);
  LkChecklist *checklist = lk_setup_get_checklist (setup);
  const char *cause = rehearsal != NULL ? lk_rehearsal_get_cause (rehearsal) : NULL;
  const char *remedy = rehearsal != NULL ? lk_rehearsal_get_remedy (rehearsal) : NULL;

  lk_check_row_set_check (self->check,
                          checklist != NULL ? lk_checklist_find (checklist, "rehearsal") : NULL);
  for (guint i = 0; i < LK_REHEARSAL_N_VERSIONS; i++)
    show_verdict (self, i, rehearsal != NULL ? lk_rehearsal_get_verdict (rehearsal, i) : NULL);
  gtk_widget_set_visible (self->cause_group, cause != NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->cause), cause != NULL ? cause : "");
  adw_action_row_set_subtitle (self->cause, remedy != NULL ? remedy : "");
}

static LkSetupPageState
lk_rehearsal_page_get_state (LkSetupPage *page, LkSetup *setup)
{
  LkChecklist *checklist = lk_setup_get_checklist (setup);
  const LkCheck *check = checklist != NULL ? lk_checklist_find (checklist, "rehearsal") : NULL;

  if (check == NULL || check->state == LK_CHECK_UNCHECKED || check->state == LK_CHECK_ATTEST)
    return LK_PAGE_OPEN;
  return check->state == LK_CHECK_PASSED ? LK_PAGE_DONE : LK_PAGE_BLOCKED;
}

static void
lk_rehearsal_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_REHEARSAL_PAGE);
  G_OBJECT_CLASS (lk_rehearsal_page_parent_class)->dispose (object);
}

static void
lk_rehearsal_page_class_init (LkRehearsalPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_rehearsal_page_dispose;
  LK_SETUP_PAGE_CLASS (klass)->update = lk_rehearsal_page_update;
  LK_SETUP_PAGE_CLASS (klass)->get_state = lk_rehearsal_page_get_state;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/setup/lk-rehearsal-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkRehearsalPage, group);
  gtk_widget_class_bind_template_child (widget_class, LkRehearsalPage, cause_group);
  gtk_widget_class_bind_template_child (widget_class, LkRehearsalPage, cause);
}

static void
lk_rehearsal_page_init (LkRehearsalPage *self)
{
  static const char *const names[] = { "TLS 1.2", "TLS 1.3" };

  gtk_widget_init_template (GTK_WIDGET (self));
  self->check = lk_check_row_new ("rehearsal");
  adw_preferences_group_add (self->group, GTK_WIDGET (self->check));
  for (guint i = 0; i < LK_REHEARSAL_N_VERSIONS; i++)
    {
      self->versions[i] = ADW_ACTION_ROW (adw_action_row_new ());
      self->icons[i] = GTK_IMAGE (gtk_image_new ());
      g_object_set (self->versions[i], "use-markup", FALSE, "title", names[i], "subtitle-lines", 0, NULL);
      adw_action_row_add_prefix (self->versions[i], GTK_WIDGET (self->icons[i]));
      adw_preferences_group_add (self->group, GTK_WIDGET (self->versions[i]));
    }
}

LkSetupPage *
lk_rehearsal_page_new (void)
{
  return g_object_new (LK_TYPE_REHEARSAL_PAGE, NULL);
}
