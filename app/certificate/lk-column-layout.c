/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-column-layout.h"

struct _LkColumnLayout
{
  GtkLayoutManager parent_instance;

  int width_px;
  int spacing_px;
};

G_DEFINE_FINAL_TYPE (LkColumnLayout, lk_column_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
measure_height (GtkWidget *child, int width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static void
lk_column_layout_measure (GtkLayoutManager *manager,
                          GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  LkColumnLayout *self = LK_COLUMN_LAYOUT (manager);
  int height = 0;
  int gap = 0;

  *minimum_baseline = *natural_baseline = -1;
  *minimum = *natural = self->width_px;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_should_layout (child))
        continue;
      /* Without a width the least at any width is asked for: what it is when nothing wraps. */
      height += gap + measure_height (child, for_size);
      gap = self->spacing_px;
    }
  *minimum = *natural = height;
}

static void
lk_column_layout_allocate (
  GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  LkColumnLayout *self = LK_COLUMN_LAYOUT (manager);
  int y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_height;

      if (!gtk_widget_should_layout (child))
        continue;
      child_height = measure_height (child, width);
      gtk_widget_size_allocate (child, &(GtkAllocation){ 0, y, width, child_height }, -1);
      y += child_height + self->spacing_px;
    }
}

static GtkSizeRequestMode
lk_column_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
lk_column_layout_class_init (LkColumnLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = lk_column_layout_measure;
  layout_class->allocate = lk_column_layout_allocate;
  layout_class->get_request_mode = lk_column_layout_get_request_mode;
}

static void
lk_column_layout_init (LkColumnLayout *self)
{
}

GtkLayoutManager *
lk_column_layout_new (int width_px, int spacing_px)
{
  LkColumnLayout *self = g_object_new (LK_TYPE_COLUMN_LAYOUT, NULL);

  self->width_px = width_px;
  self->spacing_px = spacing_px;
  return GTK_LAYOUT_MANAGER (self);
}
