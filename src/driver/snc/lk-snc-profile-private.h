/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a profile holds, for the files of this folder that read and serve it. */

#pragma once

#include "driver/snc/lk-snc-profile.h"

G_BEGIN_DECLS

#define LK_SNC_MAX_OPTIONS 3

struct _LkSncProfile
{
  GObject parent_instance;

  char *identifier;
  char *origin;
  char *name;
  gboolean confirmed;
  char **models; /* glob patterns */

  char *inquiry_path;
  char *inquiry_query;
  char **groups;
  struct
  {
    char *group;
    char *parameter;
    char *values[LK_SNC_MAX_OPTIONS]; /* in the order of the field's options */
  } fields[LK_SNC_N_FIELDS];

  LkSncCommand *commands[LK_SNC_N_COMMANDS];
  guint *statuses; /* ends with 0 */
  char **bodies;   /* (nullable) */
  LkSncQuirks quirks;
  char *referer;
  LkSncLimits limits;
  char *clock_format;
  GHashTable *simulation; /* key → value */
};

/* The options of a field, NULL-terminated and possibly empty. */
const char *const *lk_snc_field_get_options (LkSncField field);

/* The ways to write a clock, NULL-terminated. */
extern const char *const lk_snc_clock_formats[];

/* lk-snc-profile-reader.c: fills a fresh profile. */
gboolean
lk_snc_profile_read (LkSncProfile *self, const char *text, gsize length_bytes, GError **error);

/* lk-snc-profile.c */
void lk_snc_command_free (LkSncCommand *command);

G_END_DECLS
