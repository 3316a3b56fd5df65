/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-personal.h"

#include "base/lk-error.h"
#include "base/lk-job.h"
#include "baseline/lk-alert.h"
#include "personal/lk-personal-stores.h"
#include "personal/lk-pin-dialog.h"

typedef struct
{
  GtkWindow *parent;
  LkCameraSession *session;
  LkPinAsker *asker;
  char *selector;
} Opening;

/* On the main thread, after the worker has ended. */
static void
opening_free (Opening *self)
{
  g_clear_object (&self->parent);
  g_clear_object (&self->session);
  lk_pin_asker_free (self->asker);
  g_free (self->selector);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static gpointer
open_thread (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  const Opening *opening = input;

  return lk_personal_open (opening->selector, lk_pin_asker_get_prompt (opening->asker), cancellable,
                           error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkIdentity) identity = lk_job_finish (result, &error);

  if (identity != NULL)
    {
      lk_camera_session_remember_personal (opening->session, opening->selector);
      lk_camera_session_set_identity (opening->session, identity);
      lk_camera_session_reload (opening->session);
    }
  else if (!g_error_matches (error, LK_ERROR, LK_ERROR_STORE_LOCKED) &&
           !g_error_matches (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED))
    {
      lk_error_present (opening->parent, error);
    }
}

void
lk_camera_personal_open (GtkWindow *parent, LkCameraSession *session, const char *selector)
{
  Opening *opening;
  LkJobSpec spec;

  g_return_if_fail (LK_IS_CAMERA_SESSION (session) && selector != NULL);

  opening = g_new0 (Opening, 1);
  g_set_object (&opening->parent, parent);
  opening->session = g_object_ref (session);
  opening->asker = lk_pin_asker_new (parent);
  opening->selector = g_strdup (selector);
  spec = (LkJobSpec){
    .name = "open-personal", .run = open_thread, .input = opening, .free_value = g_object_unref
  };
  lk_job_start (&spec, NULL, opened_cb, opening);
}
