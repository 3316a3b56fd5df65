/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "baseline/lk-button-names.h"

static void (*button_constructed) (GObject *object);

/* One underscore marks the letter behind it, two are one that is shown. */
static char *
dup_without_mnemonic (const char *label)
{
  GString *name = g_string_new (NULL);

  for (const char *p = label; *p != '\0'; p++)
    {
      if (*p == '_' && p[1] != '\0')
        p++;
      g_string_append_c (name, *p);
    }
  return g_string_free (name, FALSE);
}

static void
name_cb (GtkButton *button)
{
  const char *label = gtk_button_get_label (button);
  g_autofree char *name = NULL;

  if (label == NULL || !gtk_button_get_use_underline (button))
    return;
  name = dup_without_mnemonic (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Emission hooks on notify are not possible, so each button listens to itself. */
static void
constructed (GObject *object)
{
  button_constructed (object);
  g_signal_connect (object, "notify::label", G_CALLBACK (name_cb), NULL);
  g_signal_connect (object, "notify::use-underline", G_CALLBACK (name_cb), NULL);
  name_cb (GTK_BUTTON (object));
}

void
lk_button_names_mend (void)
{
  GObjectClass *klass = g_type_class_ref (GTK_TYPE_BUTTON); /* for as long as the program runs */

  if (klass->constructed == constructed)
    return;
  button_constructed = klass->constructed;
  klass->constructed = constructed;
}

void
lk_button_names_set (GtkButton *button, const char *name)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
