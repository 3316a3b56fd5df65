/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The lock tried with the key before it is fitted: real TLS 1.2 and 1.3 handshakes in memory
 * between a server that trusts exactly the given CA certificates and demands a client certificate,
 * and a client with the personal certificate; each ends with an HTTP exchange, because under
 * TLS 1.3 a refusal shows only at the first read (RFC 8446 4.4.2.4). The same without a certificate
 * must be refused. No socket is opened. Immutable, any thread. */

#pragma once

#include "certificate/lk-identity.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  LK_REHEARSAL_TLS_1_2,
  LK_REHEARSAL_TLS_1_3,
  LK_REHEARSAL_N_VERSIONS
} LkRehearsalVersion;

typedef struct
{
  const char *name;         /* "TLS 1.2" */
  gboolean accepted;        /* handshake and HTTP exchange with the personal certificate */
  gboolean refused_without; /* and not without */
  int alert;                /* of the refusal with the certificate (RFC 8446 6), -1: none */
  const char *alert_name;   /* (nullable) "unknown_ca" */
  const char *detail;       /* one sentence: what happened */
} LkRehearsalVerdict;

#define LK_TYPE_REHEARSAL (lk_rehearsal_get_type ())
G_DECLARE_FINAL_TYPE (LkRehearsal, lk_rehearsal, LK, REHEARSAL, GObject)

/* Blocking: signs four times with the private key. @trusted: (element-type LkCertificate), may be
 * empty. @time: when the server believes to be (nullable: now). A refusal is a result; INTERNAL and
 * what the key's store reports are errors. */
LkRehearsal *lk_rehearsal_run (GPtrArray *trusted,
                               LkIdentity *identity,
                               GDateTime *time,
                               GCancellable *cancellable,
                               GError **error);

const LkRehearsalVerdict *lk_rehearsal_get_verdict (LkRehearsal *self, LkRehearsalVersion version);

/* Accepted with and refused without, in both versions. */
gboolean lk_rehearsal_is_passed (LkRehearsal *self);

/* What went wrong and what to do about it, translated; (nullable) when passed. */
const char *lk_rehearsal_get_cause (LkRehearsal *self);
const char *lk_rehearsal_get_remedy (LkRehearsal *self);

/* {"tls1.2":{"accepted","refused_without","alert"},"tls1.3":{…}} (transfer full) */
JsonNode *lk_rehearsal_to_json (LkRehearsal *self);

G_END_DECLS
