/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-sidebar.h"

#include "camera/lk-camera-row.h"

struct _LkSidebar
{
  AdwBin parent_instance;

  LkCameraSession *selected;
  GtkFilterListModel *filtered;

  AdwHeaderBar *header;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkToggleButton *search_button;
  GtkListBox *list_box;
  GtkStack *stack;
};

enum
{
  PROP_0,
  PROP_FOLDED,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (LkSidebar, lk_sidebar, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];
static guint chosen_signal;

static gboolean
matches (gpointer item, gpointer data)
{
  LkSidebar *self = data;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  const LkCameraRecordFields *fields =
    lk_camera_record_get_fields (lk_camera_session_get_record (item));
  g_autofree char *needle = g_utf8_casefold (text, -1);
  g_autofree char *name = lk_camera_session_dup_name (item);
  g_autofree char *folded = g_utf8_casefold (name, -1);

  return strstr (folded, needle) != NULL || strstr (fields->uri, needle) != NULL;
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  return GTK_WIDGET (lk_camera_row_new (item));
}

static void
update_selection (LkSidebar *self)
{
  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list_box, i);

      if (row == NULL)
        break;
      if (lk_camera_row_get_session (LK_CAMERA_ROW (row)) == self->selected)
        {
          gtk_list_box_select_row (self->list_box, row);
          return;
        }
    }
  gtk_list_box_unselect_all (self->list_box);
}

static void
items_changed_cb (LkSidebar *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));

  gtk_stack_set_visible_child_name (
    self->stack, n == 0 && gtk_search_bar_get_search_mode (self->search_bar) ? "nothing" : "list");
  update_selection (self);
}

static void
search_changed_cb (LkSidebar *self)
{
  if (self->filtered != NULL)
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered),
                        GTK_FILTER_CHANGE_DIFFERENT);
}

static void
row_activated_cb (LkSidebar *self, GtkListBoxRow *row)
{
  g_set_object (&self->selected, lk_camera_row_get_session (LK_CAMERA_ROW (row)));
  g_signal_emit (self, chosen_signal, 0, self->selected);
}

static void
lk_sidebar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FOLDED)
    adw_header_bar_set_show_end_title_buttons (LK_SIDEBAR (object)->header,
                                               g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
lk_sidebar_dispose (GObject *object)
{
  LkSidebar *self = LK_SIDEBAR (object);

  if (self->list_box != NULL)
    gtk_list_box_bind_model (self->list_box, NULL, NULL, NULL, NULL);
  g_clear_object (&self->filtered);
  g_clear_object (&self->selected);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_SIDEBAR);
  G_OBJECT_CLASS (lk_sidebar_parent_class)->dispose (object);
}

static void
lk_sidebar_class_init (LkSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_sidebar_dispose;
  G_OBJECT_CLASS (klass)->set_property = lk_sidebar_set_property;

  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  chosen_signal = g_signal_new ("chosen", LK_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, LK_TYPE_CAMERA_SESSION);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, LkSidebar, header);
  gtk_widget_class_bind_template_child (widget_class, LkSidebar, search_bar);
  gtk_widget_class_bind_template_child (widget_class, LkSidebar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LkSidebar, search_button);
  gtk_widget_class_bind_template_child (widget_class, LkSidebar, list_box);
  gtk_widget_class_bind_template_child (widget_class, LkSidebar, stack);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
lk_sidebar_init (LkSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
}

void
lk_sidebar_set_list (LkSidebar *self, LkCameraList *list)
{
  GtkFilter *filter;

  g_return_if_fail (LK_IS_SIDEBAR (self) && LK_IS_CAMERA_LIST (list) && self->filtered == NULL);

  filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  self->filtered =
    gtk_filter_list_model_new (g_object_ref (lk_camera_list_get_model (list)), filter);
  gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (self->filtered), create_row, NULL, NULL);
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

void
lk_sidebar_select (LkSidebar *self, LkCameraSession *session)
{
  g_return_if_fail (LK_IS_SIDEBAR (self));

  g_set_object (&self->selected, session);
  update_selection (self);
}

void
lk_sidebar_start_search (LkSidebar *self)
{
  g_return_if_fail (LK_IS_SIDEBAR (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
