/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One thing that is to be said of a certificate or a file: what is wrong or remarkable, by which
 * rule, what to do about it, and which field shows it. Made by lk_judge(). Immutable, any
 * thread. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define LK_TYPE_FINDING (lk_finding_get_type ())
G_DECLARE_FINAL_TYPE (LkFinding, lk_finding, LK, FINDING, GObject)

typedef enum
{
  LK_SEVERITY_INFO,
  LK_SEVERITY_WARNING,
  LK_SEVERITY_ERROR, /* it will not work */
  LK_SEVERITY_BLOCK  /* do not upload it, do not enable with it */
} LkSeverity;

typedef struct
{
  const char *id;     /* stable, such as "not-ca" */
  guint number;       /* its place in the table; findings of one severity are sorted by it */
  const char *source; /* the rule, such as "RFC 5280 4.2.1.9" */
  /* (nullable): id of the field that shows it, as lk_field_get_id(): "subject", "2.5.29.19", … */
  const char *field;
  LkSeverity severity;
  const char *message; /* translated, for people */
  const char *remedy;  /* (nullable): translated */
} LkFindingFields;

/* copies message and remedy; the rest is static */
LkFinding *lk_finding_new (const LkFindingFields *fields);

const char *lk_finding_get_id (LkFinding *self);
guint lk_finding_get_number (LkFinding *self);
const char *lk_finding_get_source (LkFinding *self);
const char *lk_finding_get_field (LkFinding *self);
LkSeverity lk_finding_get_severity (LkFinding *self);
const char *lk_finding_get_message (LkFinding *self);
const char *lk_finding_get_remedy (LkFinding *self);

gboolean lk_finding_is_blocking (LkFinding *self);
/* "error" (also what blocks), "warning", "info", as in JSON */
const char *lk_finding_get_severity_name (LkFinding *self);

/* Message, remedy and rule as lines of text, for copying. */
char *lk_finding_to_text (LkFinding *self);

G_END_DECLS
