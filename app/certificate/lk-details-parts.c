/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-details-parts.h"

#include "certificate/lk-column-layout.h"
#include "certificate/lk-note-row.h"
#include "certificate/lk-timeline.h"

#include <glib/gi18n.h>

/* The least width of a headline: what is left in a narrow window beside its button. */
#define WORDS_PX 120

/* Colour alone tells nothing: each state has its own icon, and a word for those who hear it. */
static const struct
{
  const char *icon_name;
  const char *style;
  const char *card;
  const char *word;
} states[] = {
  [LK_VERDICT_GOOD] = { "object-select-symbolic", "success", "lk-good", N_ ("Good") },
  [LK_VERDICT_NEUTRAL] = { "dialog-information-symbolic", "accent", "lk-neutral", N_ ("Information") },
  [LK_VERDICT_WARNING] = { "dialog-warning-symbolic", "warning", "lk-warning", N_ ("Warning") },
  [LK_VERDICT_BAD] = { "dialog-error-symbolic", "error", "lk-bad", N_ ("Problem") },
};

const char *
lk_details_get_state_icon (LkVerdictState state)
{
  return states[state].icon_name;
}

const char *
lk_details_get_state_style (LkVerdictState state)
{
  return states[state].style;
}

const char *
lk_details_get_state_word (LkVerdictState state)
{
  return _ (states[state].word);
}

GtkWidget *
lk_details_make_icon (LkVerdictState state, int size)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (states[state].icon_name);

  if (size > 0)
    gtk_image_set_pixel_size (GTK_IMAGE (icon), size);
  gtk_widget_add_css_class (icon, states[state].style);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (states[state].word), -1);
  return icon;
}

static GtkWidget *
make_text (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  g_object_set (label, "xalign", 0.0F, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "selectable", TRUE, "focusable", FALSE, NULL);
  lk_note_row_spare_wrapping (GTK_LABEL (label));
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

GtkWidget *
lk_details_make_card (LkVerdictState state, const char *text, const char *remark, GtkWidget *button)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 15);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (card, "lk-verdict");
  gtk_widget_add_css_class (card, states[state].card);
  gtk_box_append (GTK_BOX (card), lk_details_make_icon (state, 24));
  gtk_widget_set_layout_manager (words, lk_column_layout_new (WORDS_PX, 3));
  gtk_box_append (GTK_BOX (words), make_text (text, "title-4"));
  if (remark != NULL)
    gtk_box_append (GTK_BOX (words), make_text (remark, NULL));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (card), words);
  if (button != NULL)
    {
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (card), button);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  return card;
}

GtkWidget *
lk_details_make_headline (LkInspection *inspection)
{
  LkVerdict *verdict = lk_inspection_get_verdict (inspection);
  GtkWidget *unlock = NULL;

  if (lk_entry_needs_password (lk_inspection_get_entry (inspection)))
    {
      unlock = gtk_button_new_with_mnemonic (_ ("_Unlock…"));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (unlock), "win.unlock");
    }
  return lk_details_make_card (lk_verdict_get_state (verdict), lk_verdict_get_text (verdict),
                               lk_inspection_get_remark (inspection), unlock);
}

static GtkWidget *
make_no_icon (void)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("action-unavailable-symbolic");

  gtk_widget_add_css_class (icon, "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Not for this"), -1);
  return icon;
}

GtkWidget *
lk_details_make_uses (LkInspection *inspection)
{
  GPtrArray *uses = lk_inspection_get_uses (inspection);
  GtkWidget *group;

  /* What is good for one thing alone is told so by the headline. */
  if (uses->len == 0 ||
      (uses->len == 1 && ((const LkInspectionUse *)uses->pdata[0])->state == LK_VERDICT_GOOD))
    return NULL;
  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("On a camera"));
  for (guint i = 0; i < uses->len; i++)
    {
      const LkInspectionUse *use = uses->pdata[i];
      GtkWidget *row = lk_note_row_new (use->title, use->text);

      lk_note_row_add_prefix (LK_NOTE_ROW (row), use->state == LK_VERDICT_NEUTRAL
                                                   ? make_no_icon ()
                                                   : lk_details_make_icon (use->state, 0));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  return group;
}

static GtkWidget *
make_date (GDateTime *time, float align)
{
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%d");
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), align);
  gtk_widget_add_css_class (label, "lk-small");
  return label;
}

GtkWidget *
lk_details_make_period (LkInspection *inspection)
{
  LkCertificate *certificate = lk_inspection_get_certificate (inspection);
  LkTimelinePeriod period = { .now = lk_inspection_get_now (inspection) };
  g_autofree char *text = NULL;
  GtkWidget *box, *labels, *left;

  if (certificate == NULL)
    return NULL;
  period.not_before = lk_certificate_get_not_before (certificate);
  period.not_after = lk_certificate_get_not_after (certificate);
  if (period.not_before == NULL || period.not_after == NULL ||
      g_date_time_compare (period.not_before, period.not_after) > 0)
    return NULL;

  text = lk_timeline_describe (&period);
  left = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (left), TRUE);
  lk_note_row_spare_wrapping (GTK_LABEL (left));
  gtk_widget_add_css_class (left, "lk-small");
  labels = gtk_center_box_new ();
  gtk_center_box_set_start_widget (GTK_CENTER_BOX (labels), make_date (period.not_before, 0));
  gtk_center_box_set_center_widget (GTK_CENTER_BOX (labels), left);
  gtk_center_box_set_end_widget (GTK_CENTER_BOX (labels), make_date (period.not_after, 1));
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_add_css_class (box, "lk-period");
  gtk_box_append (GTK_BOX (box), lk_timeline_new (&period));
  gtk_box_append (GTK_BOX (box), labels);
  return box;
}

static void
copy_pem_cb (GtkWidget *button, gpointer data)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), lk_inspection_get_pem (data));
  gtk_button_set_icon_name (GTK_BUTTON (button), "object-select-symbolic");
}

GtkWidget *
lk_details_make_pem (LkInspection *inspection)
{
  GtkWidget *group, *text, *copy, *scroller;

  if (lk_inspection_get_pem (inspection) == NULL)
    return NULL;
  text = gtk_text_view_new ();
  g_object_set (text, "editable", FALSE, "monospace", TRUE, "accepts-tab", FALSE, "top-margin", 9, "bottom-margin", 9, "left-margin", 12, "right-margin", 12, NULL);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (text), GTK_WRAP_CHAR);
  gtk_widget_add_css_class (text, "lk-pem");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)),
                            lk_inspection_get_pem (inspection), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("PEM text"), -1);

  scroller = gtk_scrolled_window_new ();
  g_object_set (scroller, "hscrollbar-policy", GTK_POLICY_NEVER, "propagate-natural-height", TRUE, "max-content-height", 420, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), text);
  gtk_widget_add_css_class (scroller, "card");
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN);

  copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_set_tooltip_text (copy, _ ("Copy PEM Text"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Copy PEM Text"), -1);
  gtk_widget_add_css_class (copy, "flat");
  g_signal_connect_object (copy, "clicked", G_CALLBACK (copy_pem_cb), inspection, 0);
  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("PEM text"));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), copy);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), scroller);
  return group;
}

/* The bars of several certificates share one scale. */
static void
widen_scale (LkTimelinePeriod *period, LkCertificate *certificate)
{
  GDateTime *from = lk_certificate_get_not_before (certificate);
  GDateTime *to = lk_certificate_get_not_after (certificate);

  if (from != NULL &&
      (period->scale_from == NULL || g_date_time_compare (from, period->scale_from) < 0))
    period->scale_from = from;
  if (to != NULL && (period->scale_to == NULL || g_date_time_compare (to, period->scale_to) > 0))
    period->scale_to = to;
}

static GtkWidget *
make_certificate_row (LkCertificate *certificate,
                      const char *subtitle,
                      LkVerdictState state,
                      LkTimelinePeriod *period,
                      gboolean opens)
{
  GtkWidget *row = lk_note_row_new (lk_certificate_get_title (certificate), subtitle);
  GtkWidget *open;

  lk_note_row_add_prefix (LK_NOTE_ROW (row), lk_details_make_icon (state, 0));
  period->not_before = lk_certificate_get_not_before (certificate);
  period->not_after = lk_certificate_get_not_after (certificate);
  if (period->not_before != NULL && period->not_after != NULL)
    {
      GtkWidget *timeline;

      if (g_date_time_compare (period->now, period->scale_from) < 0)
        period->scale_from = period->now;
      if (g_date_time_compare (period->now, period->scale_to) > 0)
        period->scale_to = period->now;
      timeline = lk_timeline_new (period);
      gtk_widget_set_size_request (timeline, 96, -1);
      gtk_widget_set_valign (timeline, GTK_ALIGN_CENTER);
      lk_note_row_add_suffix (LK_NOTE_ROW (row), timeline);
    }
  open = gtk_image_new_from_icon_name ("go-next-symbolic");
  gtk_widget_set_tooltip_text (open, _ ("Open"));
  gtk_widget_set_opacity (open, opens ? 1 : 0); /* keeps the bars below each other */
  lk_note_row_add_suffix (LK_NOTE_ROW (row), open);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), opens);
  return row;
}

static char *
dup_role (const LkChainElement *element, gboolean is_first)
{
  if (element->reason != NULL)
    return g_strdup (element->reason);
  if (element->is_anchor)
    return g_strdup (_ ("Trusted by the camera"));
  if (is_first)
    return g_strdup (_ ("This certificate"));
  return g_strdup (lk_certificate_is_self_issued (element->certificate) ? _ ("Root: it signed itself") : _ ("Issuer"));
}

GtkWidget *
lk_details_make_chain_row (LkInspection *inspection, guint position)
{
  GPtrArray *elements = lk_chain_get_elements (lk_inspection_get_chain (inspection));
  const LkChainElement *element = elements->pdata[position];
  g_autofree char *role = dup_role (element, position == 0);
  LkVerdictState good = element->is_anchor ? LK_VERDICT_GOOD : LK_VERDICT_NEUTRAL;
  LkTimelinePeriod period = { .now = lk_inspection_get_now (inspection) };

  for (guint i = 0; i < elements->len; i++)
    widen_scale (&period, ((LkChainElement *)elements->pdata[i])->certificate);
  return make_certificate_row (element->certificate, role,
                               element->problem != NULL ? LK_VERDICT_BAD : good, &period,
                               position > 0);
}

GtkWidget *
lk_details_make_member_row (LkInspection *inspection, guint position)
{
  GPtrArray *members = lk_inspection_get_members (inspection);
  LkCertificate *certificate = members->pdata[position];
  LkTimelinePeriod period = { .now = lk_inspection_get_now (inspection) };
  gboolean valid = lk_certificate_is_valid_at (certificate, period.now);
  const char *kind = lk_certificate_is_ca (certificate) ? _ ("CA certificate") : _ ("Certificate");
  g_autofree char *left = NULL;
  g_autofree char *subtitle = NULL;

  for (guint i = 0; i < members->len; i++)
    widen_scale (&period, members->pdata[i]);
  period.not_before = lk_certificate_get_not_before (certificate);
  period.not_after = lk_certificate_get_not_after (certificate);
  if (period.not_before != NULL && period.not_after != NULL)
    left = lk_timeline_describe (&period);
  /* Translators: a kind of certificate and how long it is valid, such as: CA certificate, 8 years
   * left */
  subtitle = left != NULL ? g_strdup_printf (C_ ("kind and period", "%s, %s"), kind, left) : g_strdup (kind);
  return make_certificate_row (certificate, subtitle, valid ? LK_VERDICT_GOOD : LK_VERDICT_BAD,
                               &period, TRUE);
}
