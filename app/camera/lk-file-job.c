/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-file-job.h"

#include "certificate/lk-bundle.h"

static void
file_job_free (gpointer data)
{
  LkFileJob *self = data;

  g_object_unref (self->file);
  g_clear_pointer (&self->password, lk_secret_unref);
  g_free (self);
}

void
lk_file_job_start (GFile *file,
                   LkSecret *password,
                   LkJobFunc open,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  LkFileJob *self = g_new0 (LkFileJob, 1);
  LkJobSpec spec = {
    .name = "open-file",
    .run = open,
    .input = self,
    .free_input = file_job_free,
    .free_value = g_object_unref,
  };

  self->file = g_object_ref (file);
  self->password = password != NULL ? lk_secret_ref (password) : NULL;
  lk_job_start (&spec, cancellable, callback, user_data);
}

gpointer
lk_file_job_read_bundle (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  const LkFileJob *self = input;

  return lk_bundle_new_from_file (self->file, self->password, cancellable, error);
}
