/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl.h"

#include <glib/gi18n.h>

#include "base/lk-error.h"

#define PLACE(field) G_STRUCT_OFFSET (LkCtl, field)

/* Every option there is, with the sets that it belongs to; 0: all commands. */
static const struct
{
  LkCtlOptionSets sets;
  const char *name;
  GOptionArg kind;
  gsize place;
  const char *help;
  const char *argument;
} rows[] = {
  { 0, "json", G_OPTION_ARG_NONE, PLACE (json), N_ ("Print JSON for machines"), NULL },
  { LK_CTL_OPTIONS_CAMERA, "driver", G_OPTION_ARG_STRING, PLACE (driver),
    N_ ("How the camera is spoken to: auto, or a name that “latchkeyctl --help” lists"),
    N_ ("NAME") },
  { LK_CTL_OPTIONS_CAMERA, "profile", G_OPTION_ARG_FILENAME, PLACE (profile),
    N_ ("Device profile to use, whatever model the camera says it is"), N_ ("FILE") },
  { LK_CTL_OPTIONS_CAMERA, "user", G_OPTION_ARG_STRING, PLACE (user),
    N_ ("Administrator of the camera"), N_ ("NAME") },
  { LK_CTL_OPTIONS_CAMERA, "password-file", G_OPTION_ARG_FILENAME, PLACE (password_file),
    N_ ("File whose first line is the administrator’s password (-: standard input)"), N_ ("FILE") },
  { LK_CTL_OPTIONS_CAMERA, "pin", G_OPTION_ARG_STRING, PLACE (pin),
    N_ ("The camera’s key, as it is shown when it is not known"), "sha256:HEX" },
  { LK_CTL_OPTIONS_CAMERA, "trust-first-use", G_OPTION_ARG_NONE, PLACE (trust_first_use),
    N_ ("Take the key that answers when none is known, and remember it"), NULL },
  { LK_CTL_OPTIONS_CAMERA, "allow-basic", G_OPTION_ARG_NONE, PLACE (allow_basic),
    N_ ("Log in with the password itself over TLS if the camera offers nothing better"), NULL },
  { LK_CTL_OPTIONS_CAMERA | LK_CTL_OPTIONS_STORE, "data-dir", G_OPTION_ARG_FILENAME,
    PLACE (data_dir), N_ ("Folder for what is remembered, instead of the user’s own"),
    N_ ("FOLDER") },
  { LK_CTL_OPTIONS_CAMERA | LK_CTL_OPTIONS_PERSONAL, "personal", G_OPTION_ARG_STRING,
    PLACE (personal), N_ ("Personal certificate: file:PATH, nss:FOLDER#NICKNAME or pkcs11:…"),
    N_ ("SELECTOR") },
  { LK_CTL_OPTIONS_CAMERA | LK_CTL_OPTIONS_PERSONAL, "personal-password-file",
    G_OPTION_ARG_FILENAME, PLACE (personal_password_file),
    N_ ("File whose first line is the password of the personal certificate"), N_ ("FILE") },
  { LK_CTL_OPTIONS_PLACES, "nssdb", G_OPTION_ARG_FILENAME_ARRAY, PLACE (nssdb),
    N_ ("NSS database to look into as well (several times)"), N_ ("FOLDER") },
  { LK_CTL_OPTIONS_PIN, "pin-file", G_OPTION_ARG_FILENAME, PLACE (personal_password_file),
    N_ ("File whose first line is the PIN or primary password of the store"), N_ ("FILE") },
  { LK_CTL_OPTIONS_INSTALL, "store", G_OPTION_ARG_STRING, PLACE (store),
    N_ ("Where to install it: nss:FOLDER or pkcs11:…"), N_ ("STORE") },
  { LK_CTL_OPTIONS_INSTALL, "exportable", G_OPTION_ARG_NONE, PLACE (exportable),
    N_ ("Mark the private key as exportable"), NULL },
  { LK_CTL_OPTIONS_INSTALL, "label", G_OPTION_ARG_STRING, PLACE (label),
    N_ ("Name to install it under, instead of the certificate’s own"), N_ ("NAME") },
  { LK_CTL_OPTIONS_FILE_PASSWORD, "password-file", G_OPTION_ARG_FILENAME, PLACE (password_file),
    N_ ("File whose first line is the password of the PKCS#12 file (-: standard input)"),
    N_ ("FILE") },
  { LK_CTL_OPTIONS_SLOT, "slot", G_OPTION_ARG_INT, PLACE (slot),
    N_ ("Number of the trusted CA certificate, instead of the first free one"), N_ ("N") },
  { LK_CTL_OPTIONS_SLOT, "number", G_OPTION_ARG_INT, PLACE (number),
    N_ ("Which certificate of the file, by the number that “latchkeyctl inspect” shows"),
    N_ ("N") },
  { LK_CTL_OPTIONS_KEY_PASSWORD, "key-password-file", G_OPTION_ARG_FILENAME,
    PLACE (key_password_file), N_ ("File whose first line is the password of the private key"),
    N_ ("FILE") },
  { LK_CTL_OPTIONS_SETTINGS, "ssl-function", G_OPTION_ARG_STRING, PLACE (ssl_function),
    N_ ("SSL function: enable, enable-with-http or disable"), N_ ("NAME") },
  { LK_CTL_OPTIONS_SETTINGS, "tls-versions", G_OPTION_ARG_STRING, PLACE (tls_versions),
    N_ ("Versions of TLS that stay enabled, with commas: 1.2,1.3; taken back if a new connection "
        "fails with them"),
    N_ ("LIST") },
  { LK_CTL_OPTIONS_SETTINGS, "cn-is-user", G_OPTION_ARG_STRING, PLACE (cn_is_user),
    N_ ("Whether the common name of a personal certificate is the user: yes or no"),
    N_ ("WORD") },
  { LK_CTL_OPTIONS_PLAIN_KEY, "allow-plain-key", G_OPTION_ARG_NONE, PLACE (allow_plain_key),
    N_ ("Send the private key and its password over http:// too, where anybody can copy them"),
    NULL },
  { LK_CTL_OPTIONS_REQUEST, "common-name", G_OPTION_ARG_STRING, PLACE (common_name),
    N_ ("Name or address of the camera in the certificate, instead of the one in CAMERA"),
    N_ ("NAME") },
  { LK_CTL_OPTIONS_REQUEST, "discard-earlier", G_OPTION_ARG_NONE, PLACE (discard_earlier),
    N_ ("Where there is no room for another key, delete those of earlier requests, whose "
        "certificates can then no longer be imported"),
    NULL },
  { LK_CTL_OPTIONS_CA, "ca", G_OPTION_ARG_FILENAME_ARRAY, PLACE (ca),
    N_ ("CA certificate that the server trusts (several times)"), N_ ("FILE") },
  { LK_CTL_OPTIONS_ATTEST, "attest", G_OPTION_ARG_STRING_ARRAY, PLACE (attest),
    N_ ("Your word for an item that nothing else can answer: others, exportable, rehearsal "
        "(several times)"),
    N_ ("ID") },
  { LK_CTL_OPTIONS_GUARD, "keep", G_OPTION_ARG_NONE, PLACE (keep),
    N_ ("Keep the change without asking, once every probe has passed"), NULL },
  { LK_CTL_OPTIONS_GUARD, "revert-after", G_OPTION_ARG_INT, PLACE (revert_after_s),
    N_ ("Wait so many seconds for your answer before the change is undone"), N_ ("S") },
  { LK_CTL_OPTIONS_DISCOVERY, "timeout", G_OPTION_ARG_INT, PLACE (timeout_s),
    N_ ("Wait so many seconds for answers (default: 4)"), N_ ("S") },
  { LK_CTL_OPTIONS_DISCOVERY, "address", G_OPTION_ARG_STRING_ARRAY, PLACE (addresses),
    N_ ("Also ask this address or range: 192.0.2.7, 192.0.2.0/28, 192.0.2.3-192.0.2.9 (several "
        "times)"),
    N_ ("ADDRESS") },
};

static void
add_entries (GOptionContext *context, LkCtl *ctl, LkCtlOptionSets sets)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].sets == 0 || (rows[i].sets & sets) != 0)
      {
        const GOptionEntry entries[] = {
          { rows[i].name, 0, 0, rows[i].kind, (char *)ctl + rows[i].place, rows[i].help,
            rows[i].argument },
          { 0 },
        };

        g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
      }
}

static gboolean
check_count (const LkCtlCommand *command, guint count, GError **error)
{
  if (count >= command->min_arguments && count <= command->max_arguments)
    return TRUE;
  g_set_error (error, LK_ERROR, LK_ERROR_USAGE, _ ("Usage: latchkeyctl %s %s"), command->name, command->arguments);
  return FALSE;
}

gboolean
lk_ctl_options_parse (LkCtl *ctl, const LkCtlCommand *command, char ***words, GError **error)
{
  g_autofree char *usage = g_strdup_printf ("%s %s", command->name, command->arguments);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) failure = NULL;
  g_autofree char *name = NULL;
  guint count;

  /* The first word serves as the program's name in --help. */
  name = g_strdup_printf ("latchkeyctl %s", usage);
  g_set_prgname (name);
  g_option_context_set_summary (context, _ (command->summary));
  add_entries (context, ctl, command->options);
  if (!g_option_context_parse_strv (context, words, &failure))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_USAGE, failure->message);
      return FALSE;
    }
  /* What stands behind "--" is an argument, and the "--" is not. */
  count = g_strv_length (*words);
  if (count > 1 && g_str_equal ((*words)[1], "--"))
    {
      g_free ((*words)[1]);
      for (guint i = 1; i < count; i++)
        (*words)[i] = (*words)[i + 1];
      count--;
    }
  return check_count (command, count - 1, error);
}

void
lk_ctl_clear (LkCtl *ctl)
{
  g_clear_object (&ctl->cancellable);
  g_clear_pointer (&ctl->findings, g_ptr_array_unref);
  g_clear_pointer (&ctl->driver, g_free);
  g_clear_pointer (&ctl->profile, g_free);
  g_clear_pointer (&ctl->user, g_free);
  g_clear_pointer (&ctl->password_file, g_free);
  g_clear_pointer (&ctl->pin, g_free);
  g_clear_pointer (&ctl->data_dir, g_free);
  g_clear_pointer (&ctl->personal, g_free);
  g_clear_pointer (&ctl->personal_password_file, g_free);
  g_clear_pointer (&ctl->key_password_file, g_free);
  g_clear_pointer (&ctl->attest, g_strfreev);
  g_clear_pointer (&ctl->ca, g_strfreev);
  g_clear_pointer (&ctl->addresses, g_strfreev);
  g_clear_pointer (&ctl->ssl_function, g_free);
  g_clear_pointer (&ctl->tls_versions, g_free);
  g_clear_pointer (&ctl->cn_is_user, g_free);
  g_clear_pointer (&ctl->common_name, g_free);
  g_clear_pointer (&ctl->nssdb, g_strfreev);
  g_clear_pointer (&ctl->store, g_free);
  g_clear_pointer (&ctl->label, g_free);
}
