/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Judges the certificate that a client presents, as the camera does: a chain up to one of the
 * trusted CA certificates (RFC 5280), every date by the camera's own clock, and clientAuth where
 * extended key usage is present. */

#pragma once

#include "simcamera/lk-sim-state.h"

#include <gnutls/gnutls.h>

G_BEGIN_DECLS

typedef struct
{
  gboolean accepted;
  const char *verdict; /* static: "ok", "unknown CA", "expired", …; NULL: nothing was presented */
  gnutls_alert_description_t alert;
  char *subject;
  char *sha256;
} LkSimVerification;

void lk_sim_verify (gnutls_session_t session, const LkSimTlsSetup *setup, LkSimVerification *self);
void lk_sim_verification_clear (LkSimVerification *self);

G_END_DECLS
