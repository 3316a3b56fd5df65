/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A strip across the top of a page: an icon, a sentence, perhaps a button. It has the properties of
 * AdwBanner (title, button-label, revealed; signal button-clicked), which takes its place when the
 * baseline has that, and one of its own: a line of detail. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_BANNER (lk_banner_get_type ())
G_DECLARE_FINAL_TYPE (LkBanner, lk_banner, LK, BANNER, AdwBin)

LkBanner *lk_banner_new (void);

void lk_banner_set_title (LkBanner *self, const char *title); /* plain text */
/* (nullable): no detail. One line, cut in its middle where it does not fit: a path. */
void lk_banner_set_detail (LkBanner *self, const char *detail);
void lk_banner_set_icon_name (LkBanner *self, const char *icon_name);
void lk_banner_set_button_label (LkBanner *self, const char *label); /* (nullable): no button */
void lk_banner_set_revealed (LkBanner *self, gboolean revealed);

G_END_DECLS
