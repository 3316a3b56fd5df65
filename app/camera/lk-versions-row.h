/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A row to tick the versions of TLS that the camera is to speak. The last one that this computer
 * speaks too cannot be unticked. Setting them from the program is silent; the signal chosen (guint
 * versions) comes only when a person chose. */

#pragma once

#include "camera/lk-ssl-tab.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_VERSIONS_ROW (lk_versions_row_get_type ())
G_DECLARE_FINAL_TYPE (LkVersionsRow, lk_versions_row, LK, VERSIONS_ROW, AdwPreferencesRow)

/* @offered: those to choose from; @enabled: as the camera has it; @wished: NOT_TOLD for none. */
void lk_versions_row_set_versions (LkVersionsRow *self,
                                   LkTlsVersions offered,
                                   LkTlsVersions enabled,
                                   LkTlsVersions wished);

G_END_DECLS
