/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Judges a client's certificate chain as a camera will: by the trusted CA certificates, at the
 * camera's time, for TLS client authentication. The way up is LkChain's; the purposes are read as
 * OpenSSL reads them, because most cameras do. Answers with the alert that a camera would send.
 * Pure, any thread. */

#pragma once

#include "certificate/lk-certificate.h"

G_BEGIN_DECLS

/* @sent and @trusted: (element-type LkCertificate), the leaf first. Returns a
 * gnutls_alert_description_t, or -1 when the chain is fine. @reason: (out) (optional) (transfer
 * full) one sentence without its full stop. */
int lk_client_judge (GPtrArray *sent, GPtrArray *trusted, GDateTime *time, char **reason);

G_END_DECLS
