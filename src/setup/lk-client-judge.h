/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Judges a client's certificate chain as a camera will: by the trusted CA certificates, at the
 * camera's time, for TLS client authentication (RFC 5280 6; purposes as OpenSSL reads them, because
 * most cameras do). Answers with the alert that a camera would send. Pure, any thread. */

#pragma once

#include "certificate/lk-certificate.h"

G_BEGIN_DECLS

/* @chain and @trusted: (element-type LkCertificate), leaf first. Returns a
 * gnutls_alert_description_t, or -1 when the chain is fine. @reason: (out) (optional) (transfer
 * full) one technical sentence. */
int lk_client_judge (GPtrArray *chain, GPtrArray *trusted, GDateTime *time, char **reason);

/* From the leaf up to the first trusted one, by names and signatures: (element-type LkCertificate)
 * (transfer full).
 * @anchored: (out) whether a trusted certificate ends it. */
GPtrArray *lk_client_judge_build_path (GPtrArray *chain, GPtrArray *trusted, gboolean *anchored);

/* Whether the certificate may be used for TLS client authentication: extended key usage absent or
 * with clientAuth (RFC 5280 4.2.1.12). */
gboolean lk_client_judge_allows_client (LkCertificate *certificate);

G_END_DECLS
