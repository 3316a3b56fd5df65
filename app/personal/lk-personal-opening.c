/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-personal-opening.h"

#include "base/lk-job.h"
#include "personal/lk-personal-stores.h"
#include "personal/lk-pin-dialog.h"

typedef struct
{
  char *selector;
  LkPinAsker *asker;
} Opening;

/* On the main thread, after the worker has ended. */
static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->selector);
  lk_pin_asker_free (opening->asker);
  g_free (opening);
}

static LkPersonal *
describe_file (const char *selector, LkIdentity *identity)
{
  g_autofree char *name = g_filename_display_basename (selector);

  return lk_personal_new (&(LkPersonalFields){
    .selector = selector,
    .store_id = selector,
    .store_title = name,
    .label = lk_certificate_get_title (lk_identity_get_certificate (identity)),
    .certificate = lk_identity_get_certificate (identity),
    .has_key = LK_ANSWER_YES,
  });
}

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
  g_autoptr (GTask) task = data;
  const Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  LkIdentity *identity = lk_job_finish (result, &error);

  if (identity != NULL)
    g_task_return_pointer (task, identity, g_object_unref);
  else if (lk_pin_asker_is_given_up (opening->asker))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The prompt was closed");
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
lk_personal_open_async (GtkWindow *parent,
                        const char *selector,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);
  const LkJobSpec spec = { .name = "open-personal",
                           .run = open_thread,
                           .input = opening,
                           .free_value = g_object_unref };

  g_task_set_source_tag (task, lk_personal_open_async);
  g_task_set_task_data (task, opening, opening_free);
  opening->selector = g_strdup (selector);
  opening->asker = lk_pin_asker_new (parent);
  lk_job_start (&spec, cancellable, opened_cb, task);
}

LkIdentity *
lk_personal_open_finish (GAsyncResult *result, LkPersonal **personal, GError **error)
{
  LkIdentity *identity;
  const Opening *opening;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  opening = g_task_get_task_data (G_TASK (result));
  identity = g_task_propagate_pointer (G_TASK (result), error);
  if (identity != NULL && personal != NULL && g_str_has_prefix (opening->selector, "file:"))
    *personal = describe_file (opening->selector, identity);
  return identity;
}
