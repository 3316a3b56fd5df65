/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-pair-layout.h"

/* From this width on they stand side by side; the name then gets its column. */
#define WIDE_PX 440
/* As far as any text wraps; not asked for, because shaping it takes the most time of all. */
#define NARROW_PX 160
#define COLUMN_PX 176
#define GAP_PX    12
#define LINE_PX   2

struct _LkPairLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (LkPairLayout, lk_pair_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
measure_height (GtkWidget *child, int width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static void
lk_pair_layout_measure (GtkLayoutManager *manager,
                        GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  GtkWidget *name = gtk_widget_get_first_child (widget);
  GtkWidget *value = gtk_widget_get_last_child (widget);

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = NARROW_PX;
      *natural = WIDE_PX;
    }
  else if (for_size < 0) /* The least that it may be at any width. */
    *minimum = *natural = MAX (measure_height (name, -1), measure_height (value, -1));
  else if (for_size >= WIDE_PX)
    *minimum = *natural =
      MAX (measure_height (name, COLUMN_PX), measure_height (value, for_size - COLUMN_PX - GAP_PX));
  else
    *minimum = *natural =
      measure_height (name, for_size) + LINE_PX + measure_height (value, for_size);
}

static void
lk_pair_layout_allocate (
  GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *name = gtk_widget_get_first_child (widget);
  GtkWidget *value = gtk_widget_get_last_child (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int rest = width - COLUMN_PX - GAP_PX;
  int name_height;

  if (width < WIDE_PX)
    {
      name_height = measure_height (name, width);
      gtk_widget_size_allocate (name, &(GtkAllocation){ 0, 0, width, name_height }, -1);
      gtk_widget_size_allocate (value,
                                &(GtkAllocation){ 0, name_height + LINE_PX, width,
                                                  MAX (height - name_height - LINE_PX, 0) },
                                -1);
      return;
    }
  gtk_widget_size_allocate (name, &(GtkAllocation){ rtl ? rest + GAP_PX : 0, 0, COLUMN_PX, height },
                            -1);
  gtk_widget_size_allocate (value,
                            &(GtkAllocation){ rtl ? 0 : COLUMN_PX + GAP_PX, 0, rest, height }, -1);
}

static GtkSizeRequestMode
lk_pair_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
lk_pair_layout_class_init (LkPairLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = lk_pair_layout_measure;
  layout_class->allocate = lk_pair_layout_allocate;
  layout_class->get_request_mode = lk_pair_layout_get_request_mode;
}

static void
lk_pair_layout_init (LkPairLayout *self)
{
}

GtkLayoutManager *
lk_pair_layout_new (void)
{
  return g_object_new (LK_TYPE_PAIR_LAYOUT, NULL);
}
