/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A whole page for an error: icon, heading, hint, the button that mends it, another one to try
 * again, and the technical sentence in the details. Its buttons only tell that they were
 * pressed. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_ERROR_PAGE (lk_error_page_get_type ())
G_DECLARE_FINAL_TYPE (LkErrorPage, lk_error_page, LK, ERROR_PAGE, AdwBin)

LkErrorPage *lk_error_page_new (void);

void lk_error_page_set_error (LkErrorPage *self, const GError *error, const char *icon_name);

/* Better words than the general ones for this kind of error, after it was set. */
void lk_error_page_set_words (LkErrorPage *self, const char *heading, const char *hint);

/* Labels with mnemonic, NULL hides the button; signals "mend" and "retry". */
void lk_error_page_set_buttons (LkErrorPage *self, const char *mend, const char *retry);

/* A third button, signal "recover"; hidden until it has a label. */
void lk_error_page_set_recover (LkErrorPage *self, const char *recover);

G_END_DECLS
