/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a file holds, read by its content and never by its name: PEM with text around it in any
 * encoding, bare base64, DER, PKCS#7 and PKCS#12; certificates, requests, CRLs and keys. What is
 * damaged is listed as unreadable, the rest still opens. Limits: 16 MiB a file, 10,000 objects.
 * Immutable, any thread. */

#pragma once

#include "base/lk-secret.h"
#include "certificate/lk-item.h"
#include "certificate/lk-pkcs12.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_BUNDLE_MAX_BYTES   (16 * 1024 * 1024)
#define LK_BUNDLE_MAX_OBJECTS 10000

#define LK_TYPE_BUNDLE (lk_bundle_get_type ())
G_DECLARE_FINAL_TYPE (LkBundle, lk_bundle, LK, BUNDLE, GObject)

typedef enum
{
  LK_BUNDLE_PEM,
  LK_BUNDLE_BASE64, /* without BEGIN and END */
  LK_BUNDLE_DER,
  LK_BUNDLE_PKCS7, /* DER; a PKCS#7 in PEM is PEM */
  LK_BUNDLE_PKCS12
} LkBundleFormat;

/* How a text departs from plain PEM (RFC 7468). */
typedef enum
{
  LK_TEXT_BOM = 1 << 0,
  LK_TEXT_WIDE = 1 << 1, /* UTF-16 or UTF-32: see lk_bundle_get_encoding() */
  LK_TEXT_CR_ONLY = 1 << 2,
  LK_TEXT_CRLF = 1 << 3,
  LK_TEXT_NUL = 1 << 4,
  LK_TEXT_INDENTED = 1 << 5,
  LK_TEXT_LONG_LINES = 1 << 6, /* of base64, over 76 columns */
  LK_TEXT_EXTRA = 1 << 7,      /* other text around the blocks */
  /* X509 CERTIFICATE, TRUSTED CERTIFICATE, NEW CERTIFICATE REQUEST, … */
  LK_TEXT_ODD_LABEL = 1 << 8,
  LK_TEXT_BAD_END = 1 << 9 /* END is missing, or names another label */
} LkTextOddity;

/* @name is for people. Errors: LK_ERROR_BAD_DATA (nothing known in it, or over a limit),
 * PASSWORD_NEEDED (NULL and the empty password were tried), PASSWORD_WRONG. A locked private key
 * beside other objects is no error unless a password was given and is wrong. */
LkBundle *lk_bundle_new_from_bytes (GBytes *bytes,
                                    const char *name,
                                    LkSecret *password,
                                    GCancellable *cancellable,
                                    GError **error);
LkBundle *lk_bundle_new_from_file (GFile *file,
                                   LkSecret *password,
                                   GCancellable *cancellable,
                                   GError **error);

const char *lk_bundle_get_name (LkBundle *self);
gsize lk_bundle_get_size (LkBundle *self); /* of the file in bytes */
LkBundleFormat lk_bundle_get_format (LkBundle *self);
const char *lk_bundle_get_format_name (LkBundle *self); /* "PEM", "DER", … */
const char *lk_bundle_get_encoding (LkBundle *self);    /* "ASCII", "UTF-8", "UTF-16LE", …; "binary" */
LkTextOddity lk_bundle_get_text_oddities (LkBundle *self);

/* Decided on the raw bytes before any parser, then by what was found: also encrypted, commented
 * out, OpenSSH's, in UTF-16, or in a PKCS#12. */
gboolean lk_bundle_has_private_key (LkBundle *self);

GListModel *lk_bundle_get_items (LkBundle *self); /* of LkItem */
guint lk_bundle_count (LkBundle *self, LkItemKind kind);
/* (transfer full) (element-type LkCertificate) */
GPtrArray *lk_bundle_list_certificates (LkBundle *self);

/* (transfer full) (element-type LkCertificate): those that may have issued others, CAs and whoever
 * is named as an issuer in the file: all that judging one of thousands needs to know of them. */
GPtrArray *lk_bundle_list_issuers (LkBundle *self);

LkPkcs12 *lk_bundle_get_pkcs12 (LkBundle *self); /* (nullable): NULL where it is no PKCS#12 */

G_END_DECLS
