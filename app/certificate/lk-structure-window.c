/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-structure-window.h"

#include "baseline/lk-list-names.h"
#include "certificate/lk-asn1-node.h"

#include <glib/gi18n.h>

#define LINE_BYTES 8
#define MAX_BYTES  16384
/* So much is open at first. */
#define OPEN_DEPTH 2
#define OPEN_ROWS  120

struct _LkStructureWindow
{
  AdwWindow parent_instance;

  GtkSingleSelection *selection;

  AdwWindowTitle *window_title;
  GtkListView *view;
  GtkLabel *where;
  GtkTextView *bytes;
};

G_DEFINE_FINAL_TYPE (LkStructureWindow, lk_structure_window, ADW_TYPE_WINDOW)

static GListModel *
create_children (gpointer item, gpointer data)
{
  GListModel *children = lk_asn1_node_get_children (item);

  return children != NULL ? g_object_ref (children) : NULL;
}

static GtkWidget *
make_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
setup_cb (LkStructureWindow *self, GtkListItem *item)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *value = make_label ("lk-monospace");

  gtk_label_set_ellipsize (GTK_LABEL (value), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_box_append (GTK_BOX (box), make_label ("heading"));
  gtk_box_append (GTK_BOX (box), value);
  gtk_box_append (GTK_BOX (box), make_label ("caption"));
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), box);
  gtk_list_item_set_child (item, expander);
}

static void
bind_cb (LkStructureWindow *self, GtkListItem *item)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  g_autoptr (LkAsn1Node) node = gtk_tree_list_row_get_item (row);
  GtkWidget *expander = gtk_list_item_get_child (item);
  GtkWidget *tag =
    gtk_widget_get_first_child (gtk_tree_expander_get_child (GTK_TREE_EXPANDER (expander)));
  GtkWidget *value = gtk_widget_get_next_sibling (tag);
  gsize size = lk_asn1_node_get_header_size (node) + lk_asn1_node_get_content_size (node);
  /* Translators: where a node begins and how long it is, in bytes, such as: 4 + 312 */
  g_autofree char *range = g_strdup_printf (_ ("%zu + %zu"), lk_asn1_node_get_offset (node), size);
  g_autofree char *line = g_strdelimit (g_strdup (lk_asn1_node_get_text (node)), "\n\r\t", ' ');

  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (expander), row);
  gtk_label_set_text (GTK_LABEL (tag), lk_asn1_node_get_tag_name (node));
  gtk_label_set_text (GTK_LABEL (value), line);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (value)), range);
  lk_list_item_name (item, lk_asn1_node_get_tag_name (node), line);
}

static void
unbind_cb (LkStructureWindow *self, GtkListItem *item)
{
  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (gtk_list_item_get_child (item)), NULL);
}

static void
append_line (GString *text, const guint8 *data, gsize size, gsize offset)
{
  g_string_append_printf (text, "%06" G_GSIZE_MODIFIER "x ", offset);
  for (gsize i = 0; i < LINE_BYTES; i++)
    if (i < size)
      g_string_append_printf (text, " %02x", data[i]);
    else
      g_string_append (text, "   ");
  g_string_append (text, "  ");
  for (gsize i = 0; i < size; i++)
    g_string_append_c (text, g_ascii_isprint (data[i]) ? (char)data[i] : '.');
  g_string_append_c (text, '\n');
}

static char *
dump (GBytes *bytes, gsize offset)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < size && i < MAX_BYTES; i += LINE_BYTES)
    append_line (text, data + i, MIN (LINE_BYTES, size - i), offset + i);
  if (size > MAX_BYTES)
    g_string_append_printf (text, _ ("… and %zu bytes more"), size - MAX_BYTES);
  return g_string_free (text, FALSE);
}

/* Identifier and length stand out from the content. */
static void
mark_header (GtkTextBuffer *buffer, gsize header)
{
  for (gsize i = 0; i < header; i++)
    {
      GtkTextIter start, end;
      int column = 8 + 3 * (int)(i % LINE_BYTES);

      if (!gtk_text_buffer_get_iter_at_line_offset (buffer, &start, (int)(i / LINE_BYTES), column))
        return;
      end = start;
      gtk_text_iter_forward_chars (&end, 2);
      gtk_text_buffer_apply_tag_by_name (buffer, "header", &start, &end);
    }
}

static void
selected_cb (LkStructureWindow *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->bytes);
  g_autoptr (LkAsn1Node) node = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_autofree char *where = NULL;

  if (node == NULL)
    return;
  bytes = lk_asn1_node_dup_bytes (node);
  text = dump (bytes, lk_asn1_node_get_offset (node));
  /* Translators: the first %s is a kind of node, such as SEQUENCE */
  where =
    g_strdup_printf (_ ("%s: byte %zu, %zu of header and %zu of content"),
                     lk_asn1_node_get_tag_name (node), lk_asn1_node_get_offset (node),
                     lk_asn1_node_get_header_size (node), lk_asn1_node_get_content_size (node));
  gtk_text_buffer_set_text (buffer, text, -1);
  mark_header (buffer, lk_asn1_node_get_header_size (node));
  gtk_label_set_text (self->where, where);
}

static void
lk_structure_window_dispose (GObject *object)
{
  LkStructureWindow *self = LK_STRUCTURE_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_STRUCTURE_WINDOW);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (lk_structure_window_parent_class)->dispose (object);
}

static void
lk_structure_window_class_init (LkStructureWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_structure_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/certificate/lk-structure-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LkStructureWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, LkStructureWindow, view);
  gtk_widget_class_bind_template_child (widget_class, LkStructureWindow, where);
  gtk_widget_class_bind_template_child (widget_class, LkStructureWindow, bytes);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lk_structure_window_init (LkStructureWindow *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_text_buffer_create_tag (gtk_text_view_get_buffer (self->bytes), "header", "weight",
                              PANGO_WEIGHT_BOLD, "underline", PANGO_UNDERLINE_SINGLE, NULL);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, factory);
}

/* Rows that are opened add rows behind themselves, which this comes to next. */
static void
open_first (GListModel *rows)
{
  for (guint i = 0; i < g_list_model_get_n_items (rows) && i < OPEN_ROWS; i++)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (rows, i);

      if (gtk_tree_list_row_get_depth (row) <= OPEN_DEPTH && gtk_tree_list_row_is_expandable (row))
        gtk_tree_list_row_set_expanded (row, TRUE);
    }
}

LkStructureWindow *
lk_structure_window_new (GtkWindow *parent, const char *title, GBytes *der)
{
  LkStructureWindow *self = g_object_new (LK_TYPE_STRUCTURE_WINDOW, "transient-for", parent,
                                          "modal", gtk_window_get_modal (parent), NULL);
  g_autoptr (LkAsn1Node) root = lk_asn1_node_new (der);
  GListStore *roots = g_list_store_new (LK_TYPE_ASN1_NODE);
  GtkTreeListModel *tree;

  if (root != NULL)
    g_list_store_append (roots, root);
  adw_window_title_set_subtitle (self->window_title, title);
  tree = gtk_tree_list_model_new (G_LIST_MODEL (roots), FALSE, FALSE, create_children, NULL, NULL);
  open_first (G_LIST_MODEL (tree));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (tree));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  selected_cb (self);
  return self;
}

GtkSelectionModel *
lk_structure_window_get_nodes (LkStructureWindow *self)
{
  g_return_val_if_fail (LK_IS_STRUCTURE_WINDOW (self), NULL);
  return GTK_SELECTION_MODEL (self->selection);
}

char *
lk_structure_window_dup_bytes_text (LkStructureWindow *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  g_return_val_if_fail (LK_IS_STRUCTURE_WINDOW (self), NULL);

  buffer = gtk_text_view_get_buffer (self->bytes);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}
