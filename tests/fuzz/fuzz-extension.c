/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The first byte chooses an extension, the rest is its value: every decoder sees every kind of
 * bytes. */

#include "config.h"

#include "certificate/lk-extension.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char *const oids[] = {
  "2.5.29.9", "2.5.29.14", "2.5.29.15", "2.5.29.16", "2.5.29.17", "2.5.29.19", "2.5.29.21", "2.5.29.24", "2.5.29.28", "2.5.29.30",
  "2.5.29.31", "2.5.29.32", "2.5.29.33", "2.5.29.35", "2.5.29.36", "2.5.29.37", "2.5.29.54", "1.3.6.1.5.5.7.1.1", "1.3.6.1.5.5.7.1.3",
  "1.3.6.1.5.5.7.1.14", "1.3.6.1.5.5.7.1.24", "1.3.6.1.4.1.11129.2.4.2", "1.3.6.1.4.1.311.20.2", "1.3.6.1.4.1.311.21.1",
  "1.3.6.1.4.1.311.21.7", "1.3.6.1.4.1.311.21.10", "1.3.6.1.4.1.311.25.2", "1.2.840.113533.7.65.0", "1.2.840.113549.1.9.15",
  "2.16.840.1.113730.1.1", "2.16.840.1.113730.1.13", "1.2.3.4"
};

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) value = NULL;
  g_autoptr (LkExtension) extension = NULL;

  if (size == 0)
    return 0;
  value = g_bytes_new (data + 1, size - 1);
  extension = lk_extension_new (oids[data[0] % G_N_ELEMENTS (oids)], FALSE, value);
  g_assert_true (g_utf8_validate (lk_extension_get_text (extension), -1, NULL));
  return 0;
}
