/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-application.h"

#include "base/lk-secret.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int argc, char *argv[])
{
  g_autoptr (LkApplication) application = NULL;
  const char *localedir = g_getenv ("LATCHKEY_LOCALEDIR"); /* when it runs from the build folder */

  lk_secret_forbid_core_dumps ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, localedir != NULL ? localedir : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = lk_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
