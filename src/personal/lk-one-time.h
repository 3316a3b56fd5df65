/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A password that nobody is told: a private key travels under it from one library to another,
 * within this process, and it is forgotten afterwards. */

#pragma once

#include "base/lk-secret.h"

G_BEGIN_DECLS

LkSecret *lk_one_time_password_new (GError **error); /* 48 hex digits; INTERNAL */

G_END_DECLS
