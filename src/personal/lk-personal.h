/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A personal certificate as it was found in a store, with what the store itself says of its private
 * key. Immutable, any thread. */

#pragma once

#include "base/lk-answer.h"
#include "certificate/lk-certificate.h"

G_BEGIN_DECLS

typedef struct
{
  const char *selector; /* finds it again: "nss:DIR#NICKNAME", "pkcs11:…", "file:PATH" */
  const char *store_id;
  const char *store_title;
  const char *label;
  LkCertificate *certificate;
  LkAnswer has_key;
  LkAnswer key_matches; /* YES only after a signature was checked with the certificate */
  LkAnswer exportable;
  const char *evidence; /* where the answer comes from: "CKA_EXTRACTABLE is true" */
} LkPersonalFields;

#define LK_TYPE_PERSONAL (lk_personal_get_type ())
G_DECLARE_FINAL_TYPE (LkPersonal, lk_personal, LK, PERSONAL, GObject)

LkPersonal *lk_personal_new (const LkPersonalFields *fields); /* copies */
const LkPersonalFields *lk_personal_get_fields (LkPersonal *self);

G_END_DECLS
