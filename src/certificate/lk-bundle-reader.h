/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes a file apart for LkBundle: decides what it is, walks its containers and collects items.
 * Private to this folder, one thread. */

#pragma once

#include "certificate/lk-bundle.h"

G_BEGIN_DECLS

typedef struct
{
  LkBundleFormat format;
  const char *encoding;
  LkTextOddity oddities;
  gboolean has_private_key;
  GPtrArray *items; /* of LkItem */
  LkPkcs12 *pkcs12; /* (nullable) */

  /* while it runs */
  LkSecret *password;
  GCancellable *cancellable;
  guint depth;        /* of containers inside each other */
  guint64 iterations; /* of password schemes so far */
  gsize offset;       /* of what is being read */
  const char *label;  /* (nullable) */
  const char *friendly_name, *local_key_id;
} LkBundleReader;

/* FALSE with the errors of lk_bundle_new_from_bytes(). */
gboolean lk_bundle_reader_run (LkBundleReader *self,
                               GBytes *bytes,
                               LkSecret *password,
                               GCancellable *cancellable,
                               GError **error);
void lk_bundle_reader_clear (LkBundleReader *self);

G_END_DECLS
