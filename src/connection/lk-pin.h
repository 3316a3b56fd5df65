/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which server key a camera is held to: its SPKI SHA-256, as ssh holds a host to its key. A
 * certificate authority that vouches for another key changes nothing. Owned by one connection or
 * probe, on its thread. */

#pragma once

#include "certificate/lk-certificate.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _LkPin LkPin;

/* @text (nullable) is "sha256:HEX"; LK_ERROR_USAGE for anything else. With @trust_first_use the first key
 * that is seen becomes the pin where there is none. */
LkPin *lk_pin_new (const char *text, gboolean trust_first_use, GError **error);
LkPin *lk_pin_copy (LkPin *self);
void lk_pin_free (LkPin *self);

const char *lk_pin_get_text (LkPin *self); /* (nullable) */

/* The key of this certificate, too, is accepted from now on, and becomes the pin when it is first
 * seen. */
void lk_pin_expect (LkPin *self, LkCertificate *certificate);

/* LK_ERROR_PEER_UNTRUSTED when the key is unknown or another one; the message names the
 * fingerprints. */
gboolean lk_pin_check (LkPin *self, LkCertificate *peer, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkPin, lk_pin_free)

G_END_DECLS
