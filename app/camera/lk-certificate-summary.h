/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The fields of a certificate that an administrator compares before anything is sent or deleted.
 * All of it is foreign text and never markup. */

#pragma once

#include "camera/lk-tab-certificate.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_CERTIFICATE_SUMMARY (lk_certificate_summary_get_type ())
G_DECLARE_FINAL_TYPE (LkCertificateSummary, lk_certificate_summary, LK, CERTIFICATE_SUMMARY, AdwBin)

LkCertificateSummary *lk_certificate_summary_new (void);

void lk_certificate_summary_set_certificate (LkCertificateSummary *self,
                                             LkCertificate *certificate);

/* Only the four fields of the tab. */
void lk_certificate_summary_set_tab_certificate (LkCertificateSummary *self,
                                                 LkTabCertificate *certificate);

G_END_DECLS
