/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The inspector's view in short, for a pop-up that is about to send a certificate: the verdict, the
 * period, what was found and what passed. The fields stay with the pop-up and with the inspector.
 * Main thread. */

#pragma once

#include "certificate/lk-inspection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_BRIEF (lk_brief_get_type ())
G_DECLARE_FINAL_TYPE (LkBrief, lk_brief, LK, BRIEF, AdwBin)

LkBrief *lk_brief_new (void);

/* @obstacle: (nullable) why it cannot be done, which no certificate can be blamed for. */
void lk_brief_set_inspection (LkBrief *self, LkInspection *inspection, const char *obstacle);

G_END_DECLS
