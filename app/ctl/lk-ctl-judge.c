/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl-judge.h"

#include "ctl/lk-ctl-output.h"

#include <glib/gi18n.h>

/* What the camera's clock says now; NULL where nobody knows. */
static GDateTime *
dup_clock (const LkCtlCamera *opened)
{
  const LkCameraFactsFields *facts = lk_camera_facts_get_fields (opened->facts);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  if (facts->clock == NULL)
    return NULL;
  return g_date_time_add_seconds (now, (double)facts->clock_offset_s);
}

/* What is worth a line: not what the choice of --number answers, nor what ends the command. */
static gboolean
is_warning (LkCtl *ctl, LkFinding *finding)
{
  if (lk_finding_get_severity (finding) == LK_SEVERITY_INFO || lk_finding_is_blocking (finding))
    return FALSE;
  return ctl->number == 0 || !g_str_equal (lk_finding_get_id (finding), "several-certs");
}

gboolean
lk_ctl_judge (LkCtl *ctl,
              const LkCtlCamera *opened,
              const LkJudgeContext *use,
              LkSslTab *tab,
              guint slot,
              GError **error)
{
  const LkCapabilities capabilities = lk_camera_get_capabilities (opened->camera);
  g_autoptr (GDateTime) clock = dup_clock (opened);
  LkJudgeContext context = *use;
  g_autoptr (GPtrArray) borrowed = lk_import_surround (&context, &capabilities, tab, slot, clock);

  g_clear_pointer (&ctl->findings, g_ptr_array_unref);
  ctl->findings = lk_judge (&context);
  for (guint i = 0; i < ctl->findings->len; i++)
    {
      LkFinding *finding = g_ptr_array_index (ctl->findings, i);
      g_autofree char *words = lk_import_describe (finding);
      g_autofree char *clean = lk_ctl_clean (words);

      if (is_warning (ctl, finding))
        /* Translators: what was found, and what to do about it */
        g_printerr (_ ("latchkeyctl: Warning: %s\n"), clean);
    }
  return lk_import_check (ctl->findings, error);
}
