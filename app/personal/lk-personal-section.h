/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One store in the window: its name and place, a button that unlocks it, and a row for each of its
 * certificates that the search lets through. Shows an LkPersonalGroup. */

#pragma once

#include "personal/lk-personal-group.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_PERSONAL_SECTION (lk_personal_section_get_type ())
G_DECLARE_FINAL_TYPE (LkPersonalSection, lk_personal_section, LK, PERSONAL_SECTION, AdwBin)

LkPersonalSection *lk_personal_section_new (LkPersonalGroup *group);
LkPersonalGroup *lk_personal_section_get_group (LkPersonalSection *self);

/* @words: (nullable). Returns how many certificates are left. */
guint lk_personal_section_search (LkPersonalSection *self, const char *words);

G_END_DECLS
