/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-trusted-row.h"

#include "baseline/lk-button-names.h"
#include "camera/lk-field-row.h"
#include "camera/lk-session-status.h"

#include <glib/gi18n.h>

struct _LkTrustedRow
{
  AdwExpanderRow parent_instance;

  guint slot;
  GtkImage *icon;
  GtkButton *browse;
  GtkButton *view;
  GtkButton *delete;
  LkFieldRow *issuer;
  LkFieldRow *subject;
  LkFieldRow *period;
  LkFieldRow *extended_key_usage;
};

G_DEFINE_FINAL_TYPE (LkTrustedRow, lk_trusted_row, ADW_TYPE_EXPANDER_ROW)

static gboolean
drop_cb (LkTrustedRow *self, const GValue *value)
{
  GFile *file = g_value_get_object (value);
  g_autofree char *uri = NULL;

  if (file == NULL)
    return FALSE;
  uri = g_file_get_uri (file);
  return gtk_widget_activate_action (GTK_WIDGET (self), "camera.import-ca-file", "(us)", self->slot, uri);
}

static void
lk_trusted_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_TRUSTED_ROW);
  G_OBJECT_CLASS (lk_trusted_row_parent_class)->dispose (object);
}

static void
lk_trusted_row_class_init (LkTrustedRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_trusted_row_dispose;

  g_type_ensure (LK_TYPE_FIELD_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-trusted-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LkTrustedRow, icon);
  gtk_widget_class_bind_template_child (widget_class, LkTrustedRow, browse);
  gtk_widget_class_bind_template_child (widget_class, LkTrustedRow, view);
  gtk_widget_class_bind_template_child (widget_class, LkTrustedRow, delete);
  gtk_widget_class_bind_template_child (widget_class, LkTrustedRow, issuer);
  gtk_widget_class_bind_template_child (widget_class, LkTrustedRow, subject);
  gtk_widget_class_bind_template_child (widget_class, LkTrustedRow, period);
  gtk_widget_class_bind_template_child (widget_class, LkTrustedRow, extended_key_usage);
}

static void
lk_trusted_row_init (LkTrustedRow *self)
{
  GtkDropTarget *target;

  gtk_widget_init_template (GTK_WIDGET (self));

  target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
set_label (GtkButton *button, const char *format, guint slot)
{
  g_autofree char *label = g_strdup_printf ("%s %u", format, slot);

  lk_button_names_set (button, label);
}

LkTrustedRow *
lk_trusted_row_new (guint slot)
{
  LkTrustedRow *self = g_object_new (LK_TYPE_TRUSTED_ROW, NULL);
  /* Translators: the camera's own label of one of its four places; %u is 1 to 4 */
  g_autofree char *title = g_strdup_printf (_ ("Trusted CA certificate %u"), slot);

  self->slot = slot;
  g_object_set (self, "title", title, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->browse), "u", slot);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->view), "u", slot);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->delete), "u", slot);
  set_label (self->browse, _ ("Browse for trusted CA certificate"), slot);
  set_label (self->view, _ ("View trusted CA certificate"), slot);
  set_label (self->delete, _ ("Delete trusted CA certificate"), slot);
  return self;
}

/* "Site CA · until 1 February 2035" */
static char *
format_subtitle (LkTabCertificate *certificate, int days)
{
  GDateTime *end = lk_tab_certificate_get_not_after (certificate);
  /* Translators: a date, see g_date_time_format(); for example “1 February 2035” */
  g_autofree char *date = end != NULL ? g_date_time_format (end, _ ("%-d %B %Y")) : NULL;
  const char *title = lk_tab_certificate_get_title (certificate);

  if (date == NULL)
    return g_strdup (title);
  if (days < 0)
    /* Translators: the name of a certificate and a date */
    return g_strdup_printf (_ ("%s · expired on %s"), title, date);
  /* Translators: the name of a certificate and a date */
  return g_strdup_printf (_ ("%s · until %s"), title, date);
}

static void
show_certificate (LkTrustedRow *self, LkTabCertificate *certificate, GDateTime *now)
{
  GDateTime *end = lk_tab_certificate_get_not_after (certificate);
  int days = end != NULL ? lk_days_until (end, now) : LK_EXPIRY_WARNING_DAYS;
  g_autofree char *subtitle = format_subtitle (certificate, days);
  const char *styles[] = { days < LK_EXPIRY_WARNING_DAYS ? "warning" : "success", NULL };

  g_object_set (self, "subtitle", subtitle, NULL); /* not markup: the row says so */
  gtk_image_set_from_icon_name (self->icon, days < LK_EXPIRY_WARNING_DAYS ? "dialog-warning-symbolic" : "object-select-symbolic");
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), styles);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->icon), days < 0                        ? _ ("Expired")
                                                        : days < LK_EXPIRY_WARNING_DAYS ? _ ("Expires soon")
                                                                                        : _ ("In its period"));
  lk_field_row_set_value (self->issuer, lk_tab_certificate_get_issuer (certificate));
  lk_field_row_set_value (self->subject, lk_tab_certificate_get_subject (certificate));
  lk_field_row_set_value (self->period, lk_tab_certificate_get_period (certificate));
  lk_field_row_set_value (self->extended_key_usage,
                          lk_tab_certificate_get_extended_key_usage (certificate));
  gtk_widget_set_visible (GTK_WIDGET (self->view),
                          lk_tab_certificate_get_certificate (certificate) != NULL);
}

void
lk_trusted_row_set_certificate (LkTrustedRow *self, LkTabCertificate *certificate, GDateTime *now)
{
  gboolean there = certificate != NULL;

  g_return_if_fail (LK_IS_TRUSTED_ROW (self));

  gtk_widget_set_visible (GTK_WIDGET (self->browse), !there);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), there);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self), there);
  if (there)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), "lk-empty");
      show_certificate (self, certificate, now);
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "lk-empty");
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), FALSE);
      adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), _ ("Not set"));
    }
}
