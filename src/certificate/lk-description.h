/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything that is shown of an object, as sections of labelled values, free of any toolkit: what
 * renders it needs to know nothing of certificates. Labels and titles are translated; values may
 * hold foreign text. Immutable, any thread. */

#pragma once

#include "certificate/lk-bundle.h"

G_BEGIN_DECLS

#define LK_TYPE_FIELD (lk_field_get_type ())
G_DECLARE_FINAL_TYPE (LkField, lk_field, LK, FIELD, GObject)

#define LK_TYPE_SECTION (lk_section_get_type ())
G_DECLARE_FINAL_TYPE (LkSection, lk_section, LK, SECTION, GObject)

/* Findings point at a field by its id: "subject", "issuer", "serial", "version", "not-before",
 * "not-after", "key", "signature-algorithm", "sha256", …; of an extension, its OID. */
const char *lk_field_get_id (LkField *self);
const char *lk_field_get_label (LkField *self);
const char *lk_field_get_value (LkField *self); /* one or more lines */
gboolean lk_field_is_monospace (LkField *self); /* hexadecimal and the like */
gboolean lk_field_is_critical (LkField *self);  /* of an extension */

const char *lk_section_get_id (LkSection *self); /* "subject", "issuer", "validity", "key", "signature", "fingerprints", "extensions", … */
const char *lk_section_get_title (LkSection *self);
GListModel *lk_section_get_fields (LkSection *self); /* of LkField */

/* (transfer full): of LkSection; never empty. @now serves "in 23 days"; NULL: left out. */
GListModel *lk_describe_certificate (LkCertificate *certificate, GDateTime *now);
GListModel *lk_describe_request (LkCertificateRequest *request);
GListModel *lk_describe_crl (LkCrl *crl, GDateTime *now);
GListModel *lk_describe_private_key (LkPrivateKey *key);
GListModel *lk_describe_public_key (LkPublicKey *key);
GListModel *lk_describe_pkcs12 (LkPkcs12 *pkcs12);
GListModel *lk_describe_item (LkItem *item, GDateTime *now);

/* The bundle, read from a file: for one of its objects, or as a whole where @item is NULL. */
GListModel *lk_describe_file (LkBundle *bundle, LkItem *item);

/* (transfer full): the same as text, for copying and printing. */
char *lk_description_to_text (GListModel *sections);

G_END_DECLS
