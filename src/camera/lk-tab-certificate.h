/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A certificate as the tab shows it: four fields of text, and the whole certificate where the
 * camera gives it or where one that we sent before has exactly these fields. Immutable, any
 * thread. */

#pragma once

#include "certificate/lk-certificate.h"

G_BEGIN_DECLS

#define LK_TYPE_TAB_CERTIFICATE (lk_tab_certificate_get_type ())
G_DECLARE_FINAL_TYPE (LkTabCertificate, lk_tab_certificate, LK, TAB_CERTIFICATE, GObject)

/* From the camera's four texts; "Available period" is read as two dates where it can be. */
LkTabCertificate *lk_tab_certificate_new (const char *issuer,
                                          const char *subject,
                                          const char *period,
                                          const char *extended_key_usage);

/* From the whole certificate. */
LkTabCertificate *lk_tab_certificate_new_whole (LkCertificate *certificate);

/* A copy of @self with @certificate as the whole one, when all of its fields agree, else NULL.
 * Names are compared as RFC 4514 says, whatever the order, spacing and case of attribute names;
 * dates to the second or, where the camera shows days only, to the day. */
LkTabCertificate *lk_tab_certificate_match (LkTabCertificate *self, LkCertificate *certificate);

const char *lk_tab_certificate_get_issuer (LkTabCertificate *self);
const char *lk_tab_certificate_get_subject (LkTabCertificate *self);
/* the camera's own words */
const char *lk_tab_certificate_get_period (LkTabCertificate *self);
/* the camera's own words, may be empty */
const char *lk_tab_certificate_get_extended_key_usage (LkTabCertificate *self);
/* common name of the subject, or the subject */
const char *lk_tab_certificate_get_title (LkTabCertificate *self);
/* UTC; (nullable) */
GDateTime *lk_tab_certificate_get_not_before (LkTabCertificate *self);
GDateTime *lk_tab_certificate_get_not_after (LkTabCertificate *self);
LkCertificate *lk_tab_certificate_get_certificate (LkTabCertificate *self); /* (nullable) */
gboolean lk_tab_certificate_equal (LkTabCertificate *self, LkTabCertificate *other);

G_END_DECLS
