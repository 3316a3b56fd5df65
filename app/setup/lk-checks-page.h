/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A page that shows some items of the checklist under a sentence on what this step is about.
 * Main thread. */

#pragma once

#include "setup/lk-setup-page.h"

G_BEGIN_DECLS

#define LK_TYPE_CHECKS_PAGE (lk_checks_page_get_type ())
G_DECLARE_FINAL_TYPE (LkChecksPage, lk_checks_page, LK, CHECKS_PAGE, LkSetupPage)

typedef struct
{
  const char *title;     /* (nullable) N_ */
  const char *checks[9]; /* NULL-terminated ids */
} LkCheckGroup;

/* @introduction: translated. @groups: @n_groups of them, static. */
LkChecksPage *
lk_checks_page_new (const char *introduction, const LkCheckGroup *groups, gsize n_groups);

/* A widget between the introduction and the items; (transfer floating). */
void lk_checks_page_set_extra (LkChecksPage *self, GtkWidget *extra);

G_END_DECLS
