/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-field-row.h"

#include <glib/gi18n.h>

struct _LkFieldRow
{
  AdwPreferencesRow parent_instance;

  char *value;
  gboolean copyable;
  GtkLabel *caption;
  GtkLabel *label;
  GtkImage *icon;
  GtkButton *copy;
};

enum
{
  PROP_0,
  PROP_VALUE,
  PROP_COPYABLE,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (LkFieldRow, lk_field_row, ADW_TYPE_PREFERENCES_ROW)

static GParamSpec *properties[N_PROPS];

static gboolean
restore_icon_cb (gpointer data)
{
  gtk_button_set_icon_name (GTK_BUTTON (data), "edit-copy-symbolic");
  return G_SOURCE_REMOVE;
}

static void
copy_cb (LkFieldRow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          self->value != NULL ? self->value : "");
  gtk_button_set_icon_name (self->copy, "object-select-symbolic");
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, 1, restore_icon_cb, g_object_ref (self->copy),
                              g_object_unref);
}

static void
title_cb (LkFieldRow *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  /* Translators: %s is the name of a field, for example “Issuer DN” */
  g_autofree char *copy = g_strdup_printf (_ ("Copy %s"), title);

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->copy), copy);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_LABEL, copy,
                                  -1);
}

static void
lk_field_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LkFieldRow *self = LK_FIELD_ROW (object);

  if (id == PROP_VALUE)
    g_value_set_string (value, self->value);
  else if (id == PROP_COPYABLE)
    g_value_set_boolean (value, self->copyable);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
update_copy (LkFieldRow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->copy),
                          self->copyable && self->value != NULL && *self->value != '\0');
}

static void
lk_field_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LkFieldRow *self = LK_FIELD_ROW (object);

  if (id == PROP_VALUE)
    lk_field_row_set_value (self, g_value_get_string (value));
  else if (id == PROP_COPYABLE)
    {
      self->copyable = g_value_get_boolean (value);
      update_copy (self);
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
lk_field_row_dispose (GObject *object)
{
  LkFieldRow *self = LK_FIELD_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_FIELD_ROW);
  g_clear_pointer (&self->value, g_free);
  G_OBJECT_CLASS (lk_field_row_parent_class)->dispose (object);
}

static void
lk_field_row_class_init (LkFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_field_row_dispose;
  object_class->get_property = lk_field_row_get_property;
  object_class->set_property = lk_field_row_set_property;

  properties[PROP_VALUE] =
    g_param_spec_string ("value", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COPYABLE] =
    g_param_spec_boolean ("copyable", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LkFieldRow, caption);
  gtk_widget_class_bind_template_child (widget_class, LkFieldRow, label);
  gtk_widget_class_bind_template_child (widget_class, LkFieldRow, icon);
  gtk_widget_class_bind_template_child (widget_class, LkFieldRow, copy);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
lk_field_row_init (LkFieldRow *self)
{
  self->copyable = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->label),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->caption, NULL, -1);
  g_signal_connect (self, "notify::title", G_CALLBACK (title_cb), NULL);
}

LkFieldRow *
lk_field_row_new (const char *title, const char *value)
{
  return g_object_new (LK_TYPE_FIELD_ROW, "title", title, "value", value, NULL);
}

void
lk_field_row_set_value (LkFieldRow *self, const char *value)
{
  g_return_if_fail (LK_IS_FIELD_ROW (self));

  gtk_label_set_text (self->label, value == NULL || *value == '\0' ? "–" : value);
  if (g_strcmp0 (self->value, value) == 0)
    return;
  g_free (self->value);
  self->value = g_strdup (value);
  update_copy (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

const char *
lk_field_row_get_value (LkFieldRow *self)
{
  g_return_val_if_fail (LK_IS_FIELD_ROW (self), NULL);
  return self->value;
}

void
lk_field_row_set_icon (LkFieldRow *self, const char *icon_name, const char *style)
{
  const char *styles[] = { style, NULL };

  g_return_if_fail (LK_IS_FIELD_ROW (self));

  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), icon_name != NULL);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), styles);
}
