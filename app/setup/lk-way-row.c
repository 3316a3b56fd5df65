/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-way-row.h"

#include <glib/gi18n.h>

struct _LkWayRow
{
  AdwPreferencesGroup parent_instance;

  LkSetup *setup;
  GtkCheckButton *buttons[LK_WAY_BEFORE_UPDATE + 1];
};

G_DEFINE_FINAL_TYPE (LkWayRow, lk_way_row, ADW_TYPE_PREFERENCES_GROUP)

static const struct
{
  LkWay way;
  const char *title;
  const char *subtitle;
} ways[] = {
  { LK_WAY_FIRST_TIME, N_ ("It is enabled for the first time"),
    N_ ("First the camera (step 1), then the personal certificate (step 2)") },
  { LK_WAY_BEFORE_UPDATE, N_ ("It is on already, with firmware older than 3.0"),
    N_ ("The personal certificate (step 2) first, and only then the firmware update") },
};

static void
toggled_cb (GtkCheckButton *button, LkWayRow *self)
{
  const LkWay way = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "way"));

  if (gtk_check_button_get_active (button) && way != lk_setup_get_way (self->setup))
    lk_setup_set_way (self->setup, way);
}

static void
changed_cb (LkWayRow *self, LkSetup *setup)
{
  const LkWay way = lk_setup_get_way (setup);

  if (way != LK_WAY_AUTO)
    gtk_check_button_set_active (self->buttons[way], TRUE);
}

static void
lk_way_row_dispose (GObject *object)
{
  g_clear_object (&LK_WAY_ROW (object)->setup);
  G_OBJECT_CLASS (lk_way_row_parent_class)->dispose (object);
}

static void
lk_way_row_class_init (LkWayRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_way_row_dispose;
}

static void
lk_way_row_init (LkWayRow *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Client authentication"));
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *button = gtk_check_button_new ();

      self->buttons[ways[i].way] = GTK_CHECK_BUTTON (button);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ (ways[i].title), -1);
      g_object_set (row, "title", _ (ways[i].title), "subtitle", _ (ways[i].subtitle), "activatable-widget", button,
                    "title-lines", 0, "subtitle-lines", 0, NULL);
      g_object_set_data (G_OBJECT (button), "way", GUINT_TO_POINTER (ways[i].way));
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), button);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
    }
  gtk_check_button_set_group (self->buttons[LK_WAY_BEFORE_UPDATE],
                              self->buttons[LK_WAY_FIRST_TIME]);
}

LkWayRow *
lk_way_row_new (LkSetup *setup)
{
  LkWayRow *self = g_object_new (LK_TYPE_WAY_ROW, NULL);

  self->setup = g_object_ref (setup);
  changed_cb (self, setup);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    g_signal_connect_object (self->buttons[ways[i].way], "toggled", G_CALLBACK (toggled_cb), self, 0);
  g_signal_connect_object (setup, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}
