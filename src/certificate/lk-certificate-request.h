/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A certificate signing request (PKCS#10, RFC 2986). Immutable, any thread. */

#pragma once

#include "certificate/lk-extension.h"
#include "certificate/lk-name.h"
#include "certificate/lk-public-key.h"

G_BEGIN_DECLS

#define LK_TYPE_CERTIFICATE_REQUEST (lk_certificate_request_get_type ())
G_DECLARE_FINAL_TYPE (
  LkCertificateRequest, lk_certificate_request, LK, CERTIFICATE_REQUEST, GObject)

typedef struct
{
  char *oid;
  char *text;
} LkRequestAttribute;

/* LK_ERROR_BAD_DATA when the bytes are no request. */
LkCertificateRequest *lk_certificate_request_new_from_der (GBytes *der, GError **error);

GBytes *lk_certificate_request_get_der (LkCertificateRequest *self);
const char *lk_certificate_request_get_title (LkCertificateRequest *self); /* never empty */
const char *lk_certificate_request_get_subject (LkCertificateRequest *self);
const LkDerItem *lk_certificate_request_get_subject_item (LkCertificateRequest *self);
guint lk_certificate_request_get_version (LkCertificateRequest *self);
LkPublicKey *lk_certificate_request_get_public_key (LkCertificateRequest *self);
const char *lk_certificate_request_get_signature_algorithm (LkCertificateRequest *self); /* OID */
/* by its own key */
gboolean lk_certificate_request_is_signature_valid (LkCertificateRequest *self);

/* (element-type LkRequestAttribute), without the next */
GPtrArray *lk_certificate_request_get_attributes (LkCertificateRequest *self);
/* (element-type LkExtension) that it asks for */
GPtrArray *lk_certificate_request_get_extensions (LkCertificateRequest *self);

G_END_DECLS
