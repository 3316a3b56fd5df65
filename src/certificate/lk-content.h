/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Tells by its shape alone what a piece of DER is. A table of patterns; any thread. */

#pragma once

#include "certificate/lk-der.h"

G_BEGIN_DECLS

typedef enum
{
  LK_CONTENT_UNKNOWN,
  LK_CONTENT_CERTIFICATE,
  LK_CONTENT_REQUEST,
  LK_CONTENT_CRL,
  LK_CONTENT_PKCS7,
  LK_CONTENT_PKCS12,
  LK_CONTENT_PKCS8,
  LK_CONTENT_ENCRYPTED_PKCS8,
  LK_CONTENT_PKCS1,
  LK_CONTENT_DSA,
  LK_CONTENT_SEC1,
  LK_CONTENT_PUBLIC_KEY,     /* SubjectPublicKeyInfo */
  LK_CONTENT_RSA_PUBLIC_KEY, /* PKCS#1 */
  LK_CONTENT_PARAMETERS,
  LK_CONTENT_OCSP
} LkContent;

LkContent lk_content_detect (LkDer der);
gboolean lk_content_is_private_key (LkContent content);

G_END_DECLS
