/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-window-private.h"

#include "baseline/lk-alert.h"

#include <glib/gi18n.h>

/* The names of the cameras whose changes wait for OK; NULL: none do. */
static char *
describe_pending (LkCameraList *cameras)
{
  GListModel *model = lk_camera_list_get_model (cameras);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkCameraSession) session = g_list_model_get_item (model, i);
      g_autofree char *name = lk_camera_session_dup_name (session);

      if (!lk_camera_session_is_pending (session))
        continue;
      if (names->len > 0)
        /* Translators: between the names of two cameras */
        g_string_append (names, _ (", "));
      /* Translators: %s is the name of a camera */
      g_string_append_printf (names, _ ("“%s”"), name);
    }
  return names->len > 0 ? g_string_free (g_steal_pointer (&names), FALSE) : NULL;
}

static void
forget_pending (LkCameraList *cameras)
{
  GListModel *model = lk_camera_list_get_model (cameras);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkCameraSession) session = g_list_model_get_item (model, i);

      lk_camera_session_reset_change (session);
    }
}

typedef struct
{
  LkWindow *window;
  char *action;
} Leaving;

static void
leaving_free (Leaving *leaving)
{
  g_object_unref (leaving->window);
  g_free (leaving->action);
  g_free (leaving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Leaving, leaving_free)

static void
leave_cb (gpointer data)
{
  g_autoptr (Leaving) leaving = data;

  forget_pending (lk_window_get_cameras (leaving->window));
  gtk_widget_activate_action (GTK_WIDGET (leaving->window), leaving->action, NULL);
}

/* The question is a window too, and has to be gone before all of them go. */
static void
answer_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Leaving) leaving = data;

  if (lk_alert_finish (result, NULL))
    g_idle_add_once (leave_cb, g_steal_pointer (&leaving));
}

gboolean
lk_window_asks_before (LkWindow *self, const char *action)
{
  LkCameraList *cameras = lk_window_get_cameras (self);
  g_autofree char *names = cameras != NULL ? describe_pending (cameras) : NULL;
  g_autofree char *body = NULL;
  Leaving *leaving;

  if (names == NULL)
    return FALSE;
  /* Translators: %s is one camera or several: “Gate”, “Roof” */
  body = g_strdup_printf (_ ("What was changed for %s waits for OK. The camera does not have it yet, and Latchkey forgets it."), names);
  leaving = g_new0 (Leaving, 1);
  leaving->window = g_object_ref (self);
  leaving->action = g_strdup (action);
  lk_alert_async (GTK_WINDOW (self),
                  &(LkAlert){
                    .heading = _ ("Close Without Applying?"),
                    .body = body,
                    .verb = _ ("_Close Anyway"),
                    .appearance = ADW_RESPONSE_DESTRUCTIVE,
                  },
                  NULL, answer_cb, leaving);
  return TRUE;
}
