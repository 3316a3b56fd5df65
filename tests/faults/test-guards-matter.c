/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Leaves out one guard after the other: the run that passes with it must then fail. Linked with
 * files of the guard that were compiled a second time, so that the product has no such switch. */

#include "config.h"

#include "setup/lk-guard-private.h"

#include "lk-fault-run.h"
#include "lk-fault-secrets.h"

#include <string.h>

#define SWITCH "LK_GUARD_WITHOUT"

static const struct
{
  const char *path;
  const char *without;
  LkFaultRun run;
  const char *breaks;  /* what the judge must say */
  const char *already; /* (nullable) left out in both runs: a second guard that would see it too */
} rows[] = {
  { "/faults/guards/check", "check", { LK_GUARD_ENABLE, LK_FAULT_SILENT, LK_GUARD_STEP_CHECK, "none", NULL }, "knows better", NULL },
  { "/faults/guards/rehearse", "rehearse", { LK_GUARD_ENABLE, LK_FAULT_UNFIT, LK_GUARD_STEP_CHECK, "none", NULL }, "knows better", NULL },
  { "/faults/guards/journal", "journal", { LK_GUARD_ENABLE, LK_FAULT_KEEP, LK_GUARD_STEP_PROBE, "kill", NULL }, "I5", NULL },
  { "/faults/guards/lifeline", "lifeline", { LK_GUARD_ENABLE, LK_FAULT_KEEP, LK_GUARD_STEP_CHANGE, "refuse-everybody@any:1", NULL }, "I1", NULL },
  { "/faults/guards/pin", "pin", { LK_GUARD_ENABLE, LK_FAULT_KEEP, LK_GUARD_STEP_CHANGE, "new-certificate@any:1", NULL }, "I6", NULL },
  { "/faults/guards/probe", "probe", { LK_GUARD_ENABLE, LK_FAULT_KEEP, LK_GUARD_STEP_CHANGE, "refuse-everybody@any:1", NULL }, "I1", NULL },
  { "/faults/guards/probe-without", "probe", { LK_GUARD_ENABLE, LK_FAULT_KEEP, LK_GUARD_STEP_CHANGE, "let-everybody-in@any:1", NULL }, "I2", NULL },
  { "/faults/guards/asked", "asked", { LK_GUARD_ENABLE, LK_FAULT_KEEP, LK_GUARD_STEP_CHANGE, "ask-nobody@any:1", NULL }, "I2", "probe-without" },
  { "/faults/guards/not-asked", "probe-without", { LK_GUARD_ENABLE, LK_FAULT_KEEP, LK_GUARD_STEP_CHANGE, "ask-nobody@any:1", NULL }, "I2", "asked" },
  { "/faults/guards/issuer", "issuer", { LK_GUARD_ENABLE, LK_FAULT_KEEP, LK_GUARD_STEP_CHANGE, "name-others@any:1", NULL }, "certificates of others", NULL },
  { "/faults/guards/confirm", "confirm", { LK_GUARD_ENABLE, LK_FAULT_REJECT, LK_GUARD_STEP_CHECK, "none", NULL }, "I2", NULL },
  { "/faults/guards/close", "close", { LK_GUARD_ENABLE, LK_FAULT_KEEP, LK_GUARD_STEP_CONFIRM, "reboot-old@any:1", NULL }, "I5", NULL },
  { "/faults/guards/roll-back", "roll-back", { LK_GUARD_ENABLE, LK_FAULT_REJECT, LK_GUARD_STEP_CHECK, "none", NULL }, "I2", NULL },
};

static const char *program;

gboolean
lk_guard_is_left_out (const char *guard)
{
  g_auto (GStrv) left_out = g_strsplit (g_getenv (SWITCH) != NULL ? g_getenv (SWITCH) : "", ",", 0);

  return g_strv_contains ((const char *const *)left_out, guard);
}

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *both = g_strjoin (",", rows[i].without, rows[i].already, NULL);
  LkFaultVerdict *with;
  LkFaultVerdict *without;

  g_setenv (SWITCH, rows[i].already != NULL ? rows[i].already : "", TRUE);
  with = lk_fault_run (&rows[i].run, program);
  g_test_message ("with: %s | %s", with->broken->str, with->outcome);
  g_assert_cmpstr (with->broken->str, ==, "");
  g_setenv (SWITCH, both, TRUE);
  without = lk_fault_run (&rows[i].run, program);
  g_test_message ("without: %s | %s", without->broken->str, without->outcome);
  g_assert_nonnull (strstr (without->broken->str, rows[i].breaks));
  lk_fault_verdict_free (with);
  lk_fault_verdict_free (without);
}

int
main (int argc, char *argv[])
{
  int status = lk_fault_child (argc, argv);

  if (status >= 0)
    return status;
  program = argv[0];
  lk_fault_secrets_begin ();
  g_test_init (&argc, &argv, NULL);
  lk_fault_secrets_listen ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_test_add_data_func (rows[i].path, GSIZE_TO_POINTER (i), test_row);
  status = g_test_run ();
  lk_fault_secrets_end ();
  return status;
}
