/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* run-guard: a simulated camera of its own and guarded runs on it, for tests/bench/guard. Prints
 * one line of JSON with what a bare client needs to talk to it; then, for each line "run" that it
 * reads, runs the guard up to "Keep these settings?", says how many milliseconds that took, and
 * undoes it. */

#include "config.h"

#include "lk-test-camera.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  gint64 start;
  gint64 asked; /* when the question came */
  LkTestCamera *door;
} Watch;

static gboolean
confirm_cb (guint seconds, GCancellable *cancellable, gpointer user_data)
{
  Watch *watch = user_data;

  watch->asked = g_get_monotonic_time ();
  return FALSE;
}

static void
run (Watch *watch)
{
  LkGuardRequest *request = &watch->door->request;
  g_autoptr (LkOutcome) outcome = NULL;

  request->times = LK_GUARD_TIMES_DEFAULT;
  request->keep_unasked = FALSE;
  request->confirm = confirm_cb;
  request->user_data = watch;
  watch->asked = 0;
  watch->start = g_get_monotonic_time ();
  outcome = lk_guard_run (request, NULL);
  if (watch->asked == 0 || lk_outcome_get_result (outcome) != LK_OUTCOME_ROLLED_BACK)
    g_error ("The run went wrong: %s", lk_outcome_get_message (outcome));
  g_print ("%.3f\n", (double)(watch->asked - watch->start) / 1000);
}

/* The address, and the personal certificate as a file that curl takes. */
static void
introduce (LkTestCamera *door)
{
  g_autofree char *path = g_build_filename (door->folder, "identity.pem", NULL);
  g_autofree char *pem = lk_test_cert_to_pem_with_key (door->client, NULL, NULL);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  g_assert_true (g_file_set_contents (path, pem, -1, NULL));
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "uri");
  json_builder_add_string_value (builder, door->uri);
  json_builder_set_member_name (builder, "identity");
  json_builder_add_string_value (builder, path);
  json_builder_set_member_name (builder, "login");
  json_builder_add_string_value (builder, "admin:" LK_TEST_CAMERA_PASSWORD);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  g_print ("%s\n", text);
}

int
main (void)
{
  g_autoptr (LkTestCamera) door = lk_test_camera_new (FALSE);
  Watch watch = { .door = door };
  char line[16];

  introduce (door);
  while (fgets (line, sizeof line, stdin) != NULL)
    if (g_str_equal (line, "run\n"))
      run (&watch);
  return 0;
}
