/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What to hand on after the setup: what is on now, who can get in, until when, and each step with
 * its evidence; and the sheet that says what to do on each computer before a firmware update. No
 * secrets. */

#pragma once

#include "setup/lk-checklist.h"
#include "setup/lk-outcome.h"

G_BEGIN_DECLS

typedef struct
{
  const char *camera_name;
  const char *camera_uri;
  LkChecklist *checklist; /* (nullable) */
  LkOutcome *outcome;     /* (nullable) */
  LkSslTab *tab;          /* (nullable) as read after the change */
  LkIdentity *identity;   /* (nullable) */
  GDateTime *now;         /* (nullable): now */
} LkReportFields;

/* The day on which the first of server, trusted CA and personal certificate expires; (transfer
 * full) (nullable).
 * @subject: (out) (optional) (nullable) whose. */
GDateTime *lk_report_find_first_expiry (const LkReportFields *fields, char **subject);

char *lk_report_to_text (const LkReportFields *fields);     /* translated, for people */
JsonNode *lk_report_to_json (const LkReportFields *fields); /* for machines */

/* Way (B): what to do on each computer before the camera's firmware is updated; plain text,
 * translated. */
char *lk_report_to_do_sheet (const LkReportFields *fields);

G_END_DECLS
