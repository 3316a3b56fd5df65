/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-finding-list.h"

#include "certificate/lk-details-parts.h"
#include "certificate/lk-note-row.h"

#include <glib/gi18n.h>

struct _LkFindingList
{
  AdwPreferencesGroup parent_instance;

  GPtrArray *passed;      /* (element-type utf8) */
  GPtrArray *passed_rows; /* (element-type GtkWidget): borrowed, empty until they are asked for */
  GtkImage *arrow;
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
lk_finding_list_finalize (GObject *object)
{
  LkFindingList *self = LK_FINDING_LIST (object);

  g_clear_pointer (&self->passed, g_ptr_array_unref);
  g_ptr_array_unref (self->passed_rows);
  G_OBJECT_CLASS (lk_finding_list_parent_class)->finalize (object);
}

static void
lk_finding_list_class_init (LkFindingListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_finding_list_finalize;

  signals[SIGNAL_SHOW_FIELD] =
    g_signal_new ("show-field", LK_TYPE_FINDING_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
lk_finding_list_init (LkFindingList *self)
{
  self->passed_rows = g_ptr_array_new ();
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
  lk_note_row_add_suffix (LK_NOTE_ROW (row), jump);
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
  GtkWidget *row = lk_note_row_new (lk_finding_get_message (finding), subtitle);

  lk_note_row_add_prefix (LK_NOTE_ROW (row),
                          lk_details_make_icon (severities[severity].state, 0));
  lk_note_row_add_suffix (LK_NOTE_ROW (row), make_copy_button (finding));
  if (jumps && lk_finding_get_field (finding) != NULL)
    add_jump (self, row, lk_finding_get_field (finding));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
}

static void
add_passed_rows (LkFindingList *self)
{
  for (guint i = 0; i < self->passed->len; i++)
    {
      GtkWidget *row = lk_note_row_new (self->passed->pdata[i], NULL);

      gtk_widget_add_css_class (row, "lk-passed");
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->passed_rows, row);
    }
}

/* What is hidden until it is asked for is made only then. */
static void
fold_cb (LkFindingList *self, GtkWidget *fold)
{
  gboolean unfolded = self->passed_rows->len == 0 ||
                      !gtk_widget_get_visible (self->passed_rows->pdata[0]);

  if (self->passed_rows->len == 0)
    add_passed_rows (self);
  for (guint i = 0; i < self->passed_rows->len; i++)
    gtk_widget_set_visible (self->passed_rows->pdata[i], unfolded);
  gtk_image_set_from_icon_name (self->arrow, unfolded ? "go-up-symbolic" : "go-down-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (fold), GTK_ACCESSIBLE_STATE_EXPANDED, unfolded, -1);
}

static void
add_passed (LkFindingList *self)
{
  guint count = self->passed->len;
  g_autofree char *title = g_strdup_printf (ngettext ("%u check passed", "%u checks passed", count), count);
  GtkWidget *fold = lk_note_row_new (title, NULL);

  self->arrow = GTK_IMAGE (gtk_image_new_from_icon_name ("go-down-symbolic"));
  gtk_widget_add_css_class (GTK_WIDGET (self->arrow), "dim-label");
  lk_note_row_add_prefix (LK_NOTE_ROW (fold), lk_details_make_icon (LK_VERDICT_GOOD, 0));
  lk_note_row_add_suffix (LK_NOTE_ROW (fold), GTK_WIDGET (self->arrow));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (fold), TRUE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (fold), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE, -1);
  g_signal_connect_object (fold, "activated", G_CALLBACK (fold_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), fold);
}

LkFindingList *
lk_finding_list_new (LkInspection *inspection, gboolean jumps)
{
  LkFindingList *self;
  GPtrArray *findings;

  g_return_val_if_fail (LK_IS_INSPECTION (inspection), NULL);

  self = g_object_new (LK_TYPE_FINDING_LIST, "title", _ ("Findings"), NULL);
  findings = lk_inspection_get_findings (inspection);
  self->passed = g_ptr_array_ref (lk_inspection_get_passed (inspection));
  for (guint i = 0; i < findings->len; i++)
    add_finding (self, findings->pdata[i], jumps);
  if (self->passed->len > 0)
    add_passed (self);
  gtk_widget_set_visible (GTK_WIDGET (self), findings->len + self->passed->len > 0);
  return self;
}
