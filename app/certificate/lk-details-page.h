/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Shows an LkInspection from top to bottom: the verdict, its parts on a camera, findings, the
 * period, all fields, the chain and the PEM text. Rows are made in small portions, so that a long
 * list of them is never felt. Signal "open-certificate" (LkCertificate): somebody wants to see an
 * issuer. Main thread. */

#pragma once

#include "certificate/lk-inspection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_DETAILS_PAGE (lk_details_page_get_type ())
G_DECLARE_FINAL_TYPE (LkDetailsPage, lk_details_page, LK, DETAILS_PAGE, AdwBin)

LkDetailsPage *lk_details_page_new (void);

void lk_details_page_set_inspection (LkDetailsPage *self, LkInspection *inspection);
LkInspection *lk_details_page_get_inspection (LkDetailsPage *self); /* (nullable) */

/* Leaves only the fields that contain @text; NULL or empty: all. */
void lk_details_page_set_search (LkDetailsPage *self, const char *text);

/* Scrolls to a field and draws the eye to it; FALSE when there is none of that id. */
gboolean lk_details_page_show_field (LkDetailsPage *self, const char *id);

/* How many rows are there, and how many of them the search leaves. */
guint lk_details_page_count_rows (LkDetailsPage *self, gboolean visible_only);

G_END_DECLS
