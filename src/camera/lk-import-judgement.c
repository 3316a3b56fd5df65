/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-import-judgement.h"

#include "base/lk-error.h"

/* Borrowed, with NULL for what is not known as a whole certificate, and for what goes. */
static GPtrArray *
list_trusted (LkSslTab *tab, guint replaced)
{
  const LkSslTabFields *fields = lk_ssl_tab_get_fields (tab);
  GPtrArray *trusted = g_ptr_array_new ();

  for (guint i = 0; i < fields->trusted_capacity && i < LK_MAX_TRUSTED; i++)
    g_ptr_array_add (trusted, fields->trusted[i] != NULL && i + 1 != replaced
                                ? lk_tab_certificate_get_certificate (fields->trusted[i])
                                : NULL);
  return trusted;
}

GPtrArray *
lk_import_surround (LkJudgeContext *use,
                    const LkCapabilities *capabilities,
                    LkSslTab *tab,
                    guint replaced,
                    GDateTime *clock)
{
  GPtrArray *trusted = NULL;

  g_return_val_if_fail (use != NULL && capabilities != NULL, NULL);

  use->camera_time = clock;
  use->limits.ca_max_bytes = capabilities->certificate_max_bytes;
  use->limits.pkcs12 = capabilities->pkcs12;
  if (use->purpose != LK_JUDGE_AS_CA)
    return NULL;
  use->limits.takes_pem_only = TRUE; /* as which it is sent */
  if (tab != NULL)
    {
      use->trusted = trusted = list_trusted (tab, replaced);
      use->trusted_capacity = lk_ssl_tab_get_fields (tab)->trusted_capacity;
    }
  return trusted;
}

char *
lk_import_describe (LkFinding *finding)
{
  const char *remedy = lk_finding_get_remedy (finding);

  return g_strjoin (" ", lk_finding_get_message (finding), remedy, NULL);
}

gboolean
lk_import_check (GPtrArray *findings, GError **error)
{
  for (guint i = 0; i < findings->len; i++)
    {
      LkFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *words = NULL;

      if (!lk_finding_is_blocking (finding))
        continue;
      words = lk_import_describe (finding);
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_CERTIFICATE, words);
      return FALSE;
    }
  return TRUE;
}
