/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-brief.h"

#include "certificate/lk-details-parts.h"
#include "certificate/lk-finding-list.h"

#include <glib/gi18n.h>

#define SPACING_PX 18

struct _LkBrief
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (LkBrief, lk_brief, ADW_TYPE_BIN)

static void
lk_brief_class_init (LkBriefClass *klass)
{
}

static void
lk_brief_init (LkBrief *self)
{
}

LkBrief *
lk_brief_new (void)
{
  return g_object_new (LK_TYPE_BRIEF, NULL);
}

/* A verdict that is bad already says why better than anybody else. */
static GtkWidget *
make_headline (LkInspection *inspection, const char *obstacle)
{
  if (obstacle == NULL ||
      lk_verdict_get_state (lk_inspection_get_verdict (inspection)) == LK_VERDICT_BAD)
    return lk_details_make_headline (inspection);
  return lk_details_make_card (LK_VERDICT_BAD, _ ("It cannot be imported"), obstacle, NULL);
}

void
lk_brief_set_inspection (LkBrief *self, LkInspection *inspection, const char *obstacle)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING_PX);
  GtkWidget *period;

  g_return_if_fail (LK_IS_BRIEF (self) && LK_IS_INSPECTION (inspection));

  gtk_box_append (GTK_BOX (box), make_headline (inspection, obstacle));
  period = lk_details_make_period (inspection);
  if (period != NULL)
    gtk_box_append (GTK_BOX (box), period);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (lk_finding_list_new (inspection, FALSE)));
  adw_bin_set_child (ADW_BIN (self), box);
}
