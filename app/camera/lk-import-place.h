/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where on a camera a trusted CA certificate can go: a place that is free, or one whose certificate
 * goes and could be put back. Owned by the pop-up that asks for it. Main thread. */

#pragma once

#include "camera/lk-ssl-tab.h"

G_BEGIN_DECLS

typedef struct
{
  guint slot;
  LkTabCertificate *replaced; /* (nullable): what is there and goes */
} LkImportPlace;

/* (transfer full) (element-type LkImportPlace) in the order of their slots. While client
 * authentication is on, the guard fills the first free slot, and no other one is offered. */
GPtrArray *lk_import_place_list (LkSslTab *tab);

/* The one that somebody who wanted @slot (0: any) means: NULL where all that is left is to replace
 * one that nobody named. Borrowed. */
const LkImportPlace *lk_import_place_choose (GPtrArray *places, guint slot);

/* "Trusted CA certificate 2", "Trusted CA certificate 1, in place of “Site CA”" */
char *lk_import_place_to_text (const LkImportPlace *self);

/* What has to be known about this choice before anything is sent: a sentence, and what follows
 * from it (nullable). NULL: nothing. @wanted: the slot that somebody named, 0: none. */
char *lk_import_place_explain (const LkImportPlace *self, LkSslTab *tab, guint wanted, char **more);

G_END_DECLS
