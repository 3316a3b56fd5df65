/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes through the reader of files, and what it finds through every getter that costs work. */

#include "config.h"

#include "certificate/lk-bundle.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (LkSecret) password =
    size > 0 && data[size - 1] % 2 == 0 ? lk_secret_new ("latchkey", -1) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkBundle) bundle = lk_bundle_new_from_bytes (bytes, "fuzz", password, NULL, &error);
  GListModel *items;

  g_assert_true ((bundle == NULL) == (error != NULL));
  if (bundle == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  items = lk_bundle_get_items (bundle);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LkItem) item = g_list_model_get_item (items, i);
      g_autofree char *title = lk_item_dup_title (item);
      LkCertificate *certificate = lk_item_get_certificate (item);

      g_assert_true (g_utf8_validate (title, -1, NULL));
      if (certificate != NULL)
        lk_certificate_is_issued_by (certificate, certificate);
    }
  return 0;
}
