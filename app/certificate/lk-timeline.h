/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A certificate's period as a bar, with today on it; several of them below each other on one scale
 * show a chain. Its parts are widgets with style classes, so that colours follow the theme. Main
 * thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LK_TYPE_TIMELINE (lk_timeline_get_type ())
G_DECLARE_FINAL_TYPE (LkTimeline, lk_timeline, LK, TIMELINE, GtkWidget)

typedef struct
{
  GDateTime *not_before;
  GDateTime *not_after;
  GDateTime *now;
  /* (nullable): the period's own; today is then at its edge when it lies outside */
  GDateTime *scale_from;
  GDateTime *scale_to;
} LkTimelinePeriod;

GtkWidget *lk_timeline_new (const LkTimelinePeriod *period);

/* "8 years, 2 months left", "expired 3 days ago", "begins in 4 days"; (transfer full), translated. */
char *lk_timeline_describe (const LkTimelinePeriod *period);

G_END_DECLS
