/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-window-private.h"

#include "base/lk-error.h"
#include "baseline/lk-alert.h"
#include "baseline/lk-banner.h"
#include "camera/lk-camera-view.h"

#include <glib/gi18n.h>

struct _LkWindow
{
  AdwApplicationWindow parent_instance;

  LkCameraList *cameras;
  GSettings *settings; /* (nullable): not installed */
  char *notice_action;

  GtkStack *stack;
  GtkWidget *loading;
  GtkLabel *loading_label;
  LkCameraView *view; /* (nullable) before there are cameras */
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
    g_settings_set_string (self->settings, "last-camera",
                           lk_camera_record_get_id (lk_camera_session_get_record (session)));
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
  g_autofree char *last =
    self->settings != NULL ? g_settings_get_string (self->settings, "last-camera") : NULL;
  LkCameraSession *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkCameraSession) session = g_list_model_get_item (model, i);

      if (found == NULL ||
          g_strcmp0 (lk_camera_record_get_id (lk_camera_session_get_record (session)), last) == 0)
        found = session; /* the list keeps it */
    }
  return found;
}

/* The pages are made when they are first needed: the window comes up before them. */
static void
ensure_view (LkWindow *self)
{
  if (self->view != NULL)
    return;
  self->view = lk_camera_view_new (self->cameras);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->view), "cameras");
  g_signal_connect_object (self->view, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
}

static void
show_welcome (LkWindow *self)
{
  if (gtk_stack_get_child_by_name (self->stack, "welcome") == NULL)
    {
      g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/io/github/latchkey/Latchkey/lk-welcome.ui");

      gtk_stack_add_named (self->stack, GTK_WIDGET (gtk_builder_get_object (builder, "welcome")), "welcome");
    }
  gtk_stack_set_visible_child_name (self->stack, "welcome");
}

/* Something is always shown while there are cameras: the last one of the time before, or the
 * first. */
static void
cameras_changed_cb (LkWindow *self)
{
  GListModel *model = lk_camera_list_get_model (self->cameras);
  LkCameraSession *shown = self->view != NULL ? lk_camera_view_get_session (self->view) : NULL;
  guint position;

  if (!lk_camera_list_is_ready (self->cameras))
    return;
  if (shown != NULL && g_list_store_find (G_LIST_STORE (model), shown, &position))
    return;

  shown = find_first_camera (self);
  if (shown != NULL)
    {
      ensure_view (self);
      gtk_stack_set_visible_child_name (self->stack, "cameras");
    }
  else
    {
      show_welcome (self);
    }
  if (self->view != NULL)
    {
      lk_camera_view_set_session (self->view, shown);
      if (shown == NULL || lk_camera_view_is_folded (self->view))
        lk_camera_view_show_sidebar (self->view);
    }
  lk_camera_list_read_all (self->cameras);
  lk_window_update_actions (self);
}

static void
failed_cb (LkWindow *self, const GError *error)
{
  lk_error_present (GTK_WINDOW (self), error);
}

static void
not_remembered_cb (LkWindow *self, const GError *error)
{
  gboolean locked = g_error_matches (error, LK_ERROR, LK_ERROR_STORE_LOCKED);

  lk_alert_async (GTK_WINDOW (self),
                  &(LkAlert){
                    .heading = _ ("The Password Is Not Remembered"),
                    .body = locked ? _ ("The keyring is locked. Unlock it, then edit the camera and switch “Remember password” on again.")
                                   : _ ("No keyring answers on this computer. The camera can be used as always; its password is asked for when Latchkey starts again."),
                  },
                  NULL, NULL, NULL);
}

static gboolean
drop_cb (LkWindow *self, const GValue *value)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  g_autoptr (GPtrArray) files = g_ptr_array_new ();

  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    g_ptr_array_add (files, l->data);
  if (files->len == 0 || application == NULL)
    return FALSE;
  g_application_open (application, (GFile **)files->pdata, (int)files->len, "");
  return TRUE;
}

static void
load_size (LkWindow *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
    source != NULL ? g_settings_schema_source_lookup (source, APP_ID, TRUE) : NULL;

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

  if (lk_window_asks_before (self, "window.close"))
    return TRUE;
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
  self->view = NULL;
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
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/lk-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LkWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, loading);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, loading_label);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, notice);
  gtk_widget_class_bind_template_callback (widget_class, notice_cb);
  lk_window_install_actions (widget_class);
}

static void
lk_window_init (LkWindow *self)
{
  GtkDropTarget *target;

  gtk_widget_init_template (GTK_WIDGET (self));
  load_size (self);

  target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
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
  g_signal_connect_object (cameras, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cameras, "not-remembered", G_CALLBACK (not_remembered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cameras, "notify::ready", G_CALLBACK (cameras_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lk_camera_list_get_model (cameras), "items-changed",
                           G_CALLBACK (cameras_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  cameras_changed_cb (self);
  lk_window_update_actions (self);
}

void
lk_window_show_camera (LkWindow *self, LkCameraSession *session)
{
  g_return_if_fail (LK_IS_WINDOW (self) && LK_IS_CAMERA_SESSION (session));

  ensure_view (self);
  gtk_stack_set_visible_child_name (self->stack, "cameras");
  lk_camera_view_set_session (self->view, session);
  lk_camera_view_show_page (self->view);
  remember_camera (self, session);
  lk_window_update_actions (self);
}

gboolean
lk_window_shows (LkWindow *self, LkCameraSession *session)
{
  g_return_val_if_fail (LK_IS_WINDOW (self), FALSE);

  return lk_camera_page_get_session (lk_camera_view_get_page (self->view)) == session;
}

void
lk_window_show_server_pane (LkWindow *self, LkCameraSession *session)
{
  g_return_if_fail (LK_IS_WINDOW (self) && LK_IS_CAMERA_SESSION (session));

  lk_window_show_camera (self, session);
  gtk_widget_activate_action (GTK_WIDGET (lk_camera_view_get_page (self->view)),
                              "camera.go-to-server", NULL);
}

void
lk_window_set_loading (LkWindow *self, const char *text)
{
  g_return_if_fail (LK_IS_WINDOW (self));

  gtk_label_set_text (self->loading_label, text);
  gtk_widget_set_visible (self->loading, TRUE);
}

void
lk_window_set_notice (LkWindow *self,
                      const char *text,
                      const char *detail,
                      const char *button_label,
                      const char *action)
{
  g_return_if_fail (LK_IS_WINDOW (self));

  g_free (self->notice_action);
  self->notice_action = g_strdup (action);
  lk_banner_set_title (self->notice, text);
  lk_banner_set_detail (self->notice, detail);
  lk_banner_set_button_label (self->notice, button_label);
  lk_banner_set_revealed (self->notice, text != NULL);
}

LkCameraList *
lk_window_get_cameras (LkWindow *self)
{
  return self->cameras;
}

LkCameraSession *
lk_window_get_session (LkWindow *self)
{
  return self->view != NULL ? lk_camera_view_get_session (self->view) : NULL;
}

void
lk_window_start_search (LkWindow *self)
{
  lk_camera_view_start_search (self->view);
}

void
lk_window_go_back (LkWindow *self)
{
  lk_camera_view_show_sidebar (self->view);
}
