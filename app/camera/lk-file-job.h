/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening a file that may be locked with a password, on a thread of its own: what the pop-ups that
 * import something have in common. They start it without a password and again with each one that is
 * typed, until the error is no longer LK_ERROR_PASSWORD_NEEDED or LK_ERROR_PASSWORD_WRONG. Main
 * thread only. */

#pragma once

#include "base/lk-job.h"
#include "base/lk-secret.h"

G_BEGIN_DECLS

typedef struct
{
  GFile *file;
  LkSecret *password; /* (nullable) */
} LkFileJob;

/* @open: gets an LkFileJob as its input and gives a GObject back, for lk_job_finish(). */
void lk_file_job_start (GFile *file,
                        LkSecret *password,
                        LkJobFunc open,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);

/* LkJobFunc to open with: the LkBundle of all that the file holds. */
gpointer
lk_file_job_read_bundle (LkJob *job, gpointer input, GCancellable *cancellable, GError **error);

G_END_DECLS
