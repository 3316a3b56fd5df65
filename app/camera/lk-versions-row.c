/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-versions-row.h"

#include <glib/gi18n.h>

/* Those that this program speaks. */
#define SPOKEN (LK_TLS_HAS_1_2 | LK_TLS_HAS_1_3)

/* In the order of the bits of LkTlsVersions. */
static const LkTlsVersions versions[] = { LK_TLS_HAS_1_0, LK_TLS_HAS_1_1, LK_TLS_HAS_1_2,
                                          LK_TLS_HAS_1_3 };

struct _LkVersionsRow
{
  AdwPreferencesRow parent_instance;

  GtkLabel *caption;
  GtkWidget *box;
  GtkWidget *hint;
  GtkCheckButton *buttons[G_N_ELEMENTS (versions)];
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (LkVersionsRow, lk_versions_row, ADW_TYPE_PREFERENCES_ROW)

static guint chosen_signal;

static void
toggled_cb (LkVersionsRow *self)
{
  guint chosen = 0;

  if (self->updating)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    if (gtk_check_button_get_active (self->buttons[i]))
      chosen |= versions[i];
  g_signal_emit (self, chosen_signal, 0, chosen);
}

static void
lk_versions_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_VERSIONS_ROW);
  G_OBJECT_CLASS (lk_versions_row_parent_class)->dispose (object);
}

static void
lk_versions_row_class_init (LkVersionsRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_versions_row_dispose;
  chosen_signal = g_signal_new ("chosen", LK_TYPE_VERSIONS_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-versions-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LkVersionsRow, caption);
  gtk_widget_class_bind_template_child (widget_class, LkVersionsRow, box);
  gtk_widget_class_bind_template_child (widget_class, LkVersionsRow, hint);
}

static void
lk_versions_row_init (LkVersionsRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autofree char *name = lk_tls_versions_dup_names (versions[i]);
      g_autofree char *spoken = g_strconcat ("TLS ", name, NULL);

      self->buttons[i] = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (name));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
      g_signal_connect_swapped (self->buttons[i], "toggled", G_CALLBACK (toggled_cb), self);
      gtk_flow_box_append (GTK_FLOW_BOX (self->box), GTK_WIDGET (self->buttons[i]));
      gtk_widget_set_focusable (gtk_widget_get_parent (GTK_WIDGET (self->buttons[i])), FALSE);
    }
}

void
lk_versions_row_set_versions (LkVersionsRow *self,
                              LkTlsVersions offered,
                              LkTlsVersions enabled,
                              LkTlsVersions wished)
{
  guint shown = wished != LK_TLS_NOT_TOLD ? wished : enabled;

  g_return_if_fail (LK_IS_VERSIONS_ROW (self));

  self->updating = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      GtkWidget *button = GTK_WIDGET (self->buttons[i]);
      gboolean is_last = (shown & SPOKEN) == (guint)versions[i];

      gtk_check_button_set_active (self->buttons[i], (shown & versions[i]) != 0);
      gtk_widget_set_visible (gtk_widget_get_parent (button),
                              ((offered | enabled) & versions[i]) != 0);
      gtk_widget_set_sensitive (button, !is_last);
      gtk_widget_set_tooltip_text (button, is_last ? _ ("This computer speaks TLS 1.2 and 1.3: one of them has to stay.") : NULL);
    }
  self->updating = FALSE;
  gtk_widget_set_visible (self->hint, wished != LK_TLS_NOT_TOLD);
}
