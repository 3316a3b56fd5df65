/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said on one connection: handshake, then request after request: recognise, log in, have
 * the fault that is due or none, answer. Runs on the connection's own thread. */

#pragma once

#include "simcamera/lk-sim-server.h"

G_BEGIN_DECLS

typedef struct
{
  LkSimServer *server;
  LkSimStream *stream;
  LkSimState *state;
  LkSimAuth *auth;
  LkSimFaults *faults;
  LkSimRecord *record;
  GPtrArray *faces; /* (element-type LkSimFace) */
} LkSimConversation;

/* Returns when the connection is to be closed. */
void lk_sim_conversation_run (const LkSimConversation *self, gboolean is_tls);

G_END_DECLS
