/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-doors.h"

#include "baseline/lk-alert.h"
#include "certificate/lk-inspector.h"
#include "lk-window.h"
#include "personal/lk-personal-window.h"
#include "setup/lk-setup-window.h"

#include <glib/gi18n.h>

void
lk_door_open_certificate (GtkWindow *parent, LkCameraSession *session, LkCertificate *certificate)
{
  LkInspectionContext context = { 0 };
  LkCameraFacts *facts = session != NULL ? lk_camera_session_get_facts (session) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) clock = NULL;
  g_autofree char *camera = session != NULL ? lk_camera_session_dup_name (session) : NULL;

  context.camera = camera;
  if (session != NULL)
    context.tab = lk_camera_session_get_tab (session);
  if (facts != NULL && lk_camera_facts_get_fields (facts)->clock != NULL)
    clock =
      g_date_time_add_seconds (now, (double)lk_camera_facts_get_fields (facts)->clock_offset_s);
  context.clock = clock;
  lk_inspector_present_certificate (parent, certificate, &context);
}

void
lk_door_open_files (GtkApplication *application, GtkWindow *parent, GFile **files, int n_files)
{
  lk_inspector_present_files (application, parent, files, (guint)n_files);
}

void
lk_door_open_personal (GtkWindow *parent)
{
  lk_personal_window_present (parent);
}

void
lk_door_open_clipboard (GtkWindow *parent)
{
  lk_inspector_present_clipboard (gtk_window_get_application (parent), parent);
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
lk_door_open_server_pane (GtkWindow *window, LkCameraSession *session)
{
  if (!LK_IS_WINDOW (window))
    return;
  lk_window_show_server_pane (LK_WINDOW (window), session);
  gtk_window_present (window);
}

gboolean
lk_door_is_shown (GtkWindow *window, LkCameraSession *session)
{
  return LK_IS_WINDOW (window) && lk_window_shows (LK_WINDOW (window), session);
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
