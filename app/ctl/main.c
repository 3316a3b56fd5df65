/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl.h"

#include "base/lk-error.h"
#include "base/lk-secret.h"
#include "ctl/lk-ctl-output.h"
#include "driver/lk-driver.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <string.h>

/* Those that a person sends; the second one ends the program at once. */
static void
fill_signals (sigset_t *set)
{
  sigemptyset (set);
  sigaddset (set, SIGINT);
  sigaddset (set, SIGTERM);
}

/* Waits for the signals that end a program and cancels what is running, so that a change is undone
 * also when the terminal is closed or its connection breaks: shell and system may then send more
 * than one SIGHUP. */
static gpointer
signal_thread (gpointer data)
{
  GCancellable *cancellable = data;
  sigset_t set;
  int received;

  fill_signals (&set);
  sigaddset (&set, SIGHUP);
  if (sigwait (&set, &received) == 0)
    {
      g_cancellable_cancel (cancellable);
      fill_signals (&set);
      pthread_sigmask (SIG_UNBLOCK, &set, NULL);
    }
  return NULL;
}

/* Before any other thread starts, so that all inherit the mask and only this one is woken. */
static void
cancel_on_signals (GCancellable *cancellable)
{
  sigset_t set;

  fill_signals (&set);
  sigaddset (&set, SIGHUP);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
  g_thread_unref (g_thread_new ("signals", signal_thread, cancellable));
}

/* Those whose name begins with the word @family; NULL: all. Returns how many. */
static guint
print_commands (const char *family)
{
  guint count = 0;

  for (const LkCtlCommand *command = lk_ctl_get_commands (); command->name != NULL; command++)
    {
      g_autofree char *usage = g_strdup_printf ("%s %s", command->name, command->arguments);
      g_auto (GStrv) words = g_strsplit (command->name, " ", 2);

      if (family != NULL && (words[1] == NULL || !g_str_equal (words[0], family)))
        continue;
      g_print ("  %-28s  %s\n", usage, _ (command->summary));
      count++;
    }
  return count;
}

/* "latchkeyctl personal --help": the commands that begin with this word. */
static gboolean
print_family_help (const char *family)
{
  if (print_commands (family) == 0)
    return FALSE;
  /* Translators: %s is the first word of a command. */
  g_print (_ ("\n“latchkeyctl %s COMMAND --help” tells their options; --json prints JSON for machines.\n"), family);
  return TRUE;
}

static void
print_help (void)
{
  g_autofree char *drivers = NULL;

  g_print (_ ("Usage: latchkeyctl COMMAND [OPTION…] [ARGUMENT…]\n\n"
              "Look at and change the [SSL] tab of network cameras.\n\nCommands:\n"));
  (void)print_commands (NULL);
  drivers = g_strjoinv (", ", (char **)lk_driver_list_names ());
  /* Translators: %s is a list of names. */
  g_print (_ ("\nDrivers: auto, %s\n"), drivers);
  g_print (_ ("\n“latchkeyctl COMMAND --help” tells its options. CAMERA is an address such as https://192.0.2.10.\n"));
}

/* How many words of @words name @command; 0 when they do not. */
static int
match_words (const LkCtlCommand *command, char **words)
{
  g_auto (GStrv) name = g_strsplit (command->name, " ", -1);
  int count = 0;

  for (; name[count] != NULL; count++)
    if (g_strcmp0 (words[count], name[count]) != 0)
      return 0;
  return count;
}

static gboolean
asks_for_help (const char *word)
{
  return word != NULL &&
         (g_str_equal (word, "--help") || g_str_equal (word, "-h") || g_str_equal (word, "help"));
}

static const LkCtlCommand *
find_command (char **words, int *n_words)
{
  for (const LkCtlCommand *command = lk_ctl_get_commands (); command->name != NULL; command++)
    {
      *n_words = match_words (command, words);
      if (*n_words > 0)
        return command;
    }
  return NULL;
}

static int
report (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_printerr ("latchkeyctl: %s\n", _ ("Cancelled"));
  else
    g_printerr ("latchkeyctl: %s\n", error->message);
  return g_error_matches (error, LK_ERROR, LK_ERROR_USAGE) ? LK_CTL_USAGE : LK_CTL_FAILED;
}

static int
run (const LkCtlCommand *command, char **words, GCancellable *cancellable)
{
  LkCtl ctl = { .cancellable = g_object_ref (cancellable) };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) left = g_strdupv (words);
  int status = LK_CTL_FAILED;

  if (lk_ctl_options_parse (&ctl, command, &left, &error))
    status = command->run (&ctl, left + 1, &error);
  lk_ctl_clear (&ctl);
  return error != NULL ? report (error) : status;
}

static int
obey (int argc, char *argv[], GCancellable *cancellable)
{
  const LkCtlCommand *command;
  int n_words = 0;

  if (argc > 1 && g_str_equal (argv[1], "--version"))
    {
      g_print ("latchkeyctl %s\n", PACKAGE_VERSION);
      return LK_CTL_DONE;
    }
  if (asks_for_help (argv[1]))
    {
      print_help ();
      return LK_CTL_DONE;
    }
  if (argc == 3 && asks_for_help (argv[2]) && print_family_help (argv[1]))
    return LK_CTL_DONE;
  command = argc > 1 ? find_command (argv + 1, &n_words) : NULL;
  if (command == NULL)
    {
      g_printerr (_ ("latchkeyctl: %s is no command; “latchkeyctl --help” lists them\n"), argc > 1 ? argv[1] : "“”");
      return LK_CTL_USAGE;
    }
  /* The last word of the command stands where the program's name would. */
  return run (command, argv + n_words, cancellable);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const char *localedir = g_getenv ("LATCHKEY_LOCALEDIR"); /* when it runs from the build folder */
  int status;

  lk_secret_forbid_core_dumps ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, localedir != NULL ? localedir : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  lk_ctl_output_start ();
  cancel_on_signals (cancellable);
  status = obey (argc, argv, cancellable);
  return lk_ctl_output_finish () || status != LK_CTL_DONE ? status : LK_CTL_FAILED;
}
