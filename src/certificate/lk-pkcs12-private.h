/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening a PKCS#12 file (RFC 7292): a MAC over some safes, each plain or encrypted, with bags in
 * them. Private to this folder. */

#pragma once

#include "base/lk-secret.h"
#include "certificate/lk-password-key-private.h"
#include "certificate/lk-pkcs12.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  LK_BAG_CERTIFICATE,
  LK_BAG_CRL,
  LK_BAG_KEY,
  LK_BAG_OTHER,
  LK_BAG_UNREADABLE
} LkBagKind;

/* What a bag holds. */
typedef struct
{
  LkBagKind kind;
  GBytes *der;      /* (nullable): certificate or CRL */
  LkSecret *secret; /* (nullable): key, PKCS#8, maybe encrypted */
  char *friendly_name;
  char *local_key_id;
  char *problem; /* (nullable) */
} LkBagContent;

/* What comes out of a file besides its structure. */
typedef struct
{
  GPtrArray *bags;    /* of LkBagContent */
  LkSecret *password; /* (nullable): none was needed */
  gboolean is_proven; /* the MAC or a safe says that this is the password, or that none is needed */
} LkPkcs12Contents;

/* (nullable): what is in the file, with @contents to be cleared by the caller. @max_iterations is
 * what is left of LK_MAX_ITERATIONS. Errors: LK_ERROR_BAD_DATA, PASSWORD_NEEDED, PASSWORD_WRONG. */
LkPkcs12 *lk_pkcs12_open (GBytes *der,
                          LkSecret *password,
                          guint64 max_iterations,
                          LkPkcs12Contents *contents,
                          GCancellable *cancellable,
                          GError **error);

void lk_pkcs12_contents_clear (LkPkcs12Contents *contents);

/* The MAC (RFC 7292 4), also PBMAC1 (RFC 9579). It points into the file's bytes. */
typedef struct
{
  char *oid; /* (nullable) */
  LkDerItem digest, salt;
  guint iterations;                /* 0: none that make sense */
  guint64 stated_iterations;       /* as written, for limits and for people */
  LkPbkdf2 pbkdf2;                 /* of PBMAC1, and what comes after it */
  gnutls_mac_algorithm_t function; /* GNUTLS_MAC_UNKNOWN: not supported */
} LkPkcs12Mac;

typedef enum
{
  LK_PKCS12_MAC_FITS,
  LK_PKCS12_MAC_DIFFERS,
  LK_PKCS12_MAC_UNKNOWN /* of a kind that is not supported */
} LkPkcs12MacResult;

LkPkcs12Mac *lk_pkcs12_mac_new (LkDer data);
void lk_pkcs12_mac_free (LkPkcs12Mac *self);
gboolean lk_pkcs12_mac_is_pbmac1 (const LkPkcs12Mac *self);
LkPkcs12MacResult lk_pkcs12_mac_check (const LkPkcs12Mac *self, GBytes *data, const char *password);

typedef struct
{
  gboolean encrypted;
  LkDerItem algorithm;
  LkProtection *protection; /* (nullable): NULL where plain */
  GBytes *content;          /* (nullable): encrypted, or the safe itself */
} LkPkcs12Safe;

LkPkcs12Safe *lk_pkcs12_safe_new (LkDer content_info);
void lk_pkcs12_safe_free (LkPkcs12Safe *self);

/* Wipes and lets go of what nobody else holds: a key may lie in it in the clear. */
void lk_pkcs12_clear_bytes (GBytes **bytes);

/* (nullable) (transfer full): what is in it, whether it was encrypted or not. */
LkSecret *lk_pkcs12_safe_open (const LkPkcs12Safe *self, const char *password);

/* Adds an LkPkcs12Bag to @bags and an LkBagContent to @contents for each bag in an opened safe;
 * @opened NULL is one that cannot be opened. */
void lk_pkcs12_read_bags (
  const LkPkcs12Safe *safe, guint number, LkSecret *opened, GPtrArray *bags, GPtrArray *contents);
void lk_pkcs12_bag_free (LkPkcs12Bag *bag);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LkPkcs12Contents, lk_pkcs12_contents_clear)

G_END_DECLS
