/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The parts of the details page that are not fields, each made from a value and without state of
 * its own; (transfer floating). Private to this folder, main thread. */

#pragma once

#include "certificate/lk-inspection.h"

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *lk_details_make_headline (LkInspection *inspection);
GtkWidget *lk_details_make_uses (LkInspection *inspection);   /* (nullable) */
GtkWidget *lk_details_make_period (LkInspection *inspection); /* (nullable) */
GtkWidget *lk_details_make_pem (LkInspection *inspection);    /* (nullable) */

/* A row that is activated by whoever wants to see the field; NULL remedy and field are fine. */
GtkWidget *lk_details_make_finding (LkFinding *finding);

/* A row for one certificate of the chain; activated by whoever wants to see it. */
GtkWidget *lk_details_make_chain_row (LkInspection *inspection, guint position);

/* The same for one of the certificates that a file holds. */
GtkWidget *lk_details_make_member_row (LkInspection *inspection, guint position);

/* The icon and style class of a state, with a word for it. */
const char *lk_details_get_state_icon (LkVerdictState state);
const char *lk_details_get_state_style (LkVerdictState state);
const char *lk_details_get_state_word (LkVerdictState state);

G_END_DECLS
