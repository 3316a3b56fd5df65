/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening a PKCS#12 file. Private to this folder. */

#pragma once

#include "base/lk-secret.h"
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

/* (nullable): what is in the file; @contents gets LkBagContent, @used the password that opened it
 * (nullable: none). Errors: LK_ERROR_BAD_DATA, PASSWORD_NEEDED, PASSWORD_WRONG. */
LkPkcs12 *lk_pkcs12_open (GBytes *der,
                          LkSecret *password,
                          GPtrArray *contents,
                          LkSecret **used,
                          GCancellable *cancellable,
                          GError **error);

void lk_bag_content_free (LkBagContent *content);

G_END_DECLS
