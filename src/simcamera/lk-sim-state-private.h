/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of LkSimState share. */

#pragma once

#include "simcamera/lk-sim-state.h"

G_BEGIN_DECLS

struct _LkSimState
{
  GMutex mutex;
  LkSimRecord *record;
  char *folder;
  char *model;
  char *firmware;
  char *date_format;
  char *need_password;
  guint slots;
  guint key_password_max;

  LkSimMemory memory;
  LkSimMemory before; /* the last command */
  gboolean has_before;
  LkSimDoor door;
  char *sound_pin;    /* (nullable) what was served when the next key was to be spoilt */
  char *unusable_pin; /* (nullable) that key */

  /* What TLS goes on doing for a while after a change. */
  guint tls_delay_ms;
  LkSimTlsSetup held;
  gint64 held_until_us;

  /* Derived from the memory. */
  LkSimKeyPair *external; /* (nullable) */
  LkSimKeyPair *self_signed;
  LkSimKeyPair *factory;
};

/* The chosen server certificate, when it is whole; NULL while the factory one has to serve. With
 * the mutex held. */
LkSimKeyPair *lk_sim_state_get_chosen (LkSimState *self);

/* What TLS is to do by the memory. With the mutex held. */
void lk_sim_state_fill_tls_setup (LkSimState *self, LkSimTlsSetup *setup);

G_END_DECLS
