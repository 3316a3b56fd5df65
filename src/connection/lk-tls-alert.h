/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a TLS alert (RFC 8446 6, RFC 5246 7.2) from a camera means for a personal certificate: its
 * name, the cause in words and what can be done. A constant table; any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  int number;
  /* with a personal certificate asked for, it speaks of that certificate */
  gboolean refuses_client;
  const char *name;   /* as the standard spells it: "unknown_ca" */
  const char *cause;  /* N_() */
  const char *remedy; /* N_() */
} LkTlsAlert;

/* (nullable) for a number that no standard names. */
const LkTlsAlert *lk_tls_alert_find (int number);

/* For tests and documentation: NULL at the end. */
const LkTlsAlert *lk_tls_alert_get_nth (guint n);

G_END_DECLS
