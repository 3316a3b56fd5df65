/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person reads when the import of a personal certificate fails: for some errors more than
 * their general text (baseline/lk-error-text.h) says. Main thread. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  const char *heading; /* both translated */
  const char *hint;
} LkPersonalTrouble;

/* @installing: the file was read, and it is the store that fails. */
LkPersonalTrouble lk_personal_trouble_describe (const GError *error, gboolean installing);

G_END_DECLS
