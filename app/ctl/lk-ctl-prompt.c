/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl-prompt.h"

#include "base/lk-error.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MAX_LINE_BYTES 4096

gboolean
lk_ctl_has_terminal (void)
{
  return isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

/* Waits until the terminal has a line, or the time is over, or it was cancelled. */
static gboolean
wait_for_line (int timeout_ms, GCancellable *cancellable)
{
  GPollFD fds[2] = { { .fd = STDIN_FILENO, .events = G_IO_IN } };
  guint count = 1;
  gboolean ready;

  if (g_cancellable_make_pollfd (cancellable, &fds[1]))
    count = 2;
  ready = g_poll (fds, count, timeout_ms) > 0 && fds[0].revents != 0 &&
          !g_cancellable_is_cancelled (cancellable);
  if (count == 2)
    g_cancellable_release_fd (cancellable);
  return ready;
}

/* One line of the terminal into @line, without its end; FALSE when none came. */
static gboolean
read_line (char *line, gsize size, int timeout_ms, GCancellable *cancellable)
{
  gssize length;

  if (!wait_for_line (timeout_ms, cancellable))
    return FALSE;
  length = read (STDIN_FILENO, line, size - 1);
  if (length <= 0)
    return FALSE;
  line[length] = '\0';
  line[strcspn (line, "\r\n")] = '\0';
  return TRUE;
}

static LkSecret *
ask_unseen (const char *question, GCancellable *cancellable)
{
  struct termios before;
  struct termios unseen;
  char line[MAX_LINE_BYTES] = { 0 };
  LkSecret *secret = NULL;

  if (tcgetattr (STDIN_FILENO, &before) != 0)
    return NULL;
  unseen = before;
  unseen.c_lflag &= ~(tcflag_t)ECHO;
  /* a terminal that cannot hide still takes the line */
  (void)tcsetattr (STDIN_FILENO, TCSAFLUSH, &unseen);
  g_printerr ("%s: ", question);
  if (read_line (line, sizeof line, -1, cancellable))
    secret = lk_secret_new (line, -1);
  (void)tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  g_printerr ("\n");
  lk_secret_wipe (line, sizeof line);
  return secret;
}

LkSecret *
lk_ctl_read_password (
  LkCtl *ctl, const char *file, const char *option, const char *question, GError **error)
{
  LkSecret *secret;

  if (file != NULL)
    return lk_secret_new_from_file (file, ctl->cancellable, error);
  if (!lk_ctl_has_terminal ())
    {
      g_set_error (error, LK_ERROR, LK_ERROR_USAGE, _ ("A password is needed and nobody can be asked: give %s"), option);
      return NULL;
    }
  secret = ask_unseen (question, ctl->cancellable);
  if (secret == NULL && !g_cancellable_set_error_if_cancelled (ctl->cancellable, error))
    g_set_error_literal (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED, _ ("No password was given"));
  return secret;
}

gboolean
lk_ctl_confirm (const char *question, guint seconds, GCancellable *cancellable)
{
  char line[32] = { 0 };

  if (!lk_ctl_has_terminal ())
    return FALSE;
  /* what was typed before the question is no answer to it */
  (void)tcflush (STDIN_FILENO, TCIFLUSH);
  g_printerr ("%s ", question);
  if (!read_line (line, sizeof line, (int)MIN (seconds, 86400) * 1000, cancellable))
    {
      g_printerr ("\n");
      return FALSE;
    }
  return g_ascii_strcasecmp (line, "y") == 0 || g_ascii_strcasecmp (line, "yes") == 0;
}

static LkSecret *
ask_pin (const char *store_title, LkPinState state, gpointer data, GCancellable *cancellable)
{
  LkCtl *ctl = data;
  g_autofree char *question = NULL;

  if (ctl->personal_password_file != NULL)
    {
      /* What is in the file is tried once: a card blocks itself after a few. */
      if (state != LK_PIN_FIRST && (state != LK_PIN_COUNT_LOW || ctl->pin_given))
        return NULL;
      ctl->pin_given = TRUE;
      return lk_secret_new_from_file (ctl->personal_password_file, ctl->cancellable, NULL);
    }
  if (!lk_ctl_has_terminal ())
    return NULL;
  if (state != LK_PIN_FIRST)
    g_printerr ("%s\n", state == LK_PIN_COUNT_LOW ? _ ("Few tries are left before it is blocked.") : _ ("Wrong."));
  /* Translators: %s is a place that holds certificates, such as a file or a smart card. */
  question = g_strdup_printf (_ ("Password of %s"), store_title);
  return ask_unseen (question, cancellable);
}

LkPinPrompt
lk_ctl_make_pin_prompt (LkCtl *ctl)
{
  return (LkPinPrompt){ .ask = ask_pin, .data = ctl };
}
