/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One slot for a trusted CA certificate: "Not set" with Browse…, or the certificate, which opens to
 * its four fields with View and Delete. A file can be dropped on it. Property slot, from 1. */

#pragma once

#include "camera/lk-tab-certificate.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_TRUSTED_ROW (lk_trusted_row_get_type ())
G_DECLARE_FINAL_TYPE (LkTrustedRow, lk_trusted_row, LK, TRUSTED_ROW, AdwExpanderRow)

LkTrustedRow *lk_trusted_row_new (guint slot);

/* @certificate: (nullable) what the camera holds in this slot. @now: UTC, to judge its period. */
void
lk_trusted_row_set_certificate (LkTrustedRow *self, LkTabCertificate *certificate, GDateTime *now);

G_END_DECLS
