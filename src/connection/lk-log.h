/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What was said on the wire, for the details page and for tests: the last lines (1000 at most) of
 * requests and answers with every secret struck out before it is stored. Thread-safe. */

#pragma once

#include "base/lk-secret.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define LK_TYPE_LOG (lk_log_get_type ())
G_DECLARE_FINAL_TYPE (LkLog, lk_log, LK, LOG, GObject)

LkLog *lk_log_new (void);

/* Strikes out this secret wherever it appears from now on, plain or percent-encoded. */
void lk_log_hide (LkLog *self, LkSecret *secret);

/* Adds lines. Values of headers that carry credentials and of query parameters whose names speak of
 * passwords are struck out. Bodies are never logged, only their size. */
void lk_log_add (LkLog *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
char *lk_log_to_text (LkLog *self);

/* How many TLS handshakes and requests were logged, for tests and figures. */
guint lk_log_count_handshakes (LkLog *self);
guint lk_log_count_requests (LkLog *self);
void lk_log_add_handshake (LkLog *self);
void lk_log_add_request (LkLog *self);

G_END_DECLS
