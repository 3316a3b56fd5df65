/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-personal-row.h"

#include "certificate/lk-judge.h"
#include "personal/lk-personal-status.h"

#include <glib/gi18n.h>

struct _LkPersonalRow
{
  AdwExpanderRow parent_instance;

  LkPersonal *personal;
  LkPersonalStoreFeatures features;
  gboolean is_filled;

  GtkImage *icon;
  AdwActionRow *key;
  GtkImage *key_icon;
  GtkWidget *import_again;
  GtkWidget *test_export;
  AdwActionRow *match;
  GtkImage *match_icon;
  GtkWidget *prove;
  GtkWidget *buttons;
  GtkWidget *view;
  GtkWidget *remove;
};

G_DEFINE_FINAL_TYPE (LkPersonalRow, lk_personal_row, ADW_TYPE_EXPANDER_ROW)

static const struct
{
  LkStatusLevel level;
  const char *title;
} matches[] = {
  [LK_ANSWER_UNKNOWN] = { LK_STATUS_NEUTRAL, N_ ("Not proved yet that the key belongs to the certificate") },
  [LK_ANSWER_NO] = { LK_STATUS_BAD, N_ ("The key does not belong to the certificate") },
  [LK_ANSWER_YES] = { LK_STATUS_GOOD, N_ ("The key belongs to the certificate, proved by a signature") },
};

static void
set_icon (GtkImage *image, const char *icon_name, LkStatusLevel level)
{
  gtk_image_set_from_icon_name (image, icon_name);
  gtk_widget_set_css_classes (GTK_WIDGET (image),
                              (const char *[]){ lk_status_level_get_style (level), NULL });
}

/* The subtitle is what the store says, word for word: an answer needs its evidence. */
static void
show_key (LkPersonalRow *self)
{
  const LkPersonalFields *fields = lk_personal_get_fields (self->personal);
  LkSessionStatus status = lk_personal_status_describe_key (self->personal);
  g_autofree char *text = status.text;
  g_autofree char *subtitle = NULL;
  const gboolean has_key = fields->has_key == LK_ANSWER_YES;

  subtitle = fields->evidence != NULL
               ? g_strdup_printf ("%s\n%s", _ (lk_personal_status_explain_key (self->personal)),
                                  fields->evidence)
               : g_strdup (_ (lk_personal_status_explain_key (self->personal)));
  set_icon (self->key_icon, status.icon_name, status.level);
  g_object_set (self->key, "title", text, "subtitle", subtitle, NULL);
  gtk_widget_set_visible (
    self->import_again, (self->features & LK_PERSONAL_STORE_CAN_IMPORT) &&
                          (fields->exportable == LK_ANSWER_NO || fields->has_key == LK_ANSWER_NO));
  gtk_widget_set_visible (self->test_export, (self->features & LK_PERSONAL_STORE_CAN_EXPORT) &&
                                               has_key && fields->exportable != LK_ANSWER_NO);
}

static void
show_match (LkPersonalRow *self)
{
  const LkPersonalFields *fields = lk_personal_get_fields (self->personal);

  gtk_widget_set_visible (GTK_WIDGET (self->match), fields->has_key != LK_ANSWER_NO);
  set_icon (self->match_icon, lk_personal_status_get_icon (matches[fields->key_matches].level),
            matches[fields->key_matches].level);
  g_object_set (self->match, "title", _ (matches[fields->key_matches].title), NULL);
}

static void
add_finding (LkPersonalRow *self, LkStatusLevel level, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new ();

  g_object_set (row, "use-markup", FALSE, "title", title, "title-lines", 0, "subtitle-lines", 0, NULL);
  if (subtitle != NULL)
    g_object_set (row, "subtitle", subtitle, NULL);
  set_icon (GTK_IMAGE (icon), lk_personal_status_get_icon (level), level);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

/* What is against logging in with it, the gravest first; what is merely remarkable is for the
 * inspector. */
static void
show_findings (LkPersonalRow *self, GDateTime *now)
{
  const LkJudgeContext context = {
    .purpose = LK_JUDGE_AS_PERSONAL,
    .certificate = lk_personal_get_fields (self->personal)->certificate,
    .now = now,
  };
  g_autoptr (GPtrArray) findings = lk_judge (&context);
  gboolean fit = TRUE;

  for (guint i = 0; i < findings->len; i++)
    {
      LkFinding *finding = findings->pdata[i];
      const LkSeverity severity = lk_finding_get_severity (finding);

      if (severity == LK_SEVERITY_INFO)
        continue;
      fit = FALSE;
      add_finding (self, severity == LK_SEVERITY_WARNING ? LK_STATUS_WARNING : LK_STATUS_BAD,
                   lk_finding_get_message (finding), lk_finding_get_remedy (finding));
    }
  if (fit)
    add_finding (self, LK_STATUS_GOOD, _ ("Nothing is against logging in with it"), NULL);
}

/* Buttons are the last row: what was added after the template goes before them. */
static void
move_buttons_down (LkPersonalRow *self)
{
  GtkWidget *buttons = g_object_ref (self->buttons);

  adw_expander_row_remove (ADW_EXPANDER_ROW (self), buttons);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), buttons);
  g_object_unref (buttons);
}

static void
set_targets (LkPersonalRow *self)
{
  GtkWidget *widgets[] = { self->import_again, self->test_export, self->prove, self->view,
                           self->remove };

  for (gsize i = 0; i < G_N_ELEMENTS (widgets); i++)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (widgets[i]), "s",
                                      lk_personal_get_fields (self->personal)->selector);
}

/* What is inside is made when it is opened for the first time: there may be a thousand rows. */
static void
fill (LkPersonalRow *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  if (self->is_filled)
    return;
  self->is_filled = TRUE;
  show_key (self);
  show_match (self);
  show_findings (self, now);
  move_buttons_down (self);
  gtk_widget_set_visible (self->remove, (self->features & LK_PERSONAL_STORE_CAN_REMOVE) != 0);
}

static void
lk_personal_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_PERSONAL_ROW);
  g_clear_object (&LK_PERSONAL_ROW (object)->personal);
  G_OBJECT_CLASS (lk_personal_row_parent_class)->dispose (object);
}

static void
lk_personal_row_class_init (LkPersonalRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_personal_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/personal/lk-personal-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LkPersonalRow, icon);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalRow, key);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalRow, key_icon);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalRow, import_again);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalRow, test_export);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalRow, match);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalRow, match_icon);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalRow, prove);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalRow, view);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalRow, remove);
}

static void
lk_personal_row_init (LkPersonalRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LkPersonalRow *
lk_personal_row_new (LkPersonal *personal, LkPersonalStoreFeatures features, GDateTime *now)
{
  LkPersonalRow *self = g_object_new (LK_TYPE_PERSONAL_ROW, NULL);
  const LkPersonalFields *fields = lk_personal_get_fields (personal);
  LkSessionStatus status = lk_personal_status_describe (personal, now);
  g_autofree char *text = status.text;
  g_autofree char *subtitle = NULL;

  self->personal = g_object_ref (personal);
  self->features = features;
  /* Translators: the state of a certificate, and who issued it */
  subtitle = g_strdup_printf (_ ("%s\nIssued by %s"), text, lk_certificate_get_issuer (fields->certificate));
  g_object_set (self, "title", lk_certificate_get_title (fields->certificate), "subtitle", subtitle, NULL);
  set_icon (self->icon, status.icon_name, status.level);
  set_targets (self); /* an action without its target is warned of */
  g_signal_connect (self, "notify::expanded", G_CALLBACK (fill), NULL);
  return self;
}

LkPersonal *
lk_personal_row_get_personal (LkPersonalRow *self)
{
  return self->personal;
}
