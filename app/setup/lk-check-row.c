/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-check-row.h"

#include <glib/gi18n.h>

struct _LkCheckRow
{
  AdwActionRow parent_instance;

  char *check_id;
  GtkImage *icon;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (LkCheckRow, lk_check_row, ADW_TYPE_ACTION_ROW)

typedef struct
{
  const char *icon_name;
  const char *style;
  const char *words;
} Look;

static const Look looks[] = {
  [LK_CHECK_UNCHECKED] = { "content-loading-symbolic", "dim-label", N_ ("Not checked") },
  [LK_CHECK_PASSED] = { "object-select-symbolic", "success", N_ ("Passed") },
  [LK_CHECK_ATTEST] = { "dialog-question-symbolic", "warning", N_ ("Needs your word") },
  [LK_CHECK_FAILED] = { "action-unavailable-symbolic", "error", N_ ("Failed") },
};

static const Look warning_look = { "dialog-warning-symbolic", "warning", N_ ("Passed, with a warning") };

/* What the button says for each remedy; the action in the window has the same name. */
static const struct
{
  const char *action;
  const char *label;
} verbs[] = {
  { "show-to-do-sheet", N_ ("_To-Do Sheet…") },
  { "set-clock", N_ ("Set _Clock") },
  { "server-pane", N_ ("_Import…") },
  { "import-ca", N_ ("Import _CA…") },
  { "import-personal", N_ ("_Import…") },
  { "choose-personal", N_ ("_Choose…") },
  { "rehearse", N_ ("_Rehearse") },
  { "prove-way-back", N_ ("_Try Again") },
};

static const char *
find_verb (const char *action)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      if (g_str_equal (verbs[i].action, action))
        return _ (verbs[i].label);
    }
  return NULL;
}

static void
show_button (LkCheckRow *self, const LkCheck *check)
{
  const gboolean attest = check->state == LK_CHECK_ATTEST && lk_check_can_attest (check->info->id);
  const char *label = attest ? _ ("I _Have Checked") : find_verb (check->action);
  g_autofree char *action = g_strconcat ("setup.", check->action, NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->button),
                          (check->state >= LK_CHECK_ATTEST || check->offers_action) &&
                            label != NULL);
  if (label == NULL)
    return;
  gtk_button_set_label (self->button, label);
  /* Name and target change together, or GTK finds that they do not fit. */
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), NULL);
  if (attest)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "s", check->info->id);
  else
    gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->button), NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), attest ? "setup.attest" : action);
}

void
lk_check_row_set_check (LkCheckRow *self, const LkCheck *check)
{
  const Look *look = &looks[check != NULL ? check->state : LK_CHECK_UNCHECKED];
  g_autofree char *description = NULL;

  g_return_if_fail (LK_IS_CHECK_ROW (self));

  if (check != NULL && check->state == LK_CHECK_PASSED && check->warning)
    look = &warning_look;
  gtk_image_set_from_icon_name (self->icon, look->icon_name);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), (const char *[]){ look->style, NULL });
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->icon), _ (look->words));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (look->words), -1);
  if (check == NULL)
    return;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ (check->info->title));
  /* use-markup is off */
  g_object_set (self, "subtitle", check->evidence != NULL ? check->evidence : "", NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _ (check->info->why));
  /* Translators: the state of a checklist item and its evidence, for screen readers. */
  description =
    g_strdup_printf (_ ("%s: %s"), _ (look->words), check->evidence != NULL ? check->evidence : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
  show_button (self, check);
}

static void
lk_check_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_CHECK_ROW);
  G_OBJECT_CLASS (lk_check_row_parent_class)->dispose (object);
}

static void
lk_check_row_finalize (GObject *object)
{
  g_free (LK_CHECK_ROW (object)->check_id);
  G_OBJECT_CLASS (lk_check_row_parent_class)->finalize (object);
}

static void
lk_check_row_class_init (LkCheckRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_check_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = lk_check_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/setup/lk-check-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LkCheckRow, icon);
  gtk_widget_class_bind_template_child (widget_class, LkCheckRow, button);
}

static void
lk_check_row_init (LkCheckRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LkCheckRow *
lk_check_row_new (const char *check_id)
{
  LkCheckRow *self = g_object_new (LK_TYPE_CHECK_ROW, NULL);

  self->check_id = g_strdup (check_id);
  return self;
}

void
lk_check_row_set_verb (LkCheckRow *self, const char *label)
{
  g_return_if_fail (LK_IS_CHECK_ROW (self) && label != NULL);

  gtk_button_set_label (self->button, label);
}

const char *
lk_check_row_get_check_id (LkCheckRow *self)
{
  g_return_val_if_fail (LK_IS_CHECK_ROW (self), NULL);

  return self->check_id;
}
