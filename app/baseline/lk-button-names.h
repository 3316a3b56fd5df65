/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* GTK 4.8 tells a screen reader the label of a button as it is written, with the underscore of its
 * mnemonic: “_View View”. This makes every button of the program say its name as it is read. A
 * name that is given afterwards stays. Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Once, before the first button is made. */
void lk_button_names_mend (void);

/* For a button whose label alone does not say which it is: “Browse…” of the second row. From
 * GTK 4.10 on a button is named by its label, and that would go first. */
void lk_button_names_set (GtkButton *button, const char *name);

G_END_DECLS
