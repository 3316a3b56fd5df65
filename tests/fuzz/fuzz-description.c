/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a file holds is described as text, and shown as a tree; all of it stays valid UTF-8. */

#include "config.h"

#include "certificate/lk-asn1-node.h"
#include "certificate/lk-description.h"

#define MAX_NODES 5000

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
walk (LkAsn1Node *node, guint *count)
{
  GListModel *children = lk_asn1_node_get_children (node);

  g_assert_true (g_utf8_validate (lk_asn1_node_get_text (node), -1, NULL));
  for (guint i = 0;
       children != NULL && i < g_list_model_get_n_items (children) && (*count)++ < MAX_NODES; i++)
    {
      g_autoptr (LkAsn1Node) child = g_list_model_get_item (children, i);

      walk (child, count);
    }
}

static void
describe (LkItem *item)
{
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 1, 1, 0, 0, 0);
  g_autoptr (GListModel) sections = lk_describe_item (item, now);
  g_autofree char *text = lk_description_to_text (sections);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpstr (text, !=, "");
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (LkAsn1Node) root = lk_asn1_node_new (bytes);
  g_autoptr (LkBundle) bundle = lk_bundle_new_from_bytes (bytes, NULL, NULL, NULL, NULL);
  guint count = 0;

  if (root != NULL)
    walk (root, &count);
  for (guint i = 0; bundle != NULL && i < g_list_model_get_n_items (lk_bundle_get_items (bundle));
       i++)
    {
      g_autoptr (LkItem) item = g_list_model_get_item (lk_bundle_get_items (bundle), i);

      describe (item);
    }
  return 0;
}
