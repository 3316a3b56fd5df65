/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Asks for the password of a file, in the window itself. Signal "entered" (LkSecret). Main thread. */

#pragma once

#include "base/lk-secret.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_PASSWORD_PAGE (lk_password_page_get_type ())
G_DECLARE_FINAL_TYPE (LkPasswordPage, lk_password_page, LK, PASSWORD_PAGE, AdwBin)

/* Begins anew, for the file or key of that name. */
void lk_password_page_ask (LkPasswordPage *self, const char *name);

/* Brings the keyboard to the entry. */
void lk_password_page_focus (LkPasswordPage *self);

/* What was entered does not open it: says so and asks again. */
void lk_password_page_refuse (LkPasswordPage *self);

gboolean lk_password_page_is_refused (LkPasswordPage *self);

/* As if somebody typed it and pressed the button. */
void lk_password_page_enter (LkPasswordPage *self, const char *password);

G_END_DECLS
