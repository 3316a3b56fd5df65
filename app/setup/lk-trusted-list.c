/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-trusted-list.h"

#include <glib/gi18n.h>

struct _LkTrustedList
{
  AdwBin parent_instance;

  LkSetup *setup;
  LkSslTab *shown; /* (nullable) */
  AdwPreferencesGroup *group;
  GtkWidget *import;
  GPtrArray *rows; /* of GtkWidget, borrowed from the group */
};

G_DEFINE_FINAL_TYPE (LkTrustedList, lk_trusted_list, ADW_TYPE_BIN)

static void
add_button (
  GtkWidget *row, const char *icon_name, const char *action, guint slot, const char *label)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", slot);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

/* What the camera says of the period in words of its own, where that is no date. */
static char *
format_until (LkTabCertificate *certificate)
{
  GDateTime *end = lk_tab_certificate_get_not_after (certificate);
  /* Translators: the date form of certificates. */
  g_autofree char *day = end != NULL ? g_date_time_format (end, _ ("%-d %B %Y")) : NULL;

  if (day == NULL)
    return g_strdup (lk_tab_certificate_get_period (certificate));
  /* Translators: %s is a date */
  return g_strdup_printf (_ ("Until %s"), day);
}

static void
add_row (LkTrustedList *self, LkTabCertificate *certificate, guint slot)
{
  GtkWidget *row = adw_action_row_new ();
  /* Translators: %u is the number of the CA certificate, 1 to 4 */
  g_autofree char *view = g_strdup_printf (_ ("View trusted CA certificate %u"), slot);
  /* Translators: %u is the number of the CA certificate, 1 to 4 */
  g_autofree char *subtitle = format_until (certificate);
  g_autofree char *delete = g_strdup_printf (_ ("Delete trusted CA certificate %u"), slot);

  g_object_set (row, "use-markup", FALSE, "title", lk_tab_certificate_get_title (certificate), "title-lines", 2,
                "subtitle-lines", 0, NULL);
  g_object_set (row, "subtitle", subtitle, NULL);
  if (lk_tab_certificate_get_certificate (certificate) != NULL)
    add_button (row, "view-reveal-symbolic", "setup.view-ca", slot, view);
  add_button (row, "user-trash-symbolic", "setup.delete-ca", slot, delete);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static void
update (LkTrustedList *self)
{
  LkCameraSession *session = lk_setup_get_session (self->setup);
  LkSslTab *tab = session != NULL ? lk_camera_session_get_tab (session) : NULL;

  if (!g_set_object (&self->shown, tab))
    return;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint slot = 1; tab != NULL && slot <= LK_MAX_TRUSTED; slot++)
    {
      if (lk_ssl_tab_get_trusted (tab, slot) != NULL)
        add_row (self, lk_ssl_tab_get_trusted (tab, slot), slot);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->group), self->rows->len > 0);
  gtk_widget_set_visible (self->import, tab != NULL && lk_ssl_tab_find_free_slot (tab) != 0);
}

static void
lk_trusted_list_dispose (GObject *object)
{
  LkTrustedList *self = LK_TRUSTED_LIST (object);

  g_clear_object (&self->setup);
  g_clear_object (&self->shown);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (lk_trusted_list_parent_class)->dispose (object);
}

static void
lk_trusted_list_class_init (LkTrustedListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_trusted_list_dispose;
}

static void
lk_trusted_list_init (LkTrustedList *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (group);
  self->import = gtk_button_new_with_mnemonic (_ ("Import _CA…"));
  gtk_widget_set_valign (self->import, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->import), "setup.import-ca");
  adw_preferences_group_set_title (self->group, _ ("On the camera"));
  adw_preferences_group_set_header_suffix (self->group, self->import);
  gtk_widget_set_visible (group, FALSE);
  adw_bin_set_child (ADW_BIN (self), group);
}

LkTrustedList *
lk_trusted_list_new (LkSetup *setup)
{
  LkTrustedList *self = g_object_new (LK_TYPE_TRUSTED_LIST, NULL);

  self->setup = g_object_ref (setup);
  g_signal_connect_object (setup, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
