/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs one blocking function on a thread of its own and gives its value back on the main loop
 * (the caller's thread-default context). Everything in src/ blocks; this is the only door
 * through which app/ calls it. What goes in and what comes out is immutable, or is owned by
 * one side at a time. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _LkJob LkJob;

/**
 * LkJobFunc:
 * @job: for lk_job_report()
 * @input: the spec's input, borrowed
 * @cancellable: never NULL; to be handed to everything that blocks
 *
 * Runs on the worker. Returns the value, or NULL with @error set. A function without a value
 * of its own returns a non-NULL pointer such as @input's own field, with no
 * free_value. */
typedef gpointer (*LkJobFunc) (LkJob *job,
                               gpointer input,
                               GCancellable *cancellable,
                               GError **error);

/* Called on the main loop, in order; @fraction is 0..1, or negative when it is not known. */
typedef void (*LkJobProgressFunc) (double fraction, const char *text, gpointer user_data);

typedef struct
{
  const char *name; /* static string, for debugging */
  LkJobFunc run;
  gpointer input; /* owned by the job when free_input is set */
  GDestroyNotify free_input;
  GDestroyNotify free_value; /* for a value that nobody takes */
  /* optional; gets the callback's user_data, never after the callback */
  LkJobProgressFunc progress;
} LkJobSpec;

/* Starts the job. @callback is called once, on the caller's context, also when cancelled. */
void lk_job_start (const LkJobSpec *spec,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data);

/* (transfer full) (nullable): the function's value, or NULL with the error of the function,
 * G_IO_ERROR_CANCELLED when it was cancelled. */
gpointer lk_job_finish (GAsyncResult *result, GError **error);

/* From the worker: tells the main loop how far it is. Cheap; reports that come faster than
 * the main loop shows them are folded into the last one. */
void lk_job_report (LkJob *self, double fraction, const char *text);

G_END_DECLS
