/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-doors.h"

#include "base/lk-error.h"
#include "base/lk-job.h"
#include "baseline/lk-alert.h"
#include "camera/lk-confirm.h"
#include "certificate/lk-bundle.h"
#include "setup/lk-setup-window.h"

#include <glib/gi18n.h>

void
lk_door_open_certificate (GtkWindow *parent, LkCertificate *certificate)
{
  g_autoptr (LkTabCertificate) shown = lk_tab_certificate_new_whole (certificate);

  lk_alert_async (parent,
                  &(LkAlert){ .heading = lk_certificate_get_title (certificate), .extra = lk_confirm_show_certificate (shown) },
                  NULL, NULL, NULL);
}

static gpointer
read_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  return lk_bundle_new_from_file (data, NULL, cancellable, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWindow) parent = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkBundle) bundle = lk_job_finish (result, &error);
  g_autoptr (GPtrArray) certificates = NULL;

  if (bundle == NULL)
    {
      lk_error_present (parent, error);
      return;
    }
  certificates = lk_bundle_list_certificates (bundle);
  if (certificates->len > 0)
    lk_door_open_certificate (parent, certificates->pdata[0]);
  else
    {
      error = g_error_new (LK_ERROR, LK_ERROR_BAD_DATA, "“%s” holds no certificate", lk_bundle_get_name (bundle));
      lk_error_present (parent, error);
    }
}

void
lk_door_open_files (GtkWindow *parent, GFile **files, int n_files)
{
  for (int i = 0; i < n_files; i++)
    {
      LkJobSpec spec = {
        .name = "open-file",
        .run = read_thread,
        .input = g_object_ref (files[i]),
        .free_input = g_object_unref,
        .free_value = g_object_unref,
      };

      lk_job_start (&spec, NULL, read_cb, g_object_ref (parent));
    }
}

void
lk_door_open_setup (GtkWindow *parent, LkCameraSession *session)
{
  lk_setup_window_present (parent, session);
}

void
lk_door_open_checklist (GtkWindow *parent, LkCameraSession *session)
{
  lk_setup_window_present_checklist (parent, session);
}

void
lk_door_open_log (GtkWindow *parent, LkCameraSession *session)
{
  g_autofree char *text = lk_log_to_text (lk_camera_session_get_log (session));
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 6);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Connection log"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_widget_add_css_class (scroller, "card");

  lk_alert_async (parent,
                  &(LkAlert){
                    .heading = _ ("Connection Log"),
                    .body = _ ("What was said to the camera since Latchkey started. Passwords and keys are struck out."),
                    .extra = scroller,
                  },
                  NULL, NULL, NULL);
}
