/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-personal-result.h"

#include "personal/lk-personal-status.h"

#include <glib/gi18n.h>

struct _LkPersonalResult
{
  AdwBin parent_instance;

  AdwStatusPage *status;
  AdwActionRow *key;
  GtkImage *key_icon;
  AdwActionRow *match;
  GtkImage *match_icon;
  AdwActionRow *period;
  GtkImage *period_icon;
  GtkWidget *replace;
};

G_DEFINE_FINAL_TYPE (LkPersonalResult, lk_personal_result, ADW_TYPE_BIN)

static guint replace_signal;

static const struct
{
  LkStatusLevel level;
  const char *text;
} matches[] = {
  [LK_ANSWER_UNKNOWN] = { LK_STATUS_NEUTRAL, N_ ("Its private key was not tried") },
  [LK_ANSWER_NO] = { LK_STATUS_BAD, N_ ("The private key does not belong to it") },
  [LK_ANSWER_YES] = { LK_STATUS_GOOD, N_ ("The private key belongs to it, proved by a signature") },
};

static void
replace_cb (LkPersonalResult *self)
{
  g_signal_emit (self, replace_signal, 0);
}

static void
set_icon (GtkImage *image, const char *icon_name, LkStatusLevel level)
{
  gtk_image_set_from_icon_name (image, icon_name);
  gtk_widget_set_css_classes (GTK_WIDGET (image),
                              (const char *[]){ lk_status_level_get_style (level), NULL });
}

static void
lk_personal_result_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_PERSONAL_RESULT);
  G_OBJECT_CLASS (lk_personal_result_parent_class)->dispose (object);
}

static void
lk_personal_result_class_init (LkPersonalResultClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_personal_result_dispose;
  replace_signal = g_signal_new ("replace", LK_TYPE_PERSONAL_RESULT, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/personal/lk-personal-result.ui");
  gtk_widget_class_bind_template_child (widget_class, LkPersonalResult, status);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalResult, key);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalResult, key_icon);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalResult, match);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalResult, match_icon);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalResult, period);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalResult, period_icon);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalResult, replace);
  gtk_widget_class_bind_template_callback (widget_class, replace_cb);
}

static void
lk_personal_result_init (LkPersonalResult *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_key (LkPersonalResult *self, LkPersonal *personal)
{
  const LkPersonalFields *fields = lk_personal_get_fields (personal);
  LkSessionStatus status = lk_personal_status_describe_key (personal);
  g_autofree char *text = status.text;
  g_autofree char *subtitle =
    g_strdup_printf ("%s\n%s", _ (lk_personal_status_explain_key (personal)), fields->evidence);

  set_icon (self->key_icon, status.icon_name, status.level);
  g_object_set (self->key, "title", text, "subtitle", subtitle, NULL);
}

static void
show_period (LkPersonalResult *self, LkPersonal *personal)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  LkSessionStatus status = lk_personal_status_describe_period (personal, now);
  g_autofree char *text = status.text;

  set_icon (self->period_icon, status.icon_name, status.level);
  g_object_set (self->period, "title", text, NULL);
}

void
lk_personal_result_show (LkPersonalResult *self, LkPersonal *personal, gboolean existed)
{
  const LkPersonalFields *fields = lk_personal_get_fields (personal);
  const LkStatusLevel level = matches[fields->key_matches].level;
  /* Translators: the name of a certificate, and of the store that it is in */
  g_autofree char *text = g_strdup_printf (
    existed ? _ ("“%s” was in “%s” before. Nothing was changed.") : _ ("“%s” is in “%s” now."),
    lk_certificate_get_title (fields->certificate), fields->store_title);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_icon_name (
    self->status, fields->exportable == LK_ANSWER_NO ? "dialog-warning-symbolic"
                  : existed                          ? "dialog-information-symbolic"
                                                     : "object-select-symbolic");
  adw_status_page_set_title (self->status, existed ? _ ("Already Installed") : _ ("Installed"));
  adw_status_page_set_description (self->status, escaped);
  show_key (self, personal);
  set_icon (self->match_icon, lk_personal_status_get_icon (level), level);
  g_object_set (self->match, "title", _ (matches[fields->key_matches].text), NULL);
  show_period (self, personal);
  gtk_widget_set_visible (self->replace, fields->exportable == LK_ANSWER_NO);
}
