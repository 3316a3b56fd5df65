/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-window-private.h"

#include "baseline/lk-alert.h"
#include "baseline/lk-banner.h"
#include "camera/lk-sidebar.h"

#include <glib/gi18n.h>

struct _LkWindow
{
  AdwApplicationWindow parent_instance;

  LkCameraList *cameras;
  GSettings *settings; /* (nullable): not installed */
  char *notice_action;

  GtkStack *stack;
  AdwLeaflet *leaflet;
  LkSidebar *sidebar;
  LkCameraPage *page;
  LkBanner *notice;
};

G_DEFINE_FINAL_TYPE (LkWindow, lk_window, ADW_TYPE_APPLICATION_WINDOW)

static void
notice_cb (LkWindow *self)
{
  if (self->notice_action != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), self->notice_action, NULL);
}

static void
remember_camera (LkWindow *self, LkCameraSession *session)
{
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "last-camera", lk_camera_record_get_id (lk_camera_session_get_record (session)));
}

static void
chosen_cb (LkWindow *self, LkCameraSession *session)
{
  lk_window_show_camera (self, session);
}

static LkCameraSession *
find_first_camera (LkWindow *self)
{
  GListModel *model = lk_camera_list_get_model (self->cameras);
  g_autofree char *last = self->settings != NULL ? g_settings_get_string (self->settings, "last-camera") : NULL;
  LkCameraSession *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkCameraSession) session = g_list_model_get_item (model, i);

      if (found == NULL || g_strcmp0 (lk_camera_record_get_id (lk_camera_session_get_record (session)), last) == 0)
        found = session; /* the list keeps it */
    }
  return found;
}

/* Something is always shown while there are cameras: the last one of the time before, or the first. */
static void
cameras_changed_cb (LkWindow *self)
{
  GListModel *model = lk_camera_list_get_model (self->cameras);
  LkCameraSession *shown = lk_camera_page_get_session (self->page);
  guint position;

  if (!lk_camera_list_is_ready (self->cameras))
    return;
  if (shown != NULL && g_list_store_find (G_LIST_STORE (model), shown, &position))
    return;

  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (model) == 0 ? "empty" : "cameras");
  shown = find_first_camera (self);
  lk_camera_page_set_session (self->page, shown);
  lk_sidebar_select (self->sidebar, shown);
  lk_camera_list_read_all (self->cameras);
  if (shown == NULL || adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  lk_window_update_actions (self);
}

static void
failed_cb (LkWindow *self, const GError *error)
{
  lk_error_present (GTK_WINDOW (self), error);
}

static gboolean
drop_cb (LkWindow *self, const GValue *value)
{
  GFile *file = g_value_get_object (value);
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));

  if (file == NULL || application == NULL)
    return FALSE;
  g_application_open (application, &file, 1, "");
  return TRUE;
}

static void
load_size (LkWindow *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = source != NULL ? g_settings_schema_source_lookup (source, APP_ID, TRUE) : NULL;

  if (schema == NULL)
    return;
  self->settings = g_settings_new (APP_ID);
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static gboolean
lk_window_close_request (GtkWindow *window)
{
  LkWindow *self = LK_WINDOW (window);
  int width;
  int height;

  if (self->settings != NULL)
    {
      gtk_window_get_default_size (window, &width, &height);
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
      g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
    }
  return GTK_WINDOW_CLASS (lk_window_parent_class)->close_request (window);
}

static void
lk_window_dispose (GObject *object)
{
  LkWindow *self = LK_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_WINDOW);
  g_clear_object (&self->cameras);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->notice_action, g_free);
  G_OBJECT_CLASS (lk_window_parent_class)->dispose (object);
}

static void
lk_window_class_init (LkWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = lk_window_close_request;

  g_type_ensure (LK_TYPE_BANNER);
  g_type_ensure (LK_TYPE_SIDEBAR);
  g_type_ensure (LK_TYPE_CAMERA_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/lk-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LkWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, page);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, notice);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, notice_cb);
  lk_window_install_actions (widget_class);
}

static void
lk_window_init (LkWindow *self)
{
  GtkDropTarget *target;

  gtk_widget_init_template (GTK_WIDGET (self));
  load_size (self);

  target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  lk_window_update_actions (self);
}

LkWindow *
lk_window_new (GtkApplication *application)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);

  return g_object_new (LK_TYPE_WINDOW, "application", application, NULL);
}

void
lk_window_set_cameras (LkWindow *self, LkCameraList *cameras)
{
  g_return_if_fail (LK_IS_WINDOW (self) && LK_IS_CAMERA_LIST (cameras) && self->cameras == NULL);

  self->cameras = g_object_ref (cameras);
  lk_sidebar_set_list (self->sidebar, cameras);
  g_signal_connect_object (cameras, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cameras, "notify::ready", G_CALLBACK (cameras_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lk_camera_list_get_model (cameras), "items-changed", G_CALLBACK (cameras_changed_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  cameras_changed_cb (self);
  lk_window_update_actions (self);
}

void
lk_window_show_camera (LkWindow *self, LkCameraSession *session)
{
  g_return_if_fail (LK_IS_WINDOW (self) && LK_IS_CAMERA_SESSION (session));

  gtk_stack_set_visible_child_name (self->stack, "cameras");
  lk_camera_page_set_session (self->page, session);
  lk_sidebar_select (self->sidebar, session);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->page));
  remember_camera (self, session);
  lk_window_update_actions (self);
}

void
lk_window_set_notice (LkWindow *self, const char *text, const char *button_label, const char *action)
{
  g_return_if_fail (LK_IS_WINDOW (self));

  g_free (self->notice_action);
  self->notice_action = g_strdup (action);
  lk_banner_set_title (self->notice, text);
  lk_banner_set_button_label (self->notice, button_label);
  lk_banner_set_revealed (self->notice, text != NULL);
}

LkCameraList *
lk_window_get_cameras (LkWindow *self)
{
  return self->cameras;
}

LkCameraPage *
lk_window_get_page (LkWindow *self)
{
  return self->page;
}

void
lk_window_start_search (LkWindow *self)
{
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar));
  lk_sidebar_start_search (self->sidebar);
}

void
lk_window_go_back (LkWindow *self)
{
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}
