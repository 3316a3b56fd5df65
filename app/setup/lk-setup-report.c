/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-setup-report.h"

#include "setup/lk-report.h"

/* The tab as read after the run; until then what is on now is not known, and the report does not
 * say it. */
static LkSslTab *
find_current_tab (LkSetup *self)
{
  LkSslTab *tab = lk_camera_session_get_tab (lk_setup_get_session (self));
  LkOutcome *outcome = lk_setup_get_outcome (self);

  if (tab == NULL || outcome == NULL)
    return tab;
  return lk_outcome_get_enabled (outcome) == lk_ssl_tab_get_fields (tab)->client_enabled
           ? tab
           : NULL;
}

static LkReportFields
report (LkSetup *self)
{
  const LkCameraRecordFields *record =
    lk_camera_record_get_fields (lk_camera_session_get_record (lk_setup_get_session (self)));

  return (LkReportFields){
    .camera_name = record->name,
    .camera_uri = record->uri,
    .checklist = lk_setup_get_checklist (self),
    .outcome = lk_setup_get_outcome (self),
    .tab = find_current_tab (self),
    .identity = lk_setup_get_identity (self),
  };
}

char *
lk_setup_dup_report (LkSetup *self, gboolean as_json)
{
  const LkReportFields fields = report (self);
  g_autoptr (JsonNode) node = NULL;

  if (!as_json)
    return lk_report_to_text (&fields);
  node = lk_report_to_json (&fields);
  return json_to_string (node, TRUE);
}

char *
lk_setup_dup_to_do_sheet (LkSetup *self)
{
  const LkReportFields fields = report (self);

  return lk_report_to_do_sheet (&fields);
}
