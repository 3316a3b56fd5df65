/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a pop-up shows of a certificate before anything is sent or deleted: notes with an icon each,
 * then the fields an administrator compares. All of it is foreign text and never markup. */

#pragma once

#include "camera/lk-session-status.h"
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

void lk_certificate_summary_clear_notes (LkCertificateSummary *self);

/* @text: (nullable) a second line. */
void lk_certificate_summary_add_note (LkCertificateSummary *self,
                                      LkStatusLevel level,
                                      const char *title,
                                      const char *text);

/* A note for each; (element-type LkFinding). */
void lk_certificate_summary_add_findings (LkCertificateSummary *self, GPtrArray *findings);

G_END_DECLS
