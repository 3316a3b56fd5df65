/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A device profile held against a real camera without changing anything: each group is asked for,
 * and what it gave stands beside what the profile expects. For who mends a profile
 * (docs/profiles.md). A plain value that is only read after it was made; passwords are not in
 * it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LK_DRY_RUN_FITS,
  LK_DRY_RUN_MISSING,       /* the camera has no such parameter in this group */
  LK_DRY_RUN_UNKNOWN_VALUE, /* it has, but says something that the profile does not know */
  LK_DRY_RUN_NOT_NAMED,     /* the profile does not name the field */
} LkDryRunFit;

typedef struct
{
  char *group;
  char *error; /* (nullable) why it could not be asked for */
} LkDryRunGroup;

typedef struct
{
  const char *field; /* static: as in profiles, "client-enabled" */
  guint slot;        /* 0, or of a trusted CA certificate */
  LkDryRunFit fit;
  char *group;     /* (nullable) */
  char *parameter; /* (nullable) */
  char *expected;  /* the values that the profile knows; empty for free text */
  char *value;     /* (nullable) what the camera said */
  char *meaning;   /* (nullable) the option that it stands for */
} LkDryRunField;

/* What the camera says beyond the profile: the names to choose from. */
typedef struct
{
  char *group;
  char *parameter;
  char *value;
} LkDryRunExtra;

typedef struct
{
  char *profile_id;
  char *profile_name;
  char *profile_origin; /* its file */
  gboolean profile_confirmed;
  GPtrArray *groups; /* (element-type LkDryRunGroup) */
  GPtrArray *fields; /* (element-type LkDryRunField) */
  GPtrArray *extras; /* (element-type LkDryRunExtra) */
} LkDryRun;

/* For drivers, which fill it. */
LkDryRun *lk_dry_run_new (const char *profile_id,
                          const char *profile_name,
                          const char *profile_origin,
                          gboolean confirmed);
void lk_dry_run_free (LkDryRun *self);

/* Every group answered and every field that the profile names was understood. */
gboolean lk_dry_run_is_fitting (const LkDryRun *self);

const char *lk_dry_run_fit_get_name (LkDryRunFit fit);  /* "fits", "missing", "unknown-value", "not-named" */
const char *lk_dry_run_fit_get_label (LkDryRunFit fit); /* untranslated (N_) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkDryRun, lk_dry_run_free)

G_END_DECLS
