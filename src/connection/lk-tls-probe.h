/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One look at how a camera speaks TLS, on a connection of its own by GnuTLS: what it shows, which
 * personal certificates it asks for, and whether it lets one in. Never resumes a session. A
 * handshake that ends well proves nothing with TLS 1.3, so that a whole HTTP exchange follows it
 * (without credentials: a 401 is an answer, too). The result is an immutable value for any thread;
 * the look itself blocks. */

#pragma once

#include "certificate/lk-certificate.h"
#include "certificate/lk-identity.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_TYPE_TLS_PROBE (lk_tls_probe_get_type ())
G_DECLARE_FINAL_TYPE (LkTlsProbe, lk_tls_probe, LK, TLS_PROBE, GObject)

typedef enum
{
  LK_TLS_ANY = 0,
  LK_TLS_1_0,
  LK_TLS_1_1,
  LK_TLS_1_2,
  LK_TLS_1_3
} LkTlsVersion;

typedef struct
{
  const char *uri;      /* "https://192.0.2.10:8443" */
  const char *pin;      /* (nullable) "sha256:HEX": another key ends the handshake, PEER_UNTRUSTED */
  LkIdentity *identity; /* (nullable) shown when asked for, whatever issuers the camera names */
  LkTlsVersion minimum;
  LkTlsVersion maximum;
  const char *path; /* (nullable) of the exchange: "/" */
  guint timeout_s;  /* for all of it, 0: 15 */
} LkTlsProbeOptions;

/* Looks. NULL only with LK_ERROR_USAGE, or G_IO_ERROR_CANCELLED; whatever the camera does is told
 * by the value. */
LkTlsProbe *
lk_tls_probe_run (const LkTlsProbeOptions *options, GCancellable *cancellable, GError **error);

gboolean lk_tls_probe_is_connected (LkTlsProbe *self); /* the TCP connection came about */
gboolean lk_tls_probe_is_handshake_done (LkTlsProbe *self);
/* handshake and HTTP exchange: the camera lets us in */
gboolean lk_tls_probe_is_answered (LkTlsProbe *self);
guint lk_tls_probe_get_status (LkTlsProbe *self); /* of the exchange; 0: none */
LkTlsVersion lk_tls_probe_get_version (LkTlsProbe *self);
const char *lk_tls_probe_get_cipher (LkTlsProbe *self); /* (nullable) for people: "(TLS1.3)-(ECDHE…" */

/* (element-type LkCertificate), the server's first; 16 at most */
GPtrArray *lk_tls_probe_get_chain (LkTlsProbe *self);
gboolean lk_tls_probe_is_certificate_requested (LkTlsProbe *self);
gboolean lk_tls_probe_is_certificate_sent (LkTlsProbe *self);
/* RFC 4514; empty: the camera names none, any may do */
const char *const *lk_tls_probe_get_accepted_issuers (LkTlsProbe *self);

/* Whether the camera names the issuer of @identity's chain, or names none: most programs, browsers
 * too, offer only such. */
gboolean lk_tls_probe_is_issuer_named (LkTlsProbe *self, LkIdentity *identity);

int lk_tls_probe_get_alert (LkTlsProbe *self);              /* see LkTlsAlert; -1: none came */
const char *lk_tls_probe_get_alert_name (LkTlsProbe *self); /* (nullable) */

/* Why it did not get to an answer; (nullable): it did. UNREACHABLE, TIMEOUT, PEER_UNTRUSTED,
 * CLIENT_REFUSED (a personal certificate was asked for, and then the camera ended it), BAD_DATA (no
 * TLS, no HTTP). */
const GError *lk_tls_probe_get_error (LkTlsProbe *self);

G_END_DECLS
