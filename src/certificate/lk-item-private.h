/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How the readers of files make an LkItem. Private to this folder. */

#pragma once

#include "certificate/lk-item.h"

G_BEGIN_DECLS

typedef struct
{
  LkItemKind kind;
  guint number;
  gsize offset;
  const char *label;
  const char *friendly_name;
  const char *local_key_id;
  const char *problem;
  GBytes *der;       /* of what is not secret */
  LkPrivateKey *key; /* of a private key */
} LkItemSpec;

LkItem *lk_item_new (const LkItemSpec *spec);

G_END_DECLS
