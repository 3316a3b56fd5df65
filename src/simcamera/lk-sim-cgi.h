/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The camera's CGI face: speaks the names of a device profile, so that a program proves that it
 * knows the profile and not the names. Both answer forms, Referer check, uploads by multipart or
 * raw. */

#pragma once

#include "driver/snc/lk-snc-profile.h"
#include "simcamera/lk-sim-face.h"

G_BEGIN_DECLS

/* (transfer full); borrows @state. */
LkSimFace *lk_sim_cgi_new (LkSncProfile *profile, LkSimState *state);

G_END_DECLS
