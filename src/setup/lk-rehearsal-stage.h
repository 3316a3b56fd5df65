/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The stage of a rehearsal: a TLS server in memory that trusts exactly what the camera will, asks
 * for a client certificate and judges it as the camera will, and a client that is let in or waved
 * off. The handshakes are real, with the client's own key; no network is used. One thread. */

#pragma once

#include "certificate/lk-identity.h"

#include <gnutls/gnutls.h>

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *trusted; /* (element-type LkCertificate), borrowed */
  GDateTime *time;    /* of the camera, borrowed */
  gnutls_certificate_credentials_t server;
  gnutls_certificate_credentials_t nobody; /* a client without a certificate */
  gnutls_certificate_credentials_t client;
} LkRehearsalStage;

/* What came of one handshake and one HTTP exchange. */
typedef struct
{
  gboolean accepted;
  int alert;    /* with which the server waved the client off, -1: none */
  char *detail; /* one sentence */
} LkRehearsalAct;

/* Errors of lk_identity_to_credentials(), INTERNAL. To be closed in any case. */
gboolean lk_rehearsal_stage_open (LkRehearsalStage *self,
                                  GPtrArray *trusted,
                                  GDateTime *time,
                                  LkIdentity *identity,
                                  GError **error);
void lk_rehearsal_stage_close (LkRehearsalStage *self);

/* @priority: of GnuTLS. @with: with the personal certificate. The detail is the caller's. */
LkRehearsalAct
lk_rehearsal_stage_play (LkRehearsalStage *self, const char *priority, gboolean with);

G_END_DECLS
