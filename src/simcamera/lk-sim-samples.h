/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A folder of certificate files to try everything with: good ones, and one for each thing that can
 * be wrong. The demonstration offers them; README.txt in the folder says what each one is, and the
 * passwords. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LK_SIM_SAMPLE_CA             "site-ca.pem"
#define LK_SIM_SAMPLE_SECOND_CA      "second-ca.pem"
#define LK_SIM_SAMPLE_CA_DER         "site-ca.der"
#define LK_SIM_SAMPLE_EXPIRED_CA     "expired-ca.pem"
#define LK_SIM_SAMPLE_NOT_A_CA       "not-a-ca.pem"
#define LK_SIM_SAMPLE_BUNDLE         "both-cas.pem"
#define LK_SIM_SAMPLE_SERVER         "server.p12"
#define LK_SIM_SAMPLE_PERSON         "administrator.p12"
#define LK_SIM_SAMPLE_EXPIRED_PERSON "administrator-expired.p12"
#define LK_SIM_SAMPLE_FOREIGN_PERSON "administrator-wrong-ca.p12"
#define LK_SIM_SAMPLE_SERVER_PERSON  "administrator-server-only.p12"

/* Of every .p12 of its kind; no secrets, README.txt has them as well. */
#define LK_SIM_SAMPLE_SERVER_PASSWORD "server-secret"
#define LK_SIM_SAMPLE_PERSON_PASSWORD "personal-secret"

/* Makes the folder when it is not there. Fresh keys each time. STORE_FAILED when a file cannot be
 * written. */
gboolean lk_sim_samples_write (const char *folder, GError **error);

G_END_DECLS
