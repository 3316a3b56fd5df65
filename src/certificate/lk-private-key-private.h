/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a private key is made of. Private to this folder. */

#pragma once

#include "certificate/lk-private-key.h"
#include "certificate/lk-text.h"

G_BEGIN_DECLS

/* What OpenSSH's own format opens with, up to and with its NUL. */
#define LK_OPENSSH_MAGIC "openssh-key-v1"

struct _LkPrivateKey
{
  GObject parent_instance;

  LkSecret *secret;
  LkSecret *plain; /* (nullable): DER that GnuTLS imports without a password */
  const char *format;
  gboolean encrypted;
  char *protection;
  guint64 iterations;

  LkPublicKey *key; /* (nullable) */
  char *algorithm;  /* where GnuTLS does not give the public key */
  guint bits;
};

void lk_private_key_read_openssh (LkPrivateKey *self);

/* Keys of a text. RFC 1421: PEM itself encrypts it. */
gboolean lk_private_key_is_encrypted_by_pem (const LkTextBlock *block);
/* (nullable) (transfer full): what lk_private_key_new() wants of it; NULL where it is damaged. */
LkSecret *lk_private_key_dup_block (const LkTextBlock *block);

G_END_DECLS
