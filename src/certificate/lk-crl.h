/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A certificate revocation list (RFC 5280 5). Immutable, any thread. */

#pragma once

#include "certificate/lk-extension.h"
#include "certificate/lk-name.h"

G_BEGIN_DECLS

#define LK_TYPE_CRL (lk_crl_get_type ())
G_DECLARE_FINAL_TYPE (LkCrl, lk_crl, LK, CRL, GObject)

typedef struct
{
  char *serial;    /* lower-case hex */
  GDateTime *time; /* (nullable) */
  char *reason;    /* (nullable): in words */
} LkCrlEntry;

/* LK_ERROR_BAD_DATA when the bytes are no CRL. */
LkCrl *lk_crl_new_from_der (GBytes *der, GError **error);

GBytes *lk_crl_get_der (LkCrl *self);
const char *lk_crl_get_title (LkCrl *self); /* of its issuer; never empty */
const char *lk_crl_get_issuer (LkCrl *self);
const LkDerItem *lk_crl_get_issuer_item (LkCrl *self);
guint lk_crl_get_version (LkCrl *self);
GDateTime *lk_crl_get_this_update (LkCrl *self); /* (nullable) */
GDateTime *lk_crl_get_next_update (LkCrl *self); /* (nullable) */
const char *lk_crl_get_signature_algorithm (LkCrl *self);
guint lk_crl_get_revoked_count (LkCrl *self);
/* (transfer full) (element-type LkCrlEntry) */
GPtrArray *lk_crl_list_revoked (LkCrl *self, guint limit);
GPtrArray *lk_crl_get_extensions (LkCrl *self); /* (element-type LkExtension) */

G_END_DECLS
