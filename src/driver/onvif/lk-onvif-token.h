/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* WS-UsernameToken (OASIS UsernameToken Profile 1.0): the login of cameras that know no HTTP
 * digest. Only a hash of the password travels, over a nonce and a time that must be near the
 * camera's own. */

#pragma once

#include "driver/onvif/lk-soap.h"

G_BEGIN_DECLS

/* Adds the header block wsse:Security with a fresh nonce. */
void lk_onvif_token_write (LkSoapWriter *header,
                           const char *user,
                           LkSecret *password,
                           GDateTime *created);

/* Base64 of SHA-1 over nonce, time and password, for the writer and for tests; (transfer full). */
char *lk_onvif_token_dup_digest (const guint8 *nonce,
                                 gsize nonce_size,
                                 const char *created,
                                 LkSecret *password);

G_END_DECLS
