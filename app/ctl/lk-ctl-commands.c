/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl.h"

#include <glib/gi18n.h>

/* A new command is a row here and a function in the file of its family. */
static const LkCtlCommand commands[] = {
  { "inspect", "FILE…", N_ ("Show what is in certificate files of any kind"),
    LK_CTL_OPTIONS_KEY_PASSWORD, 1, G_MAXUINT, lk_ctl_run_inspect },
  { "personal list", "", N_ ("List the personal certificates that are installed on this computer"),
    LK_CTL_OPTIONS_PLACES | LK_CTL_OPTIONS_PIN, 0, 0, lk_ctl_run_personal_list },
  { "personal import", "FILE", N_ ("Install a personal certificate from a PKCS#12 file"),
    LK_CTL_OPTIONS_INSTALL | LK_CTL_OPTIONS_PIN | LK_CTL_OPTIONS_FILE_PASSWORD, 1, 1,
    lk_ctl_run_personal_import },
  { "personal prove", "SELECTOR",
    N_ ("Sign with a private key where it is, and check that it belongs to the certificate"),
    LK_CTL_OPTIONS_PIN, 1, 1, lk_ctl_run_personal_prove },
  { "personal export", "SELECTOR [FILE]",
    N_ ("Write an exportable personal certificate to a new PKCS#12 file"),
    LK_CTL_OPTIONS_PIN | LK_CTL_OPTIONS_FILE_PASSWORD, 1, 2, lk_ctl_run_personal_export },
  { "personal remove", "SELECTOR",
    N_ ("Remove a personal certificate and its private key from this computer"), LK_CTL_OPTIONS_PIN,
    1, 1, lk_ctl_run_personal_remove },
  { "tab", "CAMERA", N_ ("Show the camera’s [SSL] tab"), LK_CTL_OPTIONS_CAMERA, 1, 1,
    lk_ctl_run_tab },
  { "set", "CAMERA", N_ ("Change settings of the [SSL] tab"),
    LK_CTL_OPTIONS_CAMERA | LK_CTL_OPTIONS_SETTINGS, 1, 1, lk_ctl_run_set },
  { "import-ca", "CAMERA FILE", N_ ("Import a trusted CA certificate"),
    LK_CTL_OPTIONS_CAMERA | LK_CTL_OPTIONS_SLOT | LK_CTL_OPTIONS_GUARD, 2, 2,
    lk_ctl_run_import_ca },
  { "delete-ca", "CAMERA SLOT", N_ ("Delete a trusted CA certificate"),
    LK_CTL_OPTIONS_CAMERA | LK_CTL_OPTIONS_GUARD, 2, 2, lk_ctl_run_delete_ca },
  { "import-server", "CAMERA FILE", N_ ("Import a server certificate with its private key"),
    LK_CTL_OPTIONS_CAMERA | LK_CTL_OPTIONS_KEY_PASSWORD | LK_CTL_OPTIONS_PLAIN_KEY, 2, 2,
    lk_ctl_run_import_server },
  { "create-request", "CAMERA FILE",
    N_ ("Have the camera make a private key and a certificate request for a CA to sign"),
    LK_CTL_OPTIONS_CAMERA | LK_CTL_OPTIONS_REQUEST, 2, 2, lk_ctl_run_create_request },
  { "import-signed", "CAMERA FILE", N_ ("Import the certificate that a CA made of a request"),
    LK_CTL_OPTIONS_CAMERA, 2, 2, lk_ctl_run_import_signed },
  { "delete-server", "CAMERA", N_ ("Delete the server certificate"), LK_CTL_OPTIONS_CAMERA, 1, 1,
    lk_ctl_run_delete_server },
  { "profile", "CAMERA",
    N_ ("Show what the camera answers beside what its device profile expects; changes nothing"),
    LK_CTL_OPTIONS_CAMERA, 1, 1, lk_ctl_run_profile },
  { "check", "CAMERA",
    N_ ("Judge everything that must be right before client authentication is enabled"),
    LK_CTL_OPTIONS_CAMERA | LK_CTL_OPTIONS_ATTEST, 1, 1, lk_ctl_run_check },
  { "rehearse", "",
    N_ ("Try a personal certificate on this computer against a server that trusts the given CA "
        "certificates"),
    LK_CTL_OPTIONS_PERSONAL | LK_CTL_OPTIONS_CA, 0, 0, lk_ctl_run_rehearse },
  { "enable", "CAMERA", N_ ("Enable client authentication with a way back"),
    LK_CTL_OPTIONS_CAMERA | LK_CTL_OPTIONS_GUARD | LK_CTL_OPTIONS_ATTEST, 1, 1, lk_ctl_run_enable },
  { "disable", "CAMERA", N_ ("Disable client authentication"), LK_CTL_OPTIONS_CAMERA, 1, 1,
    lk_ctl_run_disable },
  { "recover", "", N_ ("Undo changes that were interrupted, or finish them with --keep"),
    LK_CTL_OPTIONS_CAMERA | LK_CTL_OPTIONS_GUARD, 0, 0, lk_ctl_run_recover },
  { "discover", "", N_ ("Find cameras in the local network, or at given addresses"),
    LK_CTL_OPTIONS_DISCOVERY, 0, 0, lk_ctl_run_discover },
  { 0 },
};

const LkCtlCommand *
lk_ctl_get_commands (void)
{
  return commands;
}
