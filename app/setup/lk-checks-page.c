/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-checks-page.h"

#include "setup/lk-check-row.h"

#include <glib/gi18n.h>

struct _LkChecksPage
{
  LkSetupPage parent_instance;

  GtkBox *content;
  GtkLabel *introduction;
  AdwBin *extra;
  GPtrArray *rows; /* of LkCheckRow, borrowed from the page */
};

G_DEFINE_FINAL_TYPE (LkChecksPage, lk_checks_page, LK_TYPE_SETUP_PAGE)

/* What is wrong with a server certificate that is there is mended in its pane. */
static gboolean
has_server_certificate (LkChecklist *checklist)
{
  LkSslTab *tab = lk_situation_get_fields (lk_checklist_get_situation (checklist))->tab;

  return tab != NULL && lk_ssl_tab_get_fields (tab)->server_certificate != NULL;
}

static void
lk_checks_page_update (LkSetupPage *page, LkSetup *setup)
{
  LkChecksPage *self = LK_CHECKS_PAGE (page);
  LkChecklist *checklist = lk_setup_get_checklist (setup);

  for (guint i = 0; i < self->rows->len; i++)
    {
      LkCheckRow *row = self->rows->pdata[i];

      lk_check_row_set_check (
        row,
        checklist != NULL ? lk_checklist_find (checklist, lk_check_row_get_check_id (row)) : NULL);
      if (checklist != NULL && g_str_equal (lk_check_row_get_check_id (row), "server") &&
          has_server_certificate (checklist))
        lk_check_row_set_verb (row, _ ("_Server Pane"));
    }
}

static LkSetupPageState
lk_checks_page_get_state (LkSetupPage *page, LkSetup *setup)
{
  LkChecksPage *self = LK_CHECKS_PAGE (page);
  LkChecklist *checklist = lk_setup_get_checklist (setup);
  LkSetupPageState state = LK_PAGE_DONE;

  if (checklist == NULL)
    return LK_PAGE_OPEN;
  for (guint i = 0; i < self->rows->len; i++)
    {
      const LkCheck *check =
        lk_checklist_find (checklist, lk_check_row_get_check_id (self->rows->pdata[i]));

      if (check == NULL || !check->info->required || check->state == LK_CHECK_PASSED)
        continue;
      if (check->state == LK_CHECK_FAILED)
        return LK_PAGE_BLOCKED;
      state = LK_PAGE_OPEN;
    }
  return state;
}

static void
lk_checks_page_dispose (GObject *object)
{
  g_ptr_array_set_size (LK_CHECKS_PAGE (object)->rows, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_CHECKS_PAGE);
  G_OBJECT_CLASS (lk_checks_page_parent_class)->dispose (object);
}

static void
lk_checks_page_finalize (GObject *object)
{
  g_ptr_array_unref (LK_CHECKS_PAGE (object)->rows);
  G_OBJECT_CLASS (lk_checks_page_parent_class)->finalize (object);
}

static void
lk_checks_page_class_init (LkChecksPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  LkSetupPageClass *page_class = LK_SETUP_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_checks_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = lk_checks_page_finalize;
  page_class->update = lk_checks_page_update;
  page_class->get_state = lk_checks_page_get_state;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/setup/lk-checks-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkChecksPage, content);
  gtk_widget_class_bind_template_child (widget_class, LkChecksPage, introduction);
  gtk_widget_class_bind_template_child (widget_class, LkChecksPage, extra);
}

static void
lk_checks_page_init (LkChecksPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_group (LkChecksPage *self, const LkCheckGroup *group)
{
  GtkWidget *widget = adw_preferences_group_new ();

  if (group->title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (widget), _ (group->title));
  for (gsize i = 0; i < G_N_ELEMENTS (group->checks) && group->checks[i] != NULL; i++)
    {
      LkCheckRow *row = lk_check_row_new (group->checks[i]);

      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (widget), GTK_WIDGET (row));
    }
  gtk_box_append (self->content, widget);
}

LkChecksPage *
lk_checks_page_new (const char *introduction, const LkCheckGroup *groups, gsize n_groups)
{
  LkChecksPage *self = g_object_new (LK_TYPE_CHECKS_PAGE, NULL);

  gtk_label_set_label (self->introduction, introduction);
  for (gsize i = 0; i < n_groups; i++)
    add_group (self, &groups[i]);
  return self;
}

void
lk_checks_page_set_extra (LkChecksPage *self, GtkWidget *extra)
{
  g_return_if_fail (LK_IS_CHECKS_PAGE (self));

  adw_bin_set_child (self->extra, extra);
  gtk_widget_set_visible (GTK_WIDGET (self->extra), extra != NULL);
}
