/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The GnuTLS side of a probe: one handshake and one HTTP exchange on an open socket, and everything
 * that was seen meanwhile. Blocking; only lk-tls-probe.c uses it. */

#pragma once

#include "certificate/lk-identity.h"
#include "connection/lk-pin.h"
#include "connection/lk-tls-probe.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean handshake_done;
  gboolean requested;
  gboolean sent;
  int alert; /* -1: none */
  guint status;
  LkTlsVersion version;
  char *cipher;
  GPtrArray *chain;       /* (element-type LkCertificate) */
  GPtrArray *issuers;     /* (element-type char*) RFC 4514, NULL at the end */
  GPtrArray *issuers_der; /* (element-type GBytes) */
} LkTlsFindings;

void lk_tls_findings_init (LkTlsFindings *self);
void lk_tls_findings_clear (LkTlsFindings *self);
gboolean lk_tls_findings_name_issuer (const LkTlsFindings *self, LkIdentity *identity);

typedef struct
{
  GSocket *socket;
  const char *host;
  LkPin *pin;           /* (nullable) */
  LkIdentity *identity; /* (nullable) */
  LkTlsVersion minimum;
  LkTlsVersion maximum;
  const char *request; /* the bytes of the HTTP request */
  GCancellable *cancellable;
} LkTlsSessionSpec;

/* TRUE when an HTTP status line came back that is no refusal of the certificate. */
gboolean lk_tls_session_run (const LkTlsSessionSpec *spec, LkTlsFindings *findings, GError **error);

G_END_DECLS
