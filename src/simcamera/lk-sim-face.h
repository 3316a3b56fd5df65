/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A language that the camera is spoken to in. A face recognises its requests and turns them into
 * calls of LkSimState and the outcome into a reply; connection, login and faults are the server's.
 * Its answer may come from several threads at once. */

#pragma once

#include "simcamera/lk-sim-faults.h"
#include "simcamera/lk-sim-http.h"
#include "simcamera/lk-sim-state.h"

G_BEGIN_DECLS

typedef struct _LkSimFace LkSimFace;

/* What a face makes of a request before anything is done. */
typedef struct
{
  LkSimKind kind;
  gboolean is_public;  /* answered without login */
  const char *command; /* static, for the record */
  char *detail;        /* for the record, without values; (transfer full) (nullable) */
} LkSimCall;

struct _LkSimFace
{
  /* FALSE when the request is not for this face. */
  gboolean (*recognise) (LkSimFace *self, LkSimRequest *request, LkSimCall *call);

  /* @pretend: say that it was done and do nothing. */
  LkSimReply *(*answer) (LkSimFace *self, LkSimRequest *request, gboolean pretend);
  void (*free) (LkSimFace *self);
};

G_END_DECLS
