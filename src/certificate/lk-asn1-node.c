/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-asn1-node.h"

#include "certificate/lk-asn1-text.h"

#define MAX_DEPTH    64
#define MAX_CHILDREN 10000

struct _LkAsn1Node
{
  GObject parent_instance;

  GBytes *der; /* of the root */
  LkDerItem item;
  LkDer inside;
  gboolean has_children;
  guint depth;
  char *tag_name;
  char *text;
  GListModel *children; /* made when first asked for */
};

G_DEFINE_FINAL_TYPE (LkAsn1Node, lk_asn1_node, G_TYPE_OBJECT)

static LkAsn1Node *
make_node (GBytes *der, const LkDerItem *item, guint depth)
{
  LkAsn1Node *self = g_object_new (LK_TYPE_ASN1_NODE, NULL);

  self->der = g_bytes_ref (der);
  self->item = *item;
  self->depth = depth;
  self->inside = lk_der_enter (item);
  self->has_children =
    depth < MAX_DEPTH && ((item->id & 0x20) != 0 || lk_asn1_is_wrapped (item, &self->inside));
  self->tag_name = lk_asn1_dup_tag_name (item);
  self->text = self->has_children ? g_strdup ("") : lk_asn1_dup_value (item);
  return self;
}

static GListModel *
make_children (LkAsn1Node *self)
{
  GListStore *store = g_list_store_new (LK_TYPE_ASN1_NODE);
  g_autoptr (GPtrArray) nodes = g_ptr_array_new_with_free_func (g_object_unref);
  LkDer inside = self->inside;
  LkDerItem item;

  while (nodes->len < MAX_CHILDREN && lk_der_next (&inside, &item))
    g_ptr_array_add (nodes, make_node (self->der, &item, self->depth + 1));
  g_list_store_splice (store, 0, 0, nodes->pdata, nodes->len);
  return G_LIST_MODEL (store);
}

static void
lk_asn1_node_finalize (GObject *object)
{
  LkAsn1Node *self = LK_ASN1_NODE (object);

  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_object (&self->children);
  g_free (self->tag_name);
  g_free (self->text);
  G_OBJECT_CLASS (lk_asn1_node_parent_class)->finalize (object);
}

static void
lk_asn1_node_class_init (LkAsn1NodeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_asn1_node_finalize;
}

static void
lk_asn1_node_init (LkAsn1Node *self)
{
}

LkAsn1Node *
lk_asn1_node_new (GBytes *der)
{
  LkDer cursor;
  LkDerItem item;

  g_return_val_if_fail (der != NULL, NULL);

  cursor = lk_der_from_bytes (der);
  return lk_der_next (&cursor, &item) ? make_node (der, &item, 0) : NULL;
}

const char *
lk_asn1_node_get_tag_name (LkAsn1Node *self)
{
  g_return_val_if_fail (LK_IS_ASN1_NODE (self), NULL);

  return self->tag_name;
}

const char *
lk_asn1_node_get_text (LkAsn1Node *self)
{
  g_return_val_if_fail (LK_IS_ASN1_NODE (self), NULL);

  return self->text;
}

gsize
lk_asn1_node_get_offset (LkAsn1Node *self)
{
  g_return_val_if_fail (LK_IS_ASN1_NODE (self), 0);

  return (gsize)(self->item.whole - (const guint8 *)g_bytes_get_data (self->der, NULL));
}

gsize
lk_asn1_node_get_header_size (LkAsn1Node *self)
{
  g_return_val_if_fail (LK_IS_ASN1_NODE (self), 0);

  return (gsize)(self->item.content - self->item.whole);
}

gsize
lk_asn1_node_get_content_size (LkAsn1Node *self)
{
  g_return_val_if_fail (LK_IS_ASN1_NODE (self), 0);

  return self->item.size;
}

guint
lk_asn1_node_get_depth (LkAsn1Node *self)
{
  g_return_val_if_fail (LK_IS_ASN1_NODE (self), 0);

  return self->depth;
}

GBytes *
lk_asn1_node_dup_bytes (LkAsn1Node *self)
{
  g_return_val_if_fail (LK_IS_ASN1_NODE (self), NULL);

  return g_bytes_new_from_bytes (self->der, lk_asn1_node_get_offset (self), self->item.whole_size);
}

GListModel *
lk_asn1_node_get_children (LkAsn1Node *self)
{
  g_return_val_if_fail (LK_IS_ASN1_NODE (self), NULL);

  if (!self->has_children)
    return NULL;
  if (g_once_init_enter (&self->children))
    {
      GListModel *children = make_children (self);

      g_once_init_leave (&self->children, children);
    }
  return self->children;
}
