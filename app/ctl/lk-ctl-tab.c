/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl-camera.h"
#include "ctl/lk-ctl-inspect.h"
#include "ctl/lk-ctl-judge.h"
#include "ctl/lk-ctl-prompt.h"
#include "ctl/lk-ctl-values.h"

#include "base/lk-error.h"
#include "setup/lk-guard.h"

#include <glib/gi18n.h>

/* Prints the tab that a change gave back, or fails with its error. */
static int
finish (LkCtl *ctl, LkCtlCamera *opened, LkSslTab *tab)
{
  if (tab == NULL)
    return LK_CTL_FAILED;
  lk_ctl_print_tab (ctl, opened->camera, opened->facts, tab);
  return LK_CTL_DONE;
}

int
lk_ctl_run_tab (LkCtl *ctl, char **arguments, GError **error)
{
  g_auto (LkCtlCamera) opened = { 0 };
  g_autoptr (LkSslTab) tab = NULL;

  if (!lk_ctl_camera_open (&opened, ctl, arguments[0], error))
    return LK_CTL_FAILED;
  tab = lk_camera_read_tab (opened.camera, ctl->cancellable, error);
  return finish (ctl, &opened, tab);
}

static gboolean
fail_word (const char *option, const char *word, GError **error)
{
  g_set_error (error, LK_ERROR, LK_ERROR_USAGE, _ ("“%s” is no word for %s: see --help"), word, option);
  return FALSE;
}

/* Every word has to be one. */
static gboolean
parse_versions (const char *text, LkTlsVersions *versions, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, ", ", 16);
  guint all = 0;

  for (char **word = words; *word != NULL; word++)
    {
      LkTlsVersions one = lk_tls_versions_from_names (*word);

      if (**word != '\0' && one == LK_TLS_NOT_TOLD)
        return fail_word ("--tls-versions", *word, error);
      all |= one;
    }
  *versions = (LkTlsVersions)all;
  return all != 0 || fail_word ("--tls-versions", text, error);
}

static gboolean
parse_settings (LkCtl *ctl, LkTabChange *change, GError **error)
{
  if (ctl->ssl_function != NULL)
    {
      change->ssl_function = lk_ssl_function_from_name (ctl->ssl_function);
      if (change->ssl_function == LK_SSL_FUNCTION_UNKNOWN)
        return fail_word ("--ssl-function", ctl->ssl_function, error);
    }
  if (ctl->tls_versions != NULL &&
      !parse_versions (ctl->tls_versions, &change->tls_versions, error))
    return FALSE;
  if (ctl->cn_is_user != NULL)
    {
      gboolean yes = g_str_equal (ctl->cn_is_user, "yes");

      if (!yes && !g_str_equal (ctl->cn_is_user, "no"))
        return fail_word ("--cn-is-user", ctl->cn_is_user, error);
      change->cn_is_user = yes ? LK_CN_IS_USER : LK_CN_IS_NO_USER;
    }
  if (!lk_tab_change_is_empty (change))
    return TRUE;
  g_set_error_literal (error, LK_ERROR, LK_ERROR_USAGE, _ ("Nothing to set: see “latchkeyctl set --help”"));
  return FALSE;
}

int
lk_ctl_run_set (LkCtl *ctl, char **arguments, GError **error)
{
  g_auto (LkCtlCamera) opened = { 0 };
  LkTabChange change = LK_TAB_CHANGE_KEEP;
  g_autoptr (LkSslTab) tab = NULL;

  if (!parse_settings (ctl, &change, error))
    return LK_CTL_USAGE;
  if (!lk_ctl_camera_open (&opened, ctl, arguments[0], error))
    return LK_CTL_FAILED;
  tab = lk_camera_apply (opened.camera, &change, ctl->cancellable, error);
  return finish (ctl, &opened, tab);
}

static gboolean
parse_slot (const char *text, guint *slot, GError **error)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, LK_MAX_TRUSTED, &number, NULL))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_USAGE, _ ("“%s” is no number of a trusted CA certificate: give 1 to %d"), text, LK_MAX_TRUSTED);
      return FALSE;
    }
  *slot = (guint)number;
  return TRUE;
}

static gboolean
judge_ca (LkCtl *ctl,
          const LkCtlCamera *opened,
          LkCertificate *certificate,
          LkBundle *bundle,
          LkSslTab *before,
          GError **error)
{
  g_autoptr (GPtrArray) pool = lk_bundle_list_issuers (bundle);
  const LkJudgeContext use = {
    .purpose = LK_JUDGE_AS_CA,
    .certificate = certificate,
    .pool = pool,
    .file = bundle,
  };

  return lk_ctl_judge (ctl, opened, &use, before, (guint)ctl->slot, error);
}

int
lk_ctl_run_import_ca (LkCtl *ctl, char **arguments, GError **error)
{
  g_auto (LkCtlCamera) opened = { 0 };
  g_autoptr (LkBundle) bundle = NULL;
  g_autoptr (LkCertificate) certificate = NULL;
  g_autoptr (LkSslTab) before = NULL;
  g_autoptr (LkSslTab) tab = NULL;
  gboolean guarded;

  if (ctl->slot < 0 || ctl->slot > LK_MAX_TRUSTED)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_USAGE, _ ("“%d” is no number of a trusted CA certificate: give 1 to %d"), ctl->slot, LK_MAX_TRUSTED);
      return LK_CTL_USAGE;
    }
  bundle = lk_ctl_read_bundle (ctl, arguments[1], NULL, error);
  certificate =
    bundle != NULL ? lk_ctl_choose_certificate (ctl, arguments[1], bundle, error) : NULL;
  if (certificate == NULL || !lk_ctl_camera_open (&opened, ctl, arguments[0], error))
    return LK_CTL_FAILED;
  before = lk_camera_read_tab (opened.camera, ctl->cancellable, error);
  if (before == NULL || !judge_ca (ctl, &opened, certificate, bundle, before, error))
    return LK_CTL_FAILED;
  guarded = lk_guard_is_needed (LK_GUARD_CHANGE_TRUSTED, before, certificate, 0);
  if (guarded && ctl->slot != 0)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_USAGE, _ ("While client authentication is on, leave out --slot: the first free number is taken"));
      return LK_CTL_USAGE;
    }
  if (guarded)
    tab = lk_ctl_change_trusted (ctl, &opened, certificate, 0, error);
  else
    tab =
      lk_camera_import_ca (opened.camera, (guint)ctl->slot, certificate, ctl->cancellable, error);
  return finish (ctl, &opened, tab);
}

int
lk_ctl_run_delete_ca (LkCtl *ctl, char **arguments, GError **error)
{
  g_auto (LkCtlCamera) opened = { 0 };
  g_autoptr (LkSslTab) before = NULL;
  g_autoptr (LkSslTab) tab = NULL;
  guint slot;

  if (!parse_slot (arguments[1], &slot, error))
    return LK_CTL_USAGE;
  if (!lk_ctl_camera_open (&opened, ctl, arguments[0], error))
    return LK_CTL_FAILED;
  before = lk_camera_read_tab (opened.camera, ctl->cancellable, error);
  if (before == NULL)
    return LK_CTL_FAILED;
  if (lk_guard_is_needed (LK_GUARD_CHANGE_TRUSTED, before, NULL, 1u << slot))
    tab = lk_ctl_change_trusted (ctl, &opened, NULL, 1u << slot, error);
  else
    tab = lk_camera_delete_ca (opened.camera, slot, ctl->cancellable, error);
  return finish (ctl, &opened, tab);
}

/* Asks for the password only if the file needs one and somebody can be asked. */
static LkServerImport *
read_server_file (LkCtl *ctl, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (LkSecret) password = NULL;
  g_autoptr (GError) failure = NULL;
  LkServerImport *import;

  if (ctl->key_password_file != NULL)
    {
      password = lk_secret_new_from_file (ctl->key_password_file, ctl->cancellable, error);
      if (password == NULL)
        return NULL;
    }
  import = lk_server_import_new_from_file (file, password, ctl->cancellable, &failure);
  if (import != NULL)
    return import;
  if (!g_error_matches (failure, LK_ERROR, LK_ERROR_PASSWORD_NEEDED) || !lk_ctl_has_terminal ())
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  password = lk_ctl_read_password (ctl, NULL, "--key-password-file", _ ("Password of the private key"), error);
  return password != NULL ? lk_server_import_new_from_file (file, password, ctl->cancellable, error)
                          : NULL;
}

static gboolean
judge_server (LkCtl *ctl,
              const LkCtlCamera *opened,
              LkServerImport *import,
              const char *uri,
              GError **error)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  LkIdentity *identity = lk_server_import_get_identity (import);
  const LkJudgeContext use = {
    .purpose = LK_JUDGE_AS_SERVER,
    .certificate = lk_identity_get_certificate (identity),
    .pool = lk_identity_get_chain (identity),
    .file = lk_server_import_get_file (import),
    .identity = identity,
    .address = parsed != NULL ? g_uri_get_host (parsed) : NULL,
  };

  return lk_ctl_judge (ctl, opened, &use, NULL, 0, error);
}

static gboolean
may_be_plain (const LkCtlCamera *opened)
{
  return (lk_camera_get_capabilities (opened->camera).features & LK_CAMERA_TAKES_KEYS_IN_PLAIN) !=
         0;
}

int
lk_ctl_run_import_server (LkCtl *ctl, char **arguments, GError **error)
{
  g_auto (LkCtlCamera) opened = { 0 };
  g_autoptr (LkServerImport) import = NULL;
  g_autoptr (LkSslTab) tab = NULL;
  g_autoptr (GError) failure = NULL;

  import = read_server_file (ctl, arguments[1], error);
  if (import == NULL || !lk_ctl_camera_open (&opened, ctl, arguments[0], error) ||
      !judge_server (ctl, &opened, import, arguments[0], error))
    return LK_CTL_FAILED;
  lk_camera_allow_plain_key (opened.camera, ctl->allow_plain_key);
  tab = lk_camera_import_server (opened.camera, import, ctl->cancellable, &failure);
  if (g_error_matches (failure, LK_ERROR, LK_ERROR_PLAIN_TEXT) && may_be_plain (&opened))
    g_printerr ("latchkeyctl: %s\n", _ ("To send it all the same, where nobody listens, give --allow-plain-key."));
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return finish (ctl, &opened, tab);
}

int
lk_ctl_run_delete_server (LkCtl *ctl, char **arguments, GError **error)
{
  g_auto (LkCtlCamera) opened = { 0 };
  g_autoptr (LkSslTab) tab = NULL;

  if (!lk_ctl_camera_open (&opened, ctl, arguments[0], error))
    return LK_CTL_FAILED;
  tab = lk_camera_delete_server (opened.camera, ctl->cancellable, error);
  return finish (ctl, &opened, tab);
}
