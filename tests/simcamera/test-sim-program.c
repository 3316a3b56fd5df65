/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* latchkey-simcamera as a program: argv[1] is its path. */

#include "config.h"

#include "lk-test-pki.h"

#include <gio/gio.h>
#include <signal.h>
#include <string.h>

static const char *program;

/* Starts it and reads its first line. */
static GSubprocess *
start (const char *const *arguments, char **line)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_ptr_array_add (list, (char *)program);
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (list, (char *)*arguments);
  g_ptr_array_add (list, NULL);
  process =
    g_subprocess_newv ((const char *const *)list->pdata, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (output), FALSE);
  *line = g_data_input_stream_read_line_utf8 (output, NULL, NULL, &error);
  g_assert_no_error (error);
  return process;
}

static void
end (GSubprocess *process)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
}

static void
test_ready_line (void)
{
  g_autofree char *folder = lk_test_folder_new ();
  g_autofree char *state = g_build_filename (folder, "state", NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  const char *const arguments[] = { "--port", "0", "--state", state, "--clock-offset", "-3600", "--fault", "500@upload:3", "--firmware", "2.9.0", NULL };
  g_autoptr (GSubprocess) process = start (arguments, &first);
  g_autoptr (GSubprocess) again = NULL;

  end (process);
  again = start (arguments, &second);
  end (again);
  g_assert_true (g_regex_match_simple ("^ready https://127\\.0\\.0\\.1:[0-9]+ sha256:[0-9a-f]{64}$", first, 0, 0));
  g_assert_cmpstr (strstr (first, "sha256:"), ==, strstr (second, "sha256:"));
  lk_test_folder_remove (state);
  lk_test_folder_remove (folder);
}

static void
test_bad_words (void)
{
  static const char *const rows[][4] = {
    { "--port", "70000", NULL },
    { "--port", "many", NULL },
    { "--nonsense", NULL },
    { "--down=nan", NULL },
    { "extra", NULL },
    { "--fault", "500@moon", NULL },
    { "--clock-offset", "late", NULL },
    { "--digest", "md4", NULL },
    { "--profile", "/nowhere/x.profile", NULL },
    { "--password-file", "/nowhere/x", NULL },
    { "--model", "Toaster", NULL },
    { "--record", "/nowhere/x", NULL },
    { "--state", "/dev/null/x", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *output = NULL;
      g_autofree char *message = NULL;
      g_autoptr (GSubprocess) process =
        g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                          program, rows[i][0], rows[i][1], NULL);

      g_assert_no_error (error);
      g_assert_true (
        g_subprocess_communicate_utf8 (process, NULL, NULL, &output, &message, &error));
      g_test_message ("%s", message);
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
      g_assert_true (g_str_has_prefix (message, "latchkey-simcamera: "));
      g_assert_cmpstr (output, ==, "");
    }
}

static void
test_help (void)
{
  static const char *const words[] = { "--port", "--http-port", "--state", "--profile", "--user", "--password-file", "--model", "--firmware",
                                       "--clock-offset", "--fault", "--record", "reboot-old" };
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--help", NULL);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error));
  g_assert_true (g_subprocess_get_successful (process));
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_nonnull (strstr (output, words[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  program = argv[1];
  g_test_add_func ("/simcamera/program/prints-when-ready", test_ready_line);
  g_test_add_func ("/simcamera/program/bad-words-exit-2", test_bad_words);
  g_test_add_func ("/simcamera/program/help", test_help);
  return g_test_run ();
}
