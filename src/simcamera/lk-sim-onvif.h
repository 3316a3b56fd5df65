/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The camera spoken to in ONVIF: device management and security service, as strict as a device may
 * be: order and namespace of every element, DER of one value, references, limits. Its keystore lies
 * in the memory of LkSimState. Any thread, as every face. */

#pragma once

#include "base/lk-secret.h"
#include "simcamera/lk-sim-face.h"

G_BEGIN_DECLS

/* Of device management. */
#define LK_SIM_ONVIF_PATH "/onvif/device_service"

typedef struct
{
  const char *user;
  LkSecret *password;
  /* (nullable) NAME or NAME=NUMBER, see lk_sim_onvif_describe_quirks() */
  const char *const *quirks;
  /* (nullable) a folder that gets every request and reply as a file, secrets and all */
  const char *messages;
} LkSimOnvifOptions;

/* Borrows @state. USAGE for an unknown quirk. */
LkSimFace *lk_sim_onvif_new (const LkSimOnvifOptions *options, LkSimState *state, GError **error);

/* One line for each quirk, for --help. (transfer full) */
char *lk_sim_onvif_describe_quirks (void);

G_END_DECLS
