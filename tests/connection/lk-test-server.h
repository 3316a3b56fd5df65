/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Servers for the tests of the connection, each on 127.0.0.1, a port of its own and a thread of its
 * own: one by libsoup that behaves, and one by hand that answers bytes as told, or worse. */

#pragma once

#include "lk-test-pki.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  LK_TEST_PLAIN = 1 << 0,      /* no TLS */
  LK_TEST_DIGEST = 1 << 1,     /* libsoup's own digest domain, for admin and swordfish */
  LK_TEST_BASIC = 1 << 2,      /* Basic, for admin and swordfish */
  LK_TEST_CLIENT_AUTH = 1 << 3 /* a client certificate of the server's own authority */
} LkTestServerFlags;

typedef struct _LkTestServer LkTestServer;

LkTestServer *
lk_test_server_start (const LkTestCert *certificate, const LkTestCert *ca, LkTestServerFlags flags);
const char *lk_test_server_get_uri (LkTestServer *self);
guint lk_test_server_count_requests (LkTestServer *self);
void lk_test_server_stop (LkTestServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkTestServer, lk_test_server_stop)

/* Answers each request of a connection in turn; the n-th request overall gets the n-th answer,
 * which is written as it is. Words of its own: "@hang" keeps silent, "@close" closes at once,
 * "@reset" resets, "@slow" writes a byte every 50 ms, "@endless-header" and "@endless-body" write
 * without end; a final "@close" after bytes closes after them. */
typedef struct _LkTestScript LkTestScript;

/* certificate NULL: no TLS */
LkTestScript *lk_test_script_start (const LkTestCert *certificate, const char *const *answers);
const char *lk_test_script_get_uri (LkTestScript *self);
/* (nullable) the head of the n-th request */
char *lk_test_script_dup_request (LkTestScript *self, guint n);
guint lk_test_script_count_connections (LkTestScript *self);
void lk_test_script_stop (LkTestScript *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkTestScript, lk_test_script_stop)

char *lk_test_pin_of (const LkTestCert *certificate); /* "sha256:HEX" */

G_END_DECLS
