/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of an uploaded server certificate with its private key and the password that was
 * given for it; follows the causes of "Invalid" in the user guides. PKCS#12 or PEM. Immutable,
 * reference counted, any thread. */

#pragma once

#include "base/lk-secret.h"

#include <gnutls/x509.h>

G_BEGIN_DECLS

#define LK_SIM_MAX_CHAIN 8

/* Why a stored file is Valid or Invalid. */
typedef enum
{
  LK_SIM_CAUSE_VALID,
  LK_SIM_CAUSE_WRONG_PASSWORD,
  LK_SIM_CAUSE_NEEDLESS_PASSWORD, /* given although the key is not encrypted */
  LK_SIM_CAUSE_NO_KEY,
  LK_SIM_CAUSE_KEY_MISMATCH,
} LkSimCause;

typedef struct
{
  gatomicrefcount refs;
  LkSimCause cause;
  /* leaf first; none when the password does not open the file */
  gnutls_x509_crt_t chain[LK_SIM_MAX_CHAIN];
  guint n_chain;
  gnutls_x509_privkey_t key; /* with LK_SIM_CAUSE_VALID only */
} LkSimKeyPair;

/* Opens what was uploaded. (nullable): NULL for a file that holds no certificate, which the camera
 * drops. */
LkSimKeyPair *lk_sim_key_pair_open (GBytes *file, LkSecret *password);
LkSimKeyPair *lk_sim_key_pair_ref (LkSimKeyPair *self);
void lk_sim_key_pair_unref (LkSimKeyPair *self);

/* SHA-256 of the public key as lower-case hex; (transfer full) (nullable) */
char *lk_sim_key_pair_dup_pin (LkSimKeyPair *self);

/* A new P-256 key with a certificate signed by itself, as PEM. @common_name may be an IP
 * address. */
GBytes *lk_sim_key_pair_generate (const char *common_name, guint days, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSimKeyPair, lk_sim_key_pair_unref)

G_END_DECLS
