/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The way from a certificate up to an authority that is trusted, built from the certificates at
 * hand and checked at a given time for one use (RFC 5280 6.1). Several issuers of the same name are
 * all tried. GnuTLS verifies; what its version 3.7 lets pass is checked here besides, so that a
 * camera's stricter library brings no surprise. Immutable, any thread. */

#pragma once

#include "certificate/lk-certificate.h"

G_BEGIN_DECLS

#define LK_TYPE_CHAIN (lk_chain_get_type ())
G_DECLARE_FINAL_TYPE (LkChain, lk_chain, LK, CHAIN, GObject)

typedef enum
{
  LK_CHAIN_FOR_ANY,
  LK_CHAIN_FOR_CLIENT, /* it logs in to a server */
  LK_CHAIN_FOR_SERVER
} LkChainUse;

/* One certificate of the way, the leaf first. */
typedef struct
{
  LkCertificate *certificate;
  gboolean is_anchor;
  const char *problem; /* (nullable): the finding's id, such as "expired"; NULL when nothing is wrong */
  char *reason;        /* (nullable): translated words for it, always set together with problem */
} LkChainElement;

/* @pool and @anchors hold LkCertificates and may be NULL or hold the leaf itself. Empty anchors
 * make a way for looking at: it is then never anchored. @time: NULL for now. */
LkChain *lk_chain_new (
  LkCertificate *leaf, GPtrArray *pool, GPtrArray *anchors, GDateTime *time, LkChainUse use);

GPtrArray *lk_chain_get_elements (LkChain *self); /* (element-type LkChainElement), leaf first */

/* It ends in an anchor and nothing on the way is wrong. */
gboolean lk_chain_is_good (LkChain *self);

LkCertificate *lk_chain_get_anchor (LkChain *self); /* (nullable) */
/* (nullable): the subject of the issuer that is not at hand */
const char *lk_chain_get_missing (LkChain *self);
/* one translated sentence: anchored in what, or what is wrong */
const char *lk_chain_get_summary (LkChain *self);

/* The first element with that problem, or NULL. */
const LkChainElement *lk_chain_find_problem (LkChain *self, const char *problem);

G_END_DECLS
