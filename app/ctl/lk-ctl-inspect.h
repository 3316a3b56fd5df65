/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Certificate files that are named on the command line. */

#pragma once

#include "certificate/lk-bundle.h"
#include "ctl/lk-ctl.h"

G_BEGIN_DECLS

/* Asks for a password only where one is needed and somebody can be asked. @password: (nullable) */
LkBundle *
lk_ctl_read_bundle (LkCtl *ctl, const char *path, LkSecret *password, GError **error);

/* The certificate that is meant: the one of ctl->number, or the only one. BAD_DATA without one,
 * USAGE with several or another number. */
LkCertificate *
lk_ctl_choose_certificate (LkCtl *ctl, const char *path, LkBundle *bundle, GError **error);

G_END_DECLS
