/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A private key as the PKCS#11 attributes that create it on a token (PKCS#11 3.0, 6.1.3 and 6.3.4).
 * NSS and p11-kit each define the same attribute structure under the same name, so this header
 * defines neither: an entry has their layout, and the two stores cast it. Wiped on free. */

#pragma once

#include "certificate/lk-identity.h"

G_BEGIN_DECLS

typedef struct
{
  gulong type;
  gpointer value;
  gulong length_bytes;
} LkAttribute;

typedef struct _LkKeyTemplate LkKeyTemplate;

/* RSA and EC keys in memory; UNSUPPORTED for others. */
LkKeyTemplate *
lk_key_template_new (LkIdentity *identity, const char *label, gboolean exportable, GError **error);
void lk_key_template_free (LkKeyTemplate *self);

const LkAttribute *lk_key_template_get_key (LkKeyTemplate *self, guint *n_attributes);
const LkAttribute *lk_key_template_get_certificate (LkKeyTemplate *self, guint *n_attributes);

/* Adds one more attribute of the private key; copies. */
void
lk_key_template_add (LkKeyTemplate *self, gulong type, gconstpointer value, gsize length_bytes);

/* CKA_ID: SHA-1 of the RSA modulus or of the EC point, the link that NSS makes between key and
 * certificate. */
GBytes *lk_key_template_get_id (LkKeyTemplate *self);

/* The EC point, uncompressed, without its OCTET STRING; NULL for RSA. */
GBytes *lk_key_template_get_point (LkKeyTemplate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkKeyTemplate, lk_key_template_free)

G_END_DECLS
