/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-personal-trouble.h"

#include "base/lk-error.h"
#include "baseline/lk-error-text.h"

#include <glib/gi18n.h>

static const struct
{
  LkError code;
  gboolean installing;
  const char *heading;
  const char *hint;
} rows[] = {
  { LK_ERROR_NO_PRIVATE_KEY, FALSE, N_ ("No Private Key in This File"), N_ ("It holds the certificate alone, and nobody can log in with that. Choose the original file, usually one ending in .p12 or .pfx, or ask whoever issued it for the file with the key.") },
  { LK_ERROR_KEY_MISMATCH, FALSE, N_ ("The Key in This File Is Another One"), N_ ("Certificate and private key do not belong together. Ask whoever issued it for a new file.") },
  { LK_ERROR_BAD_DATA, FALSE, N_ ("This Is Not a Personal Certificate"), N_ ("The file cannot be read as a PKCS#12 or PEM file. It may be damaged: copy it again, or choose another one.") },
  { LK_ERROR_PASSWORD_WRONG, TRUE, N_ ("The Store Was Not Unlocked"), N_ ("Its PIN or primary password was wrong. Nothing was installed. Mind that a token blocks itself after a few wrong PINs.") },
  { LK_ERROR_STORE_LOCKED, TRUE, N_ ("The Store Is Locked"), N_ ("Nothing was installed. Close the browser that uses it, or unlock the token with its own tool, then go back and try again.") },
  { LK_ERROR_STORE_READ_ONLY, TRUE, N_ ("This Place Can Only Be Read"), N_ ("The token or database is write-protected. Nothing was installed. Go back and choose another place.") },
  { LK_ERROR_FULL, TRUE, N_ ("No Room Is Left on the Token"), N_ ("Nothing was installed. Remove a certificate that is no longer needed from it, or go back and choose another place.") },
  { LK_ERROR_UNSUPPORTED, TRUE, N_ ("This Place Does Not Take This Kind of Key"), N_ ("Nothing was installed. Go back and choose another place; RSA keys and those on the curves P-256 and P-384 are taken by most.") },
  { LK_ERROR_NOT_FOUND, TRUE, N_ ("The Place Is No Longer There"), N_ ("The token may have been pulled out. Plug it in, then go back and try again.") },
  { LK_ERROR_ROLLED_BACK, TRUE, N_ ("The Store Did Not Take It This Way"), N_ ("The certificate is installed again as it was before. Go back and choose other boxes, or another place.") },
  { LK_ERROR_ROLLBACK_FAILED, TRUE, N_ ("The Certificate Is No Longer Installed"), N_ ("It was removed to make room for itself, and the store took it neither with the new marks nor with the old ones. The file still holds it: go back and choose another place.") },
  { LK_ERROR_STORE_FAILED, TRUE, N_ ("The Store Could Not Be Written"), N_ ("A browser may be using it at this moment, or the disk is full. Close the browser, then go back and try again.") },
};

LkPersonalTrouble
lk_personal_trouble_describe (const GError *error, gboolean installing)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (rows[i].installing == installing && g_error_matches (error, LK_ERROR, (int)rows[i].code))
        return (LkPersonalTrouble){ _ (rows[i].heading), _ (rows[i].hint) };
    }
  return (LkPersonalTrouble){ lk_error_text_get_heading (error), lk_error_text_get_hint (error) };
}
