/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The parts of the details page that are not fields, each made from a value and without state of
 * its own; (transfer floating). Private to this folder, main thread. */

#pragma once

#include "certificate/lk-inspection.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The answer in a card that cannot be overlooked; (nullable) @remark and @button. */
GtkWidget *lk_details_make_card (LkVerdictState state,
                                 const char *text,
                                 const char *remark,
                                 GtkWidget *button);
GtkWidget *lk_details_make_headline (LkInspection *inspection);
GtkWidget *lk_details_make_uses (LkInspection *inspection);   /* (nullable) */
GtkWidget *lk_details_make_period (LkInspection *inspection); /* (nullable) */
GtkWidget *lk_details_make_pem (LkInspection *inspection);    /* (nullable) */

/* A row for one certificate of the chain; activated by whoever wants to see it. */
GtkWidget *lk_details_make_chain_row (LkInspection *inspection, guint position);

/* The same for one of the certificates that a file holds. */
GtkWidget *lk_details_make_member_row (LkInspection *inspection, guint position);

/* The icon and style class of a state, with a word for it. @size: in pixels, 0 for that of text. */
GtkWidget *lk_details_make_icon (LkVerdictState state, int size);
const char *lk_details_get_state_icon (LkVerdictState state);
const char *lk_details_get_state_style (LkVerdictState state);
const char *lk_details_get_state_word (LkVerdictState state);

G_END_DECLS
