/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-personal-section.h"

#include "baseline/lk-button-names.h"
#include "baseline/lk-error-text.h"
#include "baseline/lk-row-feed.h"
#include "personal/lk-personal-install.h"
#include "personal/lk-personal-row.h"

#include <glib/gi18n.h>
#include <string.h>

struct _LkPersonalSection
{
  AdwBin parent_instance;

  LkPersonalGroup *group;
  GtkFilterListModel *found;
  LkRowFeed *feed;
  char *words; /* folded; (nullable) */

  AdwPreferencesGroup *frame;
  GtkWidget *unlock;
  GtkListBox *list;
  GtkButton *more;
  GtkLabel *placeholder;
};

G_DEFINE_FINAL_TYPE (LkPersonalSection, lk_personal_section, ADW_TYPE_BIN)

static gboolean
holds_words (const char *text, const char *words)
{
  g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return folded != NULL && strstr (folded, words) != NULL;
}

static gboolean
match_cb (gpointer item, gpointer data)
{
  LkPersonalSection *self = data;
  const LkPersonalFields *fields = lk_personal_get_fields (item);

  return self->words == NULL || holds_words (fields->label, self->words) ||
         holds_words (fields->store_title, self->words) ||
         holds_words (lk_certificate_get_subject (fields->certificate), self->words) ||
         holds_words (lk_certificate_get_issuer (fields->certificate), self->words) ||
         holds_words (lk_certificate_get_sha256 (fields->certificate), self->words);
}

static GtkWidget *
create_row_cb (gpointer item, gpointer data)
{
  LkPersonalSection *self = data;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return GTK_WIDGET (lk_personal_row_new (item, lk_personal_group_get_features (self->group), now));
}

static char *
format_placeholder (LkPersonalSection *self)
{
  const GError *error = lk_personal_group_get_error (self->group);

  if (error != NULL)
    /* Translators: what went wrong, and the technical reason */
    return g_strdup_printf (_ ("%s: %s"), lk_error_text_get_heading (error), error->message);
  if (!lk_personal_group_is_listed (self->group))
    return g_strdup (_ ("Looking…"));
  if (self->words != NULL)
    return g_strdup (_ ("No certificate here matches"));
  if (lk_personal_group_is_locked (self->group))
    return g_strdup (_ ("It is locked, and shows nothing yet"));
  return g_strdup (_ ("No personal certificate is installed here"));
}

static void
update (LkPersonalSection *self)
{
  g_autofree char *placeholder = format_placeholder (self);

  gtk_label_set_text (self->placeholder, placeholder);
  gtk_widget_set_visible (self->unlock, lk_personal_group_is_locked (self->group));
}

static void
show_group (LkPersonalSection *self)
{
  const char *title = lk_personal_group_get_title (self->group);
  g_autofree char *place = lk_personal_place_describe (lk_personal_group_get_id (self->group));
  g_autofree char *escaped_title = g_markup_escape_text (title, -1);
  g_autofree char *escaped_place = g_markup_escape_text (place, -1);
  /* Translators: %s is the name of a store of certificates */
  g_autofree char *unlock = g_strdup_printf (_ ("Unlock %s"), title);

  adw_preferences_group_set_title (self->frame, escaped_title);
  adw_preferences_group_set_description (self->frame, escaped_place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  lk_button_names_set (GTK_BUTTON (self->unlock), unlock);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->unlock), "s",
                                    lk_personal_group_get_id (self->group));
}

static void
lk_personal_section_dispose (GObject *object)
{
  LkPersonalSection *self = LK_PERSONAL_SECTION (object);

  g_clear_object (&self->feed);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_PERSONAL_SECTION);
  g_clear_object (&self->found);
  g_clear_object (&self->group);
  G_OBJECT_CLASS (lk_personal_section_parent_class)->dispose (object);
}

static void
lk_personal_section_finalize (GObject *object)
{
  g_free (LK_PERSONAL_SECTION (object)->words);
  G_OBJECT_CLASS (lk_personal_section_parent_class)->finalize (object);
}

static void
lk_personal_section_class_init (LkPersonalSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_personal_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = lk_personal_section_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/personal/lk-personal-section.ui");
  gtk_widget_class_bind_template_child (widget_class, LkPersonalSection, frame);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalSection, unlock);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalSection, list);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalSection, more);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalSection, placeholder);
}

static void
lk_personal_section_init (LkPersonalSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LkPersonalSection *
lk_personal_section_new (LkPersonalGroup *group)
{
  LkPersonalSection *self = g_object_new (LK_TYPE_PERSONAL_SECTION, NULL);
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (match_cb, self, NULL));

  self->group = g_object_ref (group);
  self->found =
    gtk_filter_list_model_new (g_object_ref (lk_personal_group_get_model (group)), filter);
  self->feed =
    lk_row_feed_new (self->list, self->more, G_LIST_MODEL (self->found), create_row_cb, self);
  g_signal_connect_object (group, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  show_group (self);
  update (self);
  return self;
}

LkPersonalGroup *
lk_personal_section_get_group (LkPersonalSection *self)
{
  return self->group;
}

guint
lk_personal_section_search (LkPersonalSection *self, const char *words)
{
  g_autofree char *folded = words != NULL && *words != '\0' ? g_utf8_casefold (words, -1) : NULL;

  if (g_strcmp0 (folded, self->words) == 0)
    return g_list_model_get_n_items (G_LIST_MODEL (self->found));
  g_free (self->words);
  self->words = g_steal_pointer (&folded);
  lk_row_feed_restart (self->feed);
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->found), GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
  return g_list_model_get_n_items (G_LIST_MODEL (self->found));
}
