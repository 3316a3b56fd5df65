/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A certificate signing request (PKCS#10, RFC 2986). Immutable, any thread. */

#pragma once

#include "certificate/lk-extension.h"
#include "certificate/lk-name.h"
#include "certificate/lk-public-key.h"

G_BEGIN_DECLS

#define LK_TYPE_REQUEST (lk_request_get_type ())
G_DECLARE_FINAL_TYPE (LkRequest, lk_request, LK, REQUEST, GObject)

typedef struct
{
  char *oid;
  char *text;
} LkRequestAttribute;

/* LK_ERROR_BAD_DATA when the bytes are no request. */
LkRequest *lk_request_new_from_der (GBytes *der, GError **error);

GBytes *lk_request_get_der (LkRequest *self);
const char *lk_request_get_title (LkRequest *self); /* never empty */
const char *lk_request_get_subject (LkRequest *self);
const LkDerItem *lk_request_get_subject_item (LkRequest *self);
guint lk_request_get_version (LkRequest *self);
LkPublicKey *lk_request_get_public_key (LkRequest *self);
const char *lk_request_get_signature_algorithm (LkRequest *self); /* OID */
gboolean lk_request_is_signature_valid (LkRequest *self);         /* by its own key */

GPtrArray *lk_request_get_attributes (LkRequest *self); /* (element-type LkRequestAttribute), without the next */
GPtrArray *lk_request_get_extensions (LkRequest *self); /* (element-type LkExtension) that it asks for */

G_END_DECLS
