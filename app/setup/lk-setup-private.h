/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the two parts of LkSetup share: what is known, chosen and surveyed (lk-setup.c), and the
 * change that is run (lk-setup-run.c). */

#pragma once

#include "setup/lk-setup.h"

#include "setup/lk-setup-words.h"

G_BEGIN_DECLS

struct _LkSetup
{
  GObject parent_instance;

  LkCameraSession *session;  /* weak: it owns us */
  GCancellable *cancellable; /* of the survey that is under way */
  LkChecklist *checklist;
  GError *error;
  gboolean surveying;

  LkWay way;
  LkIdentity *identity;
  LkPersonal *personal;
  LkSetupWords words;

  LkGuardedChange *run; /* (nullable) that is under way, or was the last one */
  gboolean running;
  char *known_personal; /* (nullable) selector that opened the camera before the run */
  LkGuardTimes times;
};

void lk_setup_notify (LkSetup *self);

/* What the camera cannot tell; (transfer full). */
LkSituation *lk_setup_describe (LkSetup *self);

/* Puts the question whether to keep the change to who shows this setup; nobody: no. */
void lk_setup_ask (LkSetup *self, guint seconds);

G_END_DECLS
