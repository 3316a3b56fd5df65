/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-timeline.h"

#include <glib/gi18n.h>

#define BAR_PX      8
#define MARKER_PX   3
#define OVERHANG_PX 5
#define WARN_DAYS   30
#define MONTH_DAYS  30.4375

struct _LkTimeline
{
  GtkWidget parent_instance;

  double from, past, to, today; /* on the scale, 0..1 */
  GtkWidget *track;
  GtkWidget *fill;
  GtkWidget *marker;
};

G_DEFINE_FINAL_TYPE (LkTimeline, lk_timeline, GTK_TYPE_WIDGET)

static void
lk_timeline_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  *minimum_baseline = *natural_baseline = -1;
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 60 : BAR_PX + 2 * OVERHANG_PX;
}

static void
place (GtkWidget *widget, GtkWidget *child, double from, double to, int y, int height)
{
  int width = gtk_widget_get_width (widget);
  int left = (int)(from * width + 0.5);
  int right = (int)(to * width + 0.5);

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    {
      int swap = width - left;

      left = width - right;
      right = swap;
    }
  gtk_widget_set_child_visible (child, right > left);
  if (right > left)
    gtk_widget_size_allocate (child, &(GtkAllocation){ left, y, right - left, height }, -1);
}

static void
lk_timeline_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LkTimeline *self = LK_TIMELINE (widget);
  int y = (height - BAR_PX) / 2;
  double half = width > 0 ? MARKER_PX / 2.0 / width : 0;
  double centre = CLAMP (self->today, half, 1 - half);

  place (widget, self->track, self->from, MAX (self->to, self->from + 2 * half), y, BAR_PX);
  place (widget, self->fill, self->from, self->past, y, BAR_PX);
  place (widget, self->marker, centre - half, centre + half, y - OVERHANG_PX,
         BAR_PX + 2 * OVERHANG_PX);
}

static void
lk_timeline_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (lk_timeline_parent_class)->dispose (object);
}

static void
lk_timeline_class_init (LkTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_timeline_dispose;
  widget_class->measure = lk_timeline_measure;
  widget_class->size_allocate = lk_timeline_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static GtkWidget *
add_part (LkTimeline *self, const char *style)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (part, style);
  gtk_widget_set_parent (part, GTK_WIDGET (self));
  return part;
}

static void
lk_timeline_init (LkTimeline *self)
{
  self->track = add_part (self, "lk-timeline-track");
  self->fill = add_part (self, "lk-timeline-past");
  self->marker = add_part (self, "lk-timeline-today");
}

static double
scale (GDateTime *time, GDateTime *from, GDateTime *to)
{
  double whole = (double)g_date_time_difference (to, from);

  return whole > 0 ? CLAMP ((double)g_date_time_difference (time, from) / whole, 0, 1) : 0;
}

static const char *
choose_style (const LkTimelinePeriod *period)
{
  GTimeSpan left = g_date_time_difference (period->not_after, period->now);

  if (left < 0)
    return "error";
  return left < WARN_DAYS * G_TIME_SPAN_DAY ||
             g_date_time_compare (period->now, period->not_before) < 0
           ? "warning"
           : "accent";
}

GtkWidget *
lk_timeline_new (const LkTimelinePeriod *period)
{
  LkTimeline *self = g_object_new (LK_TYPE_TIMELINE, NULL);
  g_autofree char *text = lk_timeline_describe (period);
  GDateTime *from = period->scale_from != NULL ? period->scale_from : period->not_before;
  GDateTime *to = period->scale_to != NULL ? period->scale_to : period->not_after;

  self->from = scale (period->not_before, from, to);
  self->to = scale (period->not_after, from, to);
  self->today = scale (period->now, from, to);
  self->past = CLAMP (self->today, MIN (self->from, self->to), self->to);
  gtk_widget_add_css_class (self->fill, choose_style (period));
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Period of validity"),
    GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0,
    GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
    self->to > self->from ? (self->past - self->from) / (self->to - self->from) : 0.0,
    GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
  return GTK_WIDGET (self);
}

/* Days up to two months, then months, then years and months. */
static char *
describe_span (GTimeSpan span)
{
  guint days = (guint)(span / G_TIME_SPAN_DAY);
  guint months = (guint)(days / MONTH_DAYS);
  g_autofree char *years_text = NULL;
  g_autofree char *months_text = NULL;

  if (months < 2)
    return g_strdup_printf (ngettext ("%u day", "%u days", days), days);
  months_text = g_strdup_printf (ngettext ("%u month", "%u months", months % 12), months % 12);
  if (months < 12)
    return g_steal_pointer (&months_text);
  years_text = g_strdup_printf (ngettext ("%u year", "%u years", months / 12), months / 12);
  if (months % 12 == 0)
    return g_steal_pointer (&years_text);
  /* Translators: years and months, such as: 8 years, 2 months */
  return g_strdup_printf (C_ ("years and months", "%s, %s"), years_text, months_text);
}

char *
lk_timeline_describe (const LkTimelinePeriod *period)
{
  GTimeSpan left = g_date_time_difference (period->not_after, period->now);
  GTimeSpan until = g_date_time_difference (period->not_before, period->now);
  g_autofree char *span = describe_span (until > 0 ? until : ABS (left));

  if (left < 0)
    return g_strdup_printf (_ ("expired %s ago"), span);
  if (until > 0)
    return g_strdup_printf (_ ("begins in %s"), span);
  return g_strdup_printf (_ ("%s left"), span);
}
