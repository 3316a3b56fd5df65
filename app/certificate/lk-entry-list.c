/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-entry-list.h"

#include "baseline/lk-list-names.h"

#include <glib/gi18n.h>

/* Fewer are seen at a glance. */
#define SEARCH_FROM 8

struct _LkEntryList
{
  AdwBin parent_instance;

  gboolean folded;
  gboolean searchable;
  gboolean selecting;
  LkEntry *shown; /* (nullable): as select() was told; only compared */
  char *wanted;   /* (nullable): the folded text of the search, also while it has to wait */
  GtkCustomFilter *filter;
  GtkFilterListModel *filtered;
  GtkSingleSelection *selection;

  AdwWindowTitle *title;
  GtkEditable *search;
  GtkListView *view;
};

enum
{
  PROP_0,
  PROP_FOLDED,
  N_PROPS
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (LkEntryList, lk_entry_list, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static GtkWidget *
make_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
setup_cb (LkEntryList *self, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *subtitle = make_label ("caption");

  gtk_widget_add_css_class (subtitle, "dim-label");
  gtk_box_append (GTK_BOX (words), make_label (NULL));
  gtk_box_append (GTK_BOX (words), subtitle);
  gtk_widget_add_css_class (row, "lk-entry");
  gtk_box_append (GTK_BOX (row), gtk_image_new ());
  gtk_box_append (GTK_BOX (row), words);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (LkEntryList *self, GtkListItem *item)
{
  LkEntry *entry = gtk_list_item_get_item (item);
  GtkWidget *icon = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_next_sibling (icon));

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), lk_entry_get_icon_name (entry));
  gtk_label_set_text (GTK_LABEL (title), lk_entry_get_title (entry));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (title)),
                      lk_entry_get_subtitle (entry));
  lk_list_item_name (item, lk_entry_get_title (entry), lk_entry_get_subtitle (entry));
}

static gboolean
filter_cb (gpointer item, gpointer data)
{
  LkEntryList *self = data;

  return lk_entry_matches (item, self->wanted);
}

static void
count_cb (LkEntryList *self)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  GListModel *all = gtk_filter_list_model_get_model (self->filtered);
  guint total = all != NULL ? g_list_model_get_n_items (all) : 0;
  /* Translators: how many of the list the filter leaves */
  g_autofree char *text = g_strdup_printf (_ ("%u of %u"), count, total);

  adw_window_title_set_subtitle (self->title, self->wanted != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->search), total >= SEARCH_FROM);
}

static void
apply_search (LkEntryList *self)
{
  g_autofree char *text = g_utf8_casefold (gtk_editable_get_text (self->search), -1);

  if (!self->searchable && *text != '\0')
    return; /* as soon as it is */
  g_free (self->wanted);
  self->wanted = *text != '\0' ? g_steal_pointer (&text) : NULL;
  self->selecting = TRUE;
  if (self->wanted != NULL)
    gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_filter_list_model_set_filter (self->filtered,
                                    self->wanted != NULL ? GTK_FILTER (self->filter) : NULL);
  self->selecting = FALSE;
  count_cb (self);
}

static void
search_changed_cb (LkEntryList *self)
{
  apply_search (self);
}

static void
selected_cb (LkEntryList *self)
{
  LkEntry *entry = gtk_single_selection_get_selected_item (self->selection);

  /* The notification may come late, when somebody selects because of it: what is shown already is
   * no news. */
  if (entry != NULL && entry != self->shown && !self->selecting && !self->folded)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, entry);
}

static void
activate_cb (LkEntryList *self, guint position)
{
  g_autoptr (LkEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (entry != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, entry);
}

static void
lk_entry_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FOLDED)
    g_value_set_boolean (value, LK_ENTRY_LIST (object)->folded);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* Folded, a click opens; side by side, the selection is enough. */
static void
lk_entry_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LkEntryList *self = LK_ENTRY_LIST (object);

  if (id == PROP_FOLDED)
    {
      self->folded = g_value_get_boolean (value);
      if (self->view != NULL)
        gtk_list_view_set_single_click_activate (self->view, self->folded);
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
lk_entry_list_dispose (GObject *object)
{
  LkEntryList *self = LK_ENTRY_LIST (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_ENTRY_LIST);
  g_clear_object (&self->selection);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_pointer (&self->wanted, g_free);
  G_OBJECT_CLASS (lk_entry_list_parent_class)->dispose (object);
}

static void
lk_entry_list_class_init (LkEntryListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_entry_list_dispose;
  object_class->get_property = lk_entry_list_get_property;
  object_class->set_property = lk_entry_list_set_property;

  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", LK_TYPE_ENTRY_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, LK_TYPE_ENTRY);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/certificate/lk-entry-list.ui");
  gtk_widget_class_bind_template_child (widget_class, LkEntryList, title);
  gtk_widget_class_bind_template_child (widget_class, LkEntryList, search);
  gtk_widget_class_bind_template_child (widget_class, LkEntryList, view);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
lk_entry_list_init (LkEntryList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = gtk_custom_filter_new (filter_cb, self, NULL);
  self->filtered = gtk_filter_list_model_new (NULL, NULL);
  gtk_filter_list_model_set_incremental (self->filtered, TRUE);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->filtered)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (count_cb), self, G_CONNECT_SWAPPED);

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (factory);
}

void
lk_entry_list_set_model (LkEntryList *self, GListModel *entries)
{
  g_return_if_fail (LK_IS_ENTRY_LIST (self));

  gtk_filter_list_model_set_model (self->filtered, entries);
}

void
lk_entry_list_select (LkEntryList *self, LkEntry *entry)
{
  guint count;

  g_return_if_fail (LK_IS_ENTRY_LIST (self));

  self->shown = entry;
  if (gtk_single_selection_get_selected_item (self->selection) == (gpointer)entry)
    return;
  count = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  self->selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  for (guint i = 0; i < count; i++)
    {
      g_autoptr (LkEntry) other = g_list_model_get_item (G_LIST_MODEL (self->filtered), i);

      if (other != entry)
        continue;
      gtk_single_selection_set_selected (self->selection, i);
      break;
    }
  self->selecting = FALSE;
}

void
lk_entry_list_set_searchable (LkEntryList *self, gboolean searchable)
{
  g_return_if_fail (LK_IS_ENTRY_LIST (self));

  self->searchable = searchable;
  if (searchable)
    apply_search (self);
}

void
lk_entry_list_set_search (LkEntryList *self, const char *text)
{
  g_return_if_fail (LK_IS_ENTRY_LIST (self));

  gtk_editable_set_text (self->search, text);
  apply_search (self);
}

guint
lk_entry_list_count_shown (LkEntryList *self)
{
  g_return_val_if_fail (LK_IS_ENTRY_LIST (self), 0);
  return g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
}
