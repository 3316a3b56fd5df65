/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "base/lk-job.h"

typedef struct
{
  GMainLoop *loop;
  char *value;
  GError *error;
  guint reports;
  double last_fraction;
  guint freed;
} Fixture;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  fixture->value = lk_job_finish (result, &fixture->error);
  g_main_loop_quit (fixture->loop);
}

static void
progress_cb (double fraction, const char *text, gpointer data)
{
  Fixture *fixture = data;

  g_assert_null (fixture->value);
  g_assert_cmpfloat (fraction, >=, fixture->last_fraction);
  fixture->last_fraction = fraction;
  fixture->reports++;
}

static gpointer
greet (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  for (guint i = 1; i <= 1000; i++)
    lk_job_report (job, i / 1000.0, "counting");
  return g_strdup_printf ("hello %s", (const char *)input);
}

static gpointer
fail (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  g_set_error (error, LK_ERROR, LK_ERROR_TIMEOUT, "too late");
  return NULL;
}

static gpointer
forget (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  return NULL;
}

static gpointer
wait_for_cancel (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  while (!g_cancellable_is_cancelled (cancellable))
    g_usleep (1000);
  g_cancellable_set_error_if_cancelled (cancellable, error);
  return NULL;
}

static void
free_input (gpointer input)
{
  Fixture *fixture = input;

  g_atomic_int_inc (&fixture->freed);
}

static void
run (Fixture *fixture, LkJobSpec spec, GCancellable *cancellable)
{
  fixture->loop = g_main_loop_new (NULL, FALSE);
  lk_job_start (&spec, cancellable, done_cb, fixture);
  g_main_loop_run (fixture->loop);
  g_main_loop_unref (fixture->loop);
}

static void
test_value (void)
{
  Fixture fixture = { 0 };

  run (&fixture,
       (LkJobSpec){ .name = "greet",
                    .run = greet,
                    .input = (gpointer) "you",
                    .free_value = g_free,
                    .progress = progress_cb },
       NULL);
  g_assert_no_error (fixture.error);
  g_assert_cmpstr (fixture.value, ==, "hello you");
  g_assert_cmpuint (fixture.reports, <=, 1000);
  g_free (fixture.value);
}

static void
test_error (void)
{
  Fixture fixture = { 0 };

  run (&fixture, (LkJobSpec){ .name = "fail", .run = fail }, NULL);
  g_assert_error (fixture.error, LK_ERROR, LK_ERROR_TIMEOUT);
  g_assert_null (fixture.value);
  g_error_free (fixture.error);
}

static void
test_neither (void)
{
  Fixture fixture = { 0 };

  run (&fixture, (LkJobSpec){ .name = "forget", .run = forget }, NULL);
  g_assert_error (fixture.error, LK_ERROR, LK_ERROR_INTERNAL);
  g_error_free (fixture.error);
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Fixture fixture = { 0 };

  g_idle_add (cancel_cb, cancellable);
  run (&fixture,
       (LkJobSpec){
         .name = "wait", .run = wait_for_cancel, .input = &fixture, .free_input = free_input },
       cancellable);
  g_assert_error (fixture.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_error_free (fixture.error);
  while (g_atomic_int_get (&fixture.freed) == 0)
    g_usleep (1000);
  g_assert_cmpuint (fixture.freed, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/job/gives-the-value-back", test_value);
  g_test_add_func ("/base/job/gives-the-error-back", test_error);
  g_test_add_func ("/base/job/reports-a-forgotten-result", test_neither);
  g_test_add_func ("/base/job/cancels-and-frees-its-input-once", test_cancel);
  return g_test_run ();
}
