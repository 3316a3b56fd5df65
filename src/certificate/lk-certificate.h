/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One X.509 certificate as an immutable value: decoded once, read from any thread. GnuTLS reads
 * it; what GnuTLS refuses, a tolerant reader shows as far as it can, so that opening fails only
 * for bytes that are no certificate at all. Whether it is a CA is read from its extensions, never
 * derived from a verification. Follows RFC 5280; names are RFC 4514 strings. */

#pragma once

#include "certificate/lk-der.h"
#include "certificate/lk-extension.h"
#include "certificate/lk-name.h"
#include "certificate/lk-public-key.h"

#include <glib-object.h>
#include <gnutls/x509.h>

G_BEGIN_DECLS

#define LK_TYPE_CERTIFICATE (lk_certificate_get_type ())
G_DECLARE_FINAL_TYPE (LkCertificate, lk_certificate, LK, CERTIFICATE, GObject)

/* RFC 5280 4.2.1.3; the bits' names are those of the standard. */
typedef enum
{
  LK_KEY_USAGE_DIGITAL_SIGNATURE = 1 << 0,
  LK_KEY_USAGE_NON_REPUDIATION = 1 << 1,
  LK_KEY_USAGE_KEY_ENCIPHERMENT = 1 << 2,
  LK_KEY_USAGE_DATA_ENCIPHERMENT = 1 << 3,
  LK_KEY_USAGE_KEY_AGREEMENT = 1 << 4,
  LK_KEY_USAGE_KEY_CERT_SIGN = 1 << 5,
  LK_KEY_USAGE_CRL_SIGN = 1 << 6,
  LK_KEY_USAGE_ENCIPHER_ONLY = 1 << 7,
  LK_KEY_USAGE_DECIPHER_ONLY = 1 << 8
} LkKeyUsage;

/* One way in which the bytes depart from the standard although they could be read. */
typedef struct
{
  const char *id; /* "trailing-bytes", "duplicate-extension", …; see lk-certificate-reader.c */
  char *text;     /* one translated sentence */
} LkDefect;

/* LK_ERROR_BAD_DATA when the bytes are no certificate. */
LkCertificate *lk_certificate_new_from_der (GBytes *der, GError **error);

/* The first certificate in a PEM text (-1: up to the NUL); LK_ERROR_BAD_DATA when there is none. */
LkCertificate *lk_certificate_new_from_pem (const char *pem, gssize length_bytes, GError **error);

GBytes *lk_certificate_get_der (LkCertificate *self);
char *lk_certificate_to_pem (LkCertificate *self); /* RFC 7468: LF, 64 columns, final newline */
gboolean lk_certificate_equal (LkCertificate *self, LkCertificate *other);

/* the common name, or what comes nearest; never empty */
const char *lk_certificate_get_title (LkCertificate *self);
const char *lk_certificate_get_subject (LkCertificate *self);
const char *lk_certificate_get_issuer (LkCertificate *self);
const char *lk_certificate_get_serial (LkCertificate *self); /* lower-case hex */
guint lk_certificate_get_version (LkCertificate *self);      /* 1, 2 or 3 */

/* UTC; (nullable) when it cannot be read */
GDateTime *lk_certificate_get_not_before (LkCertificate *self);
GDateTime *lk_certificate_get_not_after (LkCertificate *self);
gboolean lk_certificate_is_valid_at (LkCertificate *self, GDateTime *time);

/* basicConstraints, and keyCertSign where key usage is present */
gboolean lk_certificate_is_ca (LkCertificate *self);
gboolean lk_certificate_has_basic_constraints_ca (LkCertificate *self); /* cA alone */
int lk_certificate_get_path_length (LkCertificate *self);               /* -1: no limit */
gboolean lk_certificate_has_key_usage (LkCertificate *self);
LkKeyUsage lk_certificate_get_key_usage (LkCertificate *self);
/* OIDs; NULL: no such extension */
const char *const *lk_certificate_get_extended_key_usage (LkCertificate *self);
/* "DNS:a.example", "IP:192.0.2.1"; never NULL */
const char *const *lk_certificate_get_subject_alt_names (LkCertificate *self);

const char *lk_certificate_get_key_algorithm (LkCertificate *self); /* "RSA", "EC", "Ed25519", … */
guint lk_certificate_get_key_bits (LkCertificate *self);
const char *lk_certificate_get_key_curve (LkCertificate *self);           /* (nullable) "P-256", … */
const char *lk_certificate_get_signature_algorithm (LkCertificate *self); /* OID */

/* fingerprints: lower-case hex without separators */
const char *lk_certificate_get_sha256 (LkCertificate *self);
const char *lk_certificate_get_sha1 (LkCertificate *self);
const char *lk_certificate_get_spki_sha256 (LkCertificate *self);

/* (element-type LkExtension), in the certificate's order */
GPtrArray *lk_certificate_get_extensions (LkCertificate *self);

/* (nullable) (transfer none) */
LkExtension *lk_certificate_find_extension (LkCertificate *self, const char *oid);

/* What the standard has to say about the bytes themselves. */
/* (element-type LkDefect) */
GPtrArray *lk_certificate_get_defects (LkCertificate *self);
/* the encoded names, in the certificate's DER */
const LkDerItem *lk_certificate_get_subject_item (LkCertificate *self);
const LkDerItem *lk_certificate_get_issuer_item (LkCertificate *self);
/* content of the INTEGER, sign and all */
GBytes *lk_certificate_get_serial_bytes (LkCertificate *self);
LkTimeForm
lk_certificate_get_time_form (LkCertificate *self, gboolean not_after, LkTimeOddity *oddity);
LkPublicKey *lk_certificate_get_public_key (LkCertificate *self);
/* (nullable): "SHA-256", also of RSA-PSS */
const char *lk_certificate_get_signature_hash (LkCertificate *self);
/* (nullable): lower-case hex */
const char *lk_certificate_get_subject_key_id (LkCertificate *self);
/* (nullable): lower-case hex */
const char *lk_certificate_get_authority_key_id (LkCertificate *self);
const char *lk_certificate_get_common_name (LkCertificate *self); /* (nullable) */
/* name constraints, as in subject_alt_names */
const char *const *lk_certificate_get_permitted_names (LkCertificate *self);
const char *const *lk_certificate_get_excluded_names (LkCertificate *self);

gboolean lk_certificate_is_self_issued (LkCertificate *self);
/* whether a signature that does not verify says anything */
gboolean lk_certificate_is_signature_checkable (LkCertificate *self);
/* names match and the signature verifies */
gboolean lk_certificate_is_issued_by (LkCertificate *self, LkCertificate *issuer);

/* For TLS and for verification: (transfer full) (nullable), NULL where GnuTLS cannot take it. */
gnutls_x509_crt_t lk_certificate_to_gnutls (LkCertificate *self);

G_END_DECLS
