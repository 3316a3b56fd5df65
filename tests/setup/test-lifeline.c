/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "setup/lk-lifeline.h"

#include "lk-test-camera.h"

#define PATIENCE_US (60 * G_USEC_PER_SEC)

static gboolean
disable (LkCamera *camera, gpointer data, GCancellable *cancellable, GError **error)
{
  LkTabChange change = LK_TAB_CHANGE_KEEP;
  g_autoptr (LkSslTab) tab = NULL;

  change.client_enabled = FALSE;
  tab = lk_camera_apply (camera, &change, cancellable, error);
  return tab != NULL;
}

static void
test_survives_enabling (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (LkLifeline) lifeline = lk_lifeline_open (door->camera, NULL, 50, NULL, NULL);
  LkTabChange change = LK_TAB_CHANGE_KEEP;
  g_autoptr (LkSslTab) tab = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_lifeline_is_alive (lifeline));
  change.client_enabled = TRUE;
  tab = lk_camera_apply (door->camera, &change, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (lk_test_camera_is_reached (door, NULL));
  g_assert_true (lk_lifeline_call (lifeline, disable, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (lk_test_camera_is_enabled (door));
  g_assert_true (lk_test_camera_is_reached (door, NULL));
  g_assert_finalize_object (g_steal_pointer (&lifeline));
}

static void
test_notices_death (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (LkLifeline) lifeline = lk_lifeline_open (door->camera, NULL, 20, NULL, NULL);
  gint64 end = g_get_monotonic_time () + PATIENCE_US;
  g_autoptr (GError) error = NULL;

  lk_sim_camera_close_connections (door->sim);
  while (lk_lifeline_is_alive (lifeline) && g_get_monotonic_time () < end)
    g_usleep (1000);
  g_assert_false (lk_lifeline_is_alive (lifeline));
  g_assert_false (lk_lifeline_call (lifeline, disable, NULL, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_UNREACHABLE);
}

static void
count_cb (gpointer user_data)
{
  g_atomic_int_inc ((int *)user_data);
}

static void
test_tells_death (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (LkLifeline) lifeline = lk_lifeline_open (door->camera, NULL, 20, NULL, NULL);
  gint64 end = g_get_monotonic_time () + PATIENCE_US;
  int n_told = 0;
  int n_told_late = 0;

  lk_lifeline_watch (lifeline, count_cb, &n_told);
  g_assert_cmpint (g_atomic_int_get (&n_told), ==, 0);
  lk_sim_camera_close_connections (door->sim);
  while (g_atomic_int_get (&n_told) == 0 && g_get_monotonic_time () < end)
    g_usleep (1000);
  lk_lifeline_watch (lifeline, NULL, NULL);
  g_assert_cmpint (n_told, ==, 1);
  lk_lifeline_watch (lifeline, count_cb, &n_told_late);
  g_assert_cmpint (n_told_late, ==, 1);
}

/* What it is worth is that it was open before: it never opens a new one by itself. */
static void
test_opens_no_other (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (LkLifeline) lifeline = lk_lifeline_open (door->camera, NULL, 60000, NULL, NULL);
  g_autoptr (GError) error = NULL;

  lk_sim_camera_close_connections (door->sim);
  g_assert_false (lk_lifeline_call (lifeline, disable, NULL, NULL, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_UNREACHABLE);
  g_assert_false (lk_lifeline_is_alive (lifeline));
}

static void
test_needs_kept_connection (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  g_autoptr (LkLifeline) lifeline = NULL;
  g_autoptr (GError) error = NULL;

  lk_sim_camera_add_fault (door->sim, "reset-after@any:*", &error);
  g_assert_no_error (error);
  lifeline = lk_lifeline_open (door->camera, NULL, 50, NULL, &error);
  g_assert_null (lifeline);
  g_assert_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup/lifeline/survives-enabling", test_survives_enabling);
  g_test_add_func ("/setup/lifeline/notices-death", test_notices_death);
  g_test_add_func ("/setup/lifeline/tells-death", test_tells_death);
  g_test_add_func ("/setup/lifeline/opens-no-other", test_opens_no_other);
  g_test_add_func ("/setup/lifeline/needs-kept-connection", test_needs_kept_connection);
  return g_test_run ();
}
