/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How a PKCS#12 file is built (RFC 7292): its bags, what protects them, and its MAC. Nothing secret
 * is in here. Immutable, any thread. */

#pragma once

#include "certificate/lk-der.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define LK_TYPE_PKCS12 (lk_pkcs12_get_type ())
G_DECLARE_FINAL_TYPE (LkPkcs12, lk_pkcs12, LK, PKCS12, GObject)

/* How something is encrypted. */
typedef struct
{
  char *scheme;       /* "PBES2", "3DES (PBES1)", …; the OID where it has no name */
  char *cipher;       /* "AES-256-CBC", …; as the scheme where that names it */
  char *kdf;          /* (nullable): "PBKDF2 with HMAC with SHA-256"; NULL for the scheme's own */
  guint64 iterations; /* 0: not stated */
  gboolean is_legacy; /* RC2, RC4, DES or 3DES, or PBES1 */
} LkProtection;

typedef struct
{
  guint content;            /* number of the safe it lies in, from 1 */
  char *type;               /* "Certificate bag", …; "?" where the safe could not be opened */
  LkProtection *safe;       /* (nullable): what protects its safe; NULL where it is plain */
  LkProtection *protection; /* (nullable): what protects the bag itself */
  char *friendly_name;      /* (nullable) */
  char *local_key_id;       /* (nullable): lower-case hex */
} LkPkcs12Bag;

/* Which of these files a device opens. Old ones are protected by PBES1 (RC2, RC4, 3DES) with a MAC
 * of SHA-1, new ones by PBES2 (AES) with a MAC of SHA-256. */
typedef enum
{
  LK_PKCS12_READER_UNKNOWN,
  LK_PKCS12_READER_OLD,
  LK_PKCS12_READER_NEW,
  LK_PKCS12_READER_BOTH,
  LK_PKCS12_READER_NONE /* it never gets the file: its contents are packed anew */
} LkPkcs12Reader;

GPtrArray *lk_pkcs12_get_bags (LkPkcs12 *self); /* (element-type LkPkcs12Bag) */
gboolean lk_pkcs12_has_mac (LkPkcs12 *self);
const char *lk_pkcs12_get_mac_algorithm (LkPkcs12 *self); /* (nullable): "SHA-1", "SHA-256", "PBMAC1" */
guint64 lk_pkcs12_get_mac_iterations (LkPkcs12 *self);
/* of MAC and safes together; the keys may have their own besides */
guint64 lk_pkcs12_get_iterations (LkPkcs12 *self);
/* FALSE also where there is none, or of a kind that is not supported */
gboolean lk_pkcs12_is_mac_verified (LkPkcs12 *self);

/* (nullable) (transfer full): from an AlgorithmIdentifier. */
LkProtection *lk_protection_new (const LkDerItem *algorithm);
LkProtection *lk_protection_copy (const LkProtection *self);
void lk_protection_free (LkProtection *self);
char *lk_protection_to_text (const LkProtection *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkProtection, lk_protection_free)

G_END_DECLS
