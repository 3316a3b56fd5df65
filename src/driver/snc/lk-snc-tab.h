/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Between an answer of a CGI camera and the values of the [SSL] tab, by the names of a device
 * profile. Pure functions, no requests. */

#pragma once

#include "camera/lk-camera.h"
#include "driver/snc/lk-snc-answer.h"
#include "driver/snc/lk-snc-profile.h"
#include "driver/snc/lk-snc-request.h"

G_BEGIN_DECLS

#define LK_SNC_TAB_MAX_SETTINGS 3

/* The groups of the fields from @first to @last, each one once, in the profile's order, ended by
 * NULL; owned by @profile. */
GPtrArray *lk_snc_tab_list_groups (LkSncProfile *profile, LkSncField first, LkSncField last);

/* What the camera says for a field, NULL where it says nothing; @slot: 0 or from 1. */
const char *
lk_snc_tab_find (LkSncProfile *profile, LkSncField field, guint slot, LkSncAnswer *answer);
GDateTime *lk_snc_tab_read_clock (LkSncProfile *profile, LkSncAnswer *answer); /* UTC; (nullable) */

/* BAD_DATA when the answer does not tell whether client authentication is on, or nothing of the tab
 * at all. */
LkSslTab *lk_snc_tab_read (LkSncProfile *profile, LkSncAnswer *answer, GError **error);

/* What OK sends, ended by a NULL name; borrowed from @profile. UNSUPPORTED for an option without a
 * value. */
gboolean lk_snc_tab_to_settings (LkSncProfile *profile,
                                 const LkTabChange *change,
                                 LkSncSetting *settings,
                                 GError **error);

G_END_DECLS
