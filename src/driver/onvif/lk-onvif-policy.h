/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The certification path validation policy that the TLS server uses: its trust anchors are the
 * trusted CA certificates of the tab. One policy only; Security 7.2 leaves open what several would
 * mean. A value; belongs to whoever read it. */

#pragma once

#include "driver/onvif/lk-onvif-private.h"

G_BEGIN_DECLS

typedef struct
{
  char *id; /* NULL: none is in use */
  char *alias;
  gboolean requires_purpose; /* RequireTLSWWWClientAuthExtendedKeyUsage */
  GPtrArray *anchors;        /* IDs of certificates */
} LkOnvifPolicy;

LkOnvifPolicy *
lk_onvif_policy_read_assigned (LkOnvifCamera *self, GCancellable *cancellable, GError **error);
void lk_onvif_policy_free (LkOnvifPolicy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkOnvifPolicy, lk_onvif_policy_free)

G_END_DECLS
