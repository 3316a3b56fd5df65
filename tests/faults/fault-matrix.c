/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* fault-matrix [--driver NAME | all] [--full] [--only TEXT] [--verbose]: every fault at every step,
 * a table for each kind of camera, and one line "N passed, N failed". */

#include "config.h"

#include "lk-fault-run.h"
#include "lk-fault-secrets.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  const char *name;  /* as the contract words it */
  const char *fault; /* as the simulated camera or lk_fault_run() knows it */
  gboolean is_short; /* in the short form */
} Fault;

static const Fault faults[] = {
  { "connection refused", "refuse=1@any:1", TRUE },
  { "refused at connect", "refuse=1@connect:1", FALSE },
  { "dropped unheard", "drop@any:1", FALSE },
  { "dropped at connect", "drop@connect:1", FALSE },
  { "reset before reply", "reset-before@any:1", TRUE },
  { "reset after reply", "reset-after@any:1", FALSE },
  { "reply truncated", "truncate@any:1", FALSE },
  { "reply garbage", "garbage@any:1", TRUE },
  { "401 stale nonce", "stale-nonce@any:1", FALSE },
  { "403", "403@any:1", FALSE },
  { "500", "500@any:1", TRUE },
  { "500 to a change", "500@set:1", FALSE },
  { "503", "503@any:1", FALSE },
  { "hang", "hang@any:1", FALSE },
  { "hang at connect", "hang@connect:1", FALSE },
  { "hang, but done", "hang-after@any:1", FALSE },
  { "very slow bytes", "slow=20@any:1", FALSE },
  { "TLS alert", "tls-alert@any:1", FALSE },
  { "TLS alert at connect", "tls-alert@connect:1", FALSE },
  { "certificate changed", "new-certificate@any:1", TRUE },
  { "changed at connect", "new-certificate@connect:1", FALSE },
  { "reboot, new state", "reboot-new@any:1", TRUE },
  { "reboot, old state", "reboot-old@any:1", FALSE },
  { "reboot at a change", "reboot-new@set:1", FALSE },
  { "says OK, does nothing", "ok-but-nothing@set:1", FALSE },
  { "refuses everybody", "refuse-everybody@any:1", TRUE },
  { "refuses from connect", "refuse-everybody@connect:1", FALSE },
  { "on, asks for nothing", "ask-nobody@any:1", FALSE },
  { "on, lets everybody in", "let-everybody-in@any:1", TRUE },
  { "lets in from connect", "let-everybody-in@connect:1", FALSE },
  { "lifeline closed", "close-idle@any:1", FALSE },
  { "clock off", "clock-off@any:1", FALSE },
  { "clock off at connect", "clock-off@connect:1", FALSE },
  { "killed", "kill", TRUE },
  { "killed at its end", "kill-after", FALSE },
  { "killed, then finished", "kill-finish", FALSE },
};

/* Which changes, and what the user says: the columns' families. */
static const struct
{
  const char *title;
  LkGuardKind kind;
  LkFaultUser user;
  guint steps; /* bit of each LkGuardStep */
  gboolean is_short;
} families[] = {
  { "enable, kept", LK_GUARD_ENABLE, LK_FAULT_KEEP, 0xff, TRUE },
  { "enable, undone", LK_GUARD_ENABLE, LK_FAULT_REJECT, 1u << LK_GUARD_STEP_ROLL_BACK, TRUE },
  { "disable", LK_GUARD_DISABLE, LK_FAULT_KEEP,
    1u << LK_GUARD_STEP_LIFELINE | 1u << LK_GUARD_STEP_CHANGE | 1u << LK_GUARD_STEP_PROBE, FALSE },
  { "change of CAs", LK_GUARD_CHANGE_TRUSTED, LK_FAULT_KEEP,
    1u << LK_GUARD_STEP_CHANGE | 1u << LK_GUARD_STEP_PROBE, FALSE },
  { "CAs, undone", LK_GUARD_CHANGE_TRUSTED, LK_FAULT_REJECT, 1u << LK_GUARD_STEP_ROLL_BACK, FALSE },
};

/* What "all" means. */
static const char *const drivers[] = { "snc", "onvif" };

static struct
{
  gboolean full;
  gboolean verbose;
  char *only;
  char *driver;
} arguments;

static const GOptionEntry entries[] = {
  { "full", 0, 0, G_OPTION_ARG_NONE, &arguments.full, "Every fault at every step of every change", NULL },
  { "verbose", 0, 0, G_OPTION_ARG_NONE, &arguments.verbose, "Say how each run ended", NULL },
  { "only", 0, 0, G_OPTION_ARG_STRING, &arguments.only, "Only runs whose name holds this", "TEXT" },
  { "driver", 0, 0, G_OPTION_ARG_STRING, &arguments.driver, "snc, onvif, onvif-slow, onvif-legacy or all", "NAME" },
  { NULL }
};

static guint n_passed, n_failed;

static char
run_cell (
  const Fault *fault, gsize family, LkGuardStep step, const char *driver, const char *program)
{
  LkFaultRun run = { families[family].kind, families[family].user, step, fault->fault, driver };
  g_autofree char *name = g_strdup_printf ("%s / %s / %s / %s", driver, families[family].title,
                                           lk_guard_step_get_id (run.kind, step), fault->name);
  LkFaultVerdict *verdict;
  char mark;

  if (arguments.only != NULL && strstr (name, arguments.only) == NULL)
    return ' ';
  verdict = lk_fault_run (&run, program);
  mark = verdict->broken->len == 0 ? '+' : 'X';
  if (mark == '+')
    n_passed++;
  else
    n_failed++;
  if (arguments.verbose || mark == 'X')
    g_printerr ("%c %s (%.1f s): %s%s%s\n", mark, name, verdict->seconds, verdict->broken->str,
                mark == 'X' ? " | " : "", verdict->outcome);
  lk_fault_verdict_free (verdict);
  return mark;
}

static void
print_head (const char *driver)
{
  g_print ("%-24s", driver);
  for (gsize family = 0; family < G_N_ELEMENTS (families); family++)
    for (guint step = 0; step < LK_GUARD_N_STEPS; step++)
      if ((families[family].steps & 1u << step) != 0 &&
          (arguments.full || families[family].is_short))
        g_print (" %-9.9s", lk_guard_step_get_id (families[family].kind, (LkGuardStep)step));
  g_print ("\n");
}

static void
run_row (const Fault *fault, const char *driver, const char *program)
{
  g_autoptr (GString) row = g_string_new (NULL);

  for (gsize family = 0; family < G_N_ELEMENTS (families); family++)
    for (guint step = 0; step < LK_GUARD_N_STEPS; step++)
      if ((families[family].steps & 1u << step) != 0 &&
          (arguments.full || families[family].is_short))
        g_string_append_printf (row, " %-9c",
                                run_cell (fault, family, (LkGuardStep)step, driver, program));
  g_print ("%-24s%s\n", fault->name, row->str);
}

static void
run_table (const char *driver, const char *program)
{
  print_head (driver);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (arguments.full || faults[i].is_short)
      run_row (&faults[i], driver, program);
  g_print ("\n");
}

/* Kinds of cameras side by side: most of the time is spent waiting. */

static GSubprocess *
start_apart (const char *driver, const char *program)
{
  const char *argv[] = { program, "--driver", driver, NULL, NULL, NULL, NULL, NULL };
  gsize n = 3;
  g_autoptr (GError) error = NULL;
  GSubprocess *child;

  if (arguments.full)
    argv[n++] = "--full";
  if (arguments.verbose)
    argv[n++] = "--verbose";
  if (arguments.only != NULL)
    {
      argv[n++] = "--only";
      argv[n++] = arguments.only;
    }
  child = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  return child;
}

/* Passes on the table and adds up the last line. */
static void
finish_apart (GSubprocess *child)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  char *last;
  guint passed = 0, failed = 0;

  g_subprocess_communicate_utf8 (child, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  last = g_strrstr (g_strchomp (text), "\n");
  if (last == NULL || sscanf (last, "\n%u passed, %u failed", &passed, &failed) != 2)
    failed++; /* it died */
  else
    *last = '\0';
  n_passed += passed;
  n_failed += failed;
  g_print ("%s\n\n", g_strchomp (text));
}

static void
run_all (const char *program)
{
  GSubprocess *children[G_N_ELEMENTS (drivers)];

  for (gsize i = 0; i < G_N_ELEMENTS (drivers); i++)
    children[i] = start_apart (drivers[i], program);
  for (gsize i = 0; i < G_N_ELEMENTS (drivers); i++)
    {
      finish_apart (children[i]);
      g_object_unref (children[i]);
    }
}

static void
run_one (const char *driver, const char *program)
{
  lk_fault_secrets_begin ();
  run_table (driver, program);
  lk_fault_secrets_end ();
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- judge the guard by the camera's own record");
  g_autoptr (GError) error = NULL;
  int status = lk_fault_child (argc, argv);
  gint64 start = g_get_monotonic_time ();

  if (status >= 0)
    return status;
  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (arguments.driver != NULL && !g_str_equal (arguments.driver, "all") &&
      lk_test_camera_kind_find (arguments.driver) == NULL)
    {
      g_printerr ("There is no kind of camera “%s”\n", arguments.driver);
      return 2;
    }
  if (arguments.driver == NULL || g_str_equal (arguments.driver, "all"))
    run_all (argv[0]);
  else
    run_one (arguments.driver, argv[0]);
  g_print ("%u passed, %u failed (%.0f s)\n", n_passed, n_failed, (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  return n_failed == 0 ? 0 : 1;
}
