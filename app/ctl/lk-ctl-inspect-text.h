/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a file holds, for people: of each object first what it is good for, then what was found,
 * then its fields, as the window has them. */

#pragma once

#include "certificate/lk-bundle.h"

G_BEGIN_DECLS

void lk_ctl_print_bundle (const char *path, LkBundle *bundle);

G_END_DECLS
