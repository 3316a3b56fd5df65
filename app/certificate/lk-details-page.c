/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-details-page.h"

#include "certificate/lk-column-layout.h"
#include "certificate/lk-detail-row.h"
#include "certificate/lk-details-parts.h"
#include "certificate/lk-finding-list.h"

#include <string.h>

#include <glib/gi18n.h>

/* One turn of the main loop is given to rows; the rest waits for the next. */
#define PORTION_US 8000
/* So many rows fill what is in sight; all others come after the first frame. */
#define SIGHT_ROWS 3
#define FIRST_ROWS 60
#define SCROLL_MS  250
/* Narrower the window does not get. */
#define WIDTH_PX 300
#define GAP_PX   24

/* A section and as many of its rows as are there by now. */
typedef struct
{
  LkSection *section;
  GtkWidget *group; /* (nullable): until its first row is made */
  GtkWidget *more;  /* (nullable): the row that asks for the rest */
  guint made;
  guint limit;
} Part;

struct _LkDetailsPage
{
  AdwBin parent_instance;

  LkInspection *inspection;
  GPtrArray *parts; /* of Part */
  GPtrArray *rows;  /* of LkDetailRow, borrowed */
  GPtrArray *extra; /* of GtkWidget, borrowed: what a search hides */
  char *search;     /* (nullable): folded */
  gboolean ended;   /* what comes below the fields is there as well */
  guint source;
  guint tick; /* waits for the first frame */
  guint frames;
  AdwAnimation *scrolling;

  GtkScrolledWindow *scroller;
  GtkBox *content;
  GtkWidget *nothing;
};

enum
{
  SIGNAL_OPEN_CERTIFICATE,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (LkDetailsPage, lk_details_page, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static void
part_free (gpointer data)
{
  Part *part = data;

  g_clear_object (&part->section);
  g_free (part);
}

static guint
count_fields (const Part *part)
{
  return g_list_model_get_n_items (lk_section_get_fields (part->section));
}

static void start_building (LkDetailsPage *self);

static void
remove_more (Part *part)
{
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (part->group), part->more);
  part->more = NULL;
}

static void
more_cb (LkDetailsPage *self, GtkWidget *row)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = self->parts->pdata[i];

      if (part->more == row)
        {
          remove_more (part);
          part->limit = G_MAXUINT;
        }
    }
  start_building (self);
}

static void
add_more (LkDetailsPage *self, Part *part)
{
  guint rest = count_fields (part) - part->made;
  g_autofree char *title = g_strdup_printf (ngettext ("Show %u More", "Show %u More", rest), rest);

  part->more = adw_action_row_new ();
  g_object_set (part->more, "title", title, "activatable", TRUE, "use-markup", FALSE, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (part->more), gtk_image_new_from_icon_name ("go-down-symbolic"));
  g_signal_connect_object (part->more, "activated", G_CALLBACK (more_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (part->group), part->more);
}

static void
add_row (LkDetailsPage *self, Part *part)
{
  g_autoptr (LkField) field =
    g_list_model_get_item (lk_section_get_fields (part->section), part->made++);
  LkDetailRow *row = lk_detail_row_new (field);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (part->group), GTK_WIDGET (row));
  g_ptr_array_add (self->rows, row);
  if (self->search != NULL)
    gtk_widget_set_visible (GTK_WIDGET (row), lk_detail_row_matches (row, self->search));
}

static void
add_group (LkDetailsPage *self, Part *part)
{
  g_autofree char *escaped = g_markup_escape_text (lk_section_get_title (part->section), -1);

  part->group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (part->group), escaped);
  gtk_widget_set_visible (part->group, self->search == NULL);
  gtk_box_append (self->content, part->group);
}

static void add_end (LkDetailsPage *self);

/* Adds at most @count rows until @deadline; TRUE while there are more to add. */
static gboolean
build (LkDetailsPage *self, gint64 deadline, guint count)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = self->parts->pdata[i];
      guint end = MIN (count_fields (part), part->limit);

      for (; part->made < end; add_row (self, part), count--)
        {
          if (count == 0 || g_get_monotonic_time () > deadline)
            return TRUE;
          if (part->group == NULL)
            add_group (self, part);
        }
      if (part->made < count_fields (part) && part->more == NULL)
        add_more (self, part);
      else if (part->made == count_fields (part) && part->more != NULL)
        remove_more (part);
    }
  if (!self->ended && count == 0)
    return TRUE;
  if (!self->ended)
    add_end (self);
  return FALSE;
}

static void
update_search (LkDetailsPage *self)
{
  gboolean searching = self->search != NULL;
  gboolean any = FALSE;

  for (guint i = 0; i < self->extra->len; i++)
    gtk_widget_set_visible (self->extra->pdata[i], !searching);
  for (guint i = 0; i < self->parts->len; i++)
    if (((Part *)self->parts->pdata[i])->group != NULL)
      gtk_widget_set_visible (((Part *)self->parts->pdata[i])->group, !searching);
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];
      gboolean visible = !searching || lk_detail_row_matches (LK_DETAIL_ROW (row), self->search);

      gtk_widget_set_visible (row, visible);
      any = any || visible;
      if (visible && searching)
        gtk_widget_set_visible (gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP), TRUE);
    }
  if (self->nothing != NULL)
    gtk_widget_set_visible (self->nothing, searching && !any && self->source == 0);
}

static gboolean
build_cb (gpointer data)
{
  LkDetailsPage *self = data;

  if (build (self, g_get_monotonic_time () + PORTION_US, G_MAXUINT))
    return G_SOURCE_CONTINUE;
  self->source = 0;
  if (self->search != NULL)
    update_search (self);
  return G_SOURCE_REMOVE;
}

static void
start_building (LkDetailsPage *self)
{
  if (self->source == 0)
    self->source = g_idle_add (build_cb, self);
}

/* What is added before the first frame is drawn would have to be laid out for it. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  LkDetailsPage *self = data;

  if (self->frames++ == 0)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  start_building (self);
  return G_SOURCE_REMOVE;
}

static void
start_building_after_frame (LkDetailsPage *self)
{
  self->frames = 0;
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, self, NULL);
}

static void
stop_building (LkDetailsPage *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
}

static void
clear (LkDetailsPage *self)
{
  GtkWidget *child;

  stop_building (self);
  if (self->scrolling != NULL)
    adw_animation_reset (self->scrolling);
  g_clear_object (&self->scrolling);
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->extra, 0);
  g_ptr_array_set_size (self->parts, 0);
  self->nothing = NULL;
  self->ended = FALSE;
  while (self->content != NULL &&
         (child = gtk_widget_get_first_child (GTK_WIDGET (self->content))) != NULL)
    gtk_box_remove (self->content, child);
}

static void
add_extra (LkDetailsPage *self, GtkWidget *widget)
{
  if (widget == NULL)
    return;
  gtk_widget_set_visible (widget, self->search == NULL && gtk_widget_get_visible (widget));
  gtk_box_append (self->content, widget);
  g_ptr_array_add (self->extra, widget);
}

static void
show_field_cb (LkDetailsPage *self, const char *field)
{
  /* the field may be missing in a damaged certificate */
  (void)lk_details_page_show_field (self, field);
}

static void
add_findings (LkDetailsPage *self)
{
  LkFindingList *list;

  if (lk_inspection_get_findings (self->inspection)->len == 0 &&
      lk_inspection_get_passed (self->inspection)->len == 0)
    return;
  list = lk_finding_list_new (self->inspection, TRUE);
  g_signal_connect_object (list, "show-field", G_CALLBACK (show_field_cb), self, G_CONNECT_SWAPPED);
  add_extra (self, GTK_WIDGET (list));
}

static void
chain_cb (LkDetailsPage *self, GtkWidget *row)
{
  g_signal_emit (self, signals[SIGNAL_OPEN_CERTIFICATE], 0, g_object_get_data (G_OBJECT (row), "lk-certificate"));
}

static void
add_chain (LkDetailsPage *self)
{
  LkChain *chain = lk_inspection_get_chain (self->inspection);
  g_autofree char *escaped = NULL;
  GtkWidget *group;

  if (chain == NULL)
    return;
  escaped = g_markup_escape_text (lk_chain_get_summary (chain), -1);
  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Chain"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), escaped);
  for (guint i = 0; i < lk_chain_get_elements (chain)->len; i++)
    {
      const LkChainElement *element = lk_chain_get_elements (chain)->pdata[i];
      GtkWidget *row = lk_details_make_chain_row (self->inspection, i);

      g_object_set_data (G_OBJECT (row), "lk-certificate", element->certificate);
      g_signal_connect_object (row, "activated", G_CALLBACK (chain_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  add_extra (self, group);
}

static void
add_members (LkDetailsPage *self)
{
  GPtrArray *members = lk_inspection_get_members (self->inspection);
  GtkWidget *group;

  if (members->len == 0)
    return;
  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Certificates"));
  for (guint i = 0; i < members->len; i++)
    {
      GtkWidget *row = lk_details_make_member_row (self->inspection, i);

      g_object_set_data (G_OBJECT (row), "lk-certificate", members->pdata[i]);
      g_signal_connect_object (row, "activated", G_CALLBACK (chain_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  add_extra (self, group);
}

static void
add_sections (LkDetailsPage *self)
{
  GListModel *sections = lk_inspection_get_sections (self->inspection);

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      Part *part = g_new0 (Part, 1);

      part->section = g_list_model_get_item (sections, i);
      part->limit = FIRST_ROWS;
      g_ptr_array_add (self->parts, part);
    }
}

static void
add_nothing (LkDetailsPage *self)
{
  self->nothing = adw_status_page_new ();
  g_object_set (self->nothing, "icon-name", "system-search-symbolic", "title", _ ("Nothing Found"), "description", _ ("No field contains this text."), "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->nothing, "compact");
  gtk_box_append (self->content, self->nothing);
}

static void
add_end (LkDetailsPage *self)
{
  self->ended = TRUE;
  add_chain (self);
  add_extra (self, lk_details_make_pem (self->inspection));
  add_nothing (self);
}

static void
fill (LkDetailsPage *self)
{
  add_extra (self, lk_details_make_headline (self->inspection));
  add_extra (self, lk_details_make_period (self->inspection));
  add_extra (self, lk_details_make_uses (self->inspection));
  add_findings (self);
  add_members (self);
  add_sections (self);
  if (build (self, g_get_monotonic_time () + PORTION_US, SIGHT_ROWS))
    start_building_after_frame (self);
}

static void
scroll_to (double value, gpointer data)
{
  gtk_adjustment_set_value (data, value);
}

static void
scroll_to_row (LkDetailsPage *self, GtkWidget *row)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double page = gtk_adjustment_get_page_size (adjustment);
  graphene_rect_t bounds;
  AdwAnimationTarget *target;
  double value;

  if (!gtk_widget_compute_bounds (row, GTK_WIDGET (self->content), &bounds))
    return;
  value = bounds.origin.y + bounds.size.height / 2 - page / 2;
  value = CLAMP (value, 0, MAX (gtk_adjustment_get_upper (adjustment) - page, 0));
  target = adw_callback_animation_target_new (scroll_to, g_object_ref (adjustment), g_object_unref);
  g_clear_object (&self->scrolling);
  self->scrolling = adw_timed_animation_new (
    GTK_WIDGET (self), gtk_adjustment_get_value (adjustment), value, SCROLL_MS, target);
  adw_animation_play (self->scrolling);
}

static void
lk_details_page_dispose (GObject *object)
{
  LkDetailsPage *self = LK_DETAILS_PAGE (object);

  clear (self);
  g_clear_object (&self->inspection);
  g_clear_pointer (&self->search, g_free);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_DETAILS_PAGE);
  G_OBJECT_CLASS (lk_details_page_parent_class)->dispose (object);
}

static void
lk_details_page_finalize (GObject *object)
{
  LkDetailsPage *self = LK_DETAILS_PAGE (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->extra);
  g_ptr_array_unref (self->parts);
  G_OBJECT_CLASS (lk_details_page_parent_class)->finalize (object);
}

static void
lk_details_page_class_init (LkDetailsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_details_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = lk_details_page_finalize;

  signals[SIGNAL_OPEN_CERTIFICATE] =
    g_signal_new ("open-certificate", LK_TYPE_DETAILS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, LK_TYPE_CERTIFICATE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/certificate/lk-details-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkDetailsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, LkDetailsPage, content);
}

static void
lk_details_page_init (LkDetailsPage *self)
{
  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->rows = g_ptr_array_new ();
  self->extra = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (GTK_WIDGET (self->content),
                                 lk_column_layout_new (WIDTH_PX, GAP_PX));
}

LkDetailsPage *
lk_details_page_new (void)
{
  return g_object_new (LK_TYPE_DETAILS_PAGE, NULL);
}

void
lk_details_page_set_inspection (LkDetailsPage *self, LkInspection *inspection)
{
  g_return_if_fail (LK_IS_DETAILS_PAGE (self) && LK_IS_INSPECTION (inspection));

  clear (self);
  g_set_object (&self->inspection, inspection);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  fill (self);
  if (self->search != NULL)
    update_search (self);
}

LkInspection *
lk_details_page_get_inspection (LkDetailsPage *self)
{
  g_return_val_if_fail (LK_IS_DETAILS_PAGE (self), NULL);
  return self->inspection;
}

void
lk_details_page_set_search (LkDetailsPage *self, const char *text)
{
  g_return_if_fail (LK_IS_DETAILS_PAGE (self));

  g_clear_pointer (&self->search, g_free);
  if (text != NULL && *text != '\0')
    {
      self->search = g_utf8_casefold (text, -1);
      for (guint i = 0; i < self->parts->len; i++)
        ((Part *)self->parts->pdata[i])->limit = G_MAXUINT;
      start_building (self);
    }
  update_search (self);
}

gboolean
lk_details_page_show_field (LkDetailsPage *self, const char *id)
{
  g_return_val_if_fail (LK_IS_DETAILS_PAGE (self), FALSE);

  (void)build (self, G_MAXINT64,
               G_MAXUINT); /* the field may be among those that are still to come */
  for (guint i = 0; id != NULL && i < self->rows->len; i++)
    {
      LkDetailRow *row = self->rows->pdata[i];

      if (g_strcmp0 (lk_field_get_id (lk_detail_row_get_field (row)), id) != 0)
        continue;
      gtk_widget_grab_focus (GTK_WIDGET (row));
      lk_detail_row_flash (row);
      scroll_to_row (self, GTK_WIDGET (row));
      return TRUE;
    }
  return FALSE;
}

guint
lk_details_page_count_rows (LkDetailsPage *self, gboolean visible_only)
{
  guint count = 0;

  g_return_val_if_fail (LK_IS_DETAILS_PAGE (self), 0);

  for (guint i = 0; i < self->rows->len; i++)
    count += !visible_only || gtk_widget_get_visible (self->rows->pdata[i]);
  return count;
}
