/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "baseline/lk-list-names.h"

#include <glib/gi18n.h>

void
lk_list_item_name (GtkListItem *item, const char *first, const char *second)
{
  GtkWidget *child = gtk_list_item_get_child (item);
  GtkWidget *row = child != NULL ? gtk_widget_get_parent (child) : NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (first != NULL && second != NULL);

  if (row == NULL)
    return;
  /* Translators: the two lines of a row of a list, as they are said one after the other */
  name = g_strdup_printf (C_ ("lines of a row", "%s, %s"), first, second);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
