/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Is the file such as a camera takes it, and does it hold what is needed? */

#include "config.h"

#include "certificate/lk-judge-private.h"

#include "base/lk-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KILOBYTE 1024

static const struct
{
  LkTextOddity oddity;
  const char *name;
} oddities[] = {
  { LK_TEXT_BOM, N_ ("text with a byte order mark") },
  { LK_TEXT_CR_ONLY, N_ ("text with line ends of old Macintosh computers") },
  { LK_TEXT_NUL, N_ ("text with NUL bytes") },
  { LK_TEXT_INDENTED, N_ ("indented text") },
  { LK_TEXT_LONG_LINES, N_ ("text with long lines") },
};

/* What is packed anew is not sent as it is written. */
static gboolean
is_text (const LkJudgeContext *context)
{
  LkBundle *file = context->file;

  if (context->purpose == LK_JUDGE_AS_SERVER && context->limits.pkcs12 == LK_PKCS12_READER_NONE)
    return FALSE;
  return file != NULL &&
         (lk_bundle_get_format (file) == LK_BUNDLE_PEM ||
          lk_bundle_get_format (file) == LK_BUNDLE_BASE64);
}

gboolean
lk_judge_private_key (LkJudge *judge, LkArguments *arguments)
{
  return judge->context->file != NULL && lk_bundle_has_private_key (judge->context->file);
}

/* A PKCS#12 is made for keys; a CA's certificate is given to many. */
gboolean
lk_judge_private_key_beside_ca (LkJudge *judge, LkArguments *arguments)
{
  LkBundle *file = judge->context->file;

  return file != NULL && lk_bundle_get_format (file) != LK_BUNDLE_PKCS12 &&
         lk_judge_claims_ca (judge->certificate) && lk_bundle_has_private_key (file);
}

gboolean
lk_judge_several (LkJudge *judge, LkArguments *arguments)
{
  guint count =
    judge->context->file != NULL ? lk_bundle_count (judge->context->file, LK_ITEM_CERTIFICATE) : 0;

  arguments->texts[0] = g_strdup_printf ("%u", count);
  return count > 1;
}

gboolean
lk_judge_text_encoding (LkJudge *judge, LkArguments *arguments)
{
  LkBundle *file = judge->context->file;
  LkTextOddity found = is_text (judge->context) ? lk_bundle_get_text_oddities (file) : 0;

  if (found & LK_TEXT_WIDE)
    arguments->texts[0] = g_strdup (lk_bundle_get_encoding (file));
  for (gsize i = 0; i < G_N_ELEMENTS (oddities) && arguments->texts[0] == NULL; i++)
    if (found & oddities[i].oddity)
      arguments->texts[0] = g_strdup (_ (oddities[i].name));
  return arguments->texts[0] != NULL;
}

gboolean
lk_judge_extra_text (LkJudge *judge, LkArguments *arguments)
{
  return is_text (judge->context) &&
         (lk_bundle_get_text_oddities (judge->context->file) &
          (LK_TEXT_EXTRA | LK_TEXT_ODD_LABEL | LK_TEXT_BAD_END)) != 0;
}

gboolean
lk_judge_other_format (LkJudge *judge, LkArguments *arguments)
{
  LkBundle *file = judge->context->file;

  if (file == NULL || !judge->context->limits.takes_pem_only ||
      lk_bundle_get_format (file) == LK_BUNDLE_PEM)
    return FALSE;
  arguments->texts[0] = g_strdup (lk_bundle_get_name (file));
  arguments->texts[1] = g_strdup (lk_bundle_get_format_name (file));
  return TRUE;
}

gboolean
lk_judge_too_big (LkJudge *judge, LkArguments *arguments)
{
  gsize limit = judge->context->limits.ca_max_bytes;
  g_autofree char *pem = limit > 0 ? lk_certificate_to_pem (judge->certificate) : NULL;

  if (pem == NULL || strlen (pem) <= limit)
    return FALSE;
  arguments->texts[0] =
    g_strdup_printf ("%" G_GSIZE_FORMAT, (strlen (pem) + KILOBYTE - 1) / KILOBYTE);
  arguments->texts[1] = g_strdup_printf ("%" G_GSIZE_FORMAT, limit / KILOBYTE);
  return TRUE;
}

/* A certificate alone in a PEM or DER file may have its key anywhere: only a file that is made to
 * hold both, or an attempt to open one, says that it is missing. */
gboolean
lk_judge_p12_no_key (LkJudge *judge, LkArguments *arguments)
{
  const LkJudgeContext *context = judge->context;

  arguments->texts[0] = g_strdup (lk_certificate_get_title (judge->certificate));
  if (context->identity != NULL)
    return FALSE;
  if (context->identity_error != NULL)
    return g_error_matches (context->identity_error, LK_ERROR, LK_ERROR_NO_PRIVATE_KEY);
  return context->file != NULL && lk_bundle_get_format (context->file) == LK_BUNDLE_PKCS12 &&
         !lk_bundle_has_private_key (context->file);
}

gboolean
lk_judge_p12_mismatch (LkJudge *judge, LkArguments *arguments)
{
  arguments->texts[0] = g_strdup (lk_certificate_get_title (judge->certificate));
  return judge->context->identity == NULL &&
         g_error_matches (judge->context->identity_error, LK_ERROR, LK_ERROR_KEY_MISMATCH);
}

/* Some devices take the first certificate for the key's, whatever the file says. */
gboolean
lk_judge_p12_order (LkJudge *judge, LkArguments *arguments)
{
  const LkJudgeContext *context = judge->context;
  g_autoptr (GPtrArray) certificates = NULL;

  if (context->identity == NULL || context->file == NULL ||
      context->limits.pkcs12 == LK_PKCS12_READER_NONE ||
      lk_bundle_get_format (context->file) != LK_BUNDLE_PKCS12)
    return FALSE;
  certificates = lk_bundle_list_certificates (context->file);
  if (certificates->len == 0 ||
      lk_certificate_equal (g_ptr_array_index (certificates, 0),
                            lk_identity_get_certificate (context->identity)))
    return FALSE;
  arguments->texts[0] = g_strdup (lk_certificate_get_title (g_ptr_array_index (certificates, 0)));
  return TRUE;
}
