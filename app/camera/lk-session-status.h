/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One line and one icon for what is known about a camera, which the sidebar shows, and the line
 * below its name. Pure functions of what was read, so that they can be tested without a camera. */

#pragma once

#include "camera/lk-camera-facts.h"
#include "camera/lk-ssl-tab.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  LK_STATUS_NEUTRAL,
  LK_STATUS_GOOD,
  LK_STATUS_WARNING,
  LK_STATUS_BAD,
} LkStatusLevel;

typedef struct
{
  LkStatusLevel level;
  const char *icon_name; /* static */
  char *text;            /* translated, (transfer full) */
} LkSessionStatus;

#define LK_EXPIRY_WARNING_DAYS 30

/* @tab: (nullable) as last read. @error: (nullable) why it could not be read. @now: UTC. */
LkSessionStatus lk_session_status_describe (LkSslTab *tab, const GError *error, GDateTime *now);

/* Model, "firmware 3.0.0", "clock in step" and the language that the camera speaks; before they are
 * known, the address. @facts, @driver: (nullable) */
char *lk_session_status_dup_subtitle (LkCameraFacts *facts, const char *driver, const char *uri);

/* The style class of the icon. */
const char *lk_status_level_get_style (LkStatusLevel level);

/* Whole days from @now until @time, negative when it has passed. */
int lk_days_until (GDateTime *time, GDateTime *now);

G_END_DECLS
