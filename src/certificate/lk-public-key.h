/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A public key as it stands in certificates, requests and private keys (SubjectPublicKeyInfo, RFC
 * 5280 4.1.2.7). Immutable, reference counted, any thread. */

#pragma once

#include "certificate/lk-der.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define LK_TYPE_PUBLIC_KEY (lk_public_key_get_type ())
G_DECLARE_FINAL_TYPE (LkPublicKey, lk_public_key, LK, PUBLIC_KEY, GObject)

/* @spki is the SEQUENCE; never fails: what cannot be read stays unknown. */
LkPublicKey *lk_public_key_new (const LkDerItem *spki);

const char *lk_public_key_get_algorithm (LkPublicKey *self); /* "RSA", "RSA-PSS", "EC", "Ed25519", …, or the OID */
const char *lk_public_key_get_oid (LkPublicKey *self);       /* "" where it cannot be read */
guint lk_public_key_get_bits (LkPublicKey *self);            /* 0: unknown */
const char *lk_public_key_get_curve (LkPublicKey *self);     /* (nullable): "P-256", …, or the OID */
gboolean lk_public_key_has_explicit_curve (LkPublicKey *self);

/* RSA, else NULL: big-endian without leading zeros. */
GBytes *lk_public_key_get_modulus (LkPublicKey *self);
GBytes *lk_public_key_get_exponent (LkPublicKey *self);

GBytes *lk_public_key_get_der (LkPublicKey *self);
GBytes *lk_public_key_get_bits_value (LkPublicKey *self); /* what the BIT STRING holds */

/* Of the key in its standard encoding, lower-case hex: odd ways to write an RSA key (RFC
 * 3279 2.3.1), such as without its NULL parameters, make no other key. As of what "openssl x509
 * -pubkey" prints. */
const char *lk_public_key_get_sha256 (LkPublicKey *self);
char *lk_public_key_to_pin (LkPublicKey *self); /* the same in base64 (RFC 7469) */

G_END_DECLS
