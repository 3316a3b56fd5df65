/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The page on which a person compares a camera's key: one that is seen for the first time, or one
 * that has changed. It trusts nobody by itself: signal trusted, when the person says so. */

#pragma once

#include "certificate/lk-certificate.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_KEY_PAGE (lk_key_page_get_type ())
G_DECLARE_FINAL_TYPE (LkKeyPage, lk_key_page, LK, KEY_PAGE, AdwBin)

/* @peer: what the camera showed; @pin: (nullable) the key that it was held to until now. */
void lk_key_page_set_key (LkKeyPage *self, LkCertificate *peer, const char *pin);

G_END_DECLS
