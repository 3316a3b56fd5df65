/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One node of the ASN.1 tree of some DER (X.690), for whoever wants to see the bytes themselves.
 * Children are made when first asked for; also those wrapped in an OCTET STRING or BIT STRING.
 * Limits: 64 levels, 10,000 children a node. Immutable to the eye, any thread. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_TYPE_ASN1_NODE (lk_asn1_node_get_type ())
G_DECLARE_FINAL_TYPE (LkAsn1Node, lk_asn1_node, LK, ASN1_NODE, GObject)

/* (nullable): NULL when the bytes do not even open with a tag and a length. */
LkAsn1Node *lk_asn1_node_new (GBytes *der);

const char *lk_asn1_node_get_tag_name (LkAsn1Node *self); /* "SEQUENCE", "INTEGER", "[0]", … */
/* the value for people; "" where the children tell */
const char *lk_asn1_node_get_text (LkAsn1Node *self);
/* of the identifier, from the start of the root's bytes */
gsize lk_asn1_node_get_offset (LkAsn1Node *self);
gsize lk_asn1_node_get_header_size (LkAsn1Node *self); /* identifier and length */
gsize lk_asn1_node_get_content_size (LkAsn1Node *self);
guint lk_asn1_node_get_depth (LkAsn1Node *self);
GBytes *lk_asn1_node_dup_bytes (LkAsn1Node *self); /* header and content */
/* (nullable): of LkAsn1Node; NULL for a leaf */
GListModel *lk_asn1_node_get_children (LkAsn1Node *self);

G_END_DECLS
