/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-personal.h"

#include "baseline/lk-alert.h"
#include "personal/lk-personal-chooser.h"
#include "personal/lk-personal-opening.h"

#include <glib/gi18n.h>

typedef struct
{
  GtkWindow *parent;
  LkCameraSession *session;
  char *selector;
} Opening;

static void
opening_free (Opening *self)
{
  g_clear_object (&self->parent);
  g_clear_object (&self->session);
  g_free (self->selector);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

/* @selector: (nullable) nothing to be remembered. */
static void
read_with (LkCameraSession *session, LkIdentity *identity, const char *selector)
{
  if (selector != NULL)
    lk_camera_session_remember_personal (session, selector);
  lk_camera_session_set_identity (session, identity);
  lk_camera_session_reload (session);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkIdentity) identity = lk_personal_open_finish (result, NULL, &error);

  if (identity != NULL)
    read_with (opening->session, identity, opening->selector);
  else
    lk_error_present (opening->parent, error);
}

void
lk_camera_personal_open (GtkWindow *parent, LkCameraSession *session, const char *selector)
{
  Opening *opening;

  g_return_if_fail (LK_IS_CAMERA_SESSION (session) && selector != NULL);

  opening = g_new0 (Opening, 1);
  g_set_object (&opening->parent, parent);
  opening->session = g_object_ref (session);
  opening->selector = g_strdup (selector);
  lk_personal_open_async (parent, selector, NULL, opened_cb, opening);
}

static void
chosen_cb (LkPersonalChooser *chooser,
           LkIdentity *identity,
           LkPersonal *personal,
           LkCameraSession *session)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (chooser)));

  read_with (session, identity,
             personal != NULL ? lk_personal_get_fields (personal)->selector : NULL);
  gtk_window_close (window);
}

static GtkWidget *
create_content (LkPersonalChooser *chooser)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  g_object_set (chooser, "margin-top", 24, "margin-bottom", 24, "margin-start", 12, "margin-end", 12,
                NULL);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (chooser));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scroller);
  return box;
}

static gboolean
close_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

void
lk_camera_personal_choose (GtkWindow *parent, LkCameraSession *session)
{
  LkPersonalChooser *chooser;
  GtkEventController *shortcuts;
  GtkWidget *window;

  g_return_if_fail (LK_IS_CAMERA_SESSION (session));

  chooser = lk_personal_chooser_new ();
  window = g_object_new (ADW_TYPE_WINDOW, "transient-for", parent, "modal", TRUE,
                         "title", _ ("Choose Your Personal Certificate"), "default-width", 560,
                         "default-height", 420, "content", create_content (chooser), NULL);
  shortcuts = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (shortcuts),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                      gtk_callback_action_new (close_cb, NULL, NULL)));
  gtk_widget_add_controller (window, shortcuts);
  g_signal_connect_object (chooser, "chosen", G_CALLBACK (chosen_cb), session, 0);
  gtk_window_present (GTK_WINDOW (window));
}
