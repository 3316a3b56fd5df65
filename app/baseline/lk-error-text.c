/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "baseline/lk-error-text.h"

#include "base/lk-error.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *heading;
  const char *hint;
} ErrorText;

/* clang-format off */
static const ErrorText texts[] = {
  [LK_ERROR_UNREACHABLE] = {
    N_("The Camera Cannot Be Reached"),
    N_("Nothing answers at this address. Check the address, the network cable and the camera’s power, then try again."),
  },
  [LK_ERROR_TIMEOUT] = {
    N_("The Camera Did Not Answer in Time"),
    N_("It may be restarting, or the network is slow. Wait a minute, then try again."),
  },
  [LK_ERROR_AUTH_REFUSED] = {
    N_("The Camera Refused the User or Password"),
    N_("Log in with the name and password of an administrator of this camera."),
  },
  [LK_ERROR_PEER_UNTRUSTED] = {
    N_("The Camera’s Key Is Not Known"),
    N_("Compare the fingerprint with the camera’s before you go on: somebody else may be answering in its place."),
  },
  [LK_ERROR_CLIENT_REFUSED] = {
    N_("The Camera Asks for a Personal Certificate"),
    N_("Client authentication is on. Choose a personal certificate that comes from one of the camera’s trusted CAs."),
  },
  [LK_ERROR_PLAIN_TEXT] = {
    N_("The Connection Would Not Be Encrypted"),
    N_("Use an address that begins with https://, or allow plain HTTP for this camera."),
  },
  [LK_ERROR_UNSUPPORTED] = {
    N_("This Camera Does Not Offer That"),
    N_("Its model or firmware has no such function, or speaks a language that Latchkey does not know."),
  },
  [LK_ERROR_REFUSED_BY_CAMERA] = {
    N_("The Camera Said No"),
    N_("The tab shows what the camera holds now. The details tell what it answered."),
  },
  [LK_ERROR_BAD_DATA] = {
    N_("This Cannot Be Read"),
    N_("A file or an answer is not what it should be. Choose another file, or try again."),
  },
  [LK_ERROR_BAD_CERTIFICATE] = {
    N_("This Certificate Cannot Be Used Here"),
    N_("The camera would not take it for this purpose. Choose another certificate."),
  },
  [LK_ERROR_PASSWORD_NEEDED] = {
    N_("A Password Is Needed"),
    N_("The file or the store is protected. Type its password."),
  },
  [LK_ERROR_PASSWORD_WRONG] = {
    N_("The Password Is Wrong"),
    N_("It does not open the file. Mind upper and lower case, then type it again."),
  },
  [LK_ERROR_KEY_MISMATCH] = {
    N_("Certificate and Private Key Do Not Belong Together"),
    N_("Choose a file that holds the certificate together with its own key."),
  },
  [LK_ERROR_NO_PRIVATE_KEY] = {
    N_("The Private Key Is Missing"),
    N_("Choose a file that holds the certificate and its private key, usually one ending in .p12 or .pfx."),
  },
  [LK_ERROR_EXISTS] = {
    N_("It Is Already There"),
    N_("Nothing needs to be done."),
  },
  [LK_ERROR_FULL] = {
    N_("No Room Is Left"),
    N_("Delete something that is no longer needed first."),
  },
  [LK_ERROR_NOT_FOUND] = {
    N_("It Is No Longer There"),
    N_("Somebody may have changed it meanwhile. Reload to see what is there now."),
  },
  [LK_ERROR_STORE_LOCKED] = {
    N_("Another Program Is Using the Store"),
    N_("Close the other program, or unlock the store, then try again."),
  },
  [LK_ERROR_STORE_READ_ONLY] = {
    N_("The Store Cannot Be Changed"),
    N_("It can only be read. Use another one."),
  },
  [LK_ERROR_STORE_FAILED] = {
    N_("Latchkey Could Not Save or Read Its Data"),
    N_("Check that the disk is not full and that your home folder can be written to."),
  },
  [LK_ERROR_WOULD_LOCK_OUT] = {
    N_("This Would Lock You Out"),
    N_("Nothing was changed. Mend what the details name first; Set Up Client Authentication leads through it."),
  },
  [LK_ERROR_ROLLED_BACK] = {
    N_("The Change Failed and Was Undone"),
    N_("The camera is as it was before."),
  },
  [LK_ERROR_ROLLBACK_FAILED] = {
    N_("The Change Failed and Could Not Be Undone"),
    N_("Read in the details what is known about the camera’s state and what remains to be done."),
  },
  [LK_ERROR_USAGE] = {
    N_("This Is Not Understood"),
    N_("Check what was typed, for example the address."),
  },
  [LK_ERROR_INTERNAL] = {
    N_("Latchkey Made a Mistake"),
    N_("Please report it with the details."),
  },
};
/* clang-format on */

static const ErrorText other = { N_ ("Something Went Wrong"), N_ ("The details tell what happened.") };

static const ErrorText *
find_text (const GError *error)
{
  if (error == NULL || error->domain != LK_ERROR)
    return &other;
  if (error->code < 0 || error->code >= (int)G_N_ELEMENTS (texts) ||
      texts[error->code].heading == NULL)
    return &other;
  return &texts[error->code];
}

const char *
lk_error_text_get_heading (const GError *error)
{
  return _ (find_text (error)->heading);
}

const char *
lk_error_text_get_hint (const GError *error)
{
  return _ (find_text (error)->hint);
}

gboolean
lk_error_text_is_silent (const GError *error)
{
  return error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}
