/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds the command of a device profile that a request is. */

#pragma once

#include "driver/snc/lk-snc-profile.h"
#include "simcamera/lk-sim-http.h"

G_BEGIN_DECLS

/* A request that fits a command of the profile, with what stood where the profile has
 * placeholders. */
typedef struct
{
  LkSncCommandId id;
  guint slot;
  const char *password;
  const char *common_name;
  const char *days;
  const char *clock;
} LkSimCgiMatch;

/* Borrows from @parameters. FALSE when it is none. */
gboolean lk_sim_cgi_match (LkSncProfile *profile,
                           LkSimRequest *request,
                           GPtrArray *parameters,
                           LkSimCgiMatch *match);

G_END_DECLS
