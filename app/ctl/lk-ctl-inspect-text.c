/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl-inspect-text.h"

#include "certificate/lk-description.h"
#include "certificate/lk-verdict.h"
#include "ctl/lk-ctl-output.h"

#include <glib/gi18n.h>

/* Indexed by LkSeverity; the words of the window. */
static const char *const severities[] = {
  [LK_SEVERITY_INFO] = N_ ("Good to know"),
  [LK_SEVERITY_WARNING] = N_ ("Warning"),
  [LK_SEVERITY_ERROR] = N_ ("Will not work"),
  [LK_SEVERITY_BLOCK] = N_ ("Do not use"),
};

/* Indexed by LkVerdictState. */
static const LkCtlMark marks[] = {
  [LK_VERDICT_GOOD] = LK_CTL_MARK_GOOD,
  [LK_VERDICT_NEUTRAL] = LK_CTL_MARK_NEUTRAL,
  [LK_VERDICT_WARNING] = LK_CTL_MARK_WARNING,
  [LK_VERDICT_BAD] = LK_CTL_MARK_BAD,
};

static void
print_findings (LkCertificate *certificate, GPtrArray *pool, LkBundle *file)
{
  LkJudgeContext context = {
    .purpose = LK_JUDGE_IN_GENERAL, .certificate = certificate, .pool = pool, .file = file
  };
  g_autoptr (GPtrArray) findings = lk_judge (&context);

  for (guint i = 0; i < findings->len; i++)
    {
      LkFinding *finding = g_ptr_array_index (findings, i);
      const char *remedy = lk_finding_get_remedy (finding);

      lk_ctl_print_row (4, _ (severities[lk_finding_get_severity (finding)]),
                        lk_finding_get_message (finding));
      if (remedy != NULL)
        lk_ctl_print_row (4, "", remedy);
    }
}

static void
print_field (LkField *field)
{
  g_auto (GStrv) lines = g_strsplit (lk_field_get_value (field), "\n", -1);
  g_autofree char *plain = lk_ctl_clean (lk_field_get_label (field));
  g_autofree char *label =
    g_strconcat (plain, lk_field_is_critical (field) ? _ (" (critical)") : "", NULL);

  for (guint line = 0; lines[line] != NULL; line++)
    lk_ctl_print_row (6, line == 0 ? label : "", lines[line]);
}

static void
print_sections (GListModel *sections)
{
  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (LkSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = lk_section_get_fields (section);

      lk_ctl_print_title (4, lk_section_get_title (section));
      for (guint j = 0; j < g_list_model_get_n_items (fields); j++)
        {
          g_autoptr (LkField) field = g_list_model_get_item (fields, j);

          print_field (field);
        }
    }
}

static void
print_item (LkItem *item, GPtrArray *pool, LkBundle *file, GDateTime *now)
{
  g_autofree char *title = lk_item_dup_title (item);
  g_autofree char *heading = g_strdup_printf ("%u. %s", lk_item_get_number (item), title);
  g_autoptr (LkVerdict) verdict = lk_verdict_new_for_item (item, file, now);
  g_autoptr (GListModel) sections = lk_describe_item (item, now);
  LkCertificate *certificate = lk_item_get_certificate (item);

  g_print ("\n");
  lk_ctl_print_title (2, heading);
  lk_ctl_print_marked (4, marks[lk_verdict_get_state (verdict)], lk_verdict_get_text (verdict));
  if (certificate != NULL)
    print_findings (certificate, pool, file);
  print_sections (sections);
}

void
lk_ctl_print_bundle (const char *path, LkBundle *bundle)
{
  g_autofree char *shown_path = g_filename_display_name (path);
  g_autofree char *heading =
    g_strdup_printf ("%s (%s)", shown_path, lk_bundle_get_format_name (bundle));
  g_autofree char *clean = lk_ctl_clean (heading);
  g_autoptr (GPtrArray) pool = lk_bundle_list_issuers (bundle);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GListModel *items = lk_bundle_get_items (bundle);

  lk_ctl_print_heading (clean);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LkItem) item = g_list_model_get_item (items, i);

      print_item (item, pool, bundle, now);
    }
  if (lk_bundle_get_pkcs12 (bundle) != NULL)
    {
      g_autoptr (GListModel) sections = lk_describe_pkcs12 (lk_bundle_get_pkcs12 (bundle));

      g_print ("\n");
      lk_ctl_print_title (2, _ ("How the PKCS#12 file is built"));
      print_sections (sections);
    }
  g_print ("\n");
}
