/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-finding-list.h"

#include "certificate/lk-details-parts.h"

#include <glib/gi18n.h>

struct _LkFindingList
{
  AdwPreferencesGroup parent_instance;
};

enum
{
  SIGNAL_SHOW_FIELD,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (LkFindingList, lk_finding_list, ADW_TYPE_PREFERENCES_GROUP)

static guint signals[N_SIGNALS];

/* Indexed by LkSeverity. */
static const struct
{
  LkVerdictState state;
  const char *word;
} severities[] = {
  [LK_SEVERITY_INFO] = { LK_VERDICT_NEUTRAL, N_ ("Good to know") },
  [LK_SEVERITY_WARNING] = { LK_VERDICT_WARNING, N_ ("Warning") },
  [LK_SEVERITY_ERROR] = { LK_VERDICT_BAD, N_ ("Will not work") },
  [LK_SEVERITY_BLOCK] = { LK_VERDICT_BAD, N_ ("Do not use") },
};

static void
lk_finding_list_class_init (LkFindingListClass *klass)
{
  signals[SIGNAL_SHOW_FIELD] =
    g_signal_new ("show-field", LK_TYPE_FINDING_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
lk_finding_list_init (LkFindingList *self)
{
}

static void
copy_cb (GtkWidget *button, gpointer data)
{
  g_autofree char *text = lk_finding_to_text (data);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), text);
  gtk_button_set_icon_name (GTK_BUTTON (button), "object-select-symbolic");
}

static GtkWidget *
make_copy_button (LkFinding *finding)
{
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (copy, _ ("Copy Finding"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Copy Finding"), -1);
  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_add_css_class (copy, "circular");
  gtk_widget_add_css_class (copy, "lk-quiet");
  g_signal_connect_data (copy, "clicked", G_CALLBACK (copy_cb), g_object_ref (finding),
                         (GClosureNotify)(void (*) (void))g_object_unref, 0);
  return copy;
}

static void
activated_cb (LkFindingList *self, GtkWidget *row)
{
  g_signal_emit (self, signals[SIGNAL_SHOW_FIELD], 0, g_object_get_data (G_OBJECT (row), "lk-field"));
}

static void
add_jump (LkFindingList *self, GtkWidget *row, const char *field)
{
  GtkWidget *jump = gtk_image_new_from_icon_name ("go-next-symbolic");

  gtk_widget_add_css_class (jump, "dim-label");
  gtk_widget_set_tooltip_text (jump, _ ("Show the field"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), jump);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "lk-field", g_strdup (field), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
}

static void
add_finding (LkFindingList *self, LkFinding *finding, gboolean jumps)
{
  LkSeverity severity = lk_finding_get_severity (finding);
  const char *remedy = lk_finding_get_remedy (finding);
  g_autofree char *rule =
    g_strdup_printf ("%s · %s", _ (severities[severity].word), lk_finding_get_source (finding));
  g_autofree char *subtitle =
    remedy != NULL ? g_strdup_printf ("%s\n%s", remedy, rule) : g_strdup (rule);
  GtkWidget *row = lk_details_make_row (lk_finding_get_message (finding), subtitle);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             lk_details_make_icon (severities[severity].state, 0));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_copy_button (finding));
  if (jumps && lk_finding_get_field (finding) != NULL)
    add_jump (self, row, lk_finding_get_field (finding));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
}

static void
add_passed (LkFindingList *self, GPtrArray *passed)
{
  GtkWidget *fold = adw_expander_row_new ();
  g_autofree char *title = g_strdup_printf (
    ngettext ("%u check passed", "%u checks passed", passed->len), passed->len);

  g_object_set (fold, "title", title, "use-markup", FALSE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (fold), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (fold), lk_details_make_icon (LK_VERDICT_GOOD, 0));
  for (guint i = 0; i < passed->len; i++)
    {
      GtkWidget *row = lk_details_make_row (passed->pdata[i], NULL);

      gtk_widget_add_css_class (row, "lk-passed");
      adw_expander_row_add_row (ADW_EXPANDER_ROW (fold), row);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), fold);
}

LkFindingList *
lk_finding_list_new (LkInspection *inspection, gboolean jumps)
{
  LkFindingList *self;
  GPtrArray *findings;
  GPtrArray *passed;

  g_return_val_if_fail (LK_IS_INSPECTION (inspection), NULL);

  self = g_object_new (LK_TYPE_FINDING_LIST, "title", _ ("Findings"), NULL);
  findings = lk_inspection_get_findings (inspection);
  passed = lk_inspection_get_passed (inspection);
  for (guint i = 0; i < findings->len; i++)
    add_finding (self, findings->pdata[i], jumps);
  if (passed->len > 0)
    add_passed (self, passed);
  gtk_widget_set_visible (GTK_WIDGET (self), findings->len + passed->len > 0);
  return self;
}
