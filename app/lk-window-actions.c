/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-window-private.h"

#include "baseline/lk-alert.h"
#include "camera/lk-camera-dialog.h"
#include "lk-doors.h"

#include <glib/gi18n.h>

static LkCameraSession *
get_session (GtkWidget *widget)
{
  return lk_window_get_session (LK_WINDOW (widget));
}

static void
added_cb (LkWindow *self, LkCameraSession *session)
{
  lk_window_show_camera (self, session);
}

static void
present_dialog (GtkWidget *widget, LkCameraSession *session)
{
  LkCameraDialog *dialog =
    lk_camera_dialog_new (GTK_WINDOW (widget), lk_window_get_cameras (LK_WINDOW (widget)), session);

  g_signal_connect_object (dialog, "added", G_CALLBACK (added_cb), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_camera_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  present_dialog (widget, NULL);
}

static void
edit_camera_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  present_dialog (widget, get_session (widget));
}

typedef struct
{
  LkCameraList *cameras;
  LkCameraSession *session;
} Removal;

static void
remove_answer_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Removal *removal = data;
  g_autoptr (LkCameraList) cameras = removal->cameras;
  g_autoptr (LkCameraSession) session = removal->session;

  if (!lk_alert_finish (result, NULL))
    return;
  lk_camera_list_remember_password (cameras, session, FALSE);
  lk_camera_list_remove (cameras, session);
}

static void
remove_camera_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkCameraSession *session = get_session (widget);
  g_autofree char *camera = lk_camera_session_dup_name (session);
  /* Translators: %s is the name of a camera */
  g_autofree char *heading = g_strdup_printf (_ ("Remove “%s”?"), camera);
  Removal *removal = g_new0 (Removal, 1);

  removal->cameras = g_object_ref (lk_window_get_cameras (LK_WINDOW (widget)));
  removal->session = g_object_ref (session);
  lk_alert_async (GTK_WINDOW (widget),
                  &(LkAlert){
                    .heading = heading,
                    .body = _ ("Latchkey forgets its address, password and key. The camera itself is not changed."),
                    .verb = _ ("_Remove"),
                    .appearance = ADW_RESPONSE_DESTRUCTIVE,
                  },
                  NULL, remove_answer_cb, removal);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_window_start_search (LK_WINDOW (widget));
}

static void
reload_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (!lk_camera_session_is_busy (get_session (widget)))
    lk_camera_session_reload (get_session (widget));
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_window_go_back (LK_WINDOW (widget));
}

static void
set_up_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_door_open_setup (GTK_WINDOW (widget), get_session (widget));
}

static void
enable_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_door_open_checklist (GTK_WINDOW (widget), get_session (widget));
}

static void
view_certificate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GBytes) der = g_variant_get_data_as_bytes (parameter);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkCertificate) certificate = lk_certificate_new_from_der (der, &error);

  if (certificate != NULL)
    lk_door_open_certificate (GTK_WINDOW (widget), get_session (widget), certificate);
  else
    lk_error_present (GTK_WINDOW (widget), error);
}

static void
paste_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_door_open_clipboard (GTK_WINDOW (widget));
}

static void
show_log_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_door_open_log (GTK_WINDOW (widget), get_session (widget));
}

static const struct
{
  const char *name;
  const char *parameter_type;
  GtkWidgetActionActivateFunc activate;
  gboolean needs_camera;
} actions[] = {
  { "win.add-camera", NULL, add_camera_action, FALSE },
  { "win.edit-camera", NULL, edit_camera_action, TRUE },
  { "win.remove-camera", NULL, remove_camera_action, TRUE },
  { "win.search", NULL, search_action, TRUE },
  { "win.reload", NULL, reload_action, TRUE },
  { "win.back", NULL, back_action, TRUE },
  { "win.set-up", NULL, set_up_action, TRUE },
  { "win.enable", NULL, enable_action, TRUE },
  { "win.view-certificate", "ay", view_certificate_action, FALSE },
  { "win.paste", NULL, paste_action, FALSE },
  { "win.show-log", NULL, show_log_action, TRUE },
};

void
lk_window_install_actions (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type,
                                     actions[i].activate);

  /* Of the class, not of the application: an entry that has the focus is asked first. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "win.paste", NULL);
}

void
lk_window_update_actions (LkWindow *self)
{
  gboolean camera = get_session (GTK_WIDGET (self)) != NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name,
                                   camera || !actions[i].needs_camera);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.add-camera", lk_window_get_cameras (self) != NULL);
}
