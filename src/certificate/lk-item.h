/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One object in a file. What kind it is was found when the file was read; it is decoded when first
 * asked for, so that ten thousand of them cost little. Immutable to the eye, any thread. */

#pragma once

#include "certificate/lk-certificate.h"
#include "certificate/lk-crl.h"
#include "certificate/lk-private-key.h"
#include "certificate/lk-certificate-request.h"

G_BEGIN_DECLS

#define LK_TYPE_ITEM (lk_item_get_type ())
G_DECLARE_FINAL_TYPE (LkItem, lk_item, LK, ITEM, GObject)

typedef enum
{
  LK_ITEM_CERTIFICATE,
  LK_ITEM_PRIVATE_KEY,
  LK_ITEM_PUBLIC_KEY,
  LK_ITEM_REQUEST,
  LK_ITEM_CRL,
  LK_ITEM_OTHER,     /* understood, but nothing that is shown: parameters, SSH public keys, … */
  LK_ITEM_UNREADABLE /* damaged; see lk_item_get_problem() */
} LkItemKind;

LkItemKind lk_item_get_kind (LkItem *self);
const char *lk_item_get_kind_name (LkItem *self); /* "certificate", "private-key", … as in JSON */
char *lk_item_dup_title (LkItem *self);           /* a line for lists, translated; never empty */

guint lk_item_get_number (LkItem *self); /* from 1, in the file's order */
/* bytes from the start of the file; of the container within PKCS#12 */
gsize lk_item_get_offset (LkItem *self);
const char *lk_item_get_label (LkItem *self);         /* (nullable): what stands behind BEGIN */
const char *lk_item_get_friendly_name (LkItem *self); /* (nullable): of a PKCS#12 bag */
/* (nullable): of a PKCS#12 bag, lower-case hex */
const char *lk_item_get_local_key_id (LkItem *self);
/* (nullable): why it is unreadable, or stays locked; what an OTHER is */
const char *lk_item_get_problem (LkItem *self);

/* (transfer none) (nullable): NULL where the item is of another kind. */
LkCertificate *lk_item_get_certificate (LkItem *self);
LkPrivateKey *lk_item_get_private_key (LkItem *self);
LkPublicKey *lk_item_get_public_key (LkItem *self); /* of a public key item */
LkCertificateRequest *lk_item_get_request (LkItem *self);
LkCrl *lk_item_get_crl (LkItem *self);

/* (nullable): NULL for private keys, whose bytes are secret, and where nothing could be decoded. */
GBytes *lk_item_get_der (LkItem *self);

G_END_DECLS
