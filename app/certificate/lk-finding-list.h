/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What was found about a certificate, a row each with its remedy and rule, and in a fold below what
 * was looked at and is in order. Signal "show-field" (id): somebody wants to see the field that a
 * finding is about. Main thread. */

#pragma once

#include "certificate/lk-inspection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_FINDING_LIST (lk_finding_list_get_type ())
G_DECLARE_FINAL_TYPE (LkFindingList, lk_finding_list, LK, FINDING_LIST, AdwPreferencesGroup)

/* @jumps: whether the fields are there to be shown. */
LkFindingList *lk_finding_list_new (LkInspection *inspection, gboolean jumps);

G_END_DECLS
